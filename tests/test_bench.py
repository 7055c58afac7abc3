from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.reading import parse_problem
from web.cli import run
from web.commands.presets import PRESETS, make_event

TOOL = Path(__file__).parent.parent.parent / "shared" / "tools" / "gen_problem.py"


@pytest.mark.parametrize("name", ["club", "gdca", "medica", "fair"])
def test_preset_has_its_sizes(name: str) -> None:
    preset = PRESETS[name]
    problem = parse_problem(make_event(preset, 1), name)
    roles = [person.role for person in problem.participants]
    assert (roles.count("buyer"), roles.count("supplier"), roles.count("facilitator")) == (
        preset.buyers,
        preset.suppliers,
        preset.dialogues,
    )
    assert (len(problem.slots), len(problem.dialogues)) == (preset.days * preset.slots, preset.dialogues)
    assert len(problem.requests) == preset.requests


def test_seed_makes_the_same_event_and_another_another() -> None:
    club = PRESETS["club"]
    assert make_event(club, 1) == make_event(club, 1)
    assert make_event(club, 1) != make_event(club, 2)


@pytest.mark.skipif(not TOOL.exists(), reason="needs ../shared/tools/gen_problem.py to compare with")
@pytest.mark.parametrize(("name", "seed"), [("club", 1), ("club", 7), ("gdca", 2), ("medica", 3), ("fair", 1)])
def test_preset_equals_the_outside_generators(name: str, seed: int) -> None:
    made = subprocess.run([sys.executable, TOOL, name, "--seed", str(seed)], check=True, capture_output=True)
    assert make_event(PRESETS[name], seed) == json.loads(made.stdout)


def columns(line: str) -> list[str]:
    return line.replace(" %", "%").split()


def test_bench_prints_a_line_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = make_event(PRESETS["club"], 1)
    few = event | {"requests": event["requests"][:3], "dialogues": []}
    (tmp_path / "few.json").write_text(json.dumps(few))
    (tmp_path / "other.txt").write_text("")
    assert run(["bench", str(tmp_path), "--seconds", "20", "--seed", "1", "--seed", "2", "--goals", "value"]) == 0
    titles, first, second = capsys.readouterr().out.splitlines()
    value = str(sum(request["value"] for request in few["requests"]))
    assert columns(titles) == ["instance", "seed", "value", "bound", "gap", "breaks", "bound", "seconds", "MB"]
    assert columns(first)[:7] == ["few", "1", value, value, "0.000%", "-", "-"]
    assert columns(second)[:7] == ["few", "2", value, value, "0.000%", "-", "-"]
    assert [float(number) > 0 for number in columns(first)[7:]] == [True, True]


def test_bench_says_which_event_has_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = make_event(PRESETS["club"], 1)
    request = event["requests"][0] | {"must": True, "slots": []}
    (tmp_path / "none.json").write_text(json.dumps(event | {"requests": [request]}))
    assert run(["bench", str(tmp_path / "none.json"), "--seconds", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:5] == ["none", "1", "no", "plan", "exists"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "{folder}: holds no .dzn and no .json file"), ({"format": "bms-problem/1"}, "{folder}/bad.json: $: ")],
)
def test_bench_refuses_what_it_cannot_plan(tmp_path: Path, content: object, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / "bad.json").write_text(json.dumps(content))
    assert run(["bench", str(tmp_path), "--seconds", "5"]) == 2
    assert capsys.readouterr().err.startswith("bms: " + message.format(folder=tmp_path))
