"""What another plan changes in people's agendas, line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.agendas import Words
from matchmaking.changes import EntryChange, Kind, compare, earlier, planned_entries
from scheduler.plan import HeldDialogue, Meeting, Plan
from tests.support.schedules import event

PROBLEM = event(
    [3], {name: {} for name in "abcde"}, {"ab": {}, "cd": {}, "ac": {}}, {"T": {}, "U": {}}, {"D": {"wanted": "ce", "must": False}}
)


def plan(*meetings: str, tables: tuple[HeldDialogue, ...] = ()) -> Plan:
    return Plan("", tuple(Meeting(*meeting.split()) for meeting in meetings), tables, (), ())


def changed(before: Plan, after: Plan) -> list[tuple[str, str]]:
    """Kind and participant of each line that changes."""
    return [(change.kind.value, change.who) for change in compare(planned_entries(PROBLEM, before), planned_entries(PROBLEM, after))]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (["ab S1 T"], ["ab S1 T"], []),
        ([], ["ab S1 T"], [("new", "a"), ("new", "b")]),
        (["ab S1 T"], [], [("cancelled", "a"), ("cancelled", "b")]),
        (["ab S1 T"], ["ab S2 T"], [("moved", "a"), ("moved", "b")]),
        (["ab S1 T"], ["ab S1 U"], [("moved", "a"), ("moved", "b")]),
        (["ab S1 T"], ["ac S1 T"], [("new", "a"), ("new", "c"), ("cancelled", "a"), ("cancelled", "b")]),
    ],
)
def test_each_line_that_changes_is_told_of_each_person(before, after, told):
    assert changed(plan(*before), plan(*after)) == told


def test_seat_given_up_is_cancelled_for_one_and_reworded_for_the_other():
    both = plan(tables=(HeldDialogue("D", "S1", "T", None, ("c", "e")),))
    one = plan(tables=(HeldDialogue("D", "S1", "T", None, ("c",)),))
    assert changed(both, one) == [("reworded", "c"), ("cancelled", "e")]
    assert changed(one, both) == [("reworded", "c"), ("new", "e")]


def test_words_that_change_are_reworded_and_nothing_moves():
    before = planned_entries(PROBLEM, plan("ab S1 T"))
    after = planned_entries(PROBLEM, plan("ab S1 T"), Words(why={"ab": "Both like chairs."}))
    assert [change.kind for change in compare(before, after)] == [Kind.REWORDED] * 2


def test_same_change_has_the_same_key_for_everybody_and_another_has_another():
    def keys(after: Plan) -> set[tuple[object, ...]]:
        return {change.key for change in compare(planned_entries(PROBLEM, plan("ab S1 T")), planned_entries(PROBLEM, after))}

    moved, elsewhere = keys(plan("ab S2 T")), keys(plan("ab S2 U"))
    assert len(moved) == len(elsewhere) == 1
    assert moved != elsewhere


def test_line_holds_what_was_and_what_becomes():
    (change, _) = compare(planned_entries(PROBLEM, plan("ab S1 T")), planned_entries(PROBLEM, plan("ab S3 U")))
    assert isinstance(change, EntryChange)
    assert change.was is not None
    assert change.becomes is not None
    assert (change.was.start, change.becomes.start) == (PROBLEM.slots[0].start, PROBLEM.slots[2].start)


def test_older_plan_keeps_what_is_known_and_counts_what_is_left_out():
    long = event([2], {"a": {}, "b": {}}, {"ab": {}}, {"T": {}}, {"D": {"wanted": "a", "length": 2}})
    tables = (HeldDialogue("D", "S2", "T", None, ("a",)), HeldDialogue("E", "S1", "T", None, ()))
    found = earlier(long, plan("ab S1 T", "zz S1 T", "ab S9 T", tables=tables))
    assert (found.plan.meetings, found.plan.dialogues, found.left_out) == ((Meeting("ab", "S1", "T"),), (), 4)


def test_older_plan_names_places_and_people_that_are_gone():
    table = HeldDialogue("D", "S1", "gone", "guide", ("c", "who"))
    found = earlier(PROBLEM, plan("ab S1 away", tables=(table,)))
    assert [place.id for place in found.problem.places] == ["T", "U", "away", "gone"]
    assert [person.id for person in found.problem.participants] == [*"abcde", "who", "guide"]
    assert {who for who, _ in planned_entries(found.problem, found.plan)} == {"a", "b", "c", "who", "guide"}
    assert replace(found.problem, places=PROBLEM.places, participants=PROBLEM.participants) == PROBLEM
