from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from scheduler.instance import build_instance
from scheduler.reading import parse_problem
from web.cli import run
from web.commands.presets import PRESETS, make_event
from web.commands.scaling import Measured, count_pairs, write_picture

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
    assert columns(titles) == ["instance", "seed", "pairs", "value", "bound", "gap", "breaks", "bound", "seconds", "MB"]
    pairs = str(count_pairs(parse_problem(few, "few")))
    assert columns(first)[:8] == ["few", "1", pairs, value, value, "0.000%", "-", "-"]
    assert columns(second)[:8] == ["few", "2", pairs, value, value, "0.000%", "-", "-"]
    assert [float(number) > 0 for number in columns(first)[8:]] == [True, True]


def test_pairs_are_the_options_of_meetings_that_are_held_anywhere() -> None:
    document = make_event(PRESETS["club"], 3)
    document["requests"][0]["slots"] = [slot["id"] for slot in document["slots"][:2]]
    problem = parse_problem(document, "club")
    instance = build_instance(problem)
    pairs = {(int(r), int(t)) for r, t in zip(instance.option_request, instance.option_slot, strict=True)}
    assert count_pairs(problem) == len(pairs)


def test_bench_draws_a_picture_with_a_dot_a_run_and_axis(tmp_path: Path) -> None:
    event = make_event(PRESETS["club"], 1)
    (tmp_path / "few.json").write_text(json.dumps(event | {"requests": event["requests"][:3], "dialogues": []}))
    picture = tmp_path / "picture.svg"
    assert run(["bench", str(tmp_path / "few.json"), "--seconds", "20", "--goals", "value", "--picture", str(picture)]) == 0
    root = ElementTree.fromstring(picture.read_text())
    assert len(root.findall("{*}circle")) == 2
    assert [text.text for text in root.findall("{*}text") if text.text == "few"] == ["few", "few"]


def test_dots_lie_on_the_line_of_proportion_if_growth_is_in_proportion(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    write_picture(picture, [Measured("a", 1000, 1, 10), Measured("b", 10_000, 10, 100), Measured("c & d", 100_000, 100, 1000)])
    root = ElementTree.fromstring(picture.read_text())
    (line, _) = [element for element in root.findall("{*}line") if element.get("class") == "share"]
    x1, y1, x2, y2 = (float(line.attrib[key]) for key in ("x1", "y1", "x2", "y2"))
    for dot in root.findall("{*}circle")[:3]:
        x, y = float(dot.attrib["cx"]), float(dot.attrib["cy"])
        assert y == pytest.approx(y1 + (x - x1) / (x2 - x1) * (y2 - y1), abs=0.2)
    assert not list(tmp_path.glob("*.part"))


def test_a_picture_of_nothing_is_a_picture(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    write_picture(picture, [Measured("none", 0, 1.0, 90.0)])
    assert ElementTree.fromstring(picture.read_text()).findall("{*}circle") == []


def test_bench_says_which_event_has_no_plan(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = make_event(PRESETS["club"], 1)
    request = event["requests"][0] | {"must": True, "slots": []}
    (tmp_path / "none.json").write_text(json.dumps(event | {"requests": [request]}))
    assert run(["bench", str(tmp_path / "none.json"), "--seconds", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:6] == ["none", "1", "0", "no", "plan", "exists"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "{folder}: holds no .dzn and no .json file"), ({"format": "bms-problem/1"}, "{folder}/bad.json: $: ")],
)
def test_bench_refuses_what_it_cannot_plan(tmp_path: Path, content: object, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / "bad.json").write_text(json.dumps(content))
    assert run(["bench", str(tmp_path), "--seconds", "5"]) == 2
    assert capsys.readouterr().err.startswith("bms: " + message.format(folder=tmp_path))
