"""The form for asking to meet."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from web.core.fields import Choice, OneOfField, at_most
from web.core.form import Form
from web.models import Strength

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
