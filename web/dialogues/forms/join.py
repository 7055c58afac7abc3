"""The form that asks at which dialogues somebody would like to sit."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _

from web.core.fields import Choice, OneOfField
from web.core.form import Form
from web.models import Dialogue, Strength

SEATS = (Choice("", _("No")), Choice(Strength.WOULD_LIKE.value, _("Would like")), Choice(Strength.MUST.value, _("Must")))


class JoinForm(Form):
    """At which dialogues somebody would like to sit; `join_form` adds a field for each."""


def seat_field(dialogue: Dialogue) -> str:
    """Name the field of a dialogue."""
    return f"dialogue-{dialogue.public_id}"


def join_form(dialogues: Sequence[Dialogue]) -> type[JoinForm]:
    """Make the form that asks about these dialogues."""
    fields = {seat_field(dialogue): OneOfField(dialogue.topic, choices=SEATS, default="") for dialogue in dialogues}
    return type("JoinForm", (JoinForm,), fields)
