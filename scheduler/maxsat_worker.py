"""The child process that runs a SAT solver on a program of small coefficients, from below or from above.

It reads one pickled job from its standard input and answers with pickled messages: ``bound`` with a proven lower bound of the
cost, ``solution`` with a vector, ``optimal`` when the last solution is proven best, or ``infeasible``.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Callable
from typing import Any

import numpy as np

from scheduler.child import end_with_parent
from scheduler.cnf import Formula

COUNTED = 60  # costs above this are not told apart by the counter of `descend`
FAR = 16  # down to here ask for half each time
STEP = 5  # and then for a fifth less

Answer = Callable[..., None]


def climb(formula: Formula, solver: str, answer: Answer) -> None:
    """Core-guided: raise the lower bound until it is reached (RC2; Ignatiev, Morgado, Marques-Silva, JSAT 11, 2019)."""
    from pysat.examples.rc2 import RC2

    class Telling(RC2):  # type: ignore[misc]  # python-sat brings no types
        def process_core(self) -> None:
            super().process_core()
            answer("bound", self.cost + formula.constant)

    search = Telling(formula.wcnf, solver=solver, adapt=True, exhaust=True, minz=True)
    model = search.compute()
    if model is None:
        answer("infeasible")
        return
    answer("bound", search.cost + formula.constant)
    answer("solution", formula.decode(_truth(formula, model)))
    answer("optimal")


def descend(formula: Formula, solver: str, answer: Answer) -> None:
    """Model-improving: ask for ever fewer falsified soft clauses until there is no such solution; first where nothing rare is true."""
    from pysat.card import ITotalizer
    from pysat.solvers import Solver

    soft = [-clause[0] for clause in formula.wcnf.soft]
    rare = [-variable for variable in formula.rare]
    with Solver(name=solver, bootstrap_with=formula.wcnf.hard) as search:
        if not search.solve():
            answer("infeasible")
            return
        cost = _tell(formula, search.get_model(), soft, answer)
        if cost and rare and search.solve(assumptions=rare):
            cost = min(cost, _tell(formula, search.get_model(), soft, answer))
        if not cost:
            answer("optimal")
            return
        counter = ITotalizer(lits=soft, ubound=min(cost, COUNTED), top_id=formula.wcnf.nv)
        for clause in counter.cnf.clauses:
            search.add_clause(clause)
        closer = False
        while cost:
            target = min(_next(cost, closer), len(counter.rhs) - 1)
            limit = [-counter.rhs[target]]
            if search.solve(assumptions=limit + rare) or (rare and search.solve(assumptions=limit)):
                cost = _tell(formula, search.get_model(), soft, answer)
                continue
            answer("bound", target + 1 + formula.constant)
            if target == cost - 1:
                break
            closer = True
    answer("optimal")


def _next(cost: int, closer: bool) -> int:
    """What to ask for next: much less at first, and one less once that was too little."""
    if closer:
        return cost - 1
    return cost // 2 if cost > FAR else cost - max(1, cost // STEP)


def _tell(formula: Formula, model: list[int], soft: list[int], answer: Answer) -> int:
    true = _truth(formula, model)
    answer("solution", formula.decode(true))
    return int(true[soft].sum())


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

    {"climb": climb, "descend": descend}[job["way"]](job["encode"](), job["solver"], answer)


if __name__ == "__main__":
    main()
