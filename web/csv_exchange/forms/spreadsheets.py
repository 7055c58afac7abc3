"""The form of the organisers for spreadsheets that they bring from elsewhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from flask_wtf.file import FileRequired
from wtforms import BooleanField, SelectField

from web.core.fields import Choice, UploadField
from web.core.form import Form


class ImportSpreadsheet(Form):
    """A CSV file, and what stands in it."""

    what = SelectField(
        _("What stands in it"),
        choices=[
            Choice("participants", _("Participants")),
            Choice("requests", _("Wishes to meet")),
            Choice("absences", _("Times away")),
        ],
    )
    file = UploadField(_("CSV file"), validators=[FileRequired(_("Choose a file."))], render_kw={"accept": ".csv,text/csv"})
    approved = BooleanField(_("Approve these participants at once"), default=True)
