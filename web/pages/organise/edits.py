"""Change the plan by hand: one meeting at a time, refused with the reason where a rule forbids it."""

from __future__ import annotations

from collections.abc import Callable

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import access, organiser_of_event, the_event, the_person
from web.database import rollback
from web.errors import Conflict, Invalid, NotFound
from web.forms.organise import AddMeeting, PutMeeting
from web.models import Role
from web.pages.organise.base import go, page, pages
from web.queries.event_data import participants
from web.queries.plan_views import PlanView, places_for, slot_choices
from web.queries.worths import worth_of
from web.services.drafts import Draft, read_draft
from web.services.plan_edits import add_meeting, cancel_meeting, lock_as_held, put_meeting, unlock


@pages.get("/plan/meetings/<subject>")
@access(organiser_of_event)
def plan_meeting(slug: str, subject: str) -> ResponseReturnValue:
    """Show one meeting or dialogue, with what can be done about it."""
    draft = read_draft(the_event())
    return page("plan_empty.html") if draft is None else _meeting(draft, subject, ())


@pages.post("/plan/meetings/<subject>/put")
@access(organiser_of_event)
def plan_put(slug: str, subject: str) -> ResponseReturnValue:
    """Move a meeting, or hold one that is not held."""
    draft = read_draft(the_event())
    form = put_form(draft, subject) if draft else None
    if draft and form and not form.validate_on_submit():
        return _meeting(draft, subject, (), form), 422
    slot, place = request.form.get("slot", ""), request.form.get("place", "")
    told = _("It is held then and there, and locked. Later runs keep it.")
    return _change(subject, told, lambda revision: put_meeting(the_event(), the_person(), revision, subject, slot, place))


@pages.post("/plan/meetings/<subject>/lock")
@access(organiser_of_event)
def plan_lock(slug: str, subject: str) -> ResponseReturnValue:
    """Lock a meeting where it is."""
    return _change(subject, _("Locked. Later runs keep it."), lambda revision: lock_as_held(the_event(), the_person(), revision, subject))


@pages.post("/plan/meetings/<subject>/unlock")
@access(organiser_of_event)
def plan_unlock(slug: str, subject: str) -> ResponseReturnValue:
    """Unlock a meeting."""
    return _change(subject, _("Unlocked. A later run may move it."), lambda revision: unlock(the_event(), the_person(), revision, subject))


@pages.post("/plan/meetings/<subject>/cancel")
@access(organiser_of_event)
def plan_cancel(slug: str, subject: str) -> ResponseReturnValue:
    """Take a meeting out of the plan."""
    try:
        cancel_meeting(the_event(), the_person(), _revision(), subject)
    except Invalid as error:
        return _refused(subject, error)
    return go("plan_by_place", _("Cancelled, and left out of later runs. Participants hear of it when you publish."))


@pages.get("/plan/add")
@access(organiser_of_event)
def plan_add(slug: str) -> ResponseReturnValue:
    """Ask who is to meet, when and where."""
    draft = read_draft(the_event())
    return page("plan_empty.html") if draft is None else page("plan_add.html", **_view(draft), form=_add_form(draft, fresh=True))


@pages.post("/plan/add")
@access(organiser_of_event)
def plan_add_meeting(slug: str) -> ResponseReturnValue:
    """Add a meeting to the plan."""
    event, draft = the_event(), read_draft(the_event())
    if draft is None:
        raise Conflict(_("There is no plan yet. Start a planning run and use its plan first."))
    form = _add_form(draft)
    if form.validate_on_submit():
        people = {row.public_id: row for row in participants(event)}
        one, other = people.get(form.one.data), people.get(form.other.data)
        if one is None or other is None:
            raise NotFound
        try:
            subject = add_meeting(event, the_person(), _revision(), one, other, form.slot.data, form.place.data)
            return go("plan_meeting", _("Added and locked. Later runs keep it."), subject=subject)
        except Invalid as error:
            rollback()
            form.take_faults(error)
    return page("plan_add.html", **_view(draft), form=form), 422


def _change(subject: str, told: str, act: Callable[[int], None]) -> ResponseReturnValue:
    try:
        act(_revision())
    except Invalid as error:
        return _refused(subject, error)
    return go("plan_meeting", told, subject=subject)


def _refused(subject: str, error: Invalid) -> ResponseReturnValue:
    rollback()
    draft = read_draft(the_event())
    if draft is None:
        raise NotFound
    return _meeting(draft, subject, tuple(error.message.splitlines())), 422


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _meeting(draft: Draft, subject: str, refusals: tuple[str, ...], form: PutMeeting | None = None) -> str:
    view = PlanView(draft.problem, draft.plan)
    found = view.find(subject)
    if found is None:
        raise NotFound
    values = _view(draft, view) | {"meeting": found, "form": form or put_form(draft, subject)}
    return page("plan_meeting.html", **values, refusals=refusals, worth=worth_of(the_event(), subject))


def _view(draft: Draft, view: PlanView | None = None) -> dict[str, object]:
    return {"draft": draft, "view": view or PlanView(draft.problem, draft.plan)}


def put_form(draft: Draft, subject: str) -> PutMeeting | None:
    """Make the form that moves a meeting, with what was typed or where it is held in it; None: it is no meeting."""
    asked = next((each for each in draft.problem.requests if each.id == subject), None)
    if asked is None:
        return None
    held = next((meeting for meeting in draft.plan.meetings if meeting.request == subject), None)
    form = PutMeeting(slot=held.slot if held else "", place=held.place if held else "")
    form.revision.data = str(draft.row.revision)
    form.slot.choices = slot_choices(draft.problem)
    form.place.choices = [(place.id, place.id) for place in places_for(draft.problem, asked)]
    return form


def _add_form(draft: Draft, *, fresh: bool = False) -> AddMeeting:
    form = AddMeeting(formdata=None, revision=draft.row.revision) if fresh else AddMeeting()
    meeting = [person for person in draft.problem.participants if person.role in (Role.BUYER, Role.SUPPLIER)]
    named = sorted((f"{person.organisation or ''}: {person.label}".lstrip(": "), person.id) for person in meeting)
    form.one.choices = form.other.choices = [("", _("Choose")), *((id_, name) for name, id_ in named)]
    form.slot.choices = slot_choices(draft.problem)
    form.place.choices = [(place.id, f"{place.id}, {place.zone}" if place.zone else place.id) for place in draft.problem.places]
    return form
