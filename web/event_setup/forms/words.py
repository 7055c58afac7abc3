"""Forms of the organisers for what an event's vocabulary says and what its meetings are worth."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import SelectField
from wtforms.validators import Length

from matchmaking.planning.values import HEAVIEST, Weights
from matchmaking.vocabulary_rules import LONGEST_CODE, LONGEST_LABEL
from web.core.fields import TOO_LONG, Choice, text_field, whole_number
from web.core.form import Form

USUAL = Weights()
STAGES = (Choice("input", _("What goes in")), Choice("use", _("Use")), Choice("output", _("What comes out")))


class EditWord(Form):
    """One word of the vocabulary, in each language."""

    en = text_field(_("In English"), LONGEST_LABEL, _("Write the words in English."))
    nl = text_field(_("In Dutch"), LONGEST_LABEL)
    fr = text_field(_("In French"), LONGEST_LABEL)
    parent = SelectField(_("Below"), validators=[Length(max=LONGEST_CODE, message=TOO_LONG)], validate_choice=False)
    stage = SelectField(_("What it is about"), choices=STAGES, default="use", validate_choice=False)


class AddWord(EditWord):
    """A new word, with the code that stays."""

    code = text_field(_("Code"), LONGEST_CODE, _("Write a short code."))


class SetWeights(Form):
    """What makes a meeting or a seat worth holding, in points."""

    must = whole_number(_("One of the two asked for it as must"), 0, HEAVIEST, USUAL.must)
    would_like = whole_number(_("Otherwise: would like"), 0, HEAVIEST, USUAL.would_like)
    accepted = whole_number(_("The other one has accepted"), 0, HEAVIEST, USUAL.accepted)
    mutual = whole_number(_("Both asked for it, in place of accepted"), 0, HEAVIEST, USUAL.mutual)
    fit = whole_number(_("Tags that fit entirely, and less in proportion"), 0, HEAVIEST, USUAL.fit)
    seat_must = whole_number(_("A seat at a dialogue as must, for each slot"), 0, HEAVIEST, USUAL.seat_must)
    seat_would_like = whole_number(_("A seat that somebody would like, for each slot"), 0, HEAVIEST, USUAL.seat_would_like)
