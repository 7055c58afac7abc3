"""Forms of a registration: who comes, and when they cannot meet."""

from __future__ import annotations

import re
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, FieldList, FormField, StringField, TelField, TextAreaField, URLField
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError

from web.core.fields import ChecksField, MomentField, NumberField, at_most
from web.core.form import Form

MOST_PEOPLE = 20
MOST_MEETINGS = 200
BLANK_ROWS = 2
WEB_ADDRESS = re.compile(r"https?://[^\s/.@]+(\.[^\s/.@]+)+(/\S*)?", re.IGNORECASE)


class DetailsForm(Form):
    """Who comes, and for which organisation."""

    organisation = StringField(
        _("Organisation"),
        validators=[DataRequired(_("Say which organisation you come for.")), at_most(200)],
        render_kw={"autocomplete": "organization"},
    )
    town = StringField(_("Town"), validators=[at_most(120)], render_kw={"autocomplete": "address-level2"})
    website = URLField(_("Website"), validators=[at_most(500)], render_kw={"autocomplete": "url"})
    about = TextAreaField(_("What your organisation does, in a sentence or two"), validators=[at_most(2000)])
    name = StringField(
        _("Your name"), validators=[DataRequired(_("Say what you are called.")), at_most(200)], render_kw={"autocomplete": "name"}
    )
    function = StringField(_("What you do there"), validators=[at_most(120)], render_kw={"autocomplete": "organization-title"})
    phone = TelField(_("Telephone"), validators=[at_most(40)], render_kw={"autocomplete": "tel"})
    contact_consent = BooleanField(_("Participants of this event may see my e-mail address and telephone number"))
    remark = TextAreaField(_("Anything the organisers should know"), validators=[at_most(2000)])

    def validate_website(self, field: wtforms.Field) -> None:
        """Take addresses of the web only, also when its beginning was left out."""
        address = field.data if not field.data or "://" in field.data else f"https://{field.data}"
        if address and not WEB_ADDRESS.fullmatch(address):
            raise ValidationError(gettext("Write a web address such as www.example.org."))
        field.data = address


class SupplierForm(DetailsForm):
    """Besides who comes: whether with a booth, and what may be published."""

    wants_booth = BooleanField(_("We would like a booth"))
    people = NumberField(
        _("How many of you hold meetings there"),
        default=1,
        validators=[
            InputRequired(_("Write a whole number, such as 2.")),
            NumberRange(1, MOST_PEOPLE, _("Write a number from %(min)s to %(max)s.")),
        ],
        render_kw={"min": 1, "max": MOST_PEOPLE, "inputmode": "numeric"},
    )
    catalogue_consent = BooleanField(_("Our factsheet may stand in the public catalogue"))

    def validate_people(self, field: wtforms.Field) -> None:
        """Refuse several at once where there is no booth to hold their meetings."""
        if (field.data or 0) > 1 and not self.wants_booth.data:
            raise ValidationError(gettext("Only at a booth can several of you hold meetings at once: ask for one, or write 1."))


class BuyerForm(DetailsForm):
    """Besides who comes: how many meetings they want."""

    kind = StringField(_("Kind of organisation"), validators=[at_most(60)])
    max_meetings = NumberField(
        _("The most meetings you want"),
        validators=[Optional(), NumberRange(1, MOST_MEETINGS, _("Write a number from %(min)s to %(max)s."))],
        render_kw={"min": 1, "max": MOST_MEETINGS, "inputmode": "numeric"},
    )


class AwayRow(wtforms.Form):
    """One time in which somebody cannot meet; an open end means from the beginning or until the end of the event."""

    start = MomentField(_("From"), render_kw={"step": 300})
    end = MomentField(_("Until"), render_kw={"step": 300})
    reason = StringField(_("Why"), validators=[at_most(200)])

    @property
    def blank(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.start.data or self.end.data or self.reason.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a time that ends before it starts, and a reason without a time."""
        if not super().validate(extra_validators):
            return False
        if self.start.data and self.end.data and not self.start.data < self.end.data:
            self.end.errors = [gettext("Choose an end after the start.")]
            return False
        if self.reason.data and not (self.start.data or self.end.data):
            self.start.errors = [gettext("Choose from when, or until when, or both.")]
            return False
        return True


class AvailabilityForm(Form):
    """Sessions that somebody attends, and times in which they are away."""

    sessions = ChecksField(_("Sessions that you attend"))
    away = FieldList(FormField(AwayRow), max_entries=20)
