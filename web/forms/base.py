"""What all forms have in common."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField

from web.errors import Invalid


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF brings no types
    """A form with CSRF protection; texts come in without spaces around them and without characters that nobody can see."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # likewise
        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Field:
            if issubclass(unbound_field.field_class, (FieldList, FormField)):
                enclosing: Field = unbound_field.bind(form=form, **options)
                return enclosing
            filters = [*unbound_field.kwargs.get("filters", []), tidy]
            bound: Field = unbound_field.bind(form=form, filters=filters, **options)
            return bound

    def take_faults(self, error: Invalid) -> None:
        """Show beside the fields what a service has refused; what belongs to no field stands above the form."""
        for name, message in error.fields.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, message]
            else:
                self.form_errors.append(message)
        if not error.fields:
            self.form_errors.append(error.message or _("Something is not right yet."))


def tidy(value: object) -> object:
    """Trim a text and drop control characters but for line ends; other values stay as they are."""
    if not isinstance(value, str):
        return value
    return "".join(letter for letter in value.replace("\r\n", "\n") if letter in "\n\t" or ord(letter) >= 32).strip()
