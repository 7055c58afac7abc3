"""Leave an event."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from web.core.access import access, target, the_event, the_person
from web.core.database import db
from web.core.participant_pages import owner_alone
from web.models import Registration
from web.registration.forms.leaving import Leave
from web.registration.services.leaving import leave_event, published_ahead

pages = Blueprint("leave", __name__, url_prefix="/events/<slug>/registrations/<registration_id>/leave")


@pages.get("")
@access(owner_alone)
def ask(slug: str, registration_id: str) -> ResponseReturnValue:
    """Say what leaving means, and ask whether it is meant."""
    return _page(Leave(formdata=None))


@pages.post("")
@access(owner_alone)
def go(slug: str, registration_id: str) -> ResponseReturnValue:
    """Leave."""
    form = Leave()
    if not form.validate_on_submit():
        return _page(form), 422
    event, person, person_id = the_event().name, the_person(), the_person().id
    leave_event(target(Registration), person, forget=form.forget.data)
    if (
        db.session.scalar(db.select(Registration.person_id).where(Registration.person_id == person_id).limit(1)) is None
        and form.forget.data
    ):
        logout_user()
        session.clear()
        flash(_("You have left %(event)s, and what you wrote here is deleted.", event=event), "good")
        return redirect(url_for("home.index"), 303)
    flash(_("You have left %(event)s. The organisers have been told.", event=event), "good")
    return redirect(url_for("home.my_events"), 303)


def _page(form: Leave) -> str:
    whose = target(Registration)
    return render_template("registration/leave.html", event=the_event(), whose=whose, form=form, meetings=published_ahead(whose))
