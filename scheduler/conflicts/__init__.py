"""Why no plan exists: a small set of requirements that cannot hold together."""

from __future__ import annotations

from scheduler.conflicts.explanation import explain_conflict, find_conflict
from scheduler.conflicts.narrowing import Conflict
from scheduler.conflicts.relaxation import relax
from scheduler.conflicts.requirement import Requirement, list_requirements

__all__ = ["Conflict", "Requirement", "explain_conflict", "find_conflict", "list_requirements", "relax"]
