"""Dates and times as people and spreadsheets write them, and the moments that they mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.cells import CellProblem
from matchmaking.convert.moments import ZoneClock, parse_day, parse_moment

NINE = datetime(2026, 11, 24, 9, 0)
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-24 09:00",
        "2026-11-24T09:00:00",
        "24/11/2026 09:00",
        "24-11-2026 9:00",
        "24.11.2026 9.00",
        "24/11/2026, 9h",
        "24/11/2026 9u00",
        "2026/11/24  09:00:00.000",
        NINE,
        46350.375,
        46350.37499999,
    ],
)
def test_moments_as_people_write_them(cell):
    assert parse_moment(cell) == NINE


@pytest.mark.parametrize("cell", ["09:00", "9h", "9u00", time(9), timedelta(hours=9), 0.375, 0.3749999999])
def test_times_take_the_date_beside_them(cell):
    assert parse_moment(cell, date(2026, 11, 24)) == NINE


@pytest.mark.parametrize("cell", ["2026-11-24", "24/11/2026", "24.11.2026 00:00", "24/11/2026 0:00:00", date(2026, 11, 24), 46350, 46350.0])
def test_days_as_people_write_them(cell):
    assert parse_day(cell) == date(2026, 11, 24)


@pytest.mark.parametrize(("text", "hours"), [("Z", 0), ("z", 0), ("+01:00", 1), (" +0100", 1), ("-05:00", -5)])
def test_offset_is_kept(text, hours):
    assert parse_moment(f"2026-11-24T09:00{text}") == NINE.replace(tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("soon", '"soon" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        ("2026-11-24", '"2026-11-24" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        ("11/24/2026 09:00", '"11/24/2026 09:00" is not a day of the calendar, read as day, month, year'),
        ("2026-02-30 09:00", '"2026-02-30 09:00" is not a day of the calendar'),
        ("24/11/26 09:00", '"24/11/26 09:00" has a year of 2 digits; write all four'),
        ("24/11/1026 09:00", '"24/11/1026 09:00" is not in the years 1980 to 2199'),
        ("2026-11-24 24:00", '"2026-11-24 24:00" is not a time of day, from 00:00 to 23:59'),
        ("2026-11-24 09:00+25:00", '"+25:00" is not an offset from UTC; write +01:00'),
        ("46350.375", '"46350.375" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (900.0, '"900" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (0.375, '"09:00:00" has no date; write 2026-11-24 09:00, or give the date in a column of its own'),
        (datetime(2500, 1, 1), '"2500-01-01 00:00:00" is not in the years 1980 to 2199'),
        (datetime.max, '"9999-12-31 23:59:59.999999" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (float("nan"), '"nan" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (True, '"true" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
    ],
)
def test_other_moments_are_told(cell, problem):
    with pytest.raises(CellProblem) as caught:
        parse_moment(cell)
    assert str(caught.value) == problem


@pytest.mark.parametrize("cell", ["24/11/2026 09:00", NINE, "09:00", time(9), 0.5, "tuesday"])
def test_a_day_with_more_or_less_is_told(cell):
    with pytest.raises(CellProblem, match=r"is not a date; write 2026-11-24 or 24/11/2026$"):
        parse_day(cell)


@given(
    st.datetimes(datetime(1980, 1, 2), datetime(2199, 12, 30)), st.sampled_from(["Europe/Brussels", "America/New_York", "Asia/Kathmandu"])
)
def test_local_times_are_shown_by_that_clock_or_refused(local, name):
    zone = ZoneInfo(name)
    try:
        shown = [ZoneClock(zone).moment(local)]
    except CellProblem:
        shown = []
    possible = {
        moment
        for fold in (0, 1)
        if (moment := local.replace(tzinfo=zone, fold=fold).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) == local
    }
    assert [moment.astimezone(UTC) for moment in shown] == (list(possible) if len(possible) == 1 else [])


def test_time_that_the_clock_skips_or_shows_twice_is_told_with_what_to_write():
    clock = ZoneClock(BRUSSELS)
    with pytest.raises(CellProblem, match="2026-03-29 02:30 does not exist in Europe/Brussels"):
        clock.moment(datetime(2026, 3, 29, 2, 30))
    with pytest.raises(CellProblem, match=r"comes twice.*write 2026-10-25 02:30\+0200 or 2026-10-25 02:30\+0100"):
        clock.moment(datetime(2026, 10, 25, 2, 30))
    assert clock.moment(datetime(2026, 10, 25, 3, 0)).utcoffset() == timedelta(hours=1)
    assert clock.moment(datetime(2026, 10, 25, 1, 59)).utcoffset() == timedelta(hours=2)


def test_missing_zone_is_told_once_and_then_guessed():
    clock = ZoneClock(None)
    with_offset = NINE.replace(tzinfo=timezone(timedelta(hours=5)))
    assert clock.moment(with_offset) is with_offset
    assert clock.guessing is False
    with pytest.raises(CellProblem, match="say where with --timezone"):
        clock.moment(NINE)
    assert clock.guessing is True
    assert clock.moment(NINE) == NINE.replace(tzinfo=UTC)
