"""Forms for signing in."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import EmailField, HiddenField
from wtforms.validators import InputRequired, Length

from web.core.form import Form


class AskForLink(Form):
    """Asks for the address to send a link to."""

    email = EmailField(
        _("Your e-mail address"),
        validators=[InputRequired(_("Write your e-mail address.")), Length(max=254, message=_("This is too long for an e-mail address."))],
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    next = HiddenField()
