"""A plan as one page to read: goals with their bounds, timetables, dialogues, and what is not held and why."""

from __future__ import annotations

from matchmaking.report.page import render_report

__all__ = ["render_report"]
