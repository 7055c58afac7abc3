"""A folder of CSV files becomes a problem, however a spreadsheet program wrote it; faults name file, row and column."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from matchmaking.convert import convert
from matchmaking.data import fixture
from scheduler.errors import UnusableInput
from scheduler.problem import DEFAULT_GOALS, Dialogue, Fixed, Participant, Place, Problem, Request, Seat, Slot
from tests.support.tiers import examples

EXAMPLE = fixture("spreadsheet-example")
WINTER = timezone(timedelta(hours=1))
SMALL = {
    "slots": "id,start,end\nS1,2026-11-24 09:00,2026-11-24 09:20\nS2,2026-11-24 09:25,2026-11-24 09:45\n",
    "places": "id\nT1\n",
    "participants": "id,role\nB1,buyer\nB2,buyer\nL1,supplier\n",
    "requests": "id,participant_1,participant_2,value\nR1,B1,L1,5\nR2,B2,L1,3\n",
}


@pytest.fixture
def folder(tmp_path):
    """Writes tables, by default the small event, into an empty folder."""

    def write(**tables: str | bytes | None) -> Path:
        path = tmp_path / "event"
        path.mkdir()
        for name, content in {**SMALL, **tables}.items():
            if content is not None:
                (path / f"{name}.csv").write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def problem_of(folder):
    return lambda **tables: convert(folder(**tables), "Europe/Brussels")


@pytest.fixture
def faults_of(folder):
    def read(zone: str | None = "Europe/Brussels", **tables: str | bytes | None) -> list[str]:
        with pytest.raises(UnusableInput) as caught:
            convert(folder(**tables), zone)
        return [str(fault) for fault in caught.value.faults]

    return read


def clock(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 24, hour, minute, tzinfo=WINTER)


def test_small_event_is_read(problem_of):
    assert problem_of() == Problem(
        id="event",
        slots=(Slot("S1", clock(9, 0), clock(9, 20)), Slot("S2", clock(9, 25), clock(9, 45))),
        places=(Place("T1"),),
        participants=(Participant("B1", "buyer"), Participant("B2", "buyer"), Participant("L1", "supplier")),
        requests=(Request("R1", ("B1", "L1"), 5), Request("R2", ("B2", "L1"), 3)),
    )


def test_example_expresses_every_key():
    problem = convert(EXAMPLE, "Europe/Brussels")
    assert (problem.id, problem.name) == ("circular-2026", "Circulair inkopen: ontmoet je leverancier")
    assert (problem.unavailable_counts_as_break, problem.max_break_difference, problem.goals) == (False, 2, DEFAULT_GOALS)
    assert problem.slots[4] == Slot("S5", clock(13, 0), clock(13, 20))
    assert problem.places[3] == Place("Booth Lumen", "hall B", 2, "lumen")
    assert problem.participants[1] == Participant(
        "marnival", "buyer", "Zoé Lefèvre", "Ville de Marnival", unavailable=frozenset({"S1", "S2"}), floor=1
    )
    assert problem.participants[3].unavailable == {"S5", "S6", "S7", "S8"}
    assert problem.participants[5] == Participant(
        "lumen", "supplier", "Els De Smet", "Lumen Verlichting", floor=2, home="Booth Lumen", parallel=2
    )
    assert problem.participants[7].max_meetings == 5
    assert problem.requests[1] == Request("R2", ("waterbeke", "restoel"), 5, must=True)
    assert problem.requests[2].slots == {"S1", "S2", "S3", "S4"}
    assert problem.requests[6].places == ("Table 1", "Table 2")
    assert problem.requests[13].after == ("R11", "R7")
    assert problem.dialogues[0] == Dialogue(
        id="office",
        topic="Kantoormeubilair: hergebruik of nieuw?",
        length=2,
        starts=("S1", "S2", "S3", "S5", "S6", "S7"),
        places=("Round table",),
        moderators=("iris",),
        seats=(3, 6),
        minimum={"buyer": 1, "supplier": 1},
        wanted=(Seat("waterbeke", 3), Seat("odiel", 2), Seat("restoel", 5), Seat("vezel", 2)),
    )
    assert problem.dialogues[1].must is False
    assert problem.fixed == (Fixed("R5", "S3", "Table 3"), Fixed("R12", "S5"))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_file_is_read_however_it_was_saved(problem_of, separator, encoding, newline):
    lines = ["id,role,name,,", 'B1,buyer,"Zoë, ""de"" Çelik",,', "B2,buyer,€ Noël,,", ",,,,", "L1,supplier,,,", ",,,,"]
    text = newline.join(line.replace(",", separator).replace(f"Zoë{separator} ", "Zoë, ") for line in lines)
    names = [person.name for person in problem_of(participants=text.encode(encoding)).participants]
    assert names == ['Zoë, "de" Çelik', "€ Noël", None]


def test_declared_separator_is_no_row(faults_of):
    text = "sep=|\r\nid|role|name\r\nB1|buyer|a;b;c;d\r\nB2|buyer|\r\nL1|supplier|\r\nL1|supplier|\r\n"
    assert faults_of(participants=text) == ['participants.csv: row 5, column id: "L1" is used already in row 4']


def test_quoted_line_breaks_stay_in_their_cell_and_row(faults_of):
    text = 'id;name\nB1;"An\nPeeters"\n\nB2;\nL1;\nL1;\n'
    assert faults_of(participants=text) == ['participants.csv: row 6, column id: "L1" is used already in row 5']


def test_headers_can_be_written_in_many_ways(problem_of):
    problem = problem_of(
        participants="Deelnemer;ROL;Max Afspraken;Niet beschikbaar;Organisatie\nB1;buyer;4;S1;Stad\nB2;;;;\nL1;;;;\n",
        requests="Koper;Leverancier;Waarde;Verplicht\nB1;L1;7;ja\nB2;L1;;nee\n",
        slots="code;Datum;Van;Tot\nS1;24/11/2026;09:00;9u20\nS2;24-11-2026;9:25;9h45\n",
    )
    assert problem.participants[0] == Participant("B1", "buyer", None, "Stad", frozenset({"S1"}), max_meetings=4)
    assert problem.requests == (Request("B1-L1", ("B1", "L1"), 7, must=True), Request("B2-L1", ("B2", "L1")))
    assert problem.slots == (Slot("S1", clock(9, 0), clock(9, 20)), Slot("S2", clock(9, 25), clock(9, 45)))


def test_ids_of_requests_are_made_of_their_participants(problem_of):
    problem = problem_of(requests="buyer,supplier,after\nB1,L1,\nB2,L1,B1-L1\n", fixed="request,slot\nB1-L1,S1\n")
    assert [(r.id, r.after) for r in problem.requests] == [("B1-L1", ()), ("B2-L1", ("B1-L1",))]
    assert problem.fixed == (Fixed("B1-L1", "S1"),)


def test_slots_are_put_in_time_order(problem_of):
    problem = problem_of(slots="id,start,end\nB,2026-11-24 10:00,2026-11-24 10:20\nA,2026-11-24 09:00,2026-11-24 09:20\n")
    assert [slot.id for slot in problem.slots] == ["A", "B"]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("", None),
        ("S1 S2", {"S1", "S2"}),
        ("S1|S2", {"S1", "S2"}),
        ('"S1, S2"', {"S1", "S2"}),
        ("none", set()),
        ("-", set()),
        ("S2 S2", {"S2"}),
    ],
)
def test_lists_of_slots(problem_of, cell, expected):
    assert problem_of(requests=f"id,buyer,supplier,slots\nR1,B1,L1,{cell}\n").requests[0].slots == expected


def test_dialogue_without_limit_has_a_seat_for_all_who_asked(problem_of):
    problem = problem_of(
        dialogues="id,least,most,moderators\nD1,,,\nD2,1,,none\nD3,,2,B2\n", wanted="dialogue,participant\nD2,B1\nD2,B2\nD2,L1\n"
    )
    assert [d.seats for d in problem.dialogues] == [(0, None), (1, 3), (0, 2)]
    assert [d.moderators for d in problem.dialogues] == [None, (), ("B2",)]


def test_offsets_in_the_file_need_no_time_zone(folder):
    slots = "id,start,end\nS1,2026-11-24T09:00+01:00,2026-11-24 08:20Z\n"
    assert convert(folder(slots=slots)).slots == (Slot("S1", clock(9, 0), clock(9, 20)),)


def test_missing_time_zone_is_told_once(faults_of):
    assert faults_of(zone=None) == [
        'slots.csv: row 2, column start: "2026-11-24 09:00" is a local time; say where with --timezone, such as --timezone Europe/Brussels'
    ]


def test_unknown_time_zone_is_told(folder):
    with pytest.raises(UnusableInput, match=r"^time zone: there is none called 'Europe/Brussel'"):
        convert(folder(), "Europe/Brussel")


def test_clock_changes_are_explained(faults_of):
    slots = (
        "id,start,end\n"
        "A,2026-03-29 01:59,2026-03-29 02:30\n"
        "B,2026-10-25 02:00,2026-10-25 03:00\n"
        "C,2026-10-25 04:00+01:00,2026-10-25 04:30\n"
    )
    assert faults_of(slots=slots) == [
        "slots.csv: row 2, column end: 2026-03-29 02:30 does not exist in Europe/Brussels: the clocks go forward over it",
        "slots.csv: row 3, column start: 2026-10-25 02:00 comes twice in Europe/Brussels, as the clocks go back; "
        "write 2026-10-25 02:00+0200 or 2026-10-25 02:00+0100",
    ]


def test_offset_picks_one_of_two_equal_times(problem_of):
    slots = "id,start,end\nA,2026-10-25 02:00+0200,2026-10-25 02:20+0200\nB,2026-10-25 02:00+0100,2026-10-25 02:20+0100\n"
    assert [slot.start.utcoffset() for slot in problem_of(slots=slots).slots] == [timedelta(hours=2), timedelta(hours=1)]


def test_messages_read_as_a_path_and_a_sentence(folder):
    path = folder(requests="id;participant 1;participant 2;value\nR1;B1;L1;many\n")
    with pytest.raises(UnusableInput) as caught:
        convert(path, "Europe/Brussels")
    assert str(caught.value) == f'{path}/requests.csv: row 2, column value: "many" is not a whole number'


def test_faults_of_all_files_are_told_together_in_order(faults_of):
    assert faults_of(
        event="id,goals,max_break_difference\ne,floor worth,-1\nf,,\n",
        slots="id,start,end\nS1,2026-11-24 09:00,2026-11-24 09:00\nS2,31/11/2026 09:00,\nS2,9:00,tomorrow\n",
        places="id,capacity,owner\nT1,0,L9\n,2,\n",
        participants='id,unavailable,max_meetings,floor,home,parallel\nB1,S1 S3,1 000,-1,T2,\nB2,,"2,5",,,0\nL1,,,x,,\n',
        requests="id,participant_1,participant_2,value,must,after\nR1,B1,B1,0,maybe,R2\nR2,B2,L2,1000001,,R1 R9\nR2,B2,,,,\n",
        dialogues="id,least,most,minimum,length\nD1,5,4,buyer=one,0\n",
        wanted="dialogue,participant,value\nD1,B1,3\nD1,B1,2\nD2,B1,\n",
        fixed="request,slot,place\nR1,S1,T1\nR1,S2,\nR3,,T3\n",
    ) == [
        'event.csv: row 2, column goals: "worth" is not a goal; the goals are changes, floor, value, breaks, idle, moves, lowest, mix',
        "event.csv: row 2, column max_break_difference: -1 is not between 0 and 1000000",
        "event.csv: row 3: is a second event; the table has one row",
        "slots.csv: row 2, column end: the slot has to end after it starts, at 09:00",
        'slots.csv: row 3, column start: "31/11/2026 09:00" is not a day of the calendar, read as day, month, year',
        "slots.csv: row 3, column end: is empty",
        'slots.csv: row 4, column id: "S2" is used already in row 3',
        'slots.csv: row 4, column start: "9:00" has no date; write 2026-11-24 09:00, or give the date in a column of its own',
        'slots.csv: row 4, column end: "tomorrow" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00',
        "places.csv: row 2, column capacity: 0 is not between 1 and 1000000",
        'places.csv: row 2, column owner: "L9" is not the id of a participant',
        "places.csv: row 3, column id: is empty",
        'participants.csv: row 2, column unavailable: "S3" is not the id of a slot',
        'participants.csv: row 2, column max_meetings: "1 000" is not a whole number; write it without separators: 1000',
        "participants.csv: row 2, column floor: -1 is not between 0 and 1000000",
        'participants.csv: row 2, column home: "T2" is not the id of a place',
        'participants.csv: row 3, column max_meetings: "2,5" is not a whole number',
        "participants.csv: row 3, column parallel: 0 is not between 1 and 1000000",
        'participants.csv: row 4, column floor: "x" is not a whole number',
        'requests.csv: row 2, column participant_2: "B1" cannot meet itself',
        "requests.csv: row 2, column value: 0 is not between 1 and 1000000",
        'requests.csv: row 2, column must: "maybe" is neither yes nor no',
        'requests.csv: row 2, column after: goes round in a circle: "R1" after "R2" after "R1"',
        'requests.csv: row 3, column participant_2: "L2" is not the id of a participant',
        "requests.csv: row 3, column value: 1000001 is not between 1 and 1000000",
        'requests.csv: row 3, column after: "R9" is not the id of a request',
        'requests.csv: row 4, column id: the request "R2" is there already in row 3',
        "requests.csv: row 4, column participant_2: is empty",
        "dialogues.csv: row 2, column most: 4 is less than the least, 5",
        'dialogues.csv: row 2, column minimum: "one" is not a whole number',
        "dialogues.csv: row 2, column length: 0 is not between 1 and 1000000",
        'wanted.csv: row 3, column participant: "B1" asks for a seat there already, in row 2',
        'wanted.csv: row 4, column dialogue: "D2" is not the id of a dialogue',
        'fixed.csv: row 3, column request: "R1" is fixed already, in row 2',
        'fixed.csv: row 4, column request: "R3" is not the id of a request',
        "fixed.csv: row 4, column slot: is empty",
        'fixed.csv: row 4, column place: "T3" is not the id of a place',
    ]


def test_headers_unknown_double_and_missing_are_told(faults_of):
    assert faults_of(
        participants="id,role,Naam,name,organistion,zzz\nB1,,,,,\nB2,,,,,\nL1,,,,,\n", slots="id,begin\nS1,2026-11-24 09:00\n"
    ) == [
        'slots.csv: row 1: column "end" is missing',
        'participants.csv: row 1: column "name" is there twice; "Naam" is the first',
        'participants.csv: row 1: column "organistion" is not known; did you mean "organisation"?',
        'participants.csv: row 1: column "zzz" is not known; '
        "known are id, role, name, organisation, unavailable, max_meetings, floor, home, parallel",
    ]


def test_row_with_too_many_cells_is_told(faults_of):
    assert faults_of(places="id,,zone\nT1,,a,,\nT2,b,a\nT3,,hall,A\n") == [
        'places.csv: row 3: has too many cells: "b" in cell 2 stands under no column name',
        'places.csv: row 4: has too many cells: "A" in cell 4 stands under no column name',
    ]


def test_slots_that_overlap_are_told_with_both_rows(faults_of):
    slots = "id,date,start,end\nA,24/11/2026,09:00,09:30\nC,24/11/2026,10:00,10:30\nB,24/11/2026,09:20,09:50\n"
    assert faults_of(slots=slots) == ["slots.csv: row 4, column start: overlaps the slot in row 2, which ends at 09:30"]


def test_slots_whose_offsets_turn_back_the_date_are_told(faults_of):
    slots = "id,start,end\nA,2026-11-24T00:30+02:00,2026-11-24T00:50+02:00\nB,2026-11-23T23:30+00:00,2026-11-23T23:50+00:00\n"
    assert faults_of(slots=slots) == [
        "slots.csv: row 3, column start: is later than row 2, but on an earlier date; write both with the same offset"
    ]


def test_files_missing_unknown_and_unreadable_are_told(faults_of):
    assert faults_of(
        slots=None, requests="", request="id\n", participants='id,name\nB1,"An\n', _notes="anything", fixed="request,slot\nR1,S1\n"
    ) == [
        "slots.csv: is missing",
        "participants.csv: row 2: cannot be split into cells (unexpected end of data); look at the quotation marks",
        "requests.csv: is empty; its first row has to name the columns: "
        "id, participant_1, participant_2, value, must, slots, places, after",
        'request.csv: is not a table of an event; did you mean "requests"?',
    ]


def test_file_over_64_mb_is_refused(folder):
    path = folder()
    with (path / "wanted.csv").open("wb") as stream:
        stream.truncate(64 * 1024 * 1024 + 1)
    with pytest.raises(UnusableInput, match=r"event/wanted\.csv: larger than 64 MB"):
        convert(path, "Europe/Brussels")


def test_more_rows_than_a_spreadsheet_holds_are_refused(faults_of):
    assert faults_of(wanted="dialogue,participant" + "\n" * (1 << 20) + "D1,B1") == ["wanted.csv: has more than 1,048,576 rows"]


def test_thousands_of_faults_are_counted(faults_of):
    faults = faults_of(requests="buyer,supplier\n" + "B9,L9\n" * 5000)
    assert len(faults) == 1001
    assert faults[-1] == "and 13,999 more faults"


@examples(0.8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(path.name for path in EXAMPLE.iterdir())),
    st.binary(max_size=30) | st.text(alphabet=';,\t"\n\r 0123456789:/-=|SRB', max_size=30).map(str.encode),
    st.integers(0, 400),
    st.integers(0, 30),
)
def test_altered_files_are_read_or_unusable(tmp_path_factory, name, noise, at, removed):
    folder = tmp_path_factory.mktemp("altered")
    for path in EXAMPLE.iterdir():
        data = path.read_bytes()
        (folder / path.name).write_bytes(data[:at] + noise + data[at + removed :] if path.name == name else data)
    try:
        outcome = convert(folder, "Europe/Brussels")
    except UnusableInput as error:
        outcome = [fault for fault in error.faults if not fault.path.startswith("$")]
    assert outcome


@examples(0.6)
@given(st.lists(st.binary(max_size=200), min_size=8, max_size=8))
def test_any_bytes_are_unusable(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("any")
    for path, data in zip(sorted(EXAMPLE.iterdir()), contents, strict=True):
        (folder / path.name).write_bytes(data)
    with pytest.raises(UnusableInput):
        convert(folder, "Europe/Brussels")
