"""Forms of the organisers about who takes part."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, EmailField, IntegerField, SelectField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from web.core.fields import TOO_LONG, Choice, text_field
from web.core.form import Form
from web.models import Role

ROLES = [
    Choice(Role.SUPPLIER.value, _("Supplier")),
    Choice(Role.BUYER.value, _("Buyer")),
    Choice(Role.FACILITATOR.value, _("Facilitator")),
]


def email_field() -> EmailField:
    """Ask for somebody's mail address."""
    return EmailField(_("E-mail address"), validators=[InputRequired(_("Write an e-mail address.")), Length(max=254, message=TOO_LONG)])


class EditRegistration(Form):
    """What an organiser can change of a registration."""

    name = text_field(_("Name"), 200, _("Write the name."))
    organisation = text_field(_("Organisation"), 200)
    town = text_field(_("Town"), 120)
    function = text_field(_("Function"), 120)
    people = IntegerField(
        _("People who hold meetings at the booth"),
        default=1,
        validators=[InputRequired(_("Write a number.")), NumberRange(1, 50, _("Write a number from 1 to 50."))],
    )
    max_meetings = IntegerField(
        _("Meetings at most"), validators=[Optional(), NumberRange(0, 200, _("Write a number from 0 to 200, or leave it empty."))]
    )
    booth = SelectField(_("Booth"))
    remark = TextAreaField(_("Remark"), validators=[Length(max=2000, message=TOO_LONG)], filters=[lambda text: text or ""])


class RegisterSomebody(Form):
    """Registers somebody on their behalf."""

    role = SelectField(_("Role"), choices=ROLES)
    name = text_field(_("Name"), 200, _("Write the name."))
    email = email_field()
    organisation = text_field(_("Organisation"), 200)
    town = text_field(_("Town"), 120)
    function = text_field(_("Function"), 120)
    approved = BooleanField(_("Approve at once"), default=True)


class Refuse(Form):
    """Says why somebody cannot take part."""

    reason = TextAreaField(
        _("Why not"), validators=[DataRequired(_("Say why: they read it.")), Length(max=1000, message=TOO_LONG)], render_kw={"rows": 3}
    )


class Invite(Form):
    """Invites an organiser or a facilitator."""

    role = SelectField(_("As"), choices=[Choice(Role.FACILITATOR.value, _("Facilitator")), Choice(Role.ORGANISER.value, _("Organiser"))])
    name = text_field(_("Name"), 200, _("Write the name."))
    email = email_field()
