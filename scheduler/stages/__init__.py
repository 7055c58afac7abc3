"""The stages of a run: which of them work on which goal, in which order, and with which share of the time."""

from __future__ import annotations

from scheduler.stages.by_request import compact_by_request, plan_by_request
from scheduler.stages.policy import run_stages

__all__ = ["compact_by_request", "plan_by_request", "run_stages"]
