"""From a JSON document to a `Problem`, or to everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from scheduler.files.reading.faults import Steps
from scheduler.files.reading.fields import (
    MOST_COUNT,
    Fields,
    Ids,
    Keys,
    is_broken,
    list_at,
    open_document,
    open_object,
    reference_at,
    whole_at,
)
from scheduler.files.reading.relations import NO_TIME, check_after, check_once, check_slots
from scheduler.problem import DEFAULT_GOALS, FORMAT, GOALS, Dialogue, Fixed, Participant, Place, Problem, Request, Seat, Slot

_PROBLEM = Keys.of(
    *("format", "id", "slots", "participants", "requests"),
    optional=("name", "places", "dialogues", "fixed", "unavailable_counts_as_break", "max_break_difference", "goals"),
)
_SLOT = Keys.of("id", "start", "end")
_PLACE = Keys.of("id", optional=("zone", "capacity", "owner"))
_PARTICIPANT = Keys.of("id", optional=("role", "name", "organisation", "unavailable", "max_meetings", "floor", "home", "parallel"))
_REQUEST = Keys.of("id", "participants", optional=("value", "must", "slots", "places", "after"))
_DIALOGUE = Keys.of("id", optional=("topic", "length", "starts", "places", "moderators", "seats", "minimum", "wanted", "must"))
_SEAT = Keys.of("participant", optional=("value",))
_FIXED = Keys.of("request", "slot", optional=("place",))

_TIME = re.compile(r"(\d{4})-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?", re.ASCII)
_YEARS = range(1900, 3000)


def parse_problem(document: object, file: str) -> Problem:
    """Validate a parsed problem document.

    Parameters
    ----------
    document
        What a JSON parser made of the file.
    file
        Its name as the user gave it, for the messages.

    Raises
    ------
    UnusableInput
        With every fault found, each with its JSON path.
    """
    top = open_document(document, file, FORMAT, _PROBLEM)
    problem = _problem(top)
    top.faults.raise_if_any()
    return problem


def _problem(top: Fields) -> Problem:
    """Read every part, and check how they hang together."""
    faults = top.faults
    slot, place = top.ids("slots", "slot"), top.ids("places", "place")
    participant, request = top.ids("participants", "participant"), top.ids("requests", "request")
    top.ids("dialogues", "dialogue")
    slots = [(fields.steps, _slot(fields)) for fields in top.each("slots", _SLOT)]
    check_slots(faults, slots)
    requests = list(_requests(top, slot, place, participant, request))
    check_after(faults, requests)
    fixed = [(fields.steps, _fixed(fields, slot, place, request)) for fields in top.each("fixed", _FIXED)]
    check_once(faults, "request", [(steps, each.request) for steps, each in fixed])
    return Problem(
        id=top.text("id"),
        slots=tuple(each for _, each in slots),
        participants=tuple(_participant(fields, slot, place) for fields in top.each("participants", _PARTICIPANT)),
        requests=tuple(each for _, each in requests),
        name=top.prose("name"),
        places=tuple(_place(fields, participant) for fields in top.each("places", _PLACE)),
        dialogues=tuple(_dialogue(fields, slot, place, participant) for fields in top.each("dialogues", _DIALOGUE)),
        fixed=tuple(each for _, each in fixed),
        unavailable_counts_as_break=top.flag("unavailable_counts_as_break", False),
        max_break_difference=top.optional_whole("max_break_difference", 0),
        goals=_goals(top),
    )


def _slot(fields: Fields) -> Slot:
    return Slot(fields.text("id"), _time(fields, "start"), _time(fields, "end"))


def _place(fields: Fields, participant: Ids) -> Place:
    return Place(
        id=fields.text("id"),
        zone=fields.optional_text("zone"),
        capacity=fields.whole("capacity", 1, 1),
        owner=fields.optional_reference("owner", participant),
    )


def _participant(fields: Fields, slot: Ids, place: Ids) -> Participant:
    return Participant(
        id=fields.text("id"),
        role=fields.text("role", "participant"),
        name=fields.prose("name"),
        organisation=fields.prose("organisation"),
        unavailable=frozenset(fields.references("unavailable", slot)),
        max_meetings=fields.optional_whole("max_meetings", 0),
        floor=fields.whole("floor", 0, 0),
        home=fields.optional_reference("home", place),
        parallel=fields.whole("parallel", 1, 1),
    )


def _requests(top: Fields, slot: Ids, place: Ids, participant: Ids, request: Ids) -> Iterator[tuple[Steps, Request]]:
    """Every request with its place in the document."""
    for k, entry in enumerate(top.items("requests")):
        plain = _plain_request(entry, participant)
        if plain is not None:
            yield ("requests", k), plain
            continue
        fields = open_object(top.faults, ("requests", k), entry, _REQUEST)
        if fields is not None:
            yield fields.steps, _request(fields, slot, place, participant, request)


def _plain_request(entry: object, participant: Ids) -> Request | None:
    """A request of nothing but two participants and a value, in which nothing is wrong; None for any other, which is read key by key."""
    if type(entry) is not dict or len(entry) != 3 or participant.known is None:
        return None
    name, pair, value = entry.get("id"), entry.get("participants"), entry.get("value")
    if type(name) is not str or not name or not name.isascii() or type(value) is not int or not 1 <= value <= MOST_COUNT:
        return None
    if type(pair) is not list or len(pair) != 2:
        return None
    first, second = pair
    known = type(first) is str and type(second) is str and first in participant.known and second in participant.known
    return Request(name, (first, second), value) if known and first and second and first != second else None


def _request(fields: Fields, slot: Ids, place: Ids, participant: Ids, request: Ids) -> Request:
    slots = fields.optional_references("slots", slot)
    return Request(
        id=fields.text("id"),
        participants=_two(fields, participant),
        value=fields.whole("value", 1, 1),
        must=fields.flag("must", False),
        slots=None if slots is None else frozenset(slots),
        places=fields.optional_references("places", place),
        after=fields.references("after", request),
    )


def _two(fields: Fields, participant: Ids) -> tuple[str, str]:
    """The two different participants of a request."""
    if "participants" not in fields.data:
        return "", ""
    faults, steps = fields.faults, (*fields.steps, "participants")
    pair = list_at(faults, steps, fields.data["participants"])
    if len(pair) == 2:
        first, second = (reference_at(faults, (*steps, k), value, participant) for k, value in enumerate(pair))
        if first and first == second:
            faults.add((*steps, 1), "nobody can meet himself; the two participants must differ")
        return first, second
    if isinstance(fields.data["participants"], list):
        faults.add(steps, f"must hold exactly two participants, and holds {len(pair)}")
    return "", ""


def _dialogue(fields: Fields, slot: Ids, place: Ids, participant: Ids) -> Dialogue:
    wanted = [(seat.steps, _seat(seat, participant)) for seat in fields.each("wanted", _SEAT)]
    check_once(fields.faults, "participant", [(steps, seat.participant) for steps, seat in wanted])
    return Dialogue(
        id=fields.text("id"),
        topic=fields.prose("topic"),
        length=fields.whole("length", 1, 1),
        starts=fields.optional_references("starts", slot),
        places=fields.optional_references("places", place),
        moderators=fields.optional_references("moderators", participant),
        seats=_seats(fields),
        minimum=_minimum(fields),
        wanted=tuple(seat for _, seat in wanted),
        must=fields.flag("must", True),
    )


def _seat(fields: Fields, participant: Ids) -> Seat:
    return Seat(fields.reference("participant", participant), fields.whole("value", 1, 1))


def _seats(fields: Fields) -> tuple[int, int | None]:
    """The least and the most seats; no limit where the key is absent."""
    if "seats" not in fields.data:
        return 0, None
    steps = (*fields.steps, "seats")
    pair = list_at(fields.faults, steps, fields.data["seats"])
    if len(pair) != 2:
        if isinstance(fields.data["seats"], list):
            fields.faults.add(steps, f"must be [least, most], and holds {len(pair)} values")
        return 0, None
    least, most = (whole_at(fields.faults, (*steps, k), value, 0, MOST_COUNT) for k, value in enumerate(pair))
    if type(pair[0]) is int and type(pair[1]) is int and pair[0] > pair[1]:
        fields.faults.add(steps, f"the least, {least}, is more than the most, {most}")
    return least, most


def _minimum(fields: Fields) -> dict[str, int]:
    """The least number of each role at a table."""
    value = fields.data.get("minimum", {})
    steps = (*fields.steps, "minimum")
    if not isinstance(value, dict):
        fields.faults.add_wrong_type(steps, "an object of role and number", value)
        return {}
    for role in value:
        if not role or is_broken(role):
            fields.faults.add((*steps, role), "is not the name of a role")
    return {role: whole_at(fields.faults, (*steps, role), least, 0, MOST_COUNT) for role, least in value.items()}


def _fixed(fields: Fields, slot: Ids, place: Ids, request: Ids) -> Fixed:
    return Fixed(fields.reference("request", request), fields.reference("slot", slot), fields.optional_reference("place", place))


def _goals(top: Fields) -> tuple[str, ...]:
    """The goals in the order given, each known and named once."""
    if "goals" not in top.data:
        return DEFAULT_GOALS
    known = Ids("goal", {goal: k for k, goal in enumerate(GOALS)})
    goals = [(("goals", k), reference_at(top.faults, ("goals", k), value, known)) for k, value in enumerate(top.items("goals"))]
    check_once(top.faults, "", goals)
    return tuple(goal for _, goal in goals)


def _time(fields: Fields, key: str) -> datetime:
    """A time with its offset."""
    if key not in fields.data:
        return NO_TIME
    text, faults, steps = fields.text(key), fields.faults, (*fields.steps, key)
    if not text:
        return NO_TIME
    match = _TIME.fullmatch(text)
    try:
        time = datetime.fromisoformat(text) if match else None
    except ValueError:
        time = None
    if match is None or time is None or int(match[1]) not in _YEARS:
        faults.add_wrong_type(steps, "a time as in 2026-11-24T09:00:00+01:00", text)
    elif time.tzinfo is None:
        faults.add(steps, f"the time {text} has no offset from UTC; write Z or, for example, +01:00 after it")
    else:
        return time
    return NO_TIME
