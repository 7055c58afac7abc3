"""Which market dialogues a participant would like to join."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import access, the_event
from web.forms.register import NothingForm
from web.models import Strength
from web.pages.register import OWN, address_of, participant
from web.queries.event_data import taxonomy_of
from web.queries.registering import dialogues_of
from web.services.meetings import wish_to_join

pages = Blueprint("dialogues", __name__)
WISHES = {"": None, Strength.WOULD_LIKE.value: Strength.WOULD_LIKE, Strength.MUST.value: Strength.MUST}


@pages.route("/events/<slug>/registrations/<registration_id>/dialogues", methods=["GET", "POST"])
@access(OWN)
def join(slug: str, registration_id: str) -> ResponseReturnValue:
    """Ask at which tables somebody would like to sit."""
    registration, event = participant(), the_event()
    dialogues = dialogues_of(event)
    if NothingForm().validate_on_submit():
        for dialogue in dialogues:
            wish = request.form.get(f"dialogue-{dialogue.public_id}", "")
            if wish in WISHES:
                wish_to_join(registration, dialogue, WISHES[wish])
        flash(_("Saved."), "good")
        return redirect(address_of(registration), 303)
    wanted = {wish.dialogue_id: wish.strength.value for wish in registration.seat_wishes}
    return render_template(
        "dialogues/join.html",
        event=event,
        registration=registration,
        dialogues=dialogues,
        wanted=wanted,
        taxonomy=taxonomy_of(event),
    )
