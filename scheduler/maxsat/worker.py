"""The child process that runs a SAT solver on a program of small coefficients, from below or from above.

It reads one pickled job from its standard input and answers with pickled messages: ``bound`` with a proven lower bound of the
cost, ``solution`` with a vector, ``optimal`` when the last solution is proven best, or ``infeasible``.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np

from scheduler.maxsat.rows import Formula
from scheduler.parameters import DEFAULTS, MaxSatParameters
from scheduler.solvers.child_process import end_with_parent

UNLIMITED = -1


class OutOfConflictsError(Exception):
    """A run has had all the conflicts that it was given."""


Answer = Callable[..., None]


def climb(formula: Formula, answer: Answer, parameters: MaxSatParameters = DEFAULTS.maxsat, most: int = UNLIMITED) -> None:
    """Core-guided: raise the lower bound until it is reached (RC2; Ignatiev, Morgado, Marques-Silva, JSAT 11, 2019).

    Parameters
    ----------
    most
        Conflicts that it may meet.

    Raises
    ------
    OutOfConflictsError
        After so many.
    """
    from pysat.examples.rc2 import RC2

    class Telling(RC2):  # type: ignore[misc]  # python-sat brings no types
        minimising = False

        def process_core(self) -> None:
            super().process_core()
            answer("bound", self.cost + formula.constant)

        def minimize_core(self) -> None:
            self.minimising = True
            super().minimize_core()
            self.minimising = False

        def _call_oracle(self, assumptions: Any = (), expect_interrupt: bool = False) -> Any:
            if most == UNLIMITED:
                return super()._call_oracle(assumptions, expect_interrupt)
            left = most - self.oracle.accum_stats()["conflicts"]
            if left > 0 and not self.minimising:  # which has a limit of its own
                self.oracle.conf_budget(left)
            found = super()._call_oracle(assumptions, expect_interrupt) if left > 0 else None
            if found is None and not (self.minimising and left > 0):
                raise OutOfConflictsError
            return found

    search = Telling(formula.wcnf, solver=parameters.solver, adapt=True, exhaust=True, minz=True)
    model = search.compute()
    if model is None:
        answer("infeasible")
        return
    answer("bound", search.cost + formula.constant)
    answer("solution", formula.decode(_truth(formula, model)))
    answer("optimal")


def descend(formula: Formula, answer: Answer, parameters: MaxSatParameters = DEFAULTS.maxsat) -> None:
    """Model-improving: ask for ever fewer falsified soft clauses until there is no such solution."""
    from pysat.solvers import Solver

    with Solver(name=parameters.solver, bootstrap_with=formula.wcnf.hard) as search:
        if not search.solve():
            answer("infeasible")
            return
        _Descent(formula, search, answer, parameters).run()
    answer("optimal")


class _Descent:
    """Asks for much less at first, each time for so many conflicts only, and for one less once that is too much to ask.

    The solver looks near the best solution by now (its phases), and first where nothing rare is true.
    """

    def __init__(self, formula: Formula, search: Any, answer: Answer, parameters: MaxSatParameters) -> None:
        self._formula, self._search, self._answer, self._parameters = formula, search, answer, parameters
        self._soft = [-clause[0] for clause in formula.wcnf.soft]
        self._rare = [-variable for variable in formula.rare]
        self._cost = len(self._soft) + 1
        self._counter: Any = None
        self._more_than: list[int] = []
        self._take()

    def run(self) -> None:
        low, step, budget = 0, self._cost, self._parameters.conflicts
        while self._cost > low:
            self._count(low)
            step = max(1, min(step, (self._cost - low) // 2))
            # What is beyond the counter cannot be asked for in smaller steps.
            far = self._cost > len(self._more_than)
            target = len(self._more_than) - 1 if far else self._cost - step
            found = self._ask([-self._more_than[target]], UNLIMITED if far else budget)
            if found is False:
                low, step = target + 1, self._cost
                self._answer("bound", low + self._formula.constant)
            elif found:
                step *= 2
            elif step > 1:
                step //= 2
            else:
                budget *= 2

    def _count(self, low: int) -> None:
        """Have a counter, of what is true where more than 0, 1, ... are falsified, that goes on beyond a lower bound."""
        from pysat.card import ITotalizer

        most = min(self._cost, low + self._parameters.counted)
        if self._counter is None:
            self._counter = ITotalizer(lits=self._soft, ubound=most, top_id=self._formula.wcnf.nv)
        elif low < len(self._more_than):
            return
        else:
            self._counter.increase(ubound=most)
        clauses = self._counter.cnf.clauses
        for clause in clauses[len(clauses) - self._counter.nof_new :]:
            self._search.add_clause(clause)
        self._more_than = list(self._counter.rhs)

    def _ask(self, limit: list[int], budget: int) -> bool | None:
        """Whether there is a solution within a limit; None: not found out with so many conflicts."""
        found: bool | None = None
        for more in (self._rare, []) if self._rare else ([],):
            self._search.conf_budget(budget)
            found = self._search.solve_limited(assumptions=limit + more)
            if found:
                self._take()
                break
        return found

    def _take(self) -> None:
        model = self._search.get_model()
        true = _truth(self._formula, model)
        cost = int(true[self._soft].sum())
        if cost < self._cost:
            self._cost = cost
            self._answer("solution", self._formula.decode(true))
            self._search.set_phases([literal for literal in model if abs(literal) <= self._formula.wcnf.nv])


def _truth(formula: Formula, model: list[int]) -> Any:
    true = np.zeros(formula.wcnf.nv + 1, dtype=bool)
    true[[literal for literal in model if 0 < literal <= formula.wcnf.nv]] = True
    return true


def main() -> None:
    """Solve one job; a parent that dies takes this process with it."""
    end_with_parent()
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    job = pickle.load(sys.stdin.buffer)

    def answer(*message: Any) -> None:
        pickle.dump(message, answers, protocol=5)
        answers.flush()

    with suppress(OutOfConflictsError):
        if job["way"] == "climb":
            climb(job["encode"](), answer, job["parameters"], job["conflicts"])
        else:
            descend(job["encode"](), answer, job["parameters"])


if __name__ == "__main__":
    main()
