"""Market dialogues: topic, questions, moderators, seats, length."""

from __future__ import annotations

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Invalid
from web.core.event_data import taxonomy_of
from web.core.event_rows import participants
from web.core.fields import Choice
from web.core.organiser_pages import page, pages, redirect_to
from web.core.word_choices import group_choices, word
from web.dialogues.forms.dialogues import EditDialogue
from web.dialogues.queries.dialogues import dialogue_of, list_dialogues
from web.dialogues.services.dialogues import DialogueWords, put_back, save_dialogue
from web.models import Dialogue, Event, PlaceKind, Role

PLAIN = ("topic", "theme", "product_group", "length", "least_seats", "most_seats", "must")
MINIMA = {"least_buyers": Role.BUYER.value, "least_suppliers": Role.SUPPLIER.value}


@pages.get("/dialogues")
@access(organiser_of_event)
def dialogues(slug: str) -> ResponseReturnValue:
    """List the market dialogues."""
    rows = list_dialogues(the_event())
    people = {row.id: row.person.label for row in participants(the_event())}
    return page("dialogues/dialogues.html", rows=rows, people=people)


@pages.get("/dialogues/new")
@access(organiser_of_event)
def dialogues_new(slug: str) -> ResponseReturnValue:
    """Ask for a dialogue."""
    round_tables = [place.public_id for place in the_event().places if place.kind is PlaceKind.ROUND_TABLE]
    return page("dialogues/dialogue.html", form=_form(the_event(), {"places": round_tables}, fresh=True), dialogue=None)


@pages.post("/dialogues/new")
@access(organiser_of_event)
def dialogues_add(slug: str) -> ResponseReturnValue:
    """Add a dialogue."""
    return _save(None)


@pages.get("/dialogues/<dialogue_id>")
@access(organiser_of_event)
def dialogues_one(slug: str, dialogue_id: str) -> ResponseReturnValue:
    """Show a dialogue for editing."""
    found = dialogue_of(the_event(), dialogue_id)
    fields: dict[str, Any] = {name: getattr(found, name) for name in PLAIN}
    fields |= {"questions": "\n".join(found.questions), "moderators": [row.public_id for row in found.moderators]}
    fields["places"] = [place.public_id for place in found.places]
    fields |= {name: found.minimum.get(role) for name, role in MINIMA.items()}
    return page("dialogues/dialogue.html", form=_form(the_event(), fields, fresh=True), dialogue=found)


@pages.post("/dialogues/<dialogue_id>")
@access(organiser_of_event)
def dialogues_save(slug: str, dialogue_id: str) -> ResponseReturnValue:
    """Change a dialogue."""
    return _save(dialogue_of(the_event(), dialogue_id))


@pages.post("/dialogues/<dialogue_id>/put-back")
@access(organiser_of_event)
def dialogues_put_back(slug: str, dialogue_id: str) -> ResponseReturnValue:
    """Have a cancelled dialogue planned again."""
    found = dialogue_of(the_event(), dialogue_id)
    put_back(found, the_person())
    return redirect_to("dialogues", _("%(topic)s is planned again, from the next planning run on.", topic=found.topic))


def _save(dialogue: Dialogue | None) -> ResponseReturnValue:
    event = the_event()
    form = _form(event, {})
    if form.validate_on_submit():
        fields = form.data
        try:
            save_dialogue(
                event,
                taxonomy_of(event),
                the_person(),
                DialogueWords(
                    topic=fields["topic"],
                    theme=fields["theme"],
                    product_group=fields["product_group"],
                    questions=[line.strip() for line in fields["questions"].splitlines() if line.strip()],
                    length=fields["length"],
                    seats=(fields["least_seats"], fields["most_seats"]),
                    minimum={role: fields[name] for name, role in MINIMA.items() if fields[name]},
                    moderators=[row for row in participants(event) if row.public_id in fields["moderators"]],
                    places=[place for place in event.places if place.public_id in fields["places"]],
                    must=fields["must"],
                ),
                dialogue=dialogue,
            )
            return redirect_to("dialogues", _("%(topic)s is saved.", topic=fields["topic"]))
        except Invalid as error:
            form.take_faults(error)
    return page("dialogues/dialogue.html", form=form, dialogue=dialogue), 422


def _form(event: Event, fields: dict[str, Any], *, fresh: bool = False) -> EditDialogue:
    form = EditDialogue(formdata=None, **fields) if fresh else EditDialogue()
    taxonomy = taxonomy_of(event)
    language = str(get_locale() or "en")
    form.theme.choices = [Choice(tag.code, word(tag, language)) for tag in taxonomy.themes]
    form.product_group.choices = group_choices(taxonomy, language)
    form.moderators.choices = [Choice(row.public_id, row.person.label) for row in participants(event) if row.role is Role.FACILITATOR]
    form.places.choices = [Choice(place.public_id, place.name) for place in event.places if place.kind is not PlaceKind.BOOTH]
    return form
