"""The organisers' form of a market dialogue."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from web.core.fields import TOO_LONG, ChecksField, text_field, whole_number
from web.core.form import Form


class EditDialogue(Form):
    """A market dialogue."""

    topic = text_field(_("Topic"), 300, _("Write the topic."))
    theme = SelectField(_("Theme"))
    product_group = SelectField(_("Product group"))
    questions = TextAreaField(
        _("Questions, one a line"), validators=[DataRequired(_("Write at least one question.")), Length(max=4000, message=TOO_LONG)]
    )
    length = whole_number(_("Length in slots"), 1, 12, 2)
    least_seats = whole_number(_("Seats taken, at least"), 1, 200, 4)
    most_seats = whole_number(_("Seats"), 1, 200, 12)
    least_buyers = whole_number(_("of these buyers, at least"), 0, 200)
    least_suppliers = whole_number(_("of these suppliers, at least"), 0, 200)
    moderators = ChecksField(_("Moderators"))
    places = ChecksField(_("Tables where it can be"))
    must = BooleanField(_("It has to be held"), default=True)
