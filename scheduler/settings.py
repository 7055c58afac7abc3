"""How to solve, apart from what to solve; and what a run tells while it runs."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters import DEFAULTS, Parameters
from scheduler.problem import GOALS

MEMBERS = ("maxsat", "below", "above", "diaries", "face", "annealing", "neighbourhoods", "cpsat")
"""Parts of the portfolio for compact agendas that a run can do without, to see what each earns.

MaxSAT at all, or only from below or from above; diaries as clauses in place of rows; MaxSAT among the plans of the best value;
annealing over Kempe chains; large neighbourhoods; and CP-SAT on the whole model.
"""


@dataclass(frozen=True, slots=True)
class Settings:
    """Knobs of one run.

    Attributes
    ----------
    seconds
        Wall clock for the whole run, above 0.
    workers
        Cores to use, 1 to 64.
    seed
        Seed of every random choice, 0 or more.
    goals
        Goals in their order in place of the problem's own.
    reproducible
        Take no decision by the clock: the same plan every time on one machine; `seconds` then only ends what takes too long.
    patience
        Seconds after which a repair (`scheduler.repair`) that has the fewest changes stops improving; None: all the `seconds`.
    without
        `MEMBERS` that are left out, to measure what they earn.
    parameters
        Of the engine's parts, for whoever measures or tests them.

    Raises
    ------
    ValueError
        If a knob is out of its range.
    """

    seconds: float = 60.0
    workers: int = 2
    seed: int = 0
    goals: tuple[str, ...] | None = None
    reproducible: bool = False
    patience: float | None = None
    without: tuple[str, ...] = ()
    parameters: Parameters = DEFAULTS

    def __post_init__(self) -> None:
        if not 0 < self.seconds <= 86_400:
            raise ValueError(f"seconds has to be above 0 and at most 86400, not {self.seconds:g}")
        if not 1 <= self.workers <= 64:
            raise ValueError(f"workers has to be from 1 to 64, not {self.workers}")
        if not 0 <= self.seed < 1 << 31:
            raise ValueError(f"seed has to be from 0 to 2147483647, not {self.seed}")
        unknown = [goal for goal in self.goals or () if goal not in GOALS]
        if unknown:
            raise ValueError(f"{unknown[0]!r} is not a goal; the goals are {', '.join(GOALS)}")
        if self.goals is not None and len(set(self.goals)) < len(self.goals):
            raise ValueError("a goal is named twice")
        for name in self.without:
            if name not in MEMBERS:
                raise ValueError(f"{name!r} cannot be left out; what can is {', '.join(MEMBERS)}")

    def uses(self, member: str) -> bool:
        """Whether one of `MEMBERS` takes part."""
        return member not in self.without


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands: the goal at work, the best so far and its proven bound (None: none yet), seconds since the start."""

    goal: str
    achieved: int | None
    bound: int | None
    elapsed: float
    note: str = ""
