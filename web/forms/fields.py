"""Fields that several forms have."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext
from wtforms import DateTimeLocalField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice as Choice  # type: ignore[attr-defined]  # newer than the types
from wtforms.widgets import CheckboxInput, ListWidget

__all__ = ["LONGEST_LIST", "ChecksField", "Choice", "LinesField", "MomentField"]

LONGEST_LIST = 20


class ChecksField(SelectMultipleField):
    """Several of a list, as boxes to tick; whether a code is known is for the service to say."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any = None, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)


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
