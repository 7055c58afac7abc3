"""From a document to a problem: each kind of unusable one is told by name and place, all at once."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_problem
from scheduler.problem import Dialogue, Fixed, Participant, Place, Problem, Request, Seat, Slot
from tests.support.whole_problem import whole

CET = timezone(timedelta(hours=1))


def faults(document: object) -> list[str]:
    """The faults found in a document, as they are printed."""
    with pytest.raises(UnusableInput) as found:
        parse_problem(document, "p.json")
    return [str(fault) for fault in found.value.faults]


def changed(*steps: str | int, to: Any) -> dict[str, Any]:
    """The valid document with one value put in."""
    document: Any = whole()
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return document


def test_problem_with_every_key_is_read():
    assert parse_problem(whole(), "p.json") == Problem(
        id="fair-26",
        name="Fair 2026",
        slots=(
            Slot("S1", datetime(2026, 11, 24, 9, 0, tzinfo=CET), datetime(2026, 11, 24, 9, 20, tzinfo=CET)),
            Slot("S2", datetime(2026, 11, 24, 9, 20, tzinfo=CET), datetime(2026, 11, 24, 9, 40, tzinfo=CET)),
            Slot("S3", datetime(2026, 11, 25, 9, 0, tzinfo=CET), datetime(2026, 11, 25, 9, 20, tzinfo=CET)),
        ),
        places=(Place("T1", zone="hall", capacity=2), Place("booth", owner="S")),
        participants=(
            Participant("B", "buyer", "Bé", "City", unavailable=frozenset({"S3"}), max_meetings=2, floor=1),
            Participant("S", "supplier", home="booth", parallel=2),
            Participant("F", "facilitator"),
        ),
        requests=(
            Request("R1", ("B", "S"), value=5, must=True, slots=frozenset({"S1", "S3"}), places=("T1",)),
            Request("R2", ("S", "F"), after=("R1",)),
        ),
        dialogues=(
            Dialogue(
                "D1",
                "Light",
                length=2,
                starts=("S1",),
                places=("T1",),
                moderators=("F",),
                seats=(1, 4),
                minimum={"buyer": 1},
                wanted=(Seat("B", 3), Seat("S")),
                must=False,
            ),
        ),
        fixed=(Fixed("R1", "S1", "T1"),),
        unavailable_counts_as_break=True,
        max_break_difference=2,
        goals=("value", "mix"),
    )


def test_dialogue_may_have_one_number_of_seats_only():
    document = whole()
    document["dialogues"][0]["seats"] = [4, 4]
    assert parse_problem(document, "whole.json").dialogues[0].seats == (4, 4)


def test_problem_of_an_empty_event_is_read():
    empty = {"format": "bms-problem/1", "id": "e", "slots": [], "participants": [], "requests": []}
    assert parse_problem(empty, "p.json") == Problem("e", (), (), ())


def test_null_counts_as_absent_where_a_key_has_no_default():
    document = changed("name", to=None)
    document["places"] = [{"id": "T1", "zone": None, "owner": None}]
    document["participants"] = [{"id": "B", "name": None, "organisation": None, "home": None, "max_meetings": None}, {"id": "S"}]
    document["requests"] = [{"id": "R1", "participants": ["B", "S"], "slots": None, "places": None}]
    document["dialogues"] = [{"id": "D1", "topic": None, "starts": None, "places": None, "moderators": None}]
    document["fixed"] = [{"request": "R1", "slot": "S1", "place": None}]
    document["max_break_difference"] = None
    problem = parse_problem(document, "p.json")
    assert problem.places == (Place("T1"),)
    assert problem.participants == (Participant("B"), Participant("S"))
    assert problem.requests == (Request("R1", ("B", "S")),)
    assert problem.dialogues == (Dialogue("D1"),)
    assert problem.fixed == (Fixed("R1", "S1"),)
    assert (problem.name, problem.max_break_difference) == (None, None)


ONE_FAULT = [
    (("format",), "bms-plan/1", "$.format: must be the text 'bms-problem/1', and is the text 'bms-plan/1'"),
    (("id",), "", "$.id: must not be empty"),
    (("id",), 7, "$.id: must be a text, and is 7"),
    (("id",), "\ud800", "$.id: '\\ud800' holds half of a character (an unpaired surrogate)"),
    (("name",), ["x"], "$.name: must be a text, and is a list"),
    (("fixed",), {}, "$.fixed: must be a list, and is an object"),
    (("slots", 1), 3, "$.slots[1]: must be an object, and is 3"),
    (("requests", 0, "valeu"), 3, "$.requests[0].valeu: unknown key 'valeu'"),
    (("place",), [], "$.place: unknown key 'place'"),
    (("two words",), 1, "$[\"two words\"]: unknown key 'two words'"),
    (("places", 1, "zones"), "x", "$.places[1].zones: unknown key 'zones' (did you mean 'zone'?)"),
    (("participants", 1, "floors"), 1, "$.participants[1].floors: unknown key 'floors' (did you mean 'floor'?)"),
    (("dialogues", 0, "seat"), [1, 2], "$.dialogues[0].seat: unknown key 'seat'"),
    (("dialogues", 0, "wanted", 0, "v"), 1, "$.dialogues[0].wanted[0].v: unknown key 'v'"),
    (("fixed", 0, "where"), 1, "$.fixed[0].where: unknown key 'where'"),
    (("slots", 2, "end"), "2026-11-25T08:59:00+01:00", "$.slots[2].end: the slot must end after it starts, at 2026-11-25T09:00:00+01:00"),
    (("slots", 2, "end"), "2026-11-25T09:00:00+01:00", "$.slots[2].end: the slot must end after it starts, at 2026-11-25T09:00:00+01:00"),
    (
        ("slots", 1, "start"),
        "2026-11-24T08:19:00Z",
        "$.slots[1].start: overlaps the slot 'S1', which ends at 2026-11-24T09:20:00+01:00",
    ),
    (
        ("slots", 1, "start"),
        "2026-11-24T07:59:00Z",
        "$.slots[1].start: slots must be in time order, and this one starts earlier than 'S1' before it",
    ),
    (
        ("slots", 1, "start"),
        "2026-11-23T20:25:00-12:00",
        "$.slots[1].start: has an earlier date than the slot 'S1' before it, as its offset is another",
    ),
    (
        ("slots", 0, "start"),
        "2026-11-24T09:00:00",
        "$.slots[0].start: the time 2026-11-24T09:00:00 has no offset from UTC; write Z or, for example, +01:00 after it",
    ),
    *(
        (("slots", 0, "start"), text, f"$.slots[0].start: must be a time as in 2026-11-24T09:00:00+01:00, and is the text {text!r}")
        for text in ("9 o'clock", "2026-11-24", "20261124T0900Z", "2026-11-24 09:00Z", "2026-11-31T09:00Z", "0001-01-01T09:00+01:00")
    ),
    (("slots", 0, "start"), 9, "$.slots[0].start: must be a text, and is 9"),
    (("slots", 1, "id"), "S1", "$.slots[1].id: the id 'S1' belongs to slots[0] already"),
    (("dialogues",), [{"id": "D"}, {"id": "D"}], "$.dialogues[1].id: the id 'D' belongs to dialogues[0] already"),
    (("places", 0, "owner"), "X", "$.places[0].owner: unknown participant 'X'"),
    (("places", 0, "capacity"), 0, "$.places[0].capacity: must be from 1 to 1,000,000, and is 0"),
    (("places", 0, "capacity"), True, "$.places[0].capacity: must be a whole number, and is true"),
    (("places", 0, "capacity"), 2.0, "$.places[0].capacity: must be a whole number, and is 2.0"),
    (("places", 0, "capacity"), None, "$.places[0].capacity: must be a whole number, and is null"),
    (("places", 0, "capacity"), 10**30, "$.places[0].capacity: must be from 1 to 1,000,000, and is a number of more than 18 digits"),
    (("places", 0, "zone"), "", "$.places[0].zone: must not be empty"),
    (("participants", 0, "role"), None, "$.participants[0].role: must be a text, and is null"),
    (("participants", 0, "unavailable"), None, "$.participants[0].unavailable: must be a list, and is null"),
    (("participants", 0, "unavailable", 0), "S9", "$.participants[0].unavailable[0]: unknown slot 'S9'"),
    (("participants", 0, "unavailable", 0), 9, "$.participants[0].unavailable[0]: must be the id of a slot, and is 9"),
    (("participants", 0, "max_meetings"), -1, "$.participants[0].max_meetings: must be from 0 to 1,000,000, and is -1"),
    (("participants", 0, "floor"), -1, "$.participants[0].floor: must be from 0 to 1,000,000, and is -1"),
    (("participants", 0, "parallel"), 0, "$.participants[0].parallel: must be from 1 to 1,000,000, and is 0"),
    (("participants", 1, "home"), "boot", "$.participants[1].home: unknown place 'boot' (did you mean 'booth'?)"),
    (
        ("requests", 1),
        {"id": "R1", "participants": ["S", "F"]},
        "$.requests[1].id: the id 'R1' belongs to requests[0] already",
    ),
    (("requests", 0, "value"), 0, "$.requests[0].value: must be from 1 to 1,000,000, and is 0"),
    (("requests", 0, "value"), 1_000_001, "$.requests[0].value: must be from 1 to 1,000,000, and is 1000001"),
    (("requests", 0, "must"), 1, "$.requests[0].must: must be true or false, and is 1"),
    (("requests", 0, "slots", 1), "S", "$.requests[0].slots[1]: unknown slot 'S' (did you mean 'S3'?)"),
    (("requests", 0, "places", 0), "X9", "$.requests[0].places[0]: unknown place 'X9'"),
    (("requests", 0, "participants"), ["B"], "$.requests[0].participants: must hold exactly two participants, and holds 1"),
    (("requests", 0, "participants"), "BS", "$.requests[0].participants: must be a list, and is the text 'BS'"),
    (
        ("requests", 0, "participants"),
        ["B", "B"],
        "$.requests[0].participants[1]: nobody can meet himself; the two participants must differ",
    ),
    (("requests", 0, "participants", 1), "Bob", "$.requests[0].participants[1]: unknown participant 'Bob'"),
    (("requests", 1, "after"), ["R2"], "$.requests[1].after: 'R2' cannot come after itself"),
    (("requests", 1, "after", 0), "Rx", "$.requests[1].after[0]: unknown request 'Rx'"),
    (("requests", 0, "after"), ["R2"], "$.requests[0].after: goes round in a circle: 'R1' after 'R2' after 'R1'"),
    (("dialogues", 0, "length"), 0, "$.dialogues[0].length: must be from 1 to 1,000,000, and is 0"),
    (("dialogues", 0, "starts", 0), "Sx", "$.dialogues[0].starts[0]: unknown slot 'Sx'"),
    (("dialogues", 0, "places", 0), "Q", "$.dialogues[0].places[0]: unknown place 'Q'"),
    (("dialogues", 0, "moderators", 0), "Q", "$.dialogues[0].moderators[0]: unknown participant 'Q'"),
    (("dialogues", 0, "seats"), [4], "$.dialogues[0].seats: must be [least, most], and holds 1 values"),
    (("dialogues", 0, "seats"), None, "$.dialogues[0].seats: must be a list, and is null"),
    (("dialogues", 0, "seats"), [4, None], "$.dialogues[0].seats[1]: must be a whole number, and is null"),
    (("dialogues", 0, "seats"), [4, 3], "$.dialogues[0].seats: the least, 4, is more than the most, 3"),
    (("dialogues", 0, "seats"), [-1, 3], "$.dialogues[0].seats[0]: must be from 0 to 1,000,000, and is -1"),
    (("dialogues", 0, "minimum"), [], "$.dialogues[0].minimum: must be an object of role and number, and is a list"),
    (("dialogues", 0, "minimum"), {"buyer": "1"}, "$.dialogues[0].minimum.buyer: must be a whole number, and is the text '1'"),
    (("dialogues", 0, "minimum"), {"": 1}, '$.dialogues[0].minimum[""]: is not the name of a role'),
    (("dialogues", 0, "wanted", 1, "participant"), "B", "$.dialogues[0].wanted[1].participant: 'B' is named already in wanted[0]"),
    (("dialogues", 0, "wanted", 1, "participant"), "Q", "$.dialogues[0].wanted[1].participant: unknown participant 'Q'"),
    (("dialogues", 0, "wanted", 1, "value"), 0, "$.dialogues[0].wanted[1].value: must be from 1 to 1,000,000, and is 0"),
    (
        ("fixed",),
        [{"request": "R1", "slot": "S1"}, {"request": "R1", "slot": "S1"}],
        "$.fixed[1].request: 'R1' is named already in fixed[0]",
    ),
    (("fixed", 0, "request"), "Q", "$.fixed[0].request: unknown request 'Q'"),
    (("fixed", 0, "slot"), "Q", "$.fixed[0].slot: unknown slot 'Q'"),
    (("fixed", 0, "place"), "Q", "$.fixed[0].place: unknown place 'Q'"),
    (("unavailable_counts_as_break",), "yes", "$.unavailable_counts_as_break: must be true or false, and is the text 'yes'"),
    (("max_break_difference",), -1, "$.max_break_difference: must be from 0 to 1,000,000, and is -1"),
    (("goals",), None, "$.goals: must be a list, and is null"),
    (("goals",), ["value", "value"], "$.goals[1]: 'value' is named already in goals[0]"),
    (("goals", 0), "valeu", "$.goals[0]: unknown goal 'valeu' (did you mean 'value'?)"),
    (("goals", 0), 1, "$.goals[0]: must be the id of a goal, and is 1"),
]


@pytest.mark.parametrize(("steps", "value", "told"), ONE_FAULT)
def test_one_fault_is_told_with_its_place(steps, value, told):
    assert faults(changed(*steps, to=value)) == [told]


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (("format",), "$: the key 'format' is missing"),
        (("id",), "$: the key 'id' is missing"),
        (("slots", 0, "id"), "$.slots[0]: the key 'id' is missing"),
        (("slots", 0, "end"), "$.slots[0]: the key 'end' is missing"),
        (("places", 1, "id"), "$.places[1]: the key 'id' is missing"),
        (("participants", 2, "id"), "$.participants[2]: the key 'id' is missing"),
        (("requests", 1, "id"), "$.requests[1]: the key 'id' is missing"),
        (("requests", 1, "participants"), "$.requests[1]: the key 'participants' is missing"),
        (("dialogues", 0, "id"), "$.dialogues[0]: the key 'id' is missing"),
        (("dialogues", 0, "wanted", 1, "participant"), "$.dialogues[0].wanted[1]: the key 'participant' is missing"),
        (("fixed", 0, "request"), "$.fixed[0]: the key 'request' is missing"),
        (("fixed", 0, "slot"), "$.fixed[0]: the key 'slot' is missing"),
    ],
)
def test_missing_key_is_named(steps, told):
    document: Any = whole()
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    del inner[steps[-1]]
    assert told in faults(document)
    # what refers to something that lost its id is told too; nothing else is
    assert {line.split(": ")[1].split(" '")[0] for line in faults(document)} <= {
        "the key",
        "unknown slot",
        "unknown place",
        "unknown participant",
    }


def test_list_that_cannot_be_read_says_nothing_of_what_refers_to_it():
    assert faults(changed("slots", to="none")) == ["$.slots: must be a list, and is the text 'none'"]
    assert faults(changed("participants", to=3)) == ["$.participants: must be a list, and is 3"]


def test_all_faults_are_told_at_once():
    document = changed("slots", 0, "end", to="2026-11-24T08:00:00+01:00")
    document["requests"][0]["participants"][1] = "X"
    document["requests"][1]["valeu"] = 3
    document["unknown"] = 1
    assert faults(document) == [
        "$.unknown: unknown key 'unknown'",
        "$.slots[0].end: the slot must end after it starts, at 2026-11-24T09:00:00+01:00",
        "$.requests[0].participants[1]: unknown participant 'X'",
        "$.requests[1].valeu: unknown key 'valeu' (did you mean 'value'?)",
    ]


def test_faults_beyond_fifty_are_counted():
    found = faults(changed("requests", to=[{"id": f"R{k}", "participants": []} for k in range(70)]) | {"fixed": []})
    assert len(found) == 51
    assert found[-1] == "and 20 more"


@pytest.mark.parametrize("document", [None, True, 3, 1.5, "x", [], [{}]])
def test_document_that_is_no_object_is_refused(document):
    (line,) = faults(document)
    assert line.startswith("$: must be an object, and is ")


@pytest.mark.parametrize(
    "change",
    [
        {"value": 0},
        {"value": True},
        {"value": 2_000_000},
        {"participants": ["a", "a"]},
        {"participants": ["a", "nobody"]},
        {"participants": ["a"]},
        {"participants": "ab"},
        {"id": ""},
        {"id": 5},
        {"more": 1},
    ],
)
def test_request_of_three_keys_is_read_as_strictly_as_any(change):
    request = {"id": "R", "participants": ["a", "b"], "value": 4}
    document = {"format": "bms-problem/1", "id": "three", "slots": [], "participants": [{"id": "a"}, {"id": "b"}]}
    assert parse_problem(document | {"requests": [request]}, "three.json").requests == (Request("R", ("a", "b"), 4),)
    told = []
    for more in ({}, {"must": False}):  # with another key it is read key by key
        with pytest.raises(UnusableInput) as refused:
            parse_problem(document | {"requests": [request | more | change]}, "three.json")
        told.append(refused.value.faults)
    assert told[0] == told[1] != []
