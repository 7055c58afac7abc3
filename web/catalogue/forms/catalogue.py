"""Forms for what suppliers bring and what buyers need."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from matchmaking.taxonomy import Taxonomy
from web.core.fields import LONGEST_LIST, ChecksField, Choice, LinesField, ListField, UploadField, at_most
from web.core.form import Form
from web.core.word_choices import group_choices, word

LANGUAGES = (Choice("en", "English"), Choice("nl", "Nederlands"), Choice("fr", "Français"))
LONGEST_LINE = 300


def check_lines(field: LinesField) -> None:
    """Refuse lists that nobody reads to the end."""
    if len(field.lines) > LONGEST_LIST:
        raise ValidationError(gettext("ReferencePlan the most important ones: at most %(most)s lines.", most=LONGEST_LIST))
    if any(len(line) > LONGEST_LINE for line in field.lines):
        raise ValidationError(gettext("Make each line shorter: at most %(most)s characters.", most=LONGEST_LINE))


class TagsForm(Form):
    """What offers and needs have in common; the fields of `FIRST` stand before them on the page, and faults are listed in that order."""

    FIRST: tuple[str, ...] = ()

    product_group = ListField(_("Product group"), validators=[DataRequired(_("Choose a product group."))])
    strategies = ChecksField(_("Strategies"))
    language = ListField(_("Language that you write in"), choices=LANGUAGES, default="en")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in reversed(self.FIRST):
            self._fields.move_to_end(name, last=False)
        self._fields.move_to_end("language")

    def offer_choices(self, taxonomy: Taxonomy, language: str) -> None:
        """Fill the lists from an event's vocabulary."""
        self.product_group.choices = [Choice("", gettext("Choose one")), *group_choices(taxonomy, language)]
        self.strategies.choices = [Choice(code, f"{code} {word(tag, language)}") for code, tag in taxonomy.strategies.items()]


class OfferForm(TagsForm):
    """What a supplier brings."""

    FIRST = ("title", "description")
    title = StringField(_("What you offer"), validators=[DataRequired(_("Give your offer a title.")), at_most(200)])
    description = TextAreaField(
        _("Description"), validators=[DataRequired(_("Say in a few sentences what it is and for whom.")), at_most(4000)]
    )
    business_models = ChecksField(_("How you sell it"))
    evidence = LinesField(_("Evidence"))
    available = StringField(_("When you can deliver"), validators=[at_most(500)])
    picture = UploadField(_("Picture"), render_kw={"accept": "image/jpeg,image/png,image/webp"})
    picture_text = StringField(_("What the picture shows"), validators=[at_most(300)])
    remove_picture = BooleanField(_("Remove the picture"))

    def offer_choices(self, taxonomy: Taxonomy, language: str) -> None:
        super().offer_choices(taxonomy, language)
        self.business_models.choices = [Choice(tag.code, word(tag, language)) for tag in taxonomy.business_models]

    def validate_evidence(self, field: LinesField) -> None:
        """Take a list of a length that is read."""
        check_lines(field)

    def values(self) -> dict[str, Any]:
        """What the service takes; the picture goes another way."""
        return {
            "title": self.title.data,
            "description": self.description.data,
            "product_group": self.product_group.data,
            "strategies": self.strategies.data or [],
            "business_models": self.business_models.data or [],
            "evidence": self.evidence.lines,
            "available": self.available.data or "",
            "language": self.language.data,
            "picture_text": self.picture_text.data or "",
        }


class NeedForm(TagsForm):
    """What a buyer needs."""

    FIRST = ("functional_need",)
    functional_need = StringField(
        _("What do you need to be able to do?"), validators=[DataRequired(_("Say what you need to be able to do.")), at_most(500)]
    )
    goals = ChecksField(_("Goals"))
    step = ListField(_("Where you stand"), validators=[DataRequired(_("Choose where you stand."))])
    volume = StringField(_("How much of it"), validators=[at_most(500)])
    horizon = StringField(_("By when"), validators=[at_most(500)])
    questions = LinesField(_("Questions for the market"))
    must = StringField(_("What an offer must have"), validators=[at_most(1000)])
    may = StringField(_("What it may have besides"), validators=[at_most(1000)])

    def offer_choices(self, taxonomy: Taxonomy, language: str) -> None:
        super().offer_choices(taxonomy, language)
        self.goals.choices = [Choice(goal.code, f"{goal.code} {word(goal, language)}") for goal in taxonomy.goals]
        self.step.choices = [
            Choice("", gettext("Choose one")),
            *(Choice(tag.code, word(tag, language)) for tag in taxonomy.steps),
        ]

    def validate_questions(self, field: LinesField) -> None:
        """Take a list of a length that is read."""
        check_lines(field)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "functional_need": self.functional_need.data,
            "product_group": self.product_group.data,
            "goals": self.goals.data or [],
            "strategies": self.strategies.data or [],
            "step": self.step.data,
            "volume": self.volume.data or "",
            "horizon": self.horizon.data or "",
            "questions": self.questions.lines,
            "must": self.must.data or "",
            "may": self.may.data or "",
            "language": self.language.data,
        }
