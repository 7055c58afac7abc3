"""What stays of a reference plan: each item is a change that a schedule spares by holding it where it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from scheduler.checker.bounds.ground import Ground, UnfitEvidence

Spot = tuple[int, str]  # position of the slot, place


@dataclass(frozen=True, slots=True)
class SparedChanges:
    """Items of the reference plan by where they are, and what sparing one is worth.

    Attributes
    ----------
    weight
        Of one change, times SCALE.
    frozen
        Positions of the slots in which nothing new comes.
    items
        How many changes there are at most.
    meetings
        By request and spot: how many items are spared by holding it there.
    dialogues
        By dialogue and spot: the same by seated participant, and by moderator.
    """

    weight: int = 0
    frozen: frozenset[int] = frozenset()
    items: int = 0
    meetings: dict[str, Counter[Spot]] = field(default_factory=dict)
    dialogues: dict[str, dict[Spot, tuple[Counter[str], Counter[str]]]] = field(default_factory=dict)

    def starts(self, dialogue: str) -> set[int]:
        """The positions of the slots in which the reference plan starts a dialogue."""
        return {t for t, _ in self.dialogues.get(dialogue, ())}


def find_spared_changes(ground: Ground, weight: int, frozen: frozenset[int]) -> SparedChanges:
    """What the reference plan means for a bound.

    Raises
    ------
    UnfitEvidence
        If slots are said to be frozen, and there is no plan to keep or something new stands in them.
    """
    reference = ground.reference
    if reference is None:
        _require(not frozen, "there is no plan to keep")
        return SparedChanges()
    slots = {slot.id: t for t, slot in enumerate(ground.problem.slots)}
    requests = {request.id for request in ground.problem.requests}
    known = {dialogue.id for dialogue in ground.problem.dialogues}
    people = {person.id for person in ground.problem.participants}
    items = 0
    meetings: dict[str, Counter[Spot]] = defaultdict(Counter)
    dialogues: dict[str, dict[Spot, tuple[Counter[str], Counter[str]]]] = defaultdict(dict)
    for meeting in reference.meetings:
        if meeting.request in requests:
            items += 1
            if meeting.slot in slots:
                meetings[meeting.request][slots[meeting.slot], meeting.place] += 1
    for held in reference.dialogues:
        if held.dialogue not in known:
            continue
        seats = [name for name in held.participants if name in people]
        moderators = [held.moderator] if held.moderator in people and held.moderator is not None else []
        items += len(seats) + len(moderators)
        if held.start in slots:
            seated, moderated = dialogues[held.dialogue].setdefault((slots[held.start], held.place), (Counter(), Counter()))
            seated.update(seats)
            moderated.update(moderators)
    found = SparedChanges(weight, frozen, items, dict(meetings), dict(dialogues))
    if frozen:
        _require_nothing_new(ground, found, slots)
    return found


def _require_nothing_new(ground: Ground, spared: SparedChanges, slots: dict[str, int]) -> None:
    """The plan that is judged has to be one of those that the bound speaks of."""
    for meeting in ground.plan.meetings if ground.plan else ():
        t = slots.get(meeting.slot, -1)
        known = (t, meeting.place) in spared.meetings.get(meeting.request, ())
        _require(t not in spared.frozen or known, f"{meeting.request} is new in {meeting.slot}")
    for held in ground.plan.dialogues if ground.plan else ():
        t = slots.get(held.start, -1)
        if t not in spared.frozen:
            continue
        seated = [seats for (at, _), (seats, _) in spared.dialogues.get(held.dialogue, {}).items() if at == t]
        _require(bool(seated), f"{held.dialogue} is new in {held.start}")
        new = sorted(name for name in held.participants if not any(name in seats for seats in seated))
        _require(not new, f"{new[0] if new else ''} is new at {held.dialogue} in {held.start}")


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise UnfitEvidence(f"frozen: {problem}")
