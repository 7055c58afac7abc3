"""What organisers do: set the event up, decide on registrations, plan, and work on the plan by hand."""

from __future__ import annotations

from web.pages.organise import people, plan, runs
from web.pages.organise.base import pages

__all__ = ["pages", "people", "plan", "runs"]
