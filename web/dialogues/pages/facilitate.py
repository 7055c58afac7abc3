"""The dialogues of a facilitator."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from web.core.access import access, member_of_event, own_registration, the_event
from web.dialogues.queries.moderated import moderated_by
from web.models import Role
from web.publishing.queries.published import newest_version

pages = Blueprint("facilitate", __name__)


@pages.get("/events/<slug>/tables")
@access(member_of_event(Role.FACILITATOR, approved=True))
def tables(slug: str) -> ResponseReturnValue:
    """Show the dialogues to moderate, their questions and who sits there."""
    mine = own_registration(Role.FACILITATOR)
    return render_template(
        "dialogues/facilitate.html", event=the_event(), mine=mine, dialogues=moderated_by(mine), published=newest_version(the_event())
    )
