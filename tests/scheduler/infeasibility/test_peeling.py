"""Meetings and dialogues left away, against trying: what is left away is in no small conflict."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest

from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.peeling import Crowding, peel
from scheduler.infeasibility.relaxation import essential
from tests.support.conflict_events import crowded, insistent, talkative
from tests.support.conflicts import has_plan, only
from tests.support.schedules import event

MUST = {"must": True}
PEOPLE = {name: {} for name in "abcdef"}
TWO = {"T": {}, "U": {}}


def test_what_is_left_away_is_in_no_small_conflict() -> None:
    left_away, conflicts = Counter[str](), 0
    for problem in [*map(crowded, range(20)), *map(insistent, range(20)), *map(talkative, range(30))]:
        requirements = list_requirements(problem)
        for most in (1, 2, 3):
            whole, peeled = essential(problem), peel(essential(problem), most)
            gone = {(False, r.id) for r in whole.requests} - {(False, r.id) for r in peeled.requests}
            gone |= {(True, d.id) for d in whole.dialogues} - {(True, d.id) for d in peeled.dialogues}
            left_away.update("dialogue" if talks else "request" for talks, _ in gone)
            stay = [r for r in requirements if not (r.holds and (r.kind == "dialogue", r.key[0]) in gone)]
            for chosen in combinations(requirements, most) if gone else ():
                if not {*chosen} <= {*stay} and not has_plan(only(problem, chosen)):
                    conflicts += 1
                    assert not has_plan(only(problem, [r for r in chosen if r in stay])), (most, chosen)
    assert min(left_away["request"], left_away["dialogue"]) > 25
    assert conflicts > 0


def test_meeting_with_one_slot_more_than_can_be_taken_is_left_away():
    # ac has the slot beside that of ab, and so has bd; with these gone ab has both
    wishes = {"ab": MUST, "ac": MUST, "bd": MUST}
    assert peel(event([2], PEOPLE, wishes, TWO), 9).requests == ()
    crowd = {"ab": MUST, "ac": MUST, "bc": MUST}
    assert [request.id for request in peel(event([2], PEOPLE, crowd, TWO), 9).requests] == ["ab", "ac", "bc"]
    assert peel(event([3], PEOPLE, crowd, TWO), 9).requests == ()


def test_meeting_beside_as_many_as_its_only_table_has_slots_stays():
    # ac meets one other of its people; the third may be at the table in its other slot
    wishes = {"ab": MUST, "ac": MUST, "bd": MUST}
    assert len(peel(event([2], PEOPLE, wishes, {"T": {}}), 9).requests) == 3


def test_conflict_of_few_leaves_more_away():
    # a meets five people in three slots: which of them a conflict of three needs, none does
    wishes = {f"a{other}": MUST for other in "bcdef"}
    assert peel(event([3], PEOPLE, wishes), 3).requests == ()
    assert len(peel(event([3], PEOPLE, wishes), 4).requests) == 5


@pytest.mark.parametrize(
    ("people", "wishes"),
    [
        (PEOPLE | {"a": {"max_meetings": 1}}, {"ab": MUST, "ac": MUST}),
        (PEOPLE, {"ab": MUST, "ac": MUST | {"after": ["ab"]}}),
        (PEOPLE, {"ab": MUST | {"places": []}}),
    ],
    ids=["a limit", "an order", "no place"],
)
def test_meetings_that_more_than_slots_can_stop_stay(people, wishes):
    problem = event([9], people, wishes)
    assert peel(problem, 9).requests == problem.requests


def test_crowding_counts_what_is_in_the_way_and_forgets_who_leaves():
    problem = event([4], PEOPLE, {"ab": MUST, "ac": MUST, "de": {}}, None, {"D": {"wanted": "ab", "length": 2, "moderators": ["c"]}})
    crowding = Crowding(problem, 9)
    assert (crowding.meetings, dict(crowding.met)) == (2, {"a": 2, "b": 1, "c": 1})
    assert (crowding.dialogue_slots, dict(crowding.dialogues)) == (2, {"a": 2, "b": 2, "c": 2})
    crowding.leave(problem.requests[1])
    assert (crowding.meetings, crowding.met["a"], crowding.met["c"]) == (1, 1, 0)


def test_crowding_knows_the_places_of_a_request():
    problem = event(
        [2],
        PEOPLE | {"c": {"home": "B"}},
        {"ab": MUST, "ac": MUST, "de": MUST, "ef": MUST},
        {"T": {}, "U": {}, "B": {"owner": "c"}},
        fixed=[{"request": "de", "slot": "S1", "place": "U"}, {"request": "ef", "slot": "S1", "place": "B"}],
    )
    assert [Crowding(problem, 9).places(request) for request in problem.requests] == [2, 1, 1, 0]
