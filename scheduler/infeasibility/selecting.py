"""Events of the published kind as clauses in which each requirement can be given up, for a SAT solver that is asked again and again.

A variable for each requirement says that it is kept; a question of some of them is one call with assumptions, to a solver that keeps
what it has learnt (N. Eén and N. Sörensson, Temporal induction by incremental SAT solving, ENTCS 89, 2003). The rest follows Bofill et
al. (JAIR 74, 2022, section 4), without what is only true where everything is held.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from scheduler.infeasibility.requirement import Requirement
from scheduler.maxsat.clauses import Clauses, Literal, negated
from scheduler.maxsat.diaries import break_end
from scheduler.parameters import DEFAULTS, ClauseParameters
from scheduler.problem import Problem


def can_select(problem: Problem) -> bool:
    """Whether `write_requirements` knows all that an event has.

    That is one day without dialogues, at places that are alike, with one meeting at a time, and breaks that absence does not end.
    """
    return (
        len({slot.day for slot in problem.slots}) == 1
        and not problem.dialogues
        and bool(problem.places)
        and all(place.capacity == 1 and place.owner is None for place in problem.places)
        and all(person.parallel == 1 and person.max_meetings is None and person.home is None for person in problem.participants)
        and all(request.places is None for request in problem.requests)
        and all(fixed.place is None for fixed in problem.fixed)
        and (problem.max_break_difference is None or problem.unavailable_counts_as_break)
    )


def write_requirements(problem: Problem, requirements: Sequence[Requirement], parameters: ClauseParameters = DEFAULTS.clauses) -> Clauses:
    """Write an event so that there is a plan just of those requirements whose variables can be true together.

    Parameters
    ----------
    problem
        One that `can_select`.
    requirements
        What can be given up; whatever else the problem asks is held in any case.

    Returns
    -------
    Clauses
        Hard ones; variable k + 1 is requirement k.
    """
    return _Writer(problem, requirements, parameters).clauses


class _Writer:
    def __init__(self, problem: Problem, requirements: Sequence[Requirement], parameters: ClauseParameters) -> None:
        self.problem = problem
        self.kept = {(requirement.kind, requirement.key): k for k, requirement in enumerate(requirements, 1)}
        self.clauses = Clauses(len(requirements), parameters)
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.people = {person.id: p for p, person in enumerate(problem.participants)}
        self.at = [[self.clauses.new() for _ in self.slots] for _ in problem.requests]
        self.by = [[row[1] for row in self.clauses.ladder(at, 0, 1)] for at in self.at]
        self.single = self.clauses.new()  # whether everybody has one meeting at a time
        self.own: list[list[int]] = [[] for _ in self.people]
        for r, request in enumerate(problem.requests):
            for person in request.participants:
                self.own[self.people[person]].append(r)
        self.busy = [[self.clauses.any_of([self.at[r][t] for r in own]) for t in range(len(self.slots))] for own in self.own]
        self._requests()
        self._one_at_a_time()
        self._fill_diaries()
        self._room()
        self._breaks()

    def _unless(self, kind: str, *key: str) -> Literal:
        """A literal for "this was given up"."""
        number = self.kept.get((kind, key))
        return False if number is None else -number

    def _requests(self) -> None:
        problem, add = self.problem, self.clauses.add
        number = {request.id: r for r, request in enumerate(problem.requests)}
        for request, at, by in zip(problem.requests, self.at, self.by, strict=True):
            if request.must:
                add(self._unless("must", request.id), by[-1])
            for slot, t in self.slots.items():
                if request.slots is not None and slot not in request.slots:
                    add(self._unless("slots", request.id), -at[t])
                for person in request.participants:
                    if slot in problem.participants[self.people[person]].unavailable:
                        add(self._unless("unavailable", person), -at[t])
            for earlier in request.after:
                before = self.by[number[earlier]]
                for t in range(len(at)):
                    # Not in this slot, while the earlier one is held in it or later.
                    add(self._unless("after", request.id, earlier), -at[t], negated(before[-1]), before[t])
        for fixed in problem.fixed:
            add(self._unless("fixed", fixed.request), self.at[number[fixed.request]][self.slots[fixed.slot]])

    def _one_at_a_time(self) -> None:
        """Meetings of one participant at a time are at one place, which has room for one."""
        single = self.single
        for (kind, _), number in self.kept.items():
            if kind in ("parallel", "capacity"):
                self.clauses.add(-number, single)
        if len([kind for kind, _ in self.kept if kind == "capacity"]) == 0:
            self.clauses.add(single)
        for own in self.own:
            for one, other in combinations(own, 2):
                for t in range(len(self.slots)):
                    self.clauses.add(-single, -self.at[one][t], -self.at[other][t])

    def _fill_diaries(self) -> None:
        """Implied: as many slots of a session are somebody's busy ones as it has meetings there that are all held."""
        every_slot = frozenset(self.slots)
        for own, busy in zip(self.own, self.busy, strict=True):
            held = self.clauses.ladder(busy, 0, len(own))
            for session in dict.fromkeys([every_slot, *(self.problem.requests[r].slots or every_slot for r in own)]):
                inside = [r for r in own if (self.problem.requests[r].slots or every_slot) <= session]
                numbers = [self.slots[slot] for slot in session]
                if len(inside) > 1 and numbers:
                    self._fill(inside, held, min(numbers), max(numbers) + 1)

    def _fill(self, inside: list[int], held: list[list[Literal]], first: int, end: int) -> None:
        """All of some meetings, which are in the slots from one to another, take a busy slot each."""
        full, count = self.clauses.new(), len(inside)
        unless = [self._unless("slots", self.problem.requests[r].id) for r in inside] if (first, end) != (0, len(self.slots)) else []
        self.clauses.add(*(negated(self.by[r][-1]) for r in inside), *unless, -self.single, full)
        for k in range(len(held[0]) - count):
            self.clauses.add(-full, negated(held[first][k]), held[end][k + count])

    def _room(self) -> None:
        """In each slot no more clusters of meetings that share a participant than places."""
        from pysat.card import ITotalizer

        room = len(self.problem.places)
        unless = next((-number for (kind, _), number in self.kept.items() if kind == "capacity"), False)
        for t in range(len(self.slots)):
            groups = {at[t]: request.participants for at, request in zip(self.at, self.problem.requests, strict=True)}
            literals = self.clauses.clustered(list(groups), groups)
            if room < len(literals):
                counter = ITotalizer(lits=literals, ubound=room, top_id=self.clauses.top)
                self.clauses.top = max(self.clauses.top, counter.top_id)
                self.clauses.wcnf.extend(counter.cnf.clauses)
                self.clauses.add(unless, -counter.rhs[room])

    def _breaks(self) -> None:
        """Who has k breaks more than the difference allowed shows that everybody has k."""
        difference, clauses = self.problem.max_break_difference, self.clauses
        if difference is None:
            return
        breaks = [self._breaks_of(busy, len(own)) for busy, own in zip(self.busy, self.own, strict=True)]
        for k in range(max(map(len, breaks), default=0) - difference):
            everybody = clauses.new()
            for each in breaks:
                clauses.add(-everybody, each[k] if k < len(each) else False)
                if k + difference < len(each):
                    clauses.add(self._unless("max_break_difference"), negated(each[k + difference]), everybody)

    def _breaks_of(self, busy: Sequence[Literal], meetings: int) -> list[Literal]:
        """Literals for at least 1, 2, ... breaks of a participant."""
        clauses, ends = self.clauses, list[Literal]()
        begun: Literal = False
        for t in range(len(busy) - 1):
            begun = clauses.any_of([begun, busy[t]])
            ends.append(break_end(clauses, begun, busy[t], negated(busy[t + 1])))
        most = min(max(0, meetings - 1), len(ends) // 2)
        return [literal for literal in clauses.ladder(ends, 0, most)[-1][1 : most + 1] if literal is not False]
