"""The plan that organisers work on: a run's result, with their changes by hand in it, judged anew after each."""

from __future__ import annotations

import json
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import select

from scheduler.files.writing import plan_to_json
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict
from web.core.event_data import document_of
from web.models import Event, Person, PlanDraft, Run
from web.planning.queries.drafts import read_draft


def rename_place(event: Event, old: str, new: str) -> None:
    """Have the draft call a place by its new name, so that what is held there stays held."""
    draft = read_draft(event, lock=True)
    if draft is None:
        return
    problem, plan = draft.problem, draft.plan

    def called(names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return names if names is None else tuple(new if name == old else name for name in names)

    renamed = replace(
        problem,
        places=tuple(replace(place, id=new) if place.id == old else place for place in problem.places),
        participants=tuple(replace(person, home=new) if person.home == old else person for person in problem.participants),
        requests=tuple(replace(request, places=called(request.places)) for request in problem.requests),
        dialogues=tuple(replace(dialogue, places=called(dialogue.places)) for dialogue in problem.dialogues),
        fixed=tuple(replace(fixed, place=new) if fixed.place == old else fixed for fixed in problem.fixed),
    )
    document = document_of(renamed)
    held = replace(
        plan,
        problem_sha256=document.sha256,
        meetings=tuple(replace(meeting, place=new) if meeting.place == old else meeting for meeting in plan.meetings),
        dialogues=tuple(replace(held, place=new) if held.place == old else held for held in plan.dialogues),
    )
    row = draft.row
    row.problem, row.problem_sha256, row.plan = document.text, document.sha256, json.dumps(plan_to_json(held), ensure_ascii=False)
    row.revision += 1
    db.session.flush()


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
