"""Why no plan exists: a small set of requirements that cannot hold together."""

from __future__ import annotations

from scheduler.infeasibility.explanation import explain_conflict, find_conflict
from scheduler.infeasibility.narrowing import Conflict
from scheduler.infeasibility.relaxation import relax
from scheduler.infeasibility.requirement import Requirement, list_requirements

__all__ = ["Conflict", "Requirement", "explain_conflict", "find_conflict", "list_requirements", "relax"]
