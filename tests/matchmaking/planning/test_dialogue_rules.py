"""What a dialogue can be, and who can sit at its table."""

from __future__ import annotations

from typing import Any

import pytest

from matchmaking.planning.dialogue_rules import DialogueFault, by_value, can_be_seated, dialogue_faults, free_for, open_to_seat
from matchmaking.planning.event import Strength
from matchmaking.taxonomy import load_taxonomy
from scheduler.checker.timetable import Timetable
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Dialogue, Participant, Problem, Seat
from tests.support.schedules import event

MUST, LIKE, NOT = Strength
TAXONOMY = load_taxonomy()
SOUND: dict[str, Any] = {"theme": TAXONOMY.themes[0].code, "product_group": "FUR", "length": 1, "seats": (1, 6), "minimum": {"buyer": 6}}


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"theme": "none"}, DialogueFault.THEME),
        ({"product_group": "none"}, DialogueFault.PRODUCT_GROUP),
        ({"length": 0}, DialogueFault.LENGTH),
        ({"seats": (0, 6)}, DialogueFault.SEATS),
        ({"seats": (7, 6)}, DialogueFault.SEATS),
        ({"minimum": {"buyer": 4, "supplier": 3}}, DialogueFault.MINIMUM),
    ],
)
def test_each_fault_of_a_dialogue_is_found(wrong: dict[str, Any], fault: DialogueFault) -> None:
    assert dialogue_faults(TAXONOMY, **SOUND) == ()
    assert dialogue_faults(TAXONOMY, **(SOUND | wrong)) == (fault,)


@pytest.mark.parametrize(("said", "seated"), [([], True), ([LIKE], True), ([MUST, NOT], True), ([NOT], False), ([NOT, NOT], False)])
def test_who_would_rather_not_in_any_role_is_not_seated(said: list[Strength], seated: bool) -> None:
    assert can_be_seated(said) == seated


def test_seats_go_to_the_most_valuable_first_and_of_equals_to_who_asked_first() -> None:
    assert by_value(Dialogue("d", wanted=(Seat("a", 1), Seat("b", 3), Seat("c", 3)))) == ("b", "c", "a")


def test_buyers_and_suppliers_who_do_not_sit_or_moderate_are_open_to_a_seat() -> None:
    roles = {"b": "buyer", "s": "supplier", "f": "facilitator", "sits": "buyer", "leads": "supplier"}
    people = tuple(Participant(name, role) for name, role in roles.items())
    dialogue = Dialogue("d", moderators=("leads",))
    problem = Problem("e", (), people, (), dialogues=(dialogue,))
    assert [person.id for person in open_to_seat(problem, dialogue, HeldDialogue("d", "S1", "T", "leads", ("sits",)))] == ["b", "s"]


def test_who_does_something_else_while_the_dialogue_is_held_is_not_free_for_it() -> None:
    people: dict[str, dict[str, Any]] = {"a": {}, "b": {}, "c": {"unavailable": ["S3"]}, "d": {"parallel": 2}, "e": {}, "f": {}}
    dialogues = {"D": {"length": 2, "wanted": "abcdef"}, "E": {"wanted": "f"}}
    problem = event([3], people, {"ab": {}, "da": {}}, {"T": {"capacity": 9}, "U": {}}, dialogues)
    plan = Plan("", (Meeting("ab", "S2", "T"), Meeting("da", "S2", "T")), (HeldDialogue("E", "S3", "U", None, ("f",)),), (), ())
    timetable, dialogue = Timetable(problem, plan), problem.dialogues[0]
    # Somebody with a colleague at the booth can hold a second meeting then, and still not sit at a table.
    assert [free_for(timetable, dialogue, start, "abcdef") for start in ("S1", "S2")] == [("c", "e", "f"), ("e",)]
    assert free_for(timetable, dialogue, "S1", ["e", "nobody"]) == ("e",)
