"""How a row of the activity log reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from matchmaking.planning.pairs import SEPARATOR
from web.activity.queries.activity import Named
from web.models import Activity, Answer, EditKind, Event, EventState, Person

KINDS = {
    "people": _("Registrations and people"),
    "factsheets": _("Offers and needs"),
    "wishes": _("Wishes to meet"),
    "dialogues": _("Dialogues"),
    "plan": _("Planning, the plan and publishing"),
    "event": _("The event and its set-up"),
}
SUBJECTS = {
    "Registration": _("registration"),
    "Person": _("person"),
    "Organisation": _("organisation"),
    "Offer": _("offer"),
    "Need": _("need"),
    "MeetingRequest": _("wish to meet"),
    "Dialogue": _("dialogue"),
    "Run": _("planning run"),
    "Publication": _("version"),
    "Event": _("event"),
    "Place": _("place"),
    "ProgrammeItem": _("programme"),
}
VERBS: dict[str, LazyString] = {
    "began": _("began"),
    "edited": _("changed"),
    "renamed": _("renamed"),
    "submitted": _("handed in"),
    "approved": _("approved"),
    "refused": _("turned down"),
    "left": _("took out of the event"),
    "set availability of": _("said when they can meet"),
    "gave booth to": _("gave a booth"),
    "made organiser": _("made an organiser"),
    "changed the calendar address of": _("changed the calendar address"),
    "ended the calendar address of": _("ended the calendar address"),
    "saved": _("saved"),
    "removed": _("removed"),
    "set picture of": _("gave a picture"),
    "asked to meet": _("asked to meet"),
    "withdrew": _("took back"),
    "put back": _("put back into the plan"),
    "locked": _("locked"),
    "asked for a plan": _("asked for a plan"),
    "stopped a planning run": _("stopped"),
    "took over the plan of": _("chose the plan"),
    "published": _("published"),
    "created": _("created"),
    "weighed": _("changed what meetings are worth"),
    "added to the programme": _("added to the programme"),
    "added places": _("added places"),
    "set slots": _("set the slots"),
    "imported": _("took a table in"),
    "added a word": _("added a word"),
    "changed a word": _("changed a word"),
    "removed a word": _("removed a word"),
    "set the vocabulary": _("replaced the words"),
    f"answered {Answer.OPEN.value}": _("took the answer back"),
    f"answered {Answer.ACCEPTED.value}": _("accepted"),
    f"answered {Answer.DECLINED.value}": _("declined"),
    f"set to {EventState.DRAFT.value}": _("hid from everybody else"),
    f"set to {EventState.OPEN.value}": _("opened"),
    f"set to {EventState.CLOSED.value}": _("closed"),
    f"changed the plan: {EditKind.LOCK.value}": _("locked in the plan"),
    f"changed the plan: {EditKind.UNLOCK.value}": _("unlocked in the plan"),
    f"changed the plan: {EditKind.MOVE.value}": _("moved in the plan"),
    f"changed the plan: {EditKind.CANCEL.value}": _("cancelled in the plan"),
    f"changed the plan: {EditKind.ADD.value}": _("added to the plan"),
    f"changed the plan: {EditKind.SEAT.value}": _("gave a seat"),
    f"changed the plan: {EditKind.UNSEAT.value}": _("took a seat away"),
}
DETAILS: dict[str, LazyString] = {
    "title": _("%(value)s"),
    "name": _("%(value)s"),
    "places": _("%(value)s"),
    "booth": _("booth: %(value)s"),
    "fields": _("what: %(value)s"),
    "table": _("table: %(value)s"),
    "rows": _("rows: %(value)s"),
    "unchanged": _("nothing new in: %(value)s"),
    "slots": _("slots: %(value)s"),
    "strength": _("how much: %(value)s"),
    "list": _("list: %(value)s"),
    "code": _("code: %(value)s"),
    "words": _("words: %(value)s"),
    "lines": _("changed agendas: %(value)s"),
}
VALUES = {
    "must": _("must"),
    "would like": _("would like"),
    "rather not": _("rather not"),
    "participants": _("participants"),
    "requests": _("wishes to meet"),
    "absences": _("absences"),
    "function": _("function"),
    "people": _("people at the booth"),
    "max_meetings": _("most meetings"),
    "remark": _("remark"),
    "town": _("town"),
    "kind": _("kind of organisation"),
    "phone": _("telephone"),
    "wants_booth": _("wish for a booth"),
    "catalogue_consent": _("public factsheet"),
    "contact_consent": _("shared contact"),
    "state": _("state"),
    "submitted_at": _("handed in on"),
}


@dataclass(frozen=True, slots=True)
class LogRow:
    """A row of the log in words; ``person`` None: nobody who still has an account."""

    at: datetime
    person: Person | None
    did: str
    kind: str
    name: str
    href: str
    more: tuple[str, ...]


def row_in_words(event: Event, row: Activity, names: Mapping[str, Named]) -> LogRow:
    """Say what a row of the log says."""
    subject, name = _subject(row, names)
    href = _href(event, row, names)
    return LogRow(row.at, row.person, str(VERBS.get(row.verb, row.verb)), subject, name, href, _more(row.details))


def _subject(row: Activity, names: Mapping[str, Named]) -> tuple[str, str]:
    """What kind of thing it is about, and which one; a meeting of the plan and a locked one by both names."""
    pair = _pair(row)
    if pair:
        return gettext("meeting") if len(pair) > 1 else gettext("dialogue"), " – ".join(_name(id_, names) for id_ in pair)
    kind = str(SUBJECTS.get(row.subject, row.subject))
    if row.subject == "Run":
        return "", kind
    # An event's own pages need not say its name, and what was removed has kept its name beside it.
    unnamed = row.subject == "Event" or (row.subject_id not in names and row.details.keys() & {"title", "name"})
    return kind, "" if unnamed else _name(row.subject_id, names)


def _pair(row: Activity) -> list[str]:
    if "about" in row.details:
        return str(row.details["about"]).split(SEPARATOR)
    return [row.subject_id, str(row.details["other"])] if "other" in row.details else []


def _name(id_: str, names: Mapping[str, Named]) -> str:
    return names[id_].name if id_ in names else gettext("no longer there")


def _href(event: Event, row: Activity, names: Mapping[str, Named]) -> str:
    if row.subject == "Run":
        return url_for("organise.runs_one", slug=event.slug, run_id=row.subject_id)
    found = names.get(row.subject_id)
    if found is None:
        return ""
    if found.registration_id:
        return url_for("organise.registrations_one", slug=event.slug, registration_id=found.registration_id)
    if row.subject == "Dialogue":
        return url_for("organise.dialogues_one", slug=event.slug, dialogue_id=row.subject_id)
    if row.subject == "Place":
        return url_for("organise.places_one", slug=event.slug, place_id=row.subject_id)
    return ""


def _more(details: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(label) % {"value": _value(details[key])} for key, label in DETAILS.items() if details.get(key) not in (None, "", []))


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_value(each) for each in value)
    return str(VALUES.get(value, value)) if isinstance(value, str) else str(value)
