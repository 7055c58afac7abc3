"""What all forms have in common."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict

from web.errors import Invalid


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF brings no types
    """A form with CSRF protection; texts come in without spaces around them and without characters that nobody can see."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        def wrap_formdata(self, form: Any, formdata: Any) -> ImmutableMultiDict[str, Any] | None:
            sent = super().wrap_formdata(form, formdata)
            # Before any field reads them: a value that is refused is shown again just as it came in.
            return None if sent is None else ImmutableMultiDict((name, tidy(value)) for name, value in sent.items(multi=True))

    def take_faults(self, error: Invalid) -> None:
        """Show beside the fields what a service has refused; what belongs to no field stands above the form."""
        for name, message in error.fields.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, message]
            else:
                self.form_errors.append(message)
        if not error.fields:
            self.form_errors.append(error.message or _("Something is not right yet."))


# Overrides and isolates of the writing direction: left open, they turn what stands beside them in a mail or a calendar.
# Hebrew and Arabic need none of them.
TURNING = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
ENDS_OF_LINES = {ord(letter): "\n" for letter in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"}


def tidy(value: object) -> object:
    """Trim a text and drop what nobody can see, but for the ends of lines; other values stay as they are."""
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").translate(TURNING | ENDS_OF_LINES)
    return "".join(letter for letter in text if letter in "\n\t" or not (ord(letter) < 32 or 127 <= ord(letter) < 160)).strip()
