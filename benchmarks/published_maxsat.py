"""The published MaxSAT encoding of compact agendas, solved plainly: what `bms bench` measures the planner against.

M. Bofill, J. Coll, M. Garcia, J. Giraldez-Cru, G. Pesant, J. Suy, M. Villaret: "Constraint Solving Approaches to the
Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022), section 4, with its implied constraints and clusters; solved by
RC2 (Ignatiev, Morgado, Marques-Silva, JSAT 11, 2019) with CaDiCaL 1.5.3. No part of the planner: run it on a problem file with
``python -m benchmarks.published_maxsat PROBLEM.json``, and it prints the fewest breaks, or ``none`` where no plan exists.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

from scheduler.files.reading import read_problem
from scheduler.instance.instance import Instance, build_instance
from scheduler.maxsat.clauses import Clauses, Literal, negated
from scheduler.maxsat.diaries import is_diary_event
from scheduler.solvers.child_process import end_with_parent


def encode_published(instance: Instance) -> Clauses:
    """Write a published instance as in the paper; the cost is the number of breaks.

    Raises
    ------
    ValueError
        If the event has what the published instances have not.
    """
    if not is_diary_event(instance) or not instance.problem.unavailable_counts_as_break or len(instance.pools) != 1:
        raise ValueError("the published encoding knows one day, equal tables, meetings that all have to be held, and no dialogues")
    return _Encoder(instance).clauses


class _Encoder:
    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.clauses = Clauses(instance.options)
        self.option = np.arange(1, instance.options + 1)
        self.meetings = np.bincount(instance.pair.ravel(), minlength=instance.people).tolist()
        pair = instance.pair[instance.option_request].tolist()
        self.of_person: dict[tuple[int, int], list[int]] = defaultdict(list)
        for literal, slot, people in zip(self.option.tolist(), instance.option_slot.tolist(), pair, strict=True):
            for person in people:
                self.of_person[person, slot].append(literal)
        self.groups = dict(zip(self.option.tolist(), pair, strict=True))
        self._meetings()
        used = [[self._used(p, t) for t in range(instance.slots)] for p in range(instance.people)]
        for t in range(instance.slots):
            self._tables(t, [row[t] for row in used])
        holes = [self._end_holes(row, d) for row, d in zip(used, self.meetings, strict=True)]
        self._fairness(holes)
        for literal in (literal for row in holes for literal in row):
            self.clauses.prefer_not(literal)

    def _meetings(self) -> None:
        """Each in one of its slots, and after those that come before it."""
        first, slot = self.instance.first_option, self.instance.option_slot
        options = [self.option[first[r] : first[r + 1]].tolist() for r in range(self.instance.requests)]
        for literals in options:
            self.clauses.add(*literals)
            self.clauses.at_most_one(literals)
        for later, earlier in self.instance.after:
            for one in options[later]:
                for other in options[earlier]:
                    if slot[one - 1] <= slot[other - 1]:
                        self.clauses.add(-one, -other)

    def _used(self, person: int, slot: int) -> Literal:
        """`usedSlot`: one meeting of the participant is in the slot."""
        literals = self.of_person.get((person, slot), [])
        self.clauses.at_most_one(literals)
        return self.clauses.any_of(literals)

    def _tables(self, slot: int, used: list[Literal]) -> None:
        """At most so many clusters of meetings as tables; implied: at most twice as many participants."""
        tables = int(self.instance.capacity[0])
        literals = self.option[self.instance.option_slot == slot].tolist()
        self.clauses.at_most(self.clauses.clustered(literals, self.groups), tables)
        self.clauses.at_most([literal for literal in used if literal is not False], 2 * tables)

    def _end_holes(self, used: list[Literal], meetings: int) -> list[Literal]:
        """`endHole`: not used, used before, and used in the next slot; implied: as many slots are used as there are meetings."""
        variables = [literal for literal in used if literal is not False]
        if len(variables) < meetings:
            self.clauses.add()
        self.clauses.at_most(variables, meetings)
        self.clauses.at_most([negated(literal) for literal in variables], len(variables) - meetings)
        holes: list[Literal] = []
        begun: Literal = False
        for t in range(len(used) - 1):
            begun = self.clauses.any_of([begun, used[t]])
            if begun is not False and used[t + 1] is not False:
                holes.append(negated(self.clauses.any_of([negated(begun), used[t], negated(used[t + 1])])))
        return [hole for hole in holes if hole is not False]

    def _fairness(self, holes: list[list[Literal]]) -> None:
        """The sorted holes of no two participants differ by more than the difference allowed."""
        difference = self.instance.problem.max_break_difference
        if difference is None:
            return
        ordered = [self.clauses.ladder(row, 0, len(row))[-1][1:-1] for row in holes]
        for k in range(max(map(len, ordered), default=0) - difference):
            everybody = self.clauses.new()
            for row in ordered:
                self.clauses.add(-everybody, row[k] if k < len(row) else False)
                if k + difference < len(row):
                    self.clauses.add(negated(row[k + difference]), everybody)


def solve_published(instance: Instance) -> int | None:
    """The fewest breaks; None where no plan exists."""
    from pysat.examples.rc2 import RC2

    clauses = encode_published(instance)
    with RC2(clauses.wcnf, solver="cd15", adapt=True, exhaust=True, minz=True) as search:
        return None if search.compute() is None else int(search.cost)


if __name__ == "__main__":
    end_with_parent()
    fewest = solve_published(build_instance(read_problem(Path(sys.argv[1])).problem))
    print("none" if fewest is None else fewest)
