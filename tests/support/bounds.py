"""Bounds of goals, and evidence for them by hand."""

from __future__ import annotations

from typing import Any

from scheduler.checker import Claim, Violation
from scheduler.checker.bounds import Ground
from scheduler.checker.bounds.prices import Prices, read_prices
from scheduler.plan import Plan
from scheduler.problem import MAXIMISED, Problem


def holds(goal: str, bound: int, achieved: int) -> bool:
    return achieved <= bound if goal in MAXIMISED else achieved >= bound


def of(claim: Claim, goal: str, found: int | None = None, allowed: int | None = None, *said: str) -> Violation:
    """A claim about a goal's bound."""
    return Violation(claim, goal=goal, found=found, allowed=allowed, said=said)


def priced(problem: Problem, data: dict[str, Any], goal: str = "value", kept: Plan | None = None) -> Prices:
    """Prices for one goal, as evidence holds them."""
    return read_prices(Ground(problem, (goal,), {}, kept), goal, data)
