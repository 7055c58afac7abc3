"""What another plan changes in people's agendas, entry by entry; one entry is one meeting or dialogue of one person.

Both the publication of a new version and the repair of a plan tell people from here what is cancelled, moved and new.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, replace

from matchmaking.agendas.entries import NO_WORDS, Entry, Words, agendas
from scheduler.plan import HeldDialogue, Plan
from scheduler.problem import Participant, Place, Problem

Entries = Mapping[tuple[str, str], Entry]


class Kind(enum.StrEnum):
    """What becomes of an entry; people are notified of all but the last."""

    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that changes.

    Attributes
    ----------
    who
        Id of the participant whose agenda it is in.
    was
        None: it was not there.
    becomes
        None: cancelled.
    """

    kind: Kind
    who: str
    uid: str
    was: Entry | None
    becomes: Entry | None

    @property
    def key(self) -> tuple[object, ...]:
        """The same for everybody in whose agenda the same thing changes in the same way."""
        return self.kind, self.uid, _when_where(self.was), _when_where(self.becomes)


def planned_entries(problem: Problem, plan: Plan, words: Words = NO_WORDS) -> dict[tuple[str, str], Entry]:
    """Everybody's entries, by participant and UID, person by person and in time order.

    Raises
    ------
    UnusableInput
        Where the plan is not one of this problem.
    """
    return {(who, entry.uid): entry for who, entries in agendas(problem, plan, words).items() for entry in entries}


def compare(before: Entries, after: Entries) -> list[EntryChange]:
    """Find every entry that changes: in the order of what comes after, then what is cancelled in the order of what was before."""
    found = []
    for (who, uid), entry in after.items():
        was = before.get((who, uid))
        if kind := _kind(was, entry):
            found.append(EntryChange(kind, who, uid, was, entry))
    gone = ((key, entry) for key, entry in before.items() if key not in after)
    return found + [EntryChange(Kind.CANCELLED, who, uid, entry, None) for (who, uid), entry in gone]


def _kind(was: Entry | None, becomes: Entry) -> Kind | None:
    if was is None:
        return Kind.NEW
    if _when_where(was) != _when_where(becomes):
        return Kind.MOVED
    return Kind.REWORDED if was != becomes else None


def _when_where(entry: Entry | None) -> tuple[object, ...]:
    return (entry.start, entry.end, entry.place) if entry else ()


@dataclass(frozen=True, slots=True)
class Earlier:
    """An older plan, made readable beside a newer problem.

    Attributes
    ----------
    problem
        The newer one, with the places and people that only the older plan names.
    plan
        What of the older plan has its requests and times in it.
    left_out
        Meetings and dialogues of which nobody here knows any more who meets, or when.
    """

    problem: Problem
    plan: Plan
    left_out: int


def earlier(problem: Problem, plan: Plan) -> Earlier:
    """Read an older plan with the names of a newer problem, as far as they go."""
    slots = {slot.id: t for t, slot in enumerate(problem.slots)}
    length = {dialogue.id: dialogue.length for dialogue in problem.dialogues}
    requests = {request.id for request in problem.requests}

    def is_known(held: HeldDialogue) -> bool:
        known = held.dialogue in length and held.start in slots
        return known and slots[held.start] + length[held.dialogue] <= len(problem.slots)

    meetings = tuple({m.request: m for m in plan.meetings if m.request in requests and m.slot in slots}.values())
    dialogues = tuple({held.dialogue: held for held in plan.dialogues if is_known(held)}.values())
    places = {place.id for place in problem.places}
    people = {person.id for person in problem.participants}
    named = dict.fromkeys([held.place for held in meetings] + [held.place for held in dialogues])
    around = dict.fromkeys(who for held in dialogues for who in (*held.participants, *filter(None, [held.moderator])))
    wider = replace(
        problem,
        places=problem.places + tuple(Place(name) for name in named if name not in places),
        participants=problem.participants + tuple(Participant(name) for name in around if name not in people),
    )
    left_out = len(plan.meetings) + len(plan.dialogues) - len(meetings) - len(dialogues)
    return Earlier(wider, replace(plan, meetings=meetings, dialogues=dialogues), left_out)
