"""Change the plan by hand: one dialogue's table at a time, refused with the reason where a rule forbids it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.organiser_pages import pages
from web.planning.pages.edits import change, shown
from web.planning.pages.panel import table_forms
from web.planning.queries.drafts import read_draft
from web.planning.services.table_edits import cancel_table, give_seat, lock_table, put_table, take_seat, unlock_table


@pages.post("/plan/dialogues/<subject>/put")
@access(organiser_of_event)
def plan_table_put(slug: str, subject: str) -> ResponseReturnValue:
    """Move a dialogue, or hold one that is not held."""
    draft = read_draft(the_event())
    forms = table_forms(draft, subject) if draft else None
    if draft and forms and not forms.put.validate_on_submit():
        return shown(draft, subject, table=forms), 422
    slot, place, moderator = (request.form.get(name, "") for name in ("slot", "place", "moderator"))
    without = "without_busy" in request.form

    def put(revision: int) -> None:
        put_table(the_event(), the_person(), revision, subject, slot, place, moderator, without_busy=without)

    return change(subject, _("It is held then and there, and locked. Later runs keep it."), put)


@pages.post("/plan/dialogues/<subject>/lock")
@access(organiser_of_event)
def plan_table_lock(slug: str, subject: str) -> ResponseReturnValue:
    """Lock a dialogue as it is held."""
    return change(subject, _("Locked. Later runs keep it."), lambda revision: lock_table(the_event(), the_person(), revision, subject))


@pages.post("/plan/dialogues/<subject>/unlock")
@access(organiser_of_event)
def plan_table_unlock(slug: str, subject: str) -> ResponseReturnValue:
    """Unlock a dialogue."""
    told = _("Unlocked. A later run may move it.")
    return change(subject, told, lambda revision: unlock_table(the_event(), the_person(), revision, subject))


@pages.post("/plan/dialogues/<subject>/cancel")
@access(organiser_of_event)
def plan_table_cancel(slug: str, subject: str) -> ResponseReturnValue:
    """Take a dialogue out of the plan."""
    told = _("Cancelled, and left out of later runs. Participants hear of it when you publish. You can put it back under Dialogues.")
    return change(subject, told, lambda revision: cancel_table(the_event(), the_person(), revision, subject), gone=True)


@pages.post("/plan/dialogues/<subject>/seat")
@access(organiser_of_event)
def plan_table_seat(slug: str, subject: str) -> ResponseReturnValue:
    """Give somebody a seat."""
    draft = read_draft(the_event())
    forms = table_forms(draft, subject) if draft else None
    if draft and forms and forms.seat and not forms.seat.validate_on_submit():
        return shown(draft, subject, table=forms), 422
    who = request.form.get("participant", "")
    return change(subject, _("Seated."), lambda revision: give_seat(the_event(), the_person(), revision, subject, who))


@pages.post("/plan/dialogues/<subject>/unseat")
@access(organiser_of_event)
def plan_table_unseat(slug: str, subject: str) -> ResponseReturnValue:
    """Take somebody's seat."""
    who, told = request.form.get("participant", ""), _("The seat is free. Later runs leave it at that.")
    return change(subject, told, lambda revision: take_seat(the_event(), the_person(), revision, subject, who))
