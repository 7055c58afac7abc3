"""What a market dialogue can be, and who can sit at it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from matchmaking.planning.attendance import MEETING_ROLES
from matchmaking.planning.event import Strength
from matchmaking.taxonomy import Taxonomy
from scheduler.checker.timetable import Timetable
from scheduler.plan import HeldDialogue
from scheduler.problem import Dialogue, Participant, Problem


class DialogueFault(StrEnum):
    """What is wrong with a dialogue."""

    THEME = "its theme is not in the vocabulary"
    PRODUCT_GROUP = "its product group is not in the vocabulary"
    LENGTH = "it takes no slot"
    SEATS = "it has fewer seats than people needed, or needs nobody"
    MINIMUM = "the roles need more seats than there are"


def dialogue_faults(
    taxonomy: Taxonomy, *, theme: str, product_group: str, length: int, seats: tuple[int, int], minimum: Mapping[str, int]
) -> tuple[DialogueFault, ...]:
    """Find what is wrong with a dialogue; parameters as in `matchmaking.planning.event.Dialogue`."""
    wrong = {
        DialogueFault.THEME: theme not in {tag.code for tag in taxonomy.themes},
        DialogueFault.PRODUCT_GROUP: product_group not in taxonomy.groups,
        DialogueFault.LENGTH: length < 1,
        DialogueFault.SEATS: not 1 <= seats[0] <= seats[1],
        DialogueFault.MINIMUM: sum(minimum.values()) > seats[1],
    }
    return tuple(fault for fault, is_wrong in wrong.items() if is_wrong)


def can_be_seated(strengths: Iterable[Strength]) -> bool:
    """Whether somebody who said this of a dialogue, perhaps in two roles or not at all, can be given a seat."""
    said = list(strengths)
    return not said or any(strength is not Strength.RATHER_NOT for strength in said)


def by_value(dialogue: Dialogue) -> tuple[str, ...]:
    """Who asked for a seat, the most valuable first."""
    return tuple(seat.participant for seat in sorted(dialogue.wanted, key=lambda seat: -seat.value))


def open_to_seat(problem: Problem, dialogue: Dialogue, held: HeldDialogue) -> tuple[Participant, ...]:
    """Who could be given a seat at a dialogue: buyers and suppliers who do not sit there and do not moderate the dialogue."""
    there = {*held.participants, *(dialogue.moderators or ())}
    return tuple(person for person in problem.participants if person.id not in there and person.role in MEETING_ROLES)


def free_for(timetable: Timetable, dialogue: Dialogue, start: str, people: Iterable[str]) -> tuple[str, ...]:
    """Those who are there and do nothing else while a dialogue is held.

    Parameters
    ----------
    timetable
        Of the plan without the dialogue itself.
    start
        The slot in which it would begin.
    """
    first = timetable.slots.get(start, 0)
    needed = frozenset(range(first, first + dialogue.length))
    return tuple(
        who for who in people if who in timetable.people and needed <= timetable.free_slots(who) and not _meets(timetable, who, needed)
    )


def _meets(timetable: Timetable, who: str, slots: frozenset[int]) -> bool:
    return any(timetable.meetings_of.get(who, {}).get(slot) for slot in slots)
