"""One-day events in which everything has to be held, as clauses that see each diary as a whole.

The variables are those of Bofill et al. (JAIR 74, 2022, section 4) and more: a counter along each diary knows how many of a
participant's d meetings lie before each slot. So it is known not only where a break ends, but as soon as the first meeting
and the last are more than d slots apart, or a slot between two meetings stays empty, that there is one at all. What is
minimised is, for each participant, "has a break", "has a second one" and so on instead of the slots in which breaks end:
far fewer soft clauses, and each core names people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scheduler.clauses import Clauses, Literal, negated
from scheduler.cnf import Formula, variables
from scheduler.instance import Instance


@dataclass(frozen=True)
class Diary:
    """The slots in which a participant works or waits, in time order.

    Attributes
    ----------
    busy
        A literal for each of these slots.
    split
        Whether the participant is unavailable after the slot, in a way that ends a break.
    meetings
        How many it has.
    """

    busy: Sequence[Literal]
    split: Sequence[bool]
    meetings: int


def is_diary_event(instance: Instance) -> bool:
    """Whether `encode_diaries` can write this event: one day, no dialogues, everything to be held, one meeting at a time."""
    return len(instance.days) == 1 and not instance.groups and bool(instance.must.all()) and bool((instance.parallel == 1).all())


def encode_diaries(instance: Instance) -> Formula:
    """Write an event that `is_diary_event` as weighted clauses; the cost is the number of breaks.

    Returns
    -------
    Formula
        Its columns are the options.
    """
    return _Encoder(instance).formula()


class _Encoder:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.clauses = Clauses(instance.options)
        self.option = np.arange(1, instance.options + 1)
        self.meetings = np.bincount(instance.pair.ravel(), minlength=instance.people)
        self.of_person: dict[tuple[int, int], list[int]] = defaultdict(list)
        pair = instance.pair[instance.option_request]
        for literal, slot, (one, other) in zip(self.option.tolist(), instance.option_slot.tolist(), pair.tolist(), strict=True):
            self.of_person[one, slot].append(literal)
            self.of_person[other, slot].append(literal)

    def formula(self) -> Formula:
        instance, clauses = self.instance, self.clauses
        self._hold_everything()
        self._keep_order()
        busy = [[self._busy(p, t) for t in range(instance.slots)] for p in range(instance.people)]
        self._fill_places(busy)
        breaks = [count_breaks(clauses, self._diary(p, busy[p]), self._most_breaks()) for p in range(instance.people)]
        self._even_out(breaks)
        for literal in (literal for each in breaks for literal in each):
            clauses.prefer_not(literal)
        clauses.wcnf.nv = max(clauses.wcnf.nv, instance.options)
        ones = np.arange(1, instance.options + 2)
        rare = variables(literal for each in breaks for literal in each[1:])
        return Formula(clauses.wcnf, 0, np.zeros(instance.options, dtype=np.int64), ones, rare)

    def _hold_everything(self) -> None:
        first = self.instance.first_option
        for request in range(self.instance.requests):
            options = self.option[first[request] : first[request + 1]].tolist()
            self.clauses.add(*options)
            self.clauses.at_most_one(options, pairwise=True)
        if (self.meetings > self.instance.limit).any():
            self.clauses.add()

    def _keep_order(self) -> None:
        first, slot = self.instance.first_option, self.instance.option_slot
        for later, earlier in self.instance.after:
            for t in range(self.instance.slots):
                begun = [int(self.option[o]) for o in range(first[earlier], first[earlier + 1]) if slot[o] >= t]
                ended = [int(self.option[o]) for o in range(first[later], first[later + 1]) if slot[o] == t]
                for one in begun:
                    for other in ended:
                        self.clauses.add(-one, -other)

    def _busy(self, person: int, slot: int) -> Literal:
        options = self.of_person.get((person, slot), [])
        self.clauses.at_most_one(options, pairwise=True)
        return self.clauses.any_of(options)

    def _fill_places(self, busy: list[list[Literal]]) -> None:
        """No pool over its capacity; in a slot at most twice as many people are busy as meetings fit in."""
        instance = self.instance
        pair = instance.pair[instance.option_request].tolist()
        groups = {int(literal): people for literal, people in zip(self.option.tolist(), pair, strict=True)}
        for slot in range(instance.slots):
            here = instance.option_slot == slot
            pools = np.unique(instance.option_pool[here])
            for pool in pools.tolist():
                literals, capacity = self.option[here & (instance.option_pool == pool)].tolist(), int(instance.capacity[pool])
                if capacity < len(literals):
                    literals = self.clauses.clustered(literals, groups)
                self.clauses.at_most(literals, capacity)
            people = [row[slot] for row in busy]
            self.clauses.at_most([literal for literal in people if literal is not False], 2 * int(instance.capacity[pools].sum()))

    def _diary(self, person: int, busy: list[Literal]) -> Diary:
        instance = self.instance
        if instance.problem.unavailable_counts_as_break:
            return Diary(busy, [False] * len(busy), int(self.meetings[person]))
        own = np.flatnonzero(instance.free[person])
        return Diary([busy[t] for t in own], (np.diff(own, append=own[-1:] + 1) > 1).tolist(), int(self.meetings[person]))

    def _most_breaks(self) -> int:
        """Nobody can have more than the difference allowed where somebody cannot have any."""
        difference = self.instance.problem.max_break_difference
        return self.instance.slots if difference is None or (self.meetings > 1).all() else difference

    def _even_out(self, breaks: list[list[Literal]]) -> None:
        """Who has k breaks more than the difference allowed shows that everybody has k."""
        difference = self.instance.problem.max_break_difference
        if difference is None:
            return
        for k in range(max(map(len, breaks), default=0) - difference):
            everybody = self.clauses.new()
            for each in breaks:
                self.clauses.add(-everybody, each[k] if k < len(each) else False)
                if k + difference < len(each):
                    self.clauses.add(negated(each[k + difference]), everybody)


def count_breaks(clauses: Clauses, diary: Diary, most: int) -> list[Literal]:
    """Literals that are true just where a participant has at least 1, 2, ... breaks, with the clauses that make them so."""
    busy, d = diary.busy, diary.meetings
    held = clauses.ladder(busy, d, d)
    if d < 2:
        return []
    over = [held[t + 1][d] if diary.split[t] else negated(busy[t + 1]) for t in range(len(busy) - 1)]
    ends = [break_end(clauses, held[t][1], busy[t], done) for t, done in enumerate(over)]
    breaks = clauses.ladder(ends, 0, most)[-1][1:-1]
    while breaks and breaks[-1] is False:
        breaks.pop()
    if breaks:
        _see_breaks(clauses, diary, held, breaks[0])
    return breaks


def break_end(clauses: Clauses, begun: Literal, busy: Literal, over: Literal) -> Literal:
    """A literal for "begun, not busy now, and not over then"."""
    if begun is False or busy is True or over is True:
        return False
    end = clauses.new()
    clauses.add(negated(begun), busy, over, end)
    for reason in (begun, negated(busy), negated(over)):
        clauses.add(-end, reason)
    return end


def _see_breaks(clauses: Clauses, diary: Diary, held: list[list[Literal]], any_break: Literal) -> None:
    """Implied: an empty slot between meetings, or the first k and the rest too far apart for no empty slot, is a break."""
    busy, d = diary.busy, diary.meetings
    for t in range(1, len(busy)):
        clauses.add(negated(held[t][1]), held[t][d], busy[t], any_break)
        for k in range(1, d):
            if t + d - k <= len(busy):
                clauses.add(negated(held[t][k]), held[t + d - k][d], any_break)
