"""The form for deleting an account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.validators import InputRequired

from web.core.form import Form


class DeleteAccount(Form):
    """Deletes everything that is somebody's own."""

    sure = BooleanField(
        _("Yes, delete my account and everything that I have written here"), validators=[InputRequired(_("Tick this if you are sure."))]
    )
