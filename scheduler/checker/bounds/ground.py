"""What the evidence for a bound is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.plan import Plan
from scheduler.problem import MAXIMISED, Problem


class UnfitEvidence(Exception):
    """Evidence that is not of its form, or names what the problem does not have; the message says where and what."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a bound is about.

    Attributes
    ----------
    order, achieved
        The goals in their order, and what the plan achieves of each, as recomputed.
    reference, plan
        The earlier plan that ``changes`` compares with, if there is one, and the plan that is judged: evidence that speaks of frozen
        slots needs both.
    """

    problem: Problem
    order: tuple[str, ...]
    achieved: Mapping[str, int]
    reference: Plan | None = None
    plan: Plan | None = None

    def before(self, goal: str) -> tuple[str, ...]:
        """The goals that come before this one."""
        return self.order[: self.order.index(goal)]

    def better(self, goal: str, one: int, other: int) -> int:
        """The one of two bounds that says more."""
        return min(one, other) if goal in MAXIMISED else max(one, other)
