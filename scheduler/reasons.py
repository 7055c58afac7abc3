"""Why requests are not held: only what is shown."""

from __future__ import annotations

from scheduler.plan import Plan, Reason, Unscheduled
