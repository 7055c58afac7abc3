"""What organisers do: set the event up, decide on registrations, plan, and work on the plan by hand."""

from __future__ import annotations

from web.pages.organise import activity, dialogues, edits, people, places, plan, runs, setup, table_edits, tables, times, values, words
from web.pages.organise.base import pages
from web.pages.organise.setup import creation

__all__ = [
    "activity",
    "creation",
    "dialogues",
    "edits",
    "pages",
    "people",
    "places",
    "plan",
    "runs",
    "setup",
    "table_edits",
    "tables",
    "times",
    "values",
    "words",
]
