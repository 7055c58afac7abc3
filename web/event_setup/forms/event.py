"""Forms of the organisers that set an event up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    SelectField,
    TextAreaField,
    TimeField,
)
from wtforms.validators import InputRequired, Length, Optional

from web.core.fields import TOO_LONG, Choice, text_field, whole_number
from web.core.form import Form
from web.models import EventState, ItemKind, PlaceKind

ON_WALLS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
QUOTAS = ("wishes", "musts", "max_meetings", "floor")
STATES = [
    Choice(EventState.DRAFT.value, _("Only its organisers see it")),
    Choice(EventState.OPEN.value, _("Open: everybody sees it and can register")),
    Choice(EventState.CLOSED.value, _("Closed: everybody sees it, nothing can be changed")),
]
KINDS = [
    Choice(PlaceKind.TABLE.value, _("Table")),
    Choice(PlaceKind.BOOTH.value, _("Booth")),
    Choice(PlaceKind.ROUND_TABLE.value, _("Round table for dialogues")),
]


class NewEvent(Form):
    """What an event needs to begin with."""

    name = text_field(_("Name of the event"), 200, _("Write the name."))
    starts_on = DateField(_("First day"), validators=[InputRequired(_("Choose the first day."))])
    ends_on = DateField(_("Last day"), validators=[InputRequired(_("Choose the last day."))])
    venue = text_field(_("Place"), 200)
    timezone = text_field(_("Time zone"), 60, _("Write a time zone such as Europe/Brussels."))


class EditEvent(NewEvent):
    """All that an event says of itself."""

    about = TextAreaField(_("What it is about"), validators=[Length(max=4000, message=TOO_LONG)], filters=[lambda text: text or ""])
    contact_email = text_field(_("Address for questions"), 254, _("Write an e-mail address."))
    state = SelectField(_("Who sees it"), choices=STATES)
    catalogue_public = BooleanField(_("The catalogue is public, with the suppliers who agreed to it"))
    register_until = DateTimeLocalField(_("Register until"), format=ON_WALLS, validators=[Optional()])
    ask_until = DateTimeLocalField(_("Ask for meetings until"), format=ON_WALLS, validators=[Optional()])
    answer_until = DateTimeLocalField(_("Answer until"), format=ON_WALLS, validators=[Optional()])
    buyer_wishes = whole_number(_("Wishes of a buyer, at most"), 0, 500)
    buyer_musts = whole_number(_("of these as must, at most"), 0, 500)
    buyer_max_meetings = whole_number(_("Meetings of a buyer, at most"), 0, 200)
    buyer_floor = whole_number(_("Meetings promised to a buyer"), 0, 200)
    supplier_wishes = whole_number(_("Wishes of a supplier, at most"), 0, 500)
    supplier_musts = whole_number(_("of these as must, at most"), 0, 500)
    supplier_max_meetings = whole_number(_("Meetings of a supplier, at most"), 0, 200)
    supplier_floor = whole_number(_("Meetings promised to a supplier"), 0, 200)


class MakeSlots(Form):
    """What the slots of a day, or of each day, are made from."""

    day = SelectField(_("Day"), validate_choice=False)
    start = TimeField(_("First slot begins"), validators=[InputRequired(_("Choose a time."))])
    end = TimeField(_("Last slot ends by"), validators=[InputRequired(_("Choose a time."))])
    length = whole_number(_("Minutes a meeting takes"), 5, 240, 20)
    pause = whole_number(_("Minutes between meetings"), 0, 120, 5)


class AddItem(Form):
    """A break or session of the programme."""

    title = text_field(_("Title"), 200, _("Write what it is."))
    kind = SelectField(
        _("Kind"),
        choices=[
            Choice(ItemKind.BREAK.value, _("Break: no meetings for anybody")),
            Choice(ItemKind.SESSION.value, _("Session: who attends it has no meetings")),
        ],
    )
    # On one page with the form for slots, whose fields have these names too.
    day = SelectField(_("Day"), id="item-day", validate_choice=False)
    start = TimeField(_("From"), id="item-start", validators=[InputRequired(_("Choose a time."))])
    end = TimeField(_("Until"), id="item-end", validators=[InputRequired(_("Choose a time."))])


class EditPlace(Form):
    """A table or booth."""

    kind = SelectField(_("Kind"), choices=KINDS)
    name = text_field(_("Name"), 70, _("Write the name."))
    zone = text_field(_("Part of the venue"), 80, _("Write the part of the venue, such as Hall A."))
    capacity = whole_number(_("Meetings at once"), 1, 50, 1)


class AddPlaces(EditPlace):
    """Tables or booths of one kind."""

    count = whole_number(_("How many"), 1, 100, 1)
