"""Which market dialogues a participant would like to join."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, the_event
from web.core.event_data import taxonomy_of
from web.core.participant_pages import OWN, address_of, participant
from web.dialogues.forms.join import join_form, seat_field
from web.dialogues.queries.dialogues import dialogues_of
from web.dialogues.services.dialogues import wish_to_join
from web.models import Strength

pages = Blueprint("dialogues", __name__)


@pages.route("/events/<slug>/registrations/<registration_id>/dialogues", methods=["GET", "POST"])
@access(OWN)
def join(slug: str, registration_id: str) -> ResponseReturnValue:
    """Ask at which dialogues somebody would like to sit."""
    registration, event = participant(), the_event()
    fields = {seat_field(dialogue): dialogue for dialogue in dialogues_of(event)}
    known = {wish.dialogue_id: wish.strength.value for wish in registration.seat_wishes}
    wanted = {name: known.get(dialogue.id, "") for name, dialogue in fields.items()}
    form = join_form(list(fields.values()))(data=wanted if request.method == "GET" else None)
    if form.validate_on_submit():
        for name, dialogue in fields.items():
            wish_to_join(registration, dialogue, Strength(form[name].data) if form[name].data else None)
        flash(_("Saved."), "good")
        return redirect(address_of(registration), 303)
    page = render_template(
        "dialogues/join.html", event=event, registration=registration, form=form, fields=fields, taxonomy=taxonomy_of(event)
    )
    return page, 422 if form.errors else 200
