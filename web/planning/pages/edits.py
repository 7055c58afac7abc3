"""Change the plan by hand: one meeting at a time, refused with the reason where a rule forbids it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.planning.attendance import MEETING_ROLES
from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.database import rollback
from web.core.errors import Invalid, NotFound
from web.core.event_rows import participants
from web.core.fields import Choice
from web.core.organiser_pages import page, pages, redirect_to
from web.models import Registration, Role
from web.planning.forms.plan import AddMeeting, slot_choices
from web.planning.pages.panel import panel, put_form, view_of
from web.planning.queries.drafts import Draft, read_draft
from web.planning.services.plan_edits import add_meeting, cancel_meeting, lock_as_held, put_meeting, unlock
from web.planning.services.plan_settling import Edit, begin_edit, require_revision


@pages.get("/plan/meetings/<subject>")
@access(organiser_of_event)
def plan_meeting(slug: str, subject: str) -> ResponseReturnValue:
    """Show one meeting or dialogue, with what can be done about it."""
    draft = read_draft(the_event())
    return page("planning/plan_empty.html") if draft is None else shown(draft, subject)


@pages.post("/plan/meetings/<subject>/put")
@access(organiser_of_event)
def plan_put(slug: str, subject: str) -> ResponseReturnValue:
    """Move a meeting, or hold one that is not held."""
    edit = begin_edit(the_event(), the_person())
    form = put_form(edit.draft, subject)
    if form and not form.validate_on_submit():
        return shown(edit.draft, subject, form=form), 422
    slot, place = request.form.get("slot", ""), request.form.get("place", "")
    message = _("It is held then and there, and locked. Later runs keep it.")
    return change(edit, subject, message, lambda: put_meeting(edit, subject, slot, place))


@pages.post("/plan/meetings/<subject>/lock")
@access(organiser_of_event)
def plan_lock(slug: str, subject: str) -> ResponseReturnValue:
    """Lock a meeting where it is."""
    edit = begin_edit(the_event(), the_person())
    return change(edit, subject, _("Locked. Later runs keep it."), lambda: lock_as_held(edit, subject))


@pages.post("/plan/meetings/<subject>/unlock")
@access(organiser_of_event)
def plan_unlock(slug: str, subject: str) -> ResponseReturnValue:
    """Unlock a meeting."""
    edit = begin_edit(the_event(), the_person())
    return change(edit, subject, _("Unlocked. A later run may move it."), lambda: unlock(edit, subject))


@pages.post("/plan/meetings/<subject>/cancel")
@access(organiser_of_event)
def plan_cancel(slug: str, subject: str) -> ResponseReturnValue:
    """Take a meeting out of the plan."""
    edit = begin_edit(the_event(), the_person())
    message = _("Cancelled, and left out of later runs. Participants hear of it when you publish.")
    return change(edit, subject, message, lambda: cancel_meeting(edit, subject), gone=True)


@pages.get("/plan/add")
@access(organiser_of_event)
def plan_add(slug: str) -> ResponseReturnValue:
    """Ask who is to meet, when and where."""
    draft = read_draft(the_event())
    if draft is None:
        return page("planning/plan_empty.html")
    return _add_page(draft, _add_form(draft, participants(the_event()), fresh=True))


@pages.post("/plan/add")
@access(organiser_of_event)
def plan_add_meeting(slug: str) -> ResponseReturnValue:
    """Add a meeting to the plan."""
    edit = begin_edit(the_event(), the_person())
    form = _add_form(edit.draft, edit.before.people.values())
    if form.validate_on_submit():
        one, other = (edit.before.people.get(field.data) for field in (form.one, form.other))
        if one is None or other is None:
            raise NotFound
        try:
            require_revision(edit, _revision())
            subject = add_meeting(edit, one, other, form.slot.data, form.place.data)
            return redirect_to("plan_meeting", _("Added and locked. Later runs keep it."), subject=subject)
        except Invalid as error:
            rollback()
            form.take_faults(error)
    return _add_page(edit.draft, form), 422


def change(edit: Edit, subject: str, message: str, act: Callable[[], None], *, gone: bool = False) -> ResponseReturnValue:
    """Change the plan that was looked at, and show the meeting or dialogue again, with why not where it is refused."""
    try:
        require_revision(edit, _revision())
        act()
    except Invalid as error:
        return _refused(subject, error)
    return redirect_to("plan_by_place", message) if gone else redirect_to("plan_meeting", message, subject=subject)


def _refused(subject: str, error: Invalid) -> ResponseReturnValue:
    rollback()
    draft = read_draft(the_event())
    if draft is None:
        raise NotFound
    return shown(draft, subject, error.lines), 422


def _revision() -> int:
    text = request.form.get("revision", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def shown(draft: Draft, subject: str, refusals: tuple[str, ...] = (), **forms: Any) -> str:
    """Draw the page of one meeting or dialogue; ``forms`` are those of `panel`."""
    found = panel(draft, view_of(draft), subject, refusals, **forms)
    if found["meeting"] is None:
        raise NotFound
    return page("planning/plan_meeting.html", draft=draft, **found)


def _add_page(draft: Draft, form: AddMeeting) -> str:
    return page("planning/plan_add.html", draft=draft, form=form)


def _add_form(draft: Draft, people: Iterable[Registration], *, fresh: bool = False) -> AddMeeting:
    form = AddMeeting(formdata=None, revision=draft.row.revision) if fresh else AddMeeting()
    named = sorted((_called(row), row.public_id) for row in people if row.role in MEETING_ROLES)
    form.one.choices = form.other.choices = [Choice("", _("Choose")), *(Choice(id_, name) for name, id_ in named)]
    form.slot.choices = slot_choices(draft.problem)
    form.place.choices = [Choice(place.id, f"{place.id}, {place.zone}" if place.zone else place.id) for place in draft.problem.places]
    return form


def _called(row: Registration) -> str:
    """With the role, since who comes in two is on the list twice."""
    name = f"{row.organisation.name}: {row.person.label}" if row.organisation else row.person.label
    return f"{name} ({_('buyer') if row.role is Role.BUYER else _('supplier')})"
