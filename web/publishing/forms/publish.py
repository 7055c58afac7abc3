"""The form that publishes a plan, and the one for leaving an event."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import InputRequired, Length

from web.core.forms import Form


class Publish(Form):
    """Publishes what was looked at; ``seen`` says what that was."""

    seen = HiddenField()
    although_stale = BooleanField(_("Publish it all the same"))
    note = TextAreaField(
        _("What is new in this version"),
        validators=[Length(max=1000, message=_("Use at most 1,000 characters."))],
        render_kw={"rows": 2},
    )


class Leave(Form):
    """Takes somebody out of an event."""

    sure = BooleanField(
        _("Yes, I am leaving, and my meetings can be given to others"),
        validators=[InputRequired(_("Tick this if you are sure."))],
    )
    forget = BooleanField(_("Also delete what I have written here, and my name and address"))
