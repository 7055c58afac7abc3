"""The form for leaving an event."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from web.core.form import Form


class Leave(Form):
    """Takes somebody out of an event."""

    sure = BooleanField(
        _("Yes, I am leaving, and my meetings can be given to others"),
        validators=[InputRequired(_("Tick this if you are sure."))],
    )
    forget = BooleanField(_("Also delete what I have written here, and my name and address"))
