"""Fields that several forms have."""

from __future__ import annotations

from datetime import datetime
from os import SEEK_END
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import FileField
from wtforms import (
    DateTimeLocalField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice as Choice  # type: ignore[attr-defined]  # newer than the types
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from web.core.uploads import MEGABYTE, largest_upload

__all__ = ["LONGEST_LIST", "ChecksField", "Choice", "LinesField", "ListField", "MomentField", "NumberField", "OneOfField", "UploadField"]

LONGEST_LIST = 20


class ChecksField(SelectMultipleField):
    """Several of a list, as boxes to tick; whether a code is known is for the service to say, unless ``validate_choice``."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, *, validate_choice: bool = False, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=validate_choice, **kwargs)


class _OfTheList(SelectField):
    def pre_validate(self, form: Any) -> None:
        """Refuse what the list does not hold, in words that say what to do."""
        if self.data is not None and self.data not in [value for value, _label, _chosen, _marks in self.iter_choices()]:
            raise ValidationError(gettext("Choose from the list."))


class ListField(_OfTheList):
    """One of a list."""


class OneOfField(_OfTheList, RadioField):
    """One of a few, all of them in sight."""


class NumberField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a whole number, such as 2.")) from None


class LinesField(TextAreaField):
    """Several texts, one a line."""

    def _value(self) -> str:
        if isinstance(self.data, str):
            return self.data
        return "\n".join(self.data or ())

    @property
    def lines(self) -> list[str]:
        """The lines that say something."""
        written = self.data if isinstance(self.data, str) else "\n".join(self.data or ())
        return [line.strip() for line in written.splitlines() if line.strip()]


class MomentField(DateTimeLocalField):
    """A time on the event's walls, or nothing; with its day, but for an event of one day, where it comes as of the year 1900."""

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%H:%M", "%H:%M:%S"], **kwargs)

    def process_formdata(self, valuelist: list[Any]) -> None:
        if not valuelist or not valuelist[0].strip():
            self.data: datetime | None = None
            return
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Choose a time, such as 14:30.")) from None


class UploadField(FileField):  # type: ignore[misc]  # Flask-WTF brings no types
    """A file of at most the size that is taken; `web/static/upload.js` says already in the browser what is too large."""

    def __call__(self, **marks: Any) -> Any:
        return super().__call__(**{"data-most": largest_upload() * MEGABYTE, "data-message": self._too_large()} | marks)

    def pre_validate(self, form: Any) -> None:
        """Refuse what is too large."""
        if self.data and self.data.filename:
            self.data.seek(0, SEEK_END)
            size = self.data.tell()
            self.data.seek(0)
            if size > largest_upload() * MEGABYTE:
                raise ValidationError(self._too_large())

    def _too_large(self) -> str:
        return str(gettext("This file is larger than %(most)s MB. Choose a smaller one.", most=largest_upload()))


def at_most(characters: int) -> Length:
    """Refuse what does not fit, saying how much does."""
    return Length(max=characters, message=_("Make this shorter: at most %(max)d characters."))


TOO_LONG = _("This is too long.")


def text_field(label: str, most: int, needed: str = "") -> StringField:
    """Ask for a line of text; ``needed``: what to say where there is none."""
    first = [DataRequired(needed)] if needed else []
    return StringField(label, validators=[*first, Length(max=most, message=TOO_LONG)], filters=[lambda text: text or ""])


def whole_number(label: str, least: int, most: int, default: int | None = None) -> IntegerField:
    """Ask for a whole number; it may stay empty where there is no default."""
    first = Optional() if default is None else InputRequired(_("Write a number."))
    return IntegerField(label, default=default, validators=[first, NumberRange(least, most, _("Write a number from %(min)s to %(max)s."))])
