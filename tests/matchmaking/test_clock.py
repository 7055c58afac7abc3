"""Moments in the words that people use."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from matchmaking.clock import day_in_words, hours, is_over, named_zone, offset_in_words, when_in_words
from scheduler.errors import UnusableInput

WINTER = timezone(timedelta(hours=1))
NINE = datetime(2026, 11, 24, 9, 25, tzinfo=WINTER)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 11, 24), "Tuesday 24 November 2026"),
        (date(2024, 2, 29), "Thursday 29 February 2024"),
        (date(2026, 1, 4), "Sunday 4 January 2026"),
        (date(2026, 12, 7), "Monday 7 December 2026"),
    ],
)
def test_day_is_said_with_its_weekday(day: date, words: str) -> None:
    assert day_in_words(day) == words


def test_hours_are_on_the_clock_of_the_start() -> None:
    assert hours(NINE, NINE + timedelta(minutes=20)) == "09:25–09:45"
    assert hours(NINE, (NINE + timedelta(minutes=20)).astimezone(UTC)) == "09:25–09:45"


@pytest.mark.parametrize(
    ("minutes", "words"), [(0, "UTC"), (60, "UTC+01:00"), (-210, "UTC-03:30"), (345, "UTC+05:45"), (-30, "UTC-00:30"), (720, "UTC+12:00")]
)
def test_offset_is_said_in_hours_and_minutes(minutes: int, words: str) -> None:
    assert offset_in_words(NINE.astimezone(timezone(timedelta(minutes=minutes)))) == words


def test_moment_is_said_on_the_wall_of_its_offset_or_of_the_zone() -> None:
    end = NINE + timedelta(minutes=20)
    assert when_in_words(NINE, end) == "Tuesday 24 November 2026, 09:25–09:45 (UTC+01:00)"
    assert when_in_words(NINE, end, ZoneInfo("Europe/Brussels")) == "Tuesday 24 November 2026, 09:25–09:45 (Europe/Brussels)"
    assert when_in_words(NINE, end, ZoneInfo("Asia/Tokyo")) == "Tuesday 24 November 2026, 17:25–17:45 (Asia/Tokyo)"
    late = NINE.replace(hour=20)
    assert when_in_words(late, late + timedelta(minutes=20), ZoneInfo("Asia/Tokyo")).startswith("Wednesday 25 November 2026, 04:25")


@pytest.mark.parametrize("name", ["Europe/Meigem", "", "../etc/passwd", "/etc/localtime", "\0"])
def test_zone_that_there_is_not_is_unusable(name: str) -> None:
    with pytest.raises(UnusableInput, match="write one such as Europe/Brussels"):
        named_zone(name)
    assert named_zone("Europe/Brussels").key == "Europe/Brussels"


def test_deadline_is_over_once_its_moment_has_passed() -> None:
    until, second = datetime(2031, 5, 20, 12, tzinfo=UTC), timedelta(seconds=1)
    assert [is_over(until, until + after * second) for after in (-1, 0, 1)] == [False, False, True]
    assert not is_over(None, until)
