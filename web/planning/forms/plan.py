"""Forms of the organisers: planning and changing the plan."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from scheduler.problem import Problem
from web.core.fields import Choice
from web.core.form import Form

SHORTEST, LONGEST, USUAL = 1, 3600, 60


def slot_choices(problem: Problem) -> list[Choice]:
    """The slots as a list to choose from, with their day where there are several."""
    several = len({slot.day for slot in problem.slots}) > 1
    return [Choice(slot.id, f"{slot.day + ' ' if several else ''}{slot.start:%H:%M}–{slot.end:%H:%M}") for slot in problem.slots]


class AskForRun(Form):
    """Asks for a plan."""

    seconds = IntegerField(
        _("Seconds to plan for, at most"),
        default=USUAL,
        validators=[
            InputRequired(_("Write a number of seconds, such as 60.")),
            NumberRange(SHORTEST, LONGEST, _("Write a number of seconds from 1 to 3600.")),
        ],
        render_kw={"min": SHORTEST, "max": LONGEST, "inputmode": "numeric"},
    )
    keep = BooleanField(_("Change as little as possible of what is published"))


class PutMeeting(Form):
    """Says when and where a meeting is to be; ``revision`` is that of the plan which was looked at."""

    slot = SelectField(_("When"), validators=[InputRequired(_("Choose a time."))])
    place = SelectField(_("Where"), validators=[InputRequired(_("Choose a place."))])
    revision = HiddenField()


class AddMeeting(PutMeeting):
    """Says who is to meet besides."""

    one = SelectField(_("Who"), validators=[InputRequired(_("Choose somebody."))])
    other = SelectField(_("With whom"), validators=[InputRequired(_("Choose somebody."))])


class PutDialogue(Form):
    """Says when, where and by whom a dialogue is to be held."""

    slot = SelectField(_("From"), validators=[InputRequired(_("Choose a time."))])
    place = SelectField(_("Where"), validators=[InputRequired(_("Choose a place."))])
    moderator = SelectField(_("Moderator"), validators=[InputRequired(_("Choose a moderator."))])
    without_busy = BooleanField(_("Who does something else then loses the seat"))
    revision = HiddenField(id="table-revision")


class SeatSomebody(Form):
    """Says who gets a seat at a dialogue."""

    participant = SelectField(_("Who"), validators=[InputRequired(_("Choose somebody."))])
    revision = HiddenField(id="seat-revision")
