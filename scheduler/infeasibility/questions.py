"""Which requirements of a problem can hold together: asked of the judge, or of one SAT solver that keeps what it has learnt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from scheduler.infeasibility.counting import count_conflicts
from scheduler.infeasibility.hitting import Set
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.relaxation import essential, relax
from scheduler.infeasibility.requirement import Requirement
from scheduler.infeasibility.selecting import write_requirements
from scheduler.problem import Problem


class Questions(Protocol):
    """Answers whether sets of requirements, by their numbers, can hold together."""

    def hold(self, chosen: Set, thorough: bool = True) -> Set | None:
        """Some requirements that a plan keeps, those chosen among them; None where there is no plan, or none was found in the time.

        Parameters
        ----------
        thorough
            Whether the answer is worth a share of the time left; otherwise None may be sooner.
        """

    def cannot_hold(self, chosen: Set) -> bool:
        """Whether it is known by now that there is no plan of these."""


class JudgeQuestions:
    """Asks for each set anew."""

    def __init__(self, problem: Problem, requirements: Sequence[Requirement], judge: Judge) -> None:
        self._problem, self._requirements, self._judge = problem, requirements, judge
        self._impossible: set[Set] = set()

    def hold(self, chosen: Set, thorough: bool = True) -> Set | None:
        """See `Questions`: just those chosen."""
        dropped = [requirement for k, requirement in enumerate(self._requirements) if k not in chosen]
        answer = self._judge.is_impossible(essential(relax(self._problem, dropped)))
        if answer:
            self._impossible.add(chosen)
        return chosen if answer is False else None

    def cannot_hold(self, chosen: Set) -> bool:
        """See `Questions`: of a set that was asked for."""
        return chosen in self._impossible


class ClauseQuestions:
    """Asks one SAT solver, and counting where that takes long; use it as a context manager.

    Parameters
    ----------
    problem
        One that `can_select`.

    Attributes
    ----------
    conflicts
        Sets known not to hold together.
    """

    def __init__(self, problem: Problem, requirements: Sequence[Requirement], judge: Judge) -> None:
        from pysat.solvers import Solver

        self._problem, self._requirements, self._judge = problem, requirements, judge
        self._number = {(requirement.kind, requirement.key): k for k, requirement in enumerate(requirements)}
        clauses = write_requirements(problem, requirements, judge.settings.parameters.clauses)
        self._solver = Solver(name="g4", bootstrap_with=clauses.wcnf.hard)
        # What a plan holds beside what it is asked for costs nothing.
        self._solver.set_phases(range(1, len(requirements) + 1))
        self.conflicts: list[Set] = []

    def __enter__(self) -> ClauseQuestions:
        return self

    def __exit__(self, *exception: object) -> None:
        self._solver.delete()

    def hold(self, chosen: Set, thorough: bool = True) -> Set | None:
        """See `Questions`: all that the plan found keeps."""
        if self.cannot_hold(chosen):
            return None
        parameters = self._judge.parameters
        found = self._ask(chosen, parameters.quick)
        if found is None and self._count(chosen):
            return None
        end = self._judge.left * (1 - parameters.question_share)
        while thorough and found is None and self._judge.left > end:
            found = self._ask(chosen, parameters.slice)
        if found:
            return frozenset(k - 1 for k in self._solver.get_model()[: len(self._requirements)] if k > 0)
        return None

    def cannot_hold(self, chosen: Set) -> bool:
        """See `Questions`."""
        return any(conflict <= chosen for conflict in self.conflicts)

    def smallest_within(self, chosen: Set) -> Set:
        """Of the conflicts known among these, one of fewest requirements."""
        return min((conflict for conflict in self.conflicts if conflict <= chosen), key=len)

    def _ask(self, chosen: Set, conflicts: int) -> bool | None:
        self._solver.conf_budget(conflicts)
        found: bool | None = self._solver.solve_limited(assumptions=[k + 1 for k in sorted(chosen)])
        if found is False:
            self.conflicts.append(frozenset(k - 1 for k in self._solver.get_core() or ()))
        return found

    def _count(self, chosen: Set) -> bool:
        """Whether counting shows that these cannot hold together."""
        dropped = [requirement for k, requirement in enumerate(self._requirements) if k not in chosen]
        refs = next(count_conflicts(relax(self._problem, dropped)), None)
        if refs is None:
            return False
        self.conflicts.append(chosen.intersection(self._number[ref] for ref in refs if ref in self._number))
        return True
