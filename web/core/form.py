"""What all forms have in common."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from werkzeug.datastructures import ImmutableMultiDict

from web.core.errors import Invalid

# What the library says by itself, said so that one knows what to do.
WORDS = {
    "Not a valid choice.": lazy_gettext("Choose from the list."),
    "Not a valid integer value.": lazy_gettext("Write a whole number, such as 20."),
    "Not a valid date value.": lazy_gettext("Choose a day."),
    "Not a valid time value.": lazy_gettext("Choose a time, such as 14:30."),
    "Not a valid datetime value.": lazy_gettext("Choose a day and a time."),
}


class Words:
    """Stands in for the translations of the form library."""

    def gettext(self, text: str) -> str:
        """Say a text of the library in our words."""
        return str(WORDS.get(text, text))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Choose between two texts of the library."""
        return self.gettext(one if number == 1 else many)


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF brings no types
    """A form with CSRF protection; texts come in without spaces around them and without characters that nobody can see."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        def get_translations(self, form: Any) -> Words:
            return Words()

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
            self.form_errors.extend(error.lines if error.message else [_("Something is not right yet.")])


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
