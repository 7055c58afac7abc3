"""Forms for asking to meet, and for asking for a seat."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from web.core.fields import Choice, OneOfField
from web.core.forms import Form
from web.models import Dialogue, Strength
from web.registration.forms.register import at_most

STRENGTHS = (
    Choice(Strength.MUST.value, _("Must: I come for this")),
    Choice(Strength.WOULD_LIKE.value, _("Would like: if it can be had")),
    Choice(Strength.RATHER_NOT.value, _("Rather not: plan no meeting with them, and do not tell them")),
)


class AskForm(Form):
    """How much somebody wants to meet somebody."""

    strength = OneOfField(
        _("How much do you want this meeting?"),
        choices=STRENGTHS,
        validators=[InputRequired(_("Choose one of the three."))],
    )
    message = TextAreaField(_("A few words to them"), validators=[at_most(1000)])


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
