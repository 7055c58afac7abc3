"""Change the plan by hand: one dialogue at a time, refused with the reason where a rule forbids it."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.organiser_pages import pages
from web.planning.pages.edits import change, shown
from web.planning.pages.panel import forms_of_dialogue
from web.planning.services.dialogue_edits import cancel_dialogue, give_seat, lock_dialogue, put_dialogue, take_seat, unlock_dialogue
from web.planning.services.plan_settling import begin_edit


@pages.post("/plan/dialogues/<subject>/put")
@access(organiser_of_event)
def plan_table_put(slug: str, subject: str) -> ResponseReturnValue:
    """Move a dialogue, or hold one that is not held."""
    edit = begin_edit(the_event(), the_person())
    forms = forms_of_dialogue(edit.draft, subject, edit.before)
    if forms and not forms.put.validate_on_submit():
        return shown(edit.draft, subject, dialogue_forms=forms), 422
    slot, place, moderator = (request.form.get(name, "") for name in ("slot", "place", "moderator"))
    without = "without_busy" in request.form
    message = _("It is held then and there, and locked. Later runs keep it.")
    return change(edit, subject, message, lambda: put_dialogue(edit, subject, slot, place, moderator, without_busy=without))


@pages.post("/plan/dialogues/<subject>/lock")
@access(organiser_of_event)
def plan_table_lock(slug: str, subject: str) -> ResponseReturnValue:
    """Lock a dialogue as it is held."""
    edit = begin_edit(the_event(), the_person())
    return change(edit, subject, _("Locked. Later runs keep it."), lambda: lock_dialogue(edit, subject))


@pages.post("/plan/dialogues/<subject>/unlock")
@access(organiser_of_event)
def plan_table_unlock(slug: str, subject: str) -> ResponseReturnValue:
    """Unlock a dialogue."""
    edit = begin_edit(the_event(), the_person())
    return change(edit, subject, _("Unlocked. A later run may move it."), lambda: unlock_dialogue(edit, subject))


@pages.post("/plan/dialogues/<subject>/cancel")
@access(organiser_of_event)
def plan_table_cancel(slug: str, subject: str) -> ResponseReturnValue:
    """Take a dialogue out of the plan."""
    edit = begin_edit(the_event(), the_person())
    message = _("Cancelled, and left out of later runs. Participants hear of it when you publish. You can put it back under Dialogues.")
    return change(edit, subject, message, lambda: cancel_dialogue(edit, subject), gone=True)


@pages.post("/plan/dialogues/<subject>/seat")
@access(organiser_of_event)
def plan_table_seat(slug: str, subject: str) -> ResponseReturnValue:
    """Give somebody a seat."""
    edit = begin_edit(the_event(), the_person())
    forms = forms_of_dialogue(edit.draft, subject, edit.before)
    if forms and forms.seat and not forms.seat.validate_on_submit():
        return shown(edit.draft, subject, dialogue_forms=forms), 422
    who = request.form.get("participant", "")
    return change(edit, subject, _("Seated."), lambda: give_seat(edit, subject, who))


@pages.post("/plan/dialogues/<subject>/unseat")
@access(organiser_of_event)
def plan_table_unseat(slug: str, subject: str) -> ResponseReturnValue:
    """Take somebody's seat."""
    edit, who = begin_edit(the_event(), the_person()), request.form.get("participant", "")
    return change(edit, subject, _("The seat is free. Later runs leave it at that."), lambda: take_seat(edit, subject, who))
