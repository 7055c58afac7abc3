"""Places for a schedule: all rules kept, people left where they are, booths used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.presets import Preset, make_event
from scheduler.arrays import Ints
from scheduler.construction.greedy import fill
from scheduler.construction.place_assignment import place_all
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.schedules import core_of, event, placed_plan, plan_of, verdict

SIX = {name: {} for name in "abcdef"}
TWO_AT_ONCE = SIX | {"a": {"parallel": 2}, "b": {"parallel": 2}}
CROWDED = Preset(buyers=40, suppliers=14, days=2, slots=6, requests=220, tables=9, booths=0.4, dialogues=0, available=0.9)


def place(problem: Problem, meetings: dict[str, str], tables: Iterable[tuple[str, str, str]] = ()) -> dict[str, str]:
    """Where each request and dialogue goes that is held in a slot; tables are (dialogue, start, who is seated)."""
    layout = Layout(build_instance(problem))
    somewhere = {pool: problem.places[members.places[0]].id for pool, members in enumerate(layout.instance.pools)}
    pools = dict(zip(layout.instance.option_request.tolist(), layout.instance.option_pool.tolist(), strict=True))
    names = [request.id for request in problem.requests]
    held = [Meeting(name, slot, somewhere[pools[names.index(name)]]) for name, slot in meetings.items()]
    groups = {problem.dialogues[group.index].id: group.pools[0] for group in layout.instance.dialogues}
    core = core_of(
        layout,
        plan_of(problem, held, [HeldDialogue(name, start, somewhere[groups[name]], None, tuple(who)) for name, start, who in tables]),
    )
    assert core is not None
    plan = placed_plan(layout, core, place_all(layout, core))
    assert verdict(problem, plan).violations == ()
    return {meeting.request: meeting.place for meeting in plan.meetings} | {table.dialogue: table.place for table in plan.dialogues}


def test_meetings_at_once_of_one_participant_share_a_place():
    problem = event([1], TWO_AT_ONCE, {"ac": {}, "ad": {}, "be": {}, "bf": {}}, {"T": {"capacity": 2}, "U": {"capacity": 2}})
    assert {tuple(sorted(p.items())) for p in all_placed(problem, meetings=4)} == {
        (("ac", "T"), ("ad", "T"), ("be", "U"), ("bf", "U")),
        (("ac", "U"), ("ad", "U"), ("be", "T"), ("bf", "T")),
    }


def test_meetings_that_share_a_participant_in_a_chain_share_a_place():
    problem = event([1], TWO_AT_ONCE, {"ac": {}, "ab": {}, "bd": {}, "ef": {}}, {"T": {"capacity": 3}, "U": {}})
    assert all_placed(problem, meetings=4) == [{"ac": "T", "ab": "T", "bd": "T", "ef": "U"}]


def all_placed(problem: Problem, meetings: int) -> list[dict[str, str]]:
    """Where the meetings go in each schedule that holds so many."""
    layout = Layout(build_instance(problem))
    cores = {
        core.tobytes(): core for plan in all_plans(problem) if len(plan.meetings) == meetings if (core := core_of(layout, plan)) is not None
    }
    plans = [placed_plan(layout, core, place_all(layout, core)) for core in cores.values()]
    assert [verdict(problem, plan).violations for plan in plans] == [()] * len(plans)
    return [{meeting.request: meeting.place for meeting in plan.meetings} for plan in plans]


def test_places_for_two_take_two_meetings_each():
    places = {"T": {"capacity": 2}, "U": {"capacity": 2}}
    problem = event([1], {name: {} for name in "abcdefgh"}, {"ab": {}, "cd": {}, "ef": {}, "gh": {}}, places)
    where = place(problem, {"ab": "S1", "cd": "S1", "ef": "S1", "gh": "S1"})
    assert Counter(where.values()) == {"T": 2, "U": 2}


def test_table_takes_a_place_for_two_as_a_whole():
    places = {"T": {"capacity": 2}, "U": {"capacity": 2}}
    problem = event([2], SIX, {"ab": {}, "cd": {}}, places, {"D": {"wanted": "ef", "starts": ["S1"]}})
    where = place(problem, {"ab": "S1", "cd": "S1"}, [("D", "S1", "ef")])
    assert where["ab"] == where["cd"] != where["D"]


def test_tables_in_a_row_keep_their_places_and_leave_the_others():
    # three tables of two slots at two places, each beginning while another is held
    dialogues = {name: {"wanted": who, "length": 2} for name, who in (("D", "ab"), ("E", "cd"), ("F", "ab"))}
    problem = event([4], SIX, {"ef": {}, "fe": {}}, {"T": {}, "U": {}}, dialogues)
    where = place(problem, {"ef": "S1", "fe": "S4"}, [("D", "S1", "ab"), ("E", "S2", "cd"), ("F", "S3", "ab")])
    assert where == {"D": "T", "E": "U", "F": "T", "ef": "U", "fe": "U"}


def test_booth_is_where_its_owner_meets():
    people = SIX | {"a": {"home": "B"}, "c": {"home": "C"}}
    problem = event([2], people, {"ab": {}, "cd": {}, "ef": {}}, {"T": {}, "B": {"owner": "a"}, "C": {"owner": "c"}})
    assert place(problem, {"ab": "S1", "cd": "S1", "ef": "S1"}) == {"ab": "B", "cd": "C", "ef": "T"}


@pytest.mark.parametrize("places", [["T", "B"], ["B", "T"]])
def test_home_is_taken_where_a_request_allows_another_place_too(places):
    problem = event([1], SIX | {"b": {"home": "B"}}, {"ab": {"places": places}}, {"T": {}, "B": {}})
    assert place(problem, {"ab": "S1"}) == {"ab": "B"}


@pytest.mark.parametrize("first", ["S1", "S2"])
def test_participant_stays_at_its_table(first):
    second = {"S1": "S2", "S2": "S1"}[first]
    problem = event([2], SIX, {"ab": {}, "ac": {}, "de": {}, "df": {}}, {"T": {}, "U": {}})
    where = place(problem, {"ab": first, "ac": second, "de": second, "df": first})
    assert where["ab"] == where["ac"] != where["de"] == where["df"]


def test_participant_stays_in_the_zone_of_its_booth_and_table():
    # a comes from a booth in the west and goes on to a dialogue there; b and c meet in either zone
    places = {"T": {"zone": "east"}, "U": {"zone": "west"}, "B": {"zone": "west", "owner": "f"}, "R": {"zone": "west", "owner": "f"}}
    people = SIX | {"f": {"home": "B"}}
    problem = event([3], people, {"bc": {}, "af": {}, "ad": {}}, places, {"D": {"wanted": "a", "places": ["R"], "starts": ["S3"]}})
    assert place(problem, {"bc": "S2", "ad": "S2", "af": "S1"}, [("D", "S3", "a")]) == {"af": "B", "ad": "U", "bc": "T", "D": "R"}


def test_day_that_ends_lets_go_of_the_table():
    problem = event([1, 1], SIX | {"b": {"home": "U"}}, {"ac": {"places": ["T"]}, "ab": {"places": ["T", "U"]}}, {"T": {}, "U": {}})
    assert place(problem, {"ac": "S1", "ab": "S2"})["ab"] == "U"


def crowded(seed: int) -> tuple[Problem, Layout, Ints]:
    """An event with few tables and a schedule that fills them, in an order of its own."""
    problem = parse_problem(make_event(CROWDED, seed), "crowded.json")
    layout = build_model(build_instance(problem), ()).layout
    priority = np.random.default_rng(seed).random(layout.instance.options)
    return problem, layout, fill(layout, np.zeros(layout.core, dtype=np.int64), priority)


@pytest.mark.parametrize("seed", range(6))
def test_full_event_is_placed_by_the_rules(seed):
    problem, layout, core = crowded(seed)
    plan = placed_plan(layout, core, place_all(layout, core))
    assert len(plan.meetings) == core.sum() > 60
    assert verdict(problem, plan).violations == ()


def moves_of(problem: Problem, plan: Plan) -> int:
    return verdict(problem, plan).goals["moves"]


def test_sweeps_never_add_moves_and_save_some():
    once = replace(DEFAULTS.placement, sweeps=1)
    saved = []
    for seed in range(6):
        problem, layout, core = crowded(seed)
        swept = moves_of(problem, placed_plan(layout, core, place_all(layout, core)))
        saved.append(moves_of(problem, placed_plan(layout, core, place_all(layout, core, parameters=once))) - swept)
    assert min(saved) >= 0
    assert max(saved) > 0


@pytest.mark.parametrize("seed", range(3))
def test_places_given_one_after_the_other_keep_all_rules_and_let_people_stay(seed):
    problem = parse_problem(make_event(CROWDED, seed), "crowded.json")
    model = build_model(build_instance(problem), ("value",))
    core = fill(model.layout, np.zeros(model.layout.core, dtype=np.int64), model.instance.value[model.instance.option_request])
    moves = {}
    for cells in (0, DEFAULTS.placement.cells):
        placed = place_all(model.layout, core, parameters=replace(DEFAULTS.placement, cells=cells, sweeps=1))
        judged = verdict(problem, placed_plan(model.layout, core, placed))
        assert judged.violations == ()
        moves[cells] = judged.goals["moves"]
    assert moves[0] <= 1.5 * moves[DEFAULTS.placement.cells]


def test_meetings_are_in_the_zones_that_are_wished_for_as_far_as_there_is_room():
    zones = {"T": {"zone": "east"}, "U": {"zone": "west"}, "V": {"zone": "west"}}
    problem = event([2], SIX, {"ab": {}, "cd": {}, "ae": {}}, zones)
    layout = Layout(build_instance(problem))
    held = [Meeting("ab", "S1", "T"), Meeting("cd", "S1", "T"), Meeting("ae", "S2", "T")]
    core = core_of(layout, plan_of(problem, held, []))
    assert core is not None
    options = {
        (int(r), int(t)): o for o, (r, t) in enumerate(zip(layout.instance.option_request, layout.instance.option_slot, strict=True))
    }
    ab, cd, ae = options[0, 0], options[1, 0], options[2, 1]
    for wished, found in (
        ({ab: 0, cd: 1, ae: 1}, [0, 1, 1]),  # a goes from the east to the west, though it need not
        ({ab: 1, cd: 0, ae: 0}, [1, 0, 0]),
        ({ab: 1, cd: 1, ae: 1}, [1, 1, 1]),
        ({cd: 0}, [1, 0, 1]),  # what is not wished stays together
    ):
        placed = place_all(layout, core, zones=wished).meeting
        assert [int(placed[option] > 0) for option in (ab, cd, ae)] == found
    both = place_all(layout, core, zones={ab: 0, cd: 0}).meeting
    assert sorted(int(both[option] > 0) for option in (ab, cd)) == [0, 1]
