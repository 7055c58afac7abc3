"""Reasons that can be seen from a plan: true, or refuted by what speaks against them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from scheduler.checker import Against, Claim, Violation, check
from scheduler.checker.reasons import common_slots, place_for
from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.plan import HeldDialogue, Meeting, Plan, Reason
from scheduler.problem import Problem
from tests.support.bruteforce import best_plan
from tests.support.claims_event import R2, event, left, of
from tests.support.honest import honest_plan
from tests.support.strategies import small_problems
from tests.support.tiers import examples

COMMON, SLOT, PLACE = Reason("no_common_slot"), Reason("no_slot_left"), Reason("no_place_left")


TALK = {"id": "D", "moderators": ["q"], "wanted": [{"participant": "p"}], "must": False}


def told_of(problem: Problem, reason: Reason, *held: tuple[str, str, str], tables: tuple[HeldDialogue, ...] = ()) -> Violation | None:
    """What the checker has against a reason for R2; None where it is true."""
    honest = honest_plan(problem, [Meeting(*meeting) for meeting in held], tables)
    others = tuple(entry for entry in honest.unscheduled if entry.request != "R2")
    found = check(problem, replace(honest, unscheduled=(*others, left("R2", reason)))).violations
    if not found:
        return None
    (wrong,) = found
    assert wrong == of(Claim.REASON_WRONG, R2, reason.code, because=wrong.because)
    return wrong.because


def common(against: Against, slot: str, *places: str) -> Violation:
    """A slot in which both could meet."""
    return Violation(against, slots=(slot,), places=places)


def people(**of: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": name} | of.get(name, {}) for name in ("p", "q", "r")]


def requests(**r2: Any) -> list[dict[str, Any]]:
    return [
        {"id": "R1", "participants": ["p", "r"]},
        {"id": "R2", "participants": ["p", "q"]} | r2,
        {"id": "R3", "participants": ["q", "r"]},
    ]


def not_full(name: str, slot: str, held: int) -> Violation:
    """Somebody who has a slot left."""
    return Violation(Against.NOT_FULL, (name,), slots=(slot,), found=held)


def test_no_common_slot_is_true_where_the_two_are_never_both_available():
    apart = people(p={"unavailable": ["S1", "S2"]}, q={"unavailable": ["S3"]})
    assert told_of(event(participants=apart), COMMON) is None
    once = people(p={"unavailable": ["S1", "S2"]})
    assert told_of(event(participants=once), COMMON) == common(Against.BOTH_AVAILABLE, "S3")


def test_no_common_slot_heeds_the_slots_and_places_of_the_request():
    away = people(p={"unavailable": ["S1", "S2"]})
    assert told_of(event(participants=away, requests=requests(slots=["S1", "S2"])), COMMON) is None
    assert told_of(event(participants=away, requests=requests(slots=["S3"])), COMMON) == common(Against.BOTH_AVAILABLE, "S3")
    assert told_of(event(requests=requests(slots=[])), COMMON) is None
    assert told_of(event(requests=requests(places=[])), COMMON) is None
    assert told_of(event(places=[{"id": "T", "owner": "r"}]), COMMON) is None  # nobody's home, and no shared place
    assert told_of(event(places=[]), COMMON) is None


def test_participant_full_is_true_at_its_most_meetings():
    full = event(participants=people(p={"max_meetings": 1}), requests=requests())
    assert told_of(full, Reason("participant_full", "p"), ("R1", "S1", "T")) is None
    assert told_of(full, Reason("participant_full", "p")) == Violation(Against.NOT_AT_LIMIT, ("p",), slots=("S1",), found=0, allowed=1)
    assert told_of(full, Reason("participant_full", "q"), ("R1", "S1", "T")) == not_full("q", "S1", 0)
    assert told_of(event(participants=people(q={"max_meetings": 0})), Reason("participant_full", "q")) is None


def test_participant_full_is_true_with_every_available_slot_taken():
    mostly_away = event(participants=people(p={"unavailable": ["S2", "S3"]}), requests=requests(), dialogues=[TALK])
    assert told_of(mostly_away, Reason("participant_full", "p"), ("R1", "S1", "T")) is None
    table = (HeldDialogue("D", "S1", "T", "q", ("p",)),)
    assert told_of(mostly_away, Reason("participant_full", "p"), tables=table) is None
    assert told_of(mostly_away, Reason("participant_full", "q"), tables=table) == not_full("q", "S2", 0)
    q_away = event(participants=people(q={"unavailable": ["S2", "S3"]}), requests=requests(), dialogues=[TALK])
    assert told_of(q_away, Reason("participant_full", "q"), tables=table) is None  # as the moderator


def test_participant_full_counts_meetings_at_once():
    twice = event(
        participants=people(p={"unavailable": ["S2", "S3"], "parallel": 2}), requests=requests(), places=[{"id": "T", "capacity": 2}]
    )
    assert told_of(twice, Reason("participant_full", "p"), ("R1", "S1", "T")) == not_full("p", "S1", 1)


def test_no_slot_left_is_true_where_one_of_the_two_is_busy_in_each_common_slot():
    # S3 is not common; p is busy in S1 and q in S2
    problem = event(participants=people(p={"unavailable": ["S3"]}), requests=requests(), places=[{"id": "T"}])
    assert told_of(problem, SLOT, ("R1", "S1", "T"), ("R3", "S2", "T")) is None
    assert told_of(problem, SLOT, ("R1", "S1", "T")) == common(Against.BOTH_FREE, "S2")


def test_no_slot_left_counts_tables_for_seats_and_moderators():
    problem = event(requests=requests(slots=["S2"]), dialogues=[TALK])
    assert told_of(problem, SLOT, tables=(HeldDialogue("D", "S2", "T", "q", ("p",)),)) is None
    assert told_of(problem, SLOT, tables=(HeldDialogue("D", "S2", "T", "q", ()),)) is None
    assert told_of(problem, SLOT, tables=(HeldDialogue("D", "S1", "T", "q", ("p",)),)) == common(Against.BOTH_FREE, "S2")


def test_no_place_left_is_true_where_both_are_free_and_no_place_is():
    others = [*requests(slots=["S1", "S2"]), {"id": "R4", "participants": ["r", "s"]}]
    crowd = event(participants=[*people(), {"id": "s"}], requests=others)
    # p is busy in S1; in S2 the table is taken by r and s
    assert told_of(crowd, PLACE, ("R1", "S1", "T"), ("R4", "S2", "T")) is None
    assert told_of(crowd, PLACE, ("R1", "S1", "T")) == common(Against.PLACE_FREE, "S2", "T")


def test_no_place_left_heeds_dialogues_and_capacity():
    talk = {"id": "D", "wanted": [{"participant": "r"}], "must": False}
    place = [{"id": "T", "capacity": 2}]
    by_talk = event(requests=requests(slots=["S1"]), dialogues=[talk], places=place)
    assert told_of(by_talk, PLACE, tables=(HeldDialogue("D", "S1", "T", None, ("r",)),)) is None
    room = event(
        participants=[*people(), {"id": "s"}], requests=[*requests(slots=["S1"]), {"id": "R4", "participants": ["r", "s"]}], places=place
    )
    assert told_of(room, PLACE, ("R4", "S1", "T")) == common(Against.PLACE_FREE, "S1", "T")


def test_no_place_left_needs_a_slot_in_which_both_are_free():
    why = Violation(Against.NEVER_BOTH_FREE)
    assert told_of(event(requests=requests(slots=["S1"])), PLACE, ("R1", "S1", "T")) == why
    assert told_of(event(requests=requests(places=[])), PLACE) == why


def test_no_place_left_binds_who_meets_already_to_that_place():
    # p holds R1 at its home T and could take a second; R2 may only be at U, which is free and no help
    two = people(p={"parallel": 2})
    places = [{"id": "T", "capacity": 2}, {"id": "U"}]
    at_u = event(participants=two, requests=requests(slots=["S1"], places=["U"]), places=places)
    assert told_of(at_u, PLACE, ("R1", "S1", "T")) is None
    at_both = event(participants=two, requests=requests(slots=["S1"], places=["U", "T"]), places=places)
    assert told_of(at_both, PLACE, ("R1", "S1", "T")) == common(Against.PLACE_FREE, "S1", "T")
    # p is at T and q at U: they can meet at neither
    both = [*people(p={"parallel": 2}, q={"parallel": 2}), {"id": "s"}]
    asked = [{"id": "R1", "participants": ["p", "r"]}, {"id": "R2", "participants": ["p", "q"], "slots": ["S1"]}]
    asked.append({"id": "R3", "participants": ["q", "s"]})
    roomy = [{"id": "T", "capacity": 2}, {"id": "U", "capacity": 2}]
    problem = event(participants=both, requests=asked, places=roomy)
    assert told_of(problem, PLACE, ("R1", "S1", "T"), ("R3", "S1", "U")) is None


@pytest.mark.parametrize("code", ["outweighed", "not_proven"])
def test_reasons_that_tell_of_a_search_are_not_judged(code):
    assert told_of(event(), Reason(code)) is None


@examples(0.6)
@given(small_problems())
def test_no_structural_reason_is_true_where_the_request_could_just_be_added(document):
    problem = parse_problem(document, "small.json")
    found = best_plan(problem, ["value"] if len(problem.slots) % 2 else ["moves"])  # a full plan, or one with much left out
    if found is None:
        return
    held = found[1].meetings
    honest = honest_plan(problem, held, found[1].dialogues)
    for entry in honest.unscheduled:
        others = tuple(other for other in honest.unscheduled if other != entry)
        ways = [Meeting(entry.request, slot.id, place.id) for slot in problem.slots for place in problem.places]
        can_be_added = any(not check(problem, honest_plan(problem, [*held, way], honest.dialogues)).violations for way in ways)
        one, two = next(request.participants for request in problem.requests if request.id == entry.request)
        for reason in (COMMON, SLOT, PLACE, Reason("participant_full", one), Reason("participant_full", two)):
            given_it = replace(honest, unscheduled=(*others, left(entry.request, reason)))
            refuted = check(problem, given_it).violations != ()
            assert refuted or not can_be_added


def test_common_slots_are_those_of_both_and_of_the_request_in_their_order():
    problem = event(participants=people(p={"unavailable": ["S2"]}), requests=requests())
    timetable = Timetable(problem, Plan("", (Meeting("R1", "S1", "T"),), (), (), ()))
    assert common_slots(timetable, "R2", free=False) == [0, 2]
    assert common_slots(timetable, "R2", free=True) == [2]
    own = Timetable(event(requests=requests(slots=["S3", "S2"])), Plan("", (), (), (), ()))
    assert common_slots(own, "R2", free=False) == [1, 2]


def test_place_for_is_where_one_is_already_as_long_as_it_has_room():
    problem = event(participants=people(p={"parallel": 3}), requests=requests(), places=[{"id": "T"}, {"id": "U", "capacity": 2}])
    nobody = Timetable(problem, Plan("", (), (), (), ()))
    assert place_for(nobody, "R2", 0) == "T"
    assert place_for(Timetable(problem, Plan("", (Meeting("R1", "S1", "U"),), (), (), ())), "R2", 0) == "U"
    assert place_for(Timetable(problem, Plan("", (Meeting("R1", "S1", "T"),), (), (), ())), "R2", 0) is None
