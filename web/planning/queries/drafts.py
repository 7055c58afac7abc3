"""The plan that organisers work on, as it is stored."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import undefer

from scheduler.files.reading import parse_plan, parse_problem
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.core.database import db
from web.models import Event, PlanDraft


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it was read: its row, and what stands in it."""

    row: PlanDraft
    problem: Problem
    plan: Plan


def draft_row(event: Event) -> PlanDraft | None:
    """Give an event's draft without reading the plan in it; None: there is none yet."""
    return db.session.scalar(select(PlanDraft).where(PlanDraft.event_id == event.id))


def read_draft(event: Event, *, lock: bool = False) -> Draft | None:
    """Read the plan that the organisers of an event work on; None: there is none yet.

    Parameters
    ----------
    lock
        Whether to keep others from changing it until the end of the request.
    """
    row = draft_with_texts(event, lock=lock)
    if row is None:
        return None
    return Draft(row, parse_problem(json.loads(row.problem), "problem"), parse_plan(json.loads(row.plan), "plan"))


def draft_with_texts(event: Event, *, lock: bool = False) -> PlanDraft | None:
    """Read an event's draft with the plan in it, as text; parameters and result are those of `read_draft`."""
    wanted = select(PlanDraft).where(PlanDraft.event_id == event.id).options(undefer(PlanDraft.problem), undefer(PlanDraft.plan))
    if lock:
        # Whoever had to wait for somebody else's change must not go by what was read before it.
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(wanted)
