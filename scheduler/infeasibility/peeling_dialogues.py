"""Dialogues that find a start, a place, a moderator and people whatever a few other things take; see `peeling`.

Of a plan without the dialogue only the worst is assumed: every meeting that may be at the dialogue's place, or has its moderator, takes
a slot from it; nobody more than needed sits at other dialogues. What is at the place although its own list does not have it can as
well be at one of the places that are empty, unless somebody holds several meetings there at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from scheduler.infeasibility.index import Index
from scheduler.problem import Dialogue, Request


def always_held(index: Index, dialogue: Dialogue, meetings: Sequence[Request], others: Sequence[Dialogue], most: int) -> bool:
    """Whether a dialogue can be held beside whatever a minimal conflict of so few requirements has of some meetings and other dialogues.

    Parameters
    ----------
    meetings, others
        All that such a conflict can need to have held, beside the dialogue.
    most
        So many requirements at most has the conflict.
    """
    if len(index.places) < min(most, len(meetings) + len(others) + 1) + 1:
        return False
    moderators: Iterable[str | None] = (None,) if dialogue.moderators is None else dialogue.moderators
    places = tuple(index.places) if dialogue.places is None else dialogue.places
    found = _Worst(index, dialogue, meetings, others, most)
    return any(found.leaves_a_start(place, moderator) for moderator in moderators for place in places[:1])


def people_of(dialogue: Dialogue) -> set[str]:
    """Who may be at a dialogue."""
    return {seat.participant for seat in dialogue.wanted} | {*(dialogue.moderators or ())}


class _Worst:
    def __init__(self, index: Index, dialogue: Dialogue, meetings: Sequence[Request], others: Sequence[Dialogue], most: int) -> None:
        self._index, self._dialogue, self._others, self._most = index, dialogue, others, most
        self._meetings = meetings
        self._met = Counter(person for request in meetings for person in request.participants)
        self._needed = max(dialogue.seats[0], sum(dialogue.minimum.values()))

    def leaves_a_start(self, place: str, moderator: str | None) -> bool:
        """Whether some start is open at a place with a moderator."""
        index, length, most = self._index, self._dialogue.length, self._dialogue.seats[1]
        if most is not None and most < self._needed:
            return False
        starts = index.slots if self._dialogue.starts is None else self._dialogue.starts
        first = sorted({index.slots[slot] for slot in starts if index.fits(index.slots[slot], length)})
        spare = [self._spare(range(t, t + length), moderator) for t in first]
        spare = sorted(each for each in spare if each >= 0)
        return len(spare) > self._taken(place, moderator) + _exhausted(spare, self._busy(moderator))

    def _spare(self, span: range, moderator: str | None) -> int:
        """How many people more than needed a start has, all together or of some role; -1 where it has too few, or no moderator."""
        index, dialogue = self._index, self._dialogue
        slots = {index.problem.slots[t].id for t in span}
        if moderator is not None and slots & index.people[moderator].unavailable:
            return -1
        here = [index.people[seat.participant] for seat in dialogue.wanted if seat.participant != moderator]
        roles = Counter(person.role for person in here if not slots & person.unavailable)
        return max(-1, min([roles.total() - self._needed, *(roles[role] - number for role, number in dialogue.minimum.items())]))

    def _taken(self, place: str, moderator: str | None) -> int:
        """How many starts lose the place or the moderator."""
        length = self._dialogue.length
        here = sum(self._may_be_at(request, place) for request in self._meetings)
        shared = sum(any(self._met[person] > 1 for person in request.participants) for request in self._meetings)
        slots = here + shared // 2 + (0 if moderator is None else self._met[moderator])
        meetings = min(self._most - 1, slots) * length
        dialogues = [d for d in self._others if moderator in people_of(d) or d.places is None or place in d.places]
        return meetings + sum(length + each.length - 1 for each in dialogues)

    def _may_be_at(self, request: Request, place: str) -> bool:
        fixed = self._index.fixed.get(request.id)
        return place in self._index.allowed.of(request) or (fixed is not None and fixed.place == place)

    def _busy(self, moderator: str | None) -> int:
        """How often, over all starts, somebody who could sit there is busy at most."""
        asked = {seat.participant for seat in self._dialogue.wanted if seat.participant != moderator}
        length = self._dialogue.length
        meetings = sum(_count(request.participants, asked) for request in self._meetings) * length
        dialogues = 0
        for other in self._others:
            at_most = max(other.seats[0], sum(other.minimum.values())) + 1
            dialogues += min(at_most, len(people_of(other) & asked)) * (length + other.length - 1)
        return meetings + dialogues


def _count(names: Iterable[str], among: Collection[str]) -> int:
    return sum(name in among for name in names)


def _exhausted(spare: Sequence[int], busy: int) -> int:
    """How many starts lose the people whom they need, those with fewest to spare first."""
    for count, each in enumerate(spare):
        busy -= each + 1
        if busy < 0:
            return count
    return len(spare)
