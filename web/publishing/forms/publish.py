"""The form that publishes a plan."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import Length

from web.core.form import Form


class Publish(Form):
    """Publishes what was looked at; ``seen`` says what that was."""

    seen = HiddenField()
    although_stale = BooleanField(_("Publish it all the same"))
    note = TextAreaField(
        _("What is new in this version"),
        validators=[Length(max=1000, message=_("Use at most 1,000 characters."))],
        render_kw={"rows": 2},
    )
