"""The plan that organisers work on: a run's result, with their changes by hand in it, judged anew after each."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.reading import parse_plan, parse_problem
from web.database import db
from web.errors import Conflict
from web.models import Event, Person, PlanDraft, Run
from web.services.activity import record


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
    row = db.session.scalar(select(PlanDraft).where(PlanDraft.event_id == event.id).with_for_update()) if lock else draft_row(event)
    if row is None:
        return None
    return Draft(row, parse_problem(json.loads(row.problem), "problem"), parse_plan(json.loads(row.plan), "plan"))


def adopt_run(event: Event, run: Run, by: Person | None) -> PlanDraft:
    """Make the result of a run the draft of its event, in place of the one before.

    Raises
    ------
    Conflict
        Where the run has no plan.
    """
    problem, plan = run.problem, run.plan
    if plan is None:
        raise Conflict(_("This run has not brought a plan."))
    row = db.session.scalar(select(PlanDraft).where(PlanDraft.event_id == event.id).with_for_update())
    if row is None:
        row = PlanDraft(event_id=event.id, problem=problem, plan=plan, revision=0)
        db.session.add(row)
    row.run_id, row.problem, row.problem_sha256, row.plan = run.id, problem, run.problem_sha256, plan
    row.revision += 1
    db.session.flush()
    record("took over the plan of", run, by, event)
    return row
