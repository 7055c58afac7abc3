"""What travels together where a goal is settled by linear programming."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from scheduler.arrays import Floats, Ints
from scheduler.model.model import Model
from scheduler.parameters import Parameters
from scheduler.program.integer_program import Linear
from scheduler.program.relaxation import Relaxation
from scheduler.program.restriction import Reduced
from scheduler.run.incumbent import Search
from scheduler.solvers.highs import Highs

OnBound = Callable[[int], object]  # called with each proven lower bound of a cost


@dataclass(frozen=True)
class LinearTask:
    """A cost to be minimised over a linear program, for a search that takes the plans.

    Attributes
    ----------
    model
        Of linear goals alone; the program has its columns.
    linear, cost
        The program and its cost, (n,).
    end
        Monotonic time to end by.
    """

    search: Search
    model: Model
    linear: Linear
    cost: Ints
    highs: Highs
    end: float

    @property
    def left(self) -> float:
        """Seconds until the end of this task or of the run, whichever comes first."""
        return self.search.left_until(self.end)

    @property
    def parameters(self) -> Parameters:
        """Those of the run."""
        return self.search.settings.parameters

    @property
    def core(self) -> int:
        """Number of columns that are decisions."""
        return self.model.layout.core

    @property
    def options(self) -> int:
        """Number of columns that are options, which come first."""
        return self.model.instance.options

    def current(self) -> Ints:
        """(n,) the best plan of the search in the columns of the program, in which it need not lie."""
        return self.model.layout.complete(self.search.require()[: self.core])

    def feasible(self) -> Ints | None:
        """(n,) the best plan of the search in the columns of the program; None where there is none or it breaks a row."""
        if self.search.best is None:
            return None
        full = self.current()
        return None if len(self.linear.violated(full)) else full

    def offer(self, x: Ints) -> bool:
        """Offer a vector (n,) to the search."""
        return self.search.offer(x[: self.core])

    def offering(self, part: Reduced) -> Callable[[Ints], object]:
        """Offers solutions of a part of the program to the search."""
        return lambda x: self.offer(part.expand(x))

    def relax(self) -> Relaxation | None:
        """Solve the linear program; None if it did not end in time."""
        return self.highs.relax(self.linear, self.cost, self.left)


def is_whole(x: Floats, whole: Ints) -> bool:
    """Whether a fractional solution (n,) is as good as this rounded one."""
    return bool(np.abs(x - whole).max(initial=0) <= 1e-6)
