"""What a user would pick instead: valid plans, the optimum of tiny events where a peer proves one, and the table."""

from __future__ import annotations

import json
import random
from importlib.util import find_spec
from pathlib import Path

import pytest

from benchmarks.command import run as bench
from benchmarks.peers.command import row_of
from benchmarks.peers.event import Chosen, NotPlain, read_event, to_plan
from benchmarks.peers.greedy import Attempt
from benchmarks.peers.measuring import NO_DIALOGUES, OURS, PEERS, Result, is_missing, measure_peer
from benchmarks.presets import PRESETS, make_event
from scheduler.checker import broken_rules, goals_of
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json, write_json
from scheduler.problem import Problem
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.tiers import deep

pytestmark = pytest.mark.slow

GOALS = ("floor", "value", "breaks")
PRESENT = [peer for peer in PEERS if not is_missing(peer)]
EXACT = ("cpsat", "highs", "scip")
SECONDS = 90  # none of these events takes it; a busy machine must not decide what a test finds

# s meets one at a time and has a limit, t two at once at home; there is a table less than two need, and a day more.
# The dialogue takes a, b and s for an hour of the first day, and everybody is away at some time.
DAYS = event(
    [3, 2],
    {
        "a": {"unavailable": ["S2"], "floor": 1},
        "b": {"unavailable": ["S4"], "floor": 2},
        "c": {"unavailable": ["S1", "S5"], "floor": 1},
        "s": {"max_meetings": 2, "floor": 1},
        "t": {"parallel": 2, "home": "booth", "unavailable": ["S3"]},
        "f": {"role": "facilitator"},
    },
    {"as": {"value": 3}, "bs": {"value": 8}, "cs": {"value": 2}, "at": {"value": 5}, "bt": {"value": 1}, "ct": {"value": 3, "must": True}},
    {"T": {}, "booth": {"owner": "t", "capacity": 2}, "R": {"owner": "f"}},
    {"D": {"wanted": "abs", "places": ["R"], "moderators": ["f"], "length": 2, "starts": ["S1", "S4"], "seats": [1, 2]}},
)


def small_event(seed: int) -> Problem:
    """Few people of two sides without dialogues, everybody away now and then, booths for some."""
    draw = random.Random(seed)
    slots = [f"S{n}" for n in range(1, 6)]
    away = {name: {"unavailable": [slot for slot in slots if draw.random() < 0.25]} for name in "abcst"}
    people = {name: {**away[name], "floor": draw.choice([0, 1, 2])} for name in away}
    people["s"] |= {"home": "booth", "parallel": draw.choice([1, 2])}
    wishes = {one + other: {"value": draw.choice([1, 2, 3, 5, 8])} for one in "abc" for other in "st" if draw.random() < 0.85}
    return event([3, 2], people, wishes, {"T": {}, "booth": {"owner": "s", "capacity": 2}})


def measured(peer: str, problem: Problem, folder: Path) -> Result:
    write_json(folder / "event.json", problem_to_json(problem))
    return measure_peer(peer, folder / "event.json", 1, 30 if peer == "timefold" else SECONDS, 1)


@pytest.mark.parametrize("peer", [peer for peer in PRESENT if peer not in NO_DIALOGUES])
def test_plan_of_a_peer_keeps_every_rule_and_exact_ones_find_the_best(peer: str, tmp_path: Path) -> None:
    result = measured(peer, DAYS, tmp_path)
    assert (result.ending, result.broken) == ("", 0)
    best = dict(zip(GOALS, best_goals(DAYS, GOALS) or (), strict=True))
    if peer in EXACT:
        assert {goal: result.goals[goal] for goal in GOALS} == best
        assert result.bounds == best
    assert (result.goals["floor"], -result.goals["value"]) >= (best["floor"], -best["value"])
    assert 10 < result.megabytes < 2000


@pytest.mark.parametrize("seed", [1, *(deep(seed) for seed in range(2, 12))])
@pytest.mark.parametrize("peer", PRESENT)
def test_small_events_without_dialogues_are_planned_as_well_as_can_be(peer: str, seed: int, tmp_path: Path) -> None:
    problem = small_event(seed)
    result = measured(peer, problem, tmp_path)
    assert (result.ending, result.broken) == ("", 0)
    best = best_goals(problem, GOALS)
    reached = tuple(result.goals[goal] for goal in GOALS)
    if peer in EXACT:
        assert reached == best
        assert tuple(result.bounds[goal] for goal in GOALS) == best
    else:
        assert best is not None
        assert result.bounds == {}
        assert (reached[0], -reached[1], reached[2]) >= (best[0], -best[1], best[2])


@pytest.mark.parametrize("peer", ["greedy"])
def test_plan_of_a_preset_is_valid(peer: str, tmp_path: Path) -> None:
    write_json(tmp_path / "club.json", make_event(PRESETS["club"], 5))
    result = measure_peer(peer, tmp_path / "club.json", 5, SECONDS, 1)
    assert (result.ending, result.broken, result.bounds) == ("", 0, {})
    assert result.goals["value"] > 500  # of 734 in an event like it


def test_a_run_of_free_slots_ends_at_an_absence() -> None:
    # a meets in S1 and S5 and is away in S3: it waits twice, as the greedy counts too
    problem = event([5], {"a": {"unavailable": ["S3"]}, "b": {}, "c": {}}, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S5"]}})
    attempt = Attempt(read_event(problem))
    attempt.choose(random.Random(1), 0)
    assert attempt.rank == (0, -2, 2)
    plan = to_plan(read_event(problem), Chosen({0: 0, 1: 4}, {}, {}), "0" * 64)
    assert (goals_of(problem, plan)["breaks"], broken_rules(problem, plan)) == (2, ())


@pytest.mark.parametrize(
    ("wishes", "places", "more"),
    [
        ({"ab": {}, "ba": {"after": ["ab"]}}, {"T": {}}, {}),
        ({"ab": {"places": ["T", "U"]}, "ba": {"places": ["U", "V"]}}, {"T": {}, "U": {}, "V": {}}, {}),
        ({"ab": {}}, {"T": {}}, {"fixed": [{"request": "ab", "slot": "S1"}]}),
        ({"ab": {}}, {"T": {}}, {"max_break_difference": 1}),
    ],
)
def test_events_beyond_the_plain_models_are_refused(wishes: dict, places: dict, more: dict) -> None:
    with pytest.raises(NotPlain):
        read_event(event([2], {"a": {}, "b": {}}, wishes, places, **more))


def test_a_refusal_stands_in_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    problem = event([2], {"a": {}, "b": {}}, {"ab": {}, "ba": {"after": ["ab"]}})
    write_json(tmp_path / "order.json", problem_to_json(problem))
    assert bench(["peers", str(tmp_path / "order.json"), "--peer", "greedy", "--seconds", "30"]) == 0
    assert "an order of requests is not in the plain models" in capsys.readouterr().out.splitlines()[1]


def test_the_planner_and_peers_stand_side_by_side(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_json(tmp_path / "days.json", problem_to_json(DAYS))
    assert bench(["peers", str(tmp_path / "days.json"), "--peer", OURS, "--peer", "greedy", "--seconds", "60"]) == 0
    titles, ours, greedy = (line.split() for line in capsys.readouterr().out.splitlines())
    assert titles == ["instance", "seed", "who", "floor", "value", "bound", "breaks", "bound", "idle", "seconds", "CPU", "s", "MB"]
    floor, value, breaks = map(str, best_goals(DAYS, GOALS) or ())
    assert ours[:8] == ["days", "1", "ours", floor, value, value, breaks, breaks]
    assert (greedy[:3], greedy[5], greedy[7]) == (["days", "1", "greedy"], "-", "-")


def test_a_plan_that_breaks_a_rule_is_told() -> None:
    reached = {"floor": 0, "value": 7, "breaks": 1, "idle": 2}
    valid, false = (row_of(Result(reached, {"value": 9}, broken, 1.25, 2.5, 64.4)) for broken in (0, 3))
    assert valid == ("0", "7", "9", "1", "-", "2", "1.2", "2.5", "64")
    assert false == (*valid, "breaks 3 rules")


def test_a_peer_that_is_not_there_is_left_out_with_how_to_install_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert [peer for peer in PEERS if is_missing(peer, lambda name: None)] == ["timefold"]
    assert not is_missing("timefold", lambda name: find_spec("json"))
    assert bench(["peers", "--peer", "timefold", "--preset", "club", "--seconds", "5"]) == 0
    said = capsys.readouterr().out.splitlines()
    if is_missing("timefold"):
        assert said[0].startswith("timefold is left out: it needs a Java runtime of version 17 or newer")
        assert "pip install timefold==" in said[0]
    else:
        assert said[-1].split() == ["club", "1", "timefold", "knows", "no", "dialogues"]
    assert len(said) == 2


def test_without_dialogues_they_are_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["peers", "--peer", "greedy", "--preset", "club", "--seconds", "30", "--no-dialogues"]) == 0
    row = capsys.readouterr().out.splitlines()[1]
    assert row.startswith("club, no dialogues")
    most = sum(request["value"] for request in make_event(PRESETS["club"], 1)["requests"])
    value = int(row.removeprefix("club, no dialogues").split()[3])
    assert 0 < value <= most


def test_meetings_of_a_pool_get_different_places() -> None:
    problem = parse_problem(
        json.loads(json.dumps(problem_to_json(event([1], {x: {} for x in "abcd"}, {"ab": {}, "cd": {}}, {"T": {}, "U": {}})))), "two"
    )
    plan = to_plan(read_event(problem), Chosen({0: 0, 1: 0}, {}, {}), "0" * 64)
    assert {meeting.place for meeting in plan.meetings} == {"T", "U"}
    assert broken_rules(problem, plan) == ()
