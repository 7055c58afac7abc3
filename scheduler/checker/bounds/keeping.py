"""What stays of a plan to keep: each item is a change that a schedule spares by holding it where it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from scheduler.checker.bounds.ground import Ground, UnfitEvidence

Spot = tuple[int, str]  # position of the slot, place


@dataclass(frozen=True, slots=True)
class Keeping:
    """Items of the kept plan by where they are, and what sparing one is worth.

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
    tables
        By dialogue and spot: the same by seated participant, and by moderator.
    """

    weight: int = 0
    frozen: frozenset[int] = frozenset()
    items: int = 0
    meetings: dict[str, Counter[Spot]] = field(default_factory=dict)
    tables: dict[str, dict[Spot, tuple[Counter[str], Counter[str]]]] = field(default_factory=dict)

    def starts(self, dialogue: str) -> set[int]:
        """The positions of the slots in which the kept plan starts a dialogue."""
        return {t for t, _ in self.tables.get(dialogue, ())}


def keeping(ground: Ground, weight: int, frozen: frozenset[int]) -> Keeping:
    """What the plan to keep means for a bound.

    Raises
    ------
    UnfitEvidence
        If slots are said to be frozen, and there is no plan to keep or something new stands in them.
    """
    kept = ground.kept
    if kept is None:
        _require(not frozen, "there is no plan to keep")
        return Keeping()
    slots = {slot.id: t for t, slot in enumerate(ground.problem.slots)}
    requests = {request.id for request in ground.problem.requests}
    dialogues = {dialogue.id for dialogue in ground.problem.dialogues}
    people = {person.id for person in ground.problem.participants}
    items = 0
    meetings: dict[str, Counter[Spot]] = defaultdict(Counter)
    tables: dict[str, dict[Spot, tuple[Counter[str], Counter[str]]]] = defaultdict(dict)
    for meeting in kept.meetings:
        if meeting.request in requests:
            items += 1
            if meeting.slot in slots:
                meetings[meeting.request][slots[meeting.slot], meeting.place] += 1
    for table in kept.dialogues:
        if table.dialogue not in dialogues:
            continue
        seats = [name for name in table.participants if name in people]
        guides = [table.moderator] if table.moderator in people and table.moderator is not None else []
        items += len(seats) + len(guides)
        if table.start in slots:
            seated, guided = tables[table.dialogue].setdefault((slots[table.start], table.place), (Counter(), Counter()))
            seated.update(seats)
            guided.update(guides)
    found = Keeping(weight, frozen, items, dict(meetings), dict(tables))
    if frozen:
        _require_nothing_new(ground, found, slots)
    return found


def _require_nothing_new(ground: Ground, kept: Keeping, slots: dict[str, int]) -> None:
    """The plan that is judged has to be one of those that the bound speaks of."""
    for meeting in ground.plan.meetings if ground.plan else ():
        t = slots.get(meeting.slot, -1)
        known = (t, meeting.place) in kept.meetings.get(meeting.request, ())
        _require(t not in kept.frozen or known, f"{meeting.request} is new in {meeting.slot}")
    for table in ground.plan.dialogues if ground.plan else ():
        t = slots.get(table.start, -1)
        if t not in kept.frozen:
            continue
        seated = [seats for (at, _), (seats, _) in kept.tables.get(table.dialogue, {}).items() if at == t]
        _require(bool(seated), f"{table.dialogue} is new in {table.start}")
        new = sorted(name for name in table.participants if not any(name in seats for seats in seated))
        _require(not new, f"{new[0] if new else ''} is new at {table.dialogue} in {table.start}")


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise UnfitEvidence(f"frozen: {problem}")
