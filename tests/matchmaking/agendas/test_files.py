"""Calendar files: one a participant, where they should be and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream

from matchmaking.agendas import write_agendas
from matchmaking.agendas.files import file_names
from scheduler.errors import UnusableInput
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Seat, Slot

NINE = datetime(2026, 11, 24, 8, tzinfo=UTC)
PROBLEM = Problem(
    "deal",
    name="Green Deal",
    slots=(Slot("S1", NINE, NINE + timedelta(minutes=20)), Slot("S2", NINE + timedelta(minutes=25), NINE + timedelta(minutes=45))),
    participants=(
        Participant("../b", "buyer", "Zoë"),
        Participant("s1", "supplier", "Tom", "Licht NV"),
        Participant("F1", "facilitator", "Fé"),
    ),
    requests=(Request("R1", ("../b", "s1")),),
    places=(Place("T1", "hall-a"), Place("round")),
    dialogues=(Dialogue("D1", "Lighting", wanted=(Seat("s1"),), moderators=("F1",)),),
)
PLAN = Plan("", (Meeting("R1", "S1", "T1"),), (HeldDialogue("D1", "S2", "round", "F1", ("s1",)),), (), ())
NOTHING = Plan("", (), (), (), ())


def titles(path: Path) -> list[str]:
    return [event.summary or "" for event in IcsCalendarStream.calendar_from_ics(path.read_bytes().decode()).events]


def test_everybody_gets_a_file_with_what_is_theirs(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "calendars"
    paths = write_agendas(PROBLEM, PLAN, folder, questions={"D1": ("Lease or buy?",)})
    assert sorted(folder.iterdir()) == sorted(paths)
    assert [titles(path) for path in paths] == [
        ["Meeting: Tom, Licht NV"],
        ["Meeting: Zoë", "Dialogue: Lighting"],
        ["Dialogue: Lighting (you moderate)"],
    ]
    (dialogue,) = IcsCalendarStream.calendar_from_ics(paths[2].read_bytes().decode()).events
    assert (dialogue.description or "").split("\n")[-2:] == ["Questions:", "- Lease or buy?"]


def test_writing_again_changes_no_byte_and_touches_no_other_file(tmp_path: Path) -> None:
    paths = write_agendas(PROBLEM, PLAN, tmp_path)
    (tmp_path / "other.ics").write_text("mine")
    before = [path.read_bytes() for path in paths]
    assert [path.read_bytes() for path in write_agendas(PROBLEM, PLAN, tmp_path)] == before
    assert (tmp_path / "other.ics").read_text() == "mine"


def test_agenda_that_has_become_empty_replaces_the_file(tmp_path: Path) -> None:
    write_agendas(PROBLEM, PLAN, tmp_path)
    assert [titles(path) for path in write_agendas(PROBLEM, NOTHING, tmp_path)] == [[], [], []]


def test_undated_plan_is_dated_a_year_before_the_first_slot(tmp_path: Path) -> None:
    (path, *_) = write_agendas(PROBLEM, PLAN, tmp_path)
    (event,) = IcsCalendarStream.calendar_from_ics(path.read_bytes().decode()).events
    assert (event.dtstamp, event.last_modified, event.sequence) == (
        datetime(2025, 11, 24, tzinfo=UTC),
        datetime(2025, 11, 24, tzinfo=UTC),
        0,
    )


def test_dated_plan_and_named_zone_are_told(tmp_path: Path) -> None:
    (path, *_) = write_agendas(
        PROBLEM, PLAN, tmp_path, modified=NINE - timedelta(days=3), timezone="Europe/Brussels", why={"R1": "Both on lighting."}
    )
    (event,) = IcsCalendarStream.calendar_from_ics(path.read_bytes().decode()).events
    assert event.last_modified == NINE - timedelta(days=3)
    assert (event.description or "").split("\n") == [
        "When: Tuesday 24 November 2026, 09:00–09:20 (Europe/Brussels)",
        "Where: T1, hall-a",
        "With: Tom, Licht NV",
        "Why: Both on lighting.",
    ]


@pytest.mark.parametrize("name", ["Europe/Brussel", "../../etc/passwd", "/etc/localtime", "Europe", "\0"])
def test_unknown_time_zone_is_unusable_input(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnusableInput, match="there is none called"):
        write_agendas(PROBLEM, PLAN, tmp_path, timezone=name)
    assert list(tmp_path.iterdir()) == []


def test_event_without_slots_and_participants_writes_nothing(tmp_path: Path) -> None:
    assert write_agendas(Problem("empty", (), (), ()), NOTHING, tmp_path / "out") == []
    assert write_agendas(Problem("empty", (), (Participant("a"),), ()), NOTHING, tmp_path / "out") == [tmp_path / "out" / "a.ics"]


def test_plain_ids_are_their_own_file_names() -> None:
    assert file_names(["B0001", "s-1", "42"]) == {"B0001": "B0001.ics", "s-1": "s-1.ics", "42": "42.ics"}


@pytest.mark.parametrize(
    ("odd", "name"),
    [
        ("../../x", "x~"),
        ("a/b\\c", "a-b-c~"),
        (".", "participant~"),
        ("Zoë Ångström", "Zoe-Angstrom~"),
        ("日本", "participant~"),
        ("nul", "nul~"),
        ("COM1", "COM1~"),
        ("a.ics", "a-ics~"),
        ("-rf", "rf~"),
        ("x" * 300, "x" * 60 + "~"),
        ("half\ud83d", "half~"),
    ],
)
def test_odd_id_gets_a_readable_name_with_a_fingerprint(odd: str, name: str) -> None:
    assert file_names([odd])[odd][: -len("01234567.ics")] == name


def test_ids_that_differ_by_case_alone_get_distinct_names() -> None:
    names = file_names(["b1", "B1", "c1"])
    assert names["c1"] == "c1.ics"
    assert len({name.lower() for name in names.values()}) == 3


@given(st.lists(st.text(st.sampled_from("aAbB./\\~ \0ëÉ_-") | st.characters(), min_size=1), unique=True))
def test_file_names_are_distinct_and_stay_in_their_folder(ids: list[str]) -> None:
    names = file_names(ids)
    assert len({name.lower() for name in names.values()}) == len(ids)
    assert [name for name in names.values() if not name.isascii() or "/" in name or "\\" in name or name.startswith((".", "-", "~"))] == []
    assert [len(name) for name in names.values() if len(name) > 130] == []
