"""The child process that runs core-guided MaxSAT (RC2 of python-sat) on a program of small coefficients.

It reads one pickled job from its standard input and answers with pickled messages: ``bound`` with a proven lower bound of the
cost each time a core was relaxed, and ``solution`` with an optimal vector at the end, or ``infeasible``.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from contextlib import suppress
from typing import Any

import numpy as np

from scheduler.cnf import encode


def main() -> None:
    """Solve one job."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    job = pickle.load(sys.stdin.buffer)

    def answer(*message: Any) -> None:
        pickle.dump(message, answers, protocol=5)
        answers.flush()

    from pysat.examples.rc2 import RC2

    class Telling(RC2):  # type: ignore[misc]
        def process_core(self) -> None:
            super().process_core()
            answer("bound", self.cost + formula.constant)

    formula = encode(job["linear"], job["cost"])
    solver = Telling(formula.wcnf, solver=job["solver"], adapt=True, exhaust=True, minz=True)
    model = solver.compute()
    if model is None:
        answer("infeasible")
        return
    true = np.zeros(formula.wcnf.nv + 1, dtype=bool)
    true[[literal for literal in model if 0 < literal <= formula.wcnf.nv]] = True
    answer("bound", solver.cost + formula.constant)
    answer("solution", formula.decode(true))


if __name__ == "__main__":
    main()
