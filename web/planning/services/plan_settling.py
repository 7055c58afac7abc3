"""What every change of the plan by hand goes through: the plan is carried over to the event as it is now, and judged by the checker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from matchmaking.planning.carry_over import carry_over, keep_proofs
from matchmaking.wording import for_people
from scheduler.checker import Violation, broken_rules, check, made_worse
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.reasons import add_remedies
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.core.event_data import Snapshot, read_event
from web.models import EditKind, Event, Person, PlanEdit
from web.planning.queries.drafts import Draft, read_draft


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the plan by hand that is under way.

    Attributes
    ----------
    draft
        The plan as it was, which nobody else can change meanwhile.
    before
        The event as it was.
    by
        Who changes it.
    """

    draft: Draft
    before: Snapshot
    by: Person

    @property
    def event(self) -> Event:
        """What it is about."""
        return self.before.event


def begin_edit(event: Event, by: Person) -> Edit:
    """Read the draft and the event, and keep others from changing the draft.

    Raises
    ------
    Conflict
        Where there is no draft yet.
    """
    draft = read_draft(event, lock=True)
    if draft is None:
        raise Conflict(_("There is no plan yet. Start a planning run and use its plan first."))
    return Edit(draft, read_event(event), by)


def require_revision(edit: Edit, revision: int) -> None:
    """Refuse where somebody has changed the draft since ``revision``, which was looked at."""
    if edit.draft.row.revision != revision:
        raise Conflict(_("Somebody has changed the plan since you looked at it."))


def settle(edit: Edit, after: Snapshot, edited: Plan) -> None:
    """Make a changed plan the draft.

    Parameters
    ----------
    after
        The event with the change in it: later runs keep what the organisers have decided.
    edited
        The plan with the change in it; goals, bounds and reasons are made anew.

    Raises
    ------
    Invalid
        With the rules that the change would break, or break further, one a line.
    UnusableInput
        Where the event itself is none that could be planned, or read again.
    """
    problem, document, draft = after.problem, after.document, edit.draft
    # What could not be read again must not be stored.
    parse_problem(document.content, "problem")
    known = {request.id for request in problem.requests} | {held.request for held in draft.plan.meetings}
    if any(held.request not in known for held in edited.meetings):
        raise Invalid(_("One of the two has declined to meet the other."))
    plan = replace(carry_over(problem, edited), problem_sha256=document.sha256)
    if broken := broken_rules(problem, plan):
        _refuse(problem, made_worse(faults_before(edit), broken))
    else:
        plan = _sound(draft, problem, plan)
    row = draft.row
    row.problem, row.problem_sha256, row.plan = document.text, document.sha256, json.dumps(plan_to_json(plan), ensure_ascii=False)
    row.revision += 1
    db.session.flush()


def _refuse(problem: Problem, faults: Sequence[Violation]) -> None:
    if faults:
        raise Invalid(lines=for_people(problem, faults, str(get_locale() or "en")))


def _sound(draft: Draft, problem: Problem, plan: Plan) -> Plan:
    """A plan that breaks no rule, with the bounds and reasons that hold of such a plan, and what would let in what is left out."""
    plan = keep_proofs((draft.problem, draft.plan), problem, plan)
    plan = replace(plan, unscheduled=add_remedies(problem, plan))
    _refuse(problem, check(problem, plan, sha256=plan.problem_sha256).violations)
    return plan


def faults_before(edit: Edit) -> tuple[Violation, ...]:
    """What was wrong with the plan already, because the event has changed since; a change by hand is not to blame for it."""
    before, draft = edit.before, edit.draft
    if before.document.sha256 == draft.row.problem_sha256:
        return broken_rules(draft.problem, draft.plan)
    return broken_rules(before.problem, carry_over(before.problem, draft.plan))


def note(event: Event, by: Person, kind: EditKind, subject: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    """Write down a change of the plan by hand, from what it was to what it is now; None: nothing is held."""
    db.session.add(PlanEdit(event_id=event.id, person_id=by.id, kind=kind, subject=subject, before=before, after=after))
    record(f"changed the plan: {kind.value}", event, by, event, about=subject)
