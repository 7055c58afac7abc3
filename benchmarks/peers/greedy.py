"""Greedy with restarts: dialogues where most can sit, then the meetings of the highest value, each where it leaves the fewest gaps."""

from __future__ import annotations

import random
from collections import defaultdict

from benchmarks.peers.child import Order, carry_out
from benchmarks.peers.event import Chosen, Event, Opening

RESTARTS = 20
NOISE = 0.5  # of a value: how far the order of requests is shaken at a restart


def choose(event: Event, order: Order) -> Chosen:
    """Take the best of some plans made in slightly different orders."""
    draw = random.Random(order.seed)
    best: tuple[tuple[int, int, int], Chosen] | None = None
    for k in range(RESTARTS):
        attempt = Attempt(event)
        chosen = attempt.choose(draw, NOISE if k else 0.0)
        if best is None or attempt.rank < best[0]:
            best = attempt.rank, chosen
        if order.left < 1:
            break
    assert best is not None
    return best[1]


class Attempt:
    """One plan in the making."""

    def __init__(self, event: Event) -> None:
        self.event = event
        people = event.problem.participants
        self.load = [dict.fromkeys(slots, 0) for slots in event.free]
        self.order = [sorted(slots) for slots in event.free]
        self.held = [0] * len(people)
        self.parallel = [person.parallel for person in people]
        self.limit = [len(event.day) * person.parallel if person.max_meetings is None else person.max_meetings for person in people]
        self.used: dict[tuple[int, int], int] = defaultdict(int)
        self.tables: set[tuple[str, int]] = set()
        self.value = 0
        self.meetings: dict[int, int] = {}

    @property
    def rank(self) -> tuple[int, int, int]:
        """What is short of the floors, the value lacking, and the breaks: less is better."""
        short = sum(max(0, person.floor - held) for person, held in zip(self.event.problem.participants, self.held, strict=True))
        return short, -self.value, sum(self._breaks(p) for p in range(len(self.held)))

    def choose(self, draw: random.Random, noise: float) -> Chosen:
        """Dialogues, then floors, then everything else."""
        dialogues = self._dialogues()
        requests = self.event.problem.requests
        worth = [request.value * (1 + noise * draw.uniform(-1, 1)) + 1e9 * request.must for request in requests]
        order = sorted(range(len(requests)), key=lambda r: (-worth[r], len(self.event.options[r])))
        for lacking in (True, False):
            for r in order:
                if r not in self.meetings and (not lacking or any(self._lacks(p) for p in self.event.pair[r])):
                    self._hold(r)
        return Chosen(self.meetings, dialogues, {})

    def _lacks(self, p: int) -> bool:
        return self.held[p] < self.event.problem.participants[p].floor

    def _hold(self, r: int) -> None:
        p, q = self.event.pair[r]
        if self.held[p] >= self.limit[p] or self.held[q] >= self.limit[q]:
            return
        pool = self.event.pool[r]
        room = len(self.event.pools[pool])
        possible = [
            t
            for t in self.event.options[r]
            if self.load[p][t] < self.parallel[p] and self.load[q][t] < self.parallel[q] and self.used[pool, t] < room
        ]
        if not possible:
            return
        t = min(possible, key=lambda t: (self._added(p, t) + self._added(q, t), self.used[pool, t]))
        for who in (p, q):
            self.load[who][t] += 1
            self.held[who] += 1
        self.used[pool, t] += 1
        self.meetings[r] = t
        self.value += self.event.problem.requests[r].value

    def _added(self, p: int, t: int) -> int:
        """Gaps that somebody would have more with something in a slot."""
        if self.load[p][t]:
            return 0
        before = self._breaks(p)
        self.load[p][t] = 1
        after = self._breaks(p)
        self.load[p][t] = 0
        return after - before

    def _breaks(self, p: int) -> int:
        """Runs of free slots between two things on a day; an absence ends a run."""
        load, day_of = self.load[p], self.event.day
        count = pending = 0
        started, waited, day = False, -2, -1
        for t in self.order[p]:
            if day_of[t] != day:
                pending, started, waited, day = 0, False, -2, day_of[t]
            if load[t]:
                count += pending
                pending, started, waited = 0, True, -2
            elif started:
                pending += waited != t - 1
                waited = t
        return count

    def _dialogues(self) -> dict[int, tuple[Opening, list[int]]]:
        """Hold each dialogue where it is worth most, the one with the fewest ways first."""
        chosen: dict[int, tuple[Opening, list[int]]] = {}
        for k in sorted(range(len(self.event.openings)), key=lambda k: len(self.event.openings[k])):
            ways = [(self._seats(k, opening), opening) for opening in self.event.openings[k]]
            worth = [(sum(value for _, value in seats), seats, opening) for seats, opening in ways if seats is not None]
            if worth:
                value, seats, opening = max(worth, key=lambda way: way[0])
                self._take(opening, [p for p, _ in seats])
                self.value += value
                chosen[k] = opening, [p for p, _ in seats]
        return chosen

    def _seats(self, k: int, opening: Opening) -> list[tuple[int, int]] | None:
        """Who sits at a dialogue held so, the most valuable of each role that is needed first; None: too few."""
        dialogue, people = self.event.problem.dialogues[k], self.event.problem.participants
        if not self._idle(opening.moderator, opening) or any((opening.place, t) in self.tables for t in opening.slots):
            return None
        there = [(p, value) for p, value in self.event.wanted[k] if p != opening.moderator and self._idle(p, opening)]
        ranked = sorted(there, key=lambda seat: -seat[1])
        first = [seat for role, least in dialogue.minimum.items() for seat in [s for s in ranked if people[s[0]].role == role][:least]]
        rest = [seat for seat in ranked if seat not in first]
        least, most = dialogue.seats
        seated = [*first, *rest][: len(ranked) if most is None else most]
        met = all(sum(people[p].role == role for p, _ in seated) >= number for role, number in dialogue.minimum.items())
        return seated if met and len(seated) >= least else None

    def _idle(self, p: int | None, opening: Opening) -> bool:
        return p is None or all(self.load[p].get(t, 1) == 0 for t in opening.slots)

    def _take(self, opening: Opening, seated: list[int]) -> None:
        for t in opening.slots:
            self.tables.add((opening.place, t))
            for p in seated if opening.moderator is None else [*seated, opening.moderator]:
                self.load[p][t] = self.parallel[p]


if __name__ == "__main__":
    carry_out(choose)
