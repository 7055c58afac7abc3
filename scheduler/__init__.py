"""Plan an event: choose meetings, slots, tables and seats, prove how good the plan is, and check it.

What others may use stands here and in `scheduler.solve`, `scheduler.checker`, `scheduler.files` and `scheduler.whatif`.
These four load solvers or readers, so they are imported by name where they are needed.
"""

from __future__ import annotations

from scheduler.errors import Fault, NoPlanExists, NoPlanInTime, SchedulerError, TooLarge, UnusableInput
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop

__all__ = [
    "Fault",
    "NoPlanExists",
    "NoPlanInTime",
    "Plan",
    "Problem",
    "Progress",
    "SchedulerError",
    "Settings",
    "Stop",
    "TooLarge",
    "UnusableInput",
]
