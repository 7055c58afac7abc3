"""The bytes of a calendar, judged by themselves and by a second parser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from matchmaking.agendas import Entry, Revision, calendar, invitation

FIRST = Revision(datetime(2026, 10, 1, 12, tzinfo=UTC))
START = datetime(2026, 11, 24, 9, 25, tzinfo=timezone(timedelta(hours=1)))
NASTY = 'Zoë, "ë" 👩‍👩‍👧; C:\\New\\x, \\N \\n \\; ^n:'
# What a calendar cannot hold is left out or becomes a line break, which the table test below shows.
WRITABLE = st.text(st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029"))


def entry(
    title: str = "Meeting", place: str = "T1", who: tuple[str, ...] = ("Tom",), why: str = "Asked.", questions: tuple[str, ...] = ()
) -> Entry:
    return Entry("uid-1", START, START + timedelta(minutes=20), title, place, who, why, questions)


def read_back(raw: bytes) -> Calendar:
    return IcsCalendarStream.calendar_from_ics(raw.decode())


def unfolded(raw: bytes) -> list[str]:
    """The lines of RFC 5545, 3.1, read without any library."""
    assert raw.endswith(b"\r\n")
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")[:-1]


def value(raw: bytes, name: str) -> str:
    """The one value of a property, unescaped by RFC 5545, 3.3.11."""
    (line,) = [line for line in unfolded(raw) if re.match(f"{name}[:;]", line)]
    return re.sub(r"\\(.)", lambda pair: "\n" if pair[1] in "nN" else pair[1], line.split(":", 1)[1])


def test_event_is_written_in_full() -> None:
    raw = calendar(
        [entry("Dialogue: Lighting", who=("Fé (moderator)", "Tom, Licht (supplier)"), questions=("Why?",))], FIRST, name="Green Deal: Zoë"
    )
    assert unfolded(raw) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//buyer-meets-supplier//bms//EN",
        "X-WR-CALNAME:Green Deal: Zoë",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "BEGIN:VEVENT",
        "UID:uid-1",
        "DTSTAMP:20261001T120000Z",
        "LAST-MODIFIED:20261001T120000Z",
        "SEQUENCE:0",
        "DTSTART:20261124T082500Z",
        "DTEND:20261124T084500Z",
        "SUMMARY:Dialogue: Lighting",
        "LOCATION:T1",
        "DESCRIPTION:When: Tuesday 24 November 2026\\, 09:25–09:45 (UTC+01:00)\\nWhere: T1\\nWith:\\n- Fé (moderator)\\n"
        "- Tom\\, Licht (supplier)\\nWhy: Asked.\\nQuestions:\\n- Why?",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


@pytest.mark.parametrize(
    ("zone", "start", "words"),
    [
        (None, START, "Tuesday 24 November 2026, 09:25–09:45 (UTC+01:00)"),
        (None, START.astimezone(timezone(-timedelta(hours=3, minutes=30))), "Tuesday 24 November 2026, 04:55–05:15 (UTC-03:30)"),
        (None, START.astimezone(UTC), "Tuesday 24 November 2026, 08:25–08:45 (UTC)"),
        ("Europe/Brussels", START.astimezone(UTC), "Tuesday 24 November 2026, 09:25–09:45 (Europe/Brussels)"),
        ("Asia/Tokyo", datetime(2026, 5, 31, 23, 50, tzinfo=UTC), "Monday 1 June 2026, 08:50–09:10 (Asia/Tokyo)"),
    ],
)
def test_local_time_is_told_in_words(zone: str | None, start: datetime, words: str) -> None:
    slot = Entry("u", start, start + timedelta(minutes=20), "t", "p", (), "w")
    raw = calendar([slot], FIRST, name="n", zone=ZoneInfo(zone) if zone else None)
    assert value(raw, "DESCRIPTION").split("\n")[0] == f"When: {words}"


def test_second_parser_reads_the_event_back() -> None:
    (event,) = read_back(calendar([entry(NASTY, NASTY, (NASTY,), NASTY, (NASTY,))], FIRST, name="n")).events
    assert event.uid == "uid-1"
    assert (event.dtstart, event.dtend) == (START, START + timedelta(minutes=20))
    assert (event.summary, event.location) == (NASTY, NASTY)
    assert event.description == (
        f"When: Tuesday 24 November 2026, 09:25–09:45 (UTC+01:00)\nWhere: {NASTY}\nWith: {NASTY}\nWhy: {NASTY}\nQuestions:\n- {NASTY}"
    )
    assert (event.dtstamp, event.last_modified, event.sequence) == (FIRST.modified, FIRST.modified, 0)


@given(WRITABLE, WRITABLE)
def test_any_text_survives_escaping_and_folding(title: str, why: str) -> None:
    raw = calendar([entry(title, why=why)], FIRST, name=title)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert not [line for line in raw.split(b"\r\n") if re.search(rb"(?<!\\)(\\\\)*\\$", line)]  # no escape cut in two
    assert [line.decode() for line in raw.split(b"\r\n")]  # no character cut in two: each line is UTF-8 by itself
    assert re.findall(rb"\r(?!\n)|(?<!\r)\n", raw) == []
    assert value(raw, "SUMMARY") == value(raw, "X-WR-CALNAME") == " ".join(title.split())
    assert value(raw, "DESCRIPTION").endswith(f"Why: {why}")


@pytest.mark.parametrize("filler", ["\\", "ë", "👩‍👩‍👧", ";", "a\\", "\n", "日本"])
@pytest.mark.parametrize("shift", range(4))
def test_runs_of_what_folding_can_break_survive_at_every_offset(filler: str, shift: int) -> None:
    text = "x" * shift + filler * 80
    raw = calendar([entry(why=text)], FIRST, name="n")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert not [line for line in raw.split(b"\r\n") if re.search(rb"(?<!\\)(\\\\)*\\$", line)]
    assert value(raw, "DESCRIPTION").endswith(f"Why: {text}")
    assert read_back(raw).events[0].description == value(raw, "DESCRIPTION")


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("one\r\ntwo\rthree\ntwo", "one\ntwo\nthree\ntwo"),
        ("one\u2028two\x85three\x0bfour", "one\ntwo\nthree\nfour"),
        ("nul\x00 bell\x07 tab\t", "nul bell tab\t"),
        ("half\ud83d", "half?"),
    ],
)
def test_what_a_calendar_cannot_hold_is_mended(given_: str, written: str) -> None:
    assert value(calendar([entry(why=given_)], FIRST, name="n"), "DESCRIPTION").endswith(f"Why: {written}")


def test_calendar_names_no_method_attendee_or_time_zone() -> None:
    names = {line.split(":")[0].split(";")[0] for line in unfolded(calendar([entry()], FIRST, name="n"))}
    assert names & {"METHOD", "ATTENDEE", "ORGANIZER", "TZID"} == set()


def test_empty_calendar_holds_one_component_and_no_event() -> None:
    raw = calendar([], FIRST, name="n")
    assert [line for line in unfolded(raw) if line.startswith("BEGIN")] == ["BEGIN:VCALENDAR", "BEGIN:VTIMEZONE", "BEGIN:STANDARD"]
    assert read_back(raw).events == []


def test_revision_of_one_entry_leaves_the_others() -> None:
    later = Revision(datetime(2026, 11, 2, 8, tzinfo=timezone(timedelta(hours=1))), sequence=2)
    other = Entry("uid-2", START, START, "t", "p", (), "w")
    first, second = read_back(calendar([entry(), other], FIRST, name="n", revisions={"uid-2": later})).events
    assert (first.sequence, first.last_modified) == (0, FIRST.modified)
    assert (second.sequence, second.last_modified, second.dtstamp) == (2, later.modified, later.modified)


def test_cancelled_entry_says_so_and_blocks_no_time() -> None:
    raw = calendar([entry("Meeting: Tom")], Revision(FIRST.modified, 1, cancelled=True), name="n")
    assert [value(raw, name) for name in ("SUMMARY", "STATUS", "TRANSP", "SEQUENCE")] == [
        "Cancelled: Meeting: Tom",
        "CANCELLED",
        "TRANSPARENT",
        "1",
    ]


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_invitation_names_its_method_the_organiser_and_the_one_who_gets_it(cancelled: bool, method: str) -> None:
    text, named = invitation(
        entry(NASTY), Revision(FIRST.modified, 2, cancelled), organiser="event@example.org", attendee="tom@example.org"
    )
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    read = read_back(text.encode())
    (event,) = read.events
    assert (named, read.method, event.sequence, event.uid) == (method, method, 2, "uid-1")
    assert ([str(who.uri) for who in event.attendees], str(event.organizer and event.organizer.uri)) == (
        ["mailto:tom@example.org"],
        "mailto:event@example.org",
    )
