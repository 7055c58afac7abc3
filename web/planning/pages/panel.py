"""The details of one meeting or dialogue, with the forms that change it: beside the timetable, or on a page of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from matchmaking.planning import diary_of
from matchmaking.planning.dialogue_rules import open_to_seat
from scheduler.checker.timetable import Timetable
from scheduler.plan import HeldDialogue
from scheduler.problem import Dialogue
from web.core.access import the_event
from web.core.event_data import Snapshot, read_event
from web.core.fields import Choice
from web.dialogues.queries.dialogues import dialogue_to_hold, locked_dialogues
from web.planning.forms.plan import PutDialogue, PutMeeting, SeatSomebody, slot_choices
from web.planning.queries.drafts import Draft
from web.planning.queries.pair_values import pair_value
from web.planning.queries.plan_views import PlanView


@dataclass(frozen=True, slots=True)
class DialogueForms:
    """What can be done about a dialogue; ``seat`` None: it is not held."""

    put: PutDialogue
    seat: SeatSomebody | None
    dialogue: Dialogue
    held: HeldDialogue | None


def view_of(draft: Draft) -> PlanView:
    """Lay a draft out to look at."""
    return PlanView(draft.problem, draft.plan, locked_dialogues(the_event()))


def panel(
    draft: Draft,
    view: PlanView,
    subject: str,
    refusals: tuple[str, ...] = (),
    *,
    form: PutMeeting | None = None,
    dialogue_forms: DialogueForms | None = None,
) -> dict[str, Any]:
    """What the template of the details needs; nothing is shown where there is no such meeting.

    Parameters
    ----------
    form, dialogue_forms
        Those that were filled in, with what is wrong with them; None: fresh ones.
    """
    meeting = view.find(subject)
    if meeting and meeting.dialogue:
        dialogue_forms = dialogue_forms or forms_of_dialogue(draft, subject, read_event(the_event()))
    return {
        "meeting": meeting,
        "form": form or put_form(draft, subject),
        "dialogue_forms": dialogue_forms,
        "value": pair_value(the_event(), subject) if meeting and not meeting.dialogue else None,
        "refusals": refusals,
        "suggested": bool(suggested()),
    }


def suggested() -> dict[str, str]:
    """When and where the address proposes to hold the meeting; see `remedies`."""
    return {name: request.args[name] for name in ("slot", "place") if request.args.get(name)}


def put_form(draft: Draft, subject: str) -> PutMeeting | None:
    """Make the form that moves a meeting, with what was typed or where it is held in it; None: it is no meeting."""
    if all(request.id != subject for request in draft.problem.requests):
        return None
    held = next((meeting for meeting in draft.plan.meetings if meeting.request == subject), None)
    wanted = {"slot": held.slot if held else "", "place": held.place if held else ""} | suggested()
    form = PutMeeting(**wanted)
    form.revision.data = str(draft.row.revision)
    form.slot.choices = slot_choices(draft.problem)
    allowed = Timetable(draft.problem, draft.plan).allowed_places(subject)
    form.place.choices = [Choice(place.id, place.id) for place in draft.problem.places if place.id in allowed]
    return form


def forms_of_dialogue(draft: Draft, subject: str, now: Snapshot) -> DialogueForms | None:
    """Make the forms that change a dialogue, with what was typed or how it is held in them; None: it is no dialogue.

    Parameters
    ----------
    now
        The event, which may have changed since the plan was made.
    """
    dialogue = next((each for each in draft.problem.dialogues if each.id == subject), None)
    if dialogue is None:
        return None
    held = next((each for each in draft.plan.dialogues if each.dialogue == subject), None)
    row, diary = dialogue_to_hold(now.event, subject), diary_of(now.data)
    leading = {diary[who.public_id].id: who for who in row.moderators if who.public_id in diary}
    leads = leading.get(held.moderator or "") if held else None
    known = {"slot": held.start, "place": held.place, "moderator": leads.public_id if leads else ""} if held else {}
    form = PutDialogue(**known)
    form.revision.data = str(draft.row.revision)
    form.slot.choices = slot_choices(draft.problem)
    form.place.choices = [Choice(place.name, place.name) for place in row.places]
    form.moderator.choices = [Choice(who.public_id, who.person.label) for who in leading.values()]
    return DialogueForms(form, _seat_form(draft, dialogue, held) if held else None, dialogue, held)


def _seat_form(draft: Draft, dialogue: Dialogue, held: HeldDialogue) -> SeatSomebody:
    form = SeatSomebody()
    form.revision.data = str(draft.row.revision)
    asked = {seat.participant for seat in dialogue.wanted}
    groups = {True: _("Asked for a seat"), False: _("Did not ask")}
    others = open_to_seat(draft.problem, dialogue, held)
    listed = sorted(others, key=lambda person: (person.id not in asked, (person.organisation or person.label).casefold()))
    form.participant.choices = [
        Choice("", _("Choose")),
        *(Choice(who.id, f"{who.organisation or ''}: {who.label}".lstrip(": "), optgroup=groups[who.id in asked]) for who in listed),
    ]
    return form
