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

from scheduler.arrays import Bools
from scheduler.instance.domain_filtering import FilteredDomains, HallInterval
from scheduler.instance.instance import Instance
from scheduler.maxsat.clauses import Clauses, Literal, negated
from scheduler.maxsat.rows import Formula, variables
from scheduler.parameters import DEFAULTS, ClauseParameters


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
    filled
        (first, end, at least so many of the meetings lie in these of the slots).
    """

    busy: Sequence[Literal]
    split: Sequence[bool]
    meetings: int
    filled: Sequence[HallInterval] = ()


def is_diary_event(instance: Instance) -> bool:
    """Whether `encode_diaries` can write this event: one day, no dialogues, everything to be held, one meeting at a time."""
    return len(instance.days) == 1 and not instance.dialogues and bool(instance.must.all()) and bool((instance.parallel == 1).all())


def encode_diaries(instance: Instance, parameters: ClauseParameters = DEFAULTS.clauses) -> Formula:
    """Write an event that `is_diary_event` as weighted clauses; the cost is the number of breaks.

    Returns
    -------
    Formula
        Its columns are the options.
    """
    return _Encoder(instance, parameters).formula()


class _Encoder:
    def __init__(self, instance: Instance, parameters: ClauseParameters) -> None:
        self.instance, self.parameters = instance, parameters
        self.clauses = Clauses(instance.options, parameters)
        self.option = np.arange(1, instance.options + 1)
        self.meetings = np.bincount(instance.pair.ravel(), minlength=instance.people)
        self.domains = FilteredDomains(instance)
        self.of_person: dict[tuple[int, int], list[int]] = defaultdict(list)
        self.of_request: dict[tuple[int, int], list[int]] = defaultdict(list)
        left = np.flatnonzero(self.domains.options)
        request, slot = instance.option_request[left], instance.option_slot[left]
        for o, r, t, pair in zip(left.tolist(), request.tolist(), slot.tolist(), instance.pair[request].tolist(), strict=True):
            self.of_request[r, t].append(o + 1)
            for person in pair:
                self.of_person[person, t].append(o + 1)

    def formula(self) -> Formula:
        instance, clauses = self.instance, self.clauses
        if self.domains.impossible or (self.meetings > instance.limit).any():
            clauses.add()  # says it all: nobody has to read the others
            return self._written()
        self._hold_everything()
        busy = [[self._busy(p, t) for t in range(instance.slots)] for p in range(instance.people)]
        self._fill_places(busy)
        held, breaks = [], []
        for person in range(instance.people):
            diary = self._diary(person, busy[person])
            held.append(count_meetings(clauses, diary))
            breaks.append(count_breaks(clauses, diary, held[-1], self._most_breaks()))
        self._keep_order(held)
        self._even_out(breaks)
        for literal in (literal for each in breaks for literal in each):
            clauses.prefer_not(literal)
        return self._written(variables(literal for each in breaks for literal in each[1:]))

    def _written(self, rare: tuple[int, ...] = ()) -> Formula:
        options, wcnf = self.instance.options, self.clauses.wcnf
        wcnf.nv = max(wcnf.nv, options)
        return Formula(wcnf, 0, np.zeros(options, dtype=np.int64), np.arange(1, options + 2), rare)

    def _hold_everything(self) -> None:
        for option in np.flatnonzero(~self.domains.options).tolist():
            self.clauses.add(-(option + 1))
        for request in range(self.instance.requests):
            options = [option for t in range(self.instance.slots) for option in self.of_request.get((request, t), ())]
            self.clauses.add(*options)
            self.clauses.at_most_one(options, pairwise=True)

    def _keep_order(self, held: list[list[list[Literal]]]) -> None:
        """Whatever is held by some slot, those before it were held by the slot before; implied: so many of each diary were and will be."""
        ordered = sorted({request for pair in self.instance.after for request in pair})
        by = {request: self._held_by(request) for request in ordered}
        for later, earlier in self.instance.after:
            for t in range(self.instance.slots):
                self.clauses.add(negated(by[later][t]), by[earlier][t - 1] if t else False)
        for request in ordered:
            for person in self.instance.pair[request].tolist():
                before, after = (self.domains.own[person] & others[request] for others in (self.domains.before, self.domains.after))
                counted = [held[person][position] for position in self._positions(person)]
                self._have_neighbours(by[request], counted, len(before), len(after))

    def _have_neighbours(self, by: list[Literal], held: list[list[Literal]], before: int, after: int) -> None:
        """At the side of a request in a diary there are those of its meetings that come before or after it."""
        d = len(held[0]) - 2
        for t in range(self.instance.slots if before else 0):
            self.clauses.add(negated(by[t]), held[t][before])
            self.clauses.add(negated(by[t]), held[t + 1][before + 1])
        for t in range(self.instance.slots if after else 0):
            self.clauses.add(by[t], negated(held[t + 1][d - after]))
            self.clauses.add(by[t - 1] if t else False, negated(held[t + 1][d - after + 1]))

    def _held_by(self, request: int) -> list[Literal]:
        """For each slot, whether the request is held in it or earlier."""
        held: list[Literal] = []
        for t in range(self.instance.slots):
            held.append(self.clauses.any_of([*held[-1:], *self.of_request.get((request, t), ())]))
        return held

    def _busy(self, person: int, slot: int) -> Literal:
        options = self.of_person.get((person, slot), [])
        self.clauses.at_most_one(options, pairwise=True)
        return self.clauses.any_of(options)

    def _fill_places(self, busy: list[list[Literal]]) -> None:
        """No pool over its capacity; implied: in a slot twice as many people are busy as it has meetings at least and at most."""
        instance = self.instance
        room = np.zeros(instance.slots, dtype=np.int64)
        pair = instance.pair[instance.option_request].tolist()
        groups = {int(literal): people for literal, people in zip(self.option.tolist(), pair, strict=True)}
        for slot in range(instance.slots):
            here = instance.option_slot == slot
            pools = np.unique(instance.option_pool[here])
            for pool in pools.tolist():
                literals = self.option[here & (instance.option_pool == pool) & self.domains.options].tolist()
                capacity = int(instance.capacity[pool])
                if capacity < len(literals):
                    literals = self.clauses.clustered(literals, groups)
                self.clauses.at_most(literals, capacity)
            room[slot] = instance.capacity[pools].sum()
        for slot, (least, most) in enumerate(zip(self.domains.least(room).tolist(), room.tolist(), strict=True)):
            people = [row[slot] for row in busy if row[slot] is not False]
            self.clauses.at_most(people, 2 * most)
            if least >= self.parameters.tight * most:
                self.clauses.at_most([negated(literal) for literal in people], len(people) - 2 * least)

    def _diary(self, person: int, busy: list[Literal]) -> Diary:
        own, position = np.flatnonzero(self._waits(person)), self._positions(person)
        filled = [(position[first], position[end], count) for first, end, count in self.domains.filled(person)]
        split = (np.diff(own, append=own[-1:] + 1) > 1).tolist()
        return Diary([busy[t] for t in own], split, int(self.meetings[person]), filled)

    def _waits(self, person: int) -> Bools:
        """(S,) slots in which the participant works or waits."""
        instance = self.instance
        return np.ones(instance.slots, dtype=bool) if instance.problem.unavailable_counts_as_break else instance.free[person]

    def _positions(self, person: int) -> list[int]:
        """For each slot, and the end, how many slots of the diary lie before it."""
        return [0, *np.cumsum(self._waits(person)).tolist()]

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


def count_meetings(clauses: Clauses, diary: Diary) -> list[list[Literal]]:
    """Literals for at least k of the meetings in the first t slots (see `Clauses.ladder`), with the clauses that make them so."""
    d = diary.meetings
    held = clauses.ladder(diary.busy, d, d)
    for first, end, count in diary.filled:
        for k in range(d + 1):
            clauses.add(negated(held[first][k]), held[end][k + count] if k + count <= d else False)
    return held


def count_breaks(clauses: Clauses, diary: Diary, held: list[list[Literal]], most: int) -> list[Literal]:
    """Literals that are true just where a participant has at least 1, 2, ... breaks, with the clauses that make them so.

    Parameters
    ----------
    held
        From `count_meetings`.
    most
        Breaks that anybody can have.
    """
    busy, d = diary.busy, diary.meetings
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
