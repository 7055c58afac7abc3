from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from benchmarks.best_known import Known, keep_best, read_best
from benchmarks.command import run as bench
from benchmarks.measuring import Run
from benchmarks.plain_maxsat import Plain, contradicts, counted
from benchmarks.presets import PRESETS, make_event
from benchmarks.scaling import Measured, count_pairs, write_picture
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.plan import GoalResult, Plan

pytestmark = pytest.mark.slow


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


# SHA-256 of the event as JSON with sorted keys: what was measured on a seed is measured on that event for ever.
EVENTS = {
    ("club", 1): "22b533ced7b017b1d0edfedeb4c620bdd7ae2e0b7ae5841fca9f3d8c5ba75e1b",
    ("club", 7): "ca218f6551da0d10b0787fdddae8eb6aae650f59ebd036d269dd10880841f5e4",
    ("gdca", 2): "7c8acf19977119c46cd138b6b9e35c0c5256f8a50add1375380232547ce002ed",
    ("medica", 3): "aac92b78756a218fcda74bd26242c469576d546ad70ea13f7571a907e5788143",
    ("fair", 1): "2abdd8981da79ce7402faaf30b6df797998b0e41e3b452303fecf5453c3637eb",
}


@pytest.mark.parametrize(("name", "seed"), EVENTS)
def test_preset_makes_of_a_seed_the_event_that_it_always_made(name: str, seed: int) -> None:
    event = json.dumps(make_event(PRESETS[name], seed), sort_keys=True)
    assert hashlib.sha256(event.encode()).hexdigest() == EVENTS[name, seed]


def columns(line: str) -> list[str]:
    return line.replace(" %", "%").split()


def test_bench_prints_a_line_an_event(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    event = make_event(PRESETS["club"], 1)
    few = event | {"requests": event["requests"][:3], "dialogues": []}
    (tmp_path / "few.json").write_text(json.dumps(few))
    (tmp_path / "other.txt").write_text("")
    assert bench([str(tmp_path), "--seconds", "20", "--seed", "1", "--seed", "2", "--goals", "value"]) == 0
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
    assert bench([str(tmp_path / "few.json"), "--seconds", "20", "--goals", "value", "--picture", str(picture)]) == 0
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
    assert bench([str(tmp_path / "none.json"), "--seconds", "20"]) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:6] == ["none", "1", "0", "no", "plan", "exists"]


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "{folder}: holds no .dzn and no .json file"), ({"format": "bms-problem/1"}, "{folder}/bad.json: $: ")],
)
def test_bench_refuses_what_it_cannot_plan(tmp_path: Path, content: object, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    if content is not None:
        (tmp_path / "bad.json").write_text(json.dumps(content))
    assert bench([str(tmp_path), "--seconds", "5"]) == 2
    assert capsys.readouterr().err.startswith("bms: " + message.format(folder=tmp_path))


def test_bench_refuses_goals_that_there_are_not_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["--goals", "luck"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "'luck' is not a goal" in told.err


def test_best_known_plans_only_get_better(tmp_path: Path) -> None:
    table = tmp_path / "best.csv"
    table.write_text("preset,seed,value,breaks,idle\nclub,1,700,10,20\ngdca,2,900,3,4\n")
    found = {("club", 1): Known(700, 10, 21), ("gdca", 2): Known(901, 9, 9), ("club", 2): Known(5, 0, 0)}
    keep_best(found, table)
    assert read_best(table) == {("club", 1): Known(700, 10, 20), ("club", 2): Known(5, 0, 0), ("gdca", 2): Known(901, 9, 9)}
    keep_best({("gdca", 2): Known(900, 0, 0), ("club", 1): Known(700, 9, 30)}, table)
    assert table.read_text() == "preset,seed,value,breaks,idle\nclub,1,700,9,30\nclub,2,5,0,0\ngdca,2,901,9,9\n"


def test_bench_compares_presets_with_the_best_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "best.csv"
    table.write_text("preset,seed,value,breaks,idle\nclub,1,100000,0,0\n")
    monkeypatch.setattr("benchmarks.best_known.TABLE", table)
    monkeypatch.setitem(PRESETS, "club", replace(PRESETS["club"], requests=20, dialogues=0))
    assert bench(["--preset", "club", "--seed", "1", "--seed", "2", "--seconds", "4", "--keep-best"]) == 1
    low, first = capsys.readouterr().out.splitlines()[-2:]
    assert low.startswith("club, seed 1: value/breaks/idle ")
    assert low.endswith(" not as good as the best known, 100000/0/0")
    assert first.endswith(", the first known")
    assert [line.split(",")[:2] for line in table.read_text().splitlines()[1:]] == [["club", "1"], ["club", "2"]]
    assert table.read_text().splitlines()[1] == "club,1,100000,0,0"


def test_table_of_the_best_known_holds_the_events_of_the_first_seeds() -> None:
    assert {event for event in read_best() if event[0] == "gdca"} >= {("gdca", seed) for seed in range(1, 6)}


PUBLISHED = """nBusiness = 4; nMeetings = 3; nTables = 2; nTotalSlots = 3; nMorningSlots = 1;
requested = [| 1, 2, 3 | 2, 3, 3 | 3, 1, 3 |];"""


def test_bench_compares_published_instances_with_plain_maxsat(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "circle.dzn").write_text(PUBLISHED)
    (tmp_path / "none.dzn").write_text(PUBLISHED.replace("nTotalSlots = 3", "nTotalSlots = 2"))
    assert bench([str(tmp_path), "--seconds", "20", "--maxsat"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert columns(lines[1])[6:8] == ["1", "1"]
    assert [columns(line)[:3] for line in lines[6:8]] == [["circle", "1", "1"], ["none", "1", "none"]]
    assert "(2 of 2 proven)" in lines[8]


@pytest.mark.parametrize(
    ("fewest", "plan", "ending", "wrong"),
    [
        ("1", (2, 1), "", False),
        ("1", (1, 1), "", False),
        ("2", (1, 0), "", True),
        ("1", (3, 2), "", True),
        ("none", (1, 0), "", True),
        ("none", None, "no plan exists", False),
        ("1", None, "no plan exists", True),
        ("1", None, "no plan in time", False),
        (None, (3, 2), "", False),
    ],
)
def test_planner_and_plain_maxsat_cannot_contradict_each_other_unseen(
    fewest: str | None, plan: tuple[int, int] | None, ending: str, wrong: bool
) -> None:
    goals = () if plan is None else (GoalResult("breaks", *plan),)
    run = Run(None if plan is None else Plan("", (), (), (), goals), ending, 5, 7.0, 1.0)
    assert contradicts(Plain(fewest, 1.0), run) == wrong
    assert counted(run, 600) == (7.0 if run.proven else 600.0)
