"""Moments in the words that people use: the day, the hours on the wall, and the zone that the wall is in."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.errors import Fault, UnusableInput

# Written out, since strftime follows the locale of whoever runs it and a calendar file must not.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def day_in_words(day: date) -> str:
    """Say a date as people do: ``Tuesday 24 November 2026``."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def hours(start: datetime, end: datetime) -> str:
    """Say from when to when, both on the wall clock of ``start``: ``09:25–09:45``."""
    return f"{start:%H:%M}–{end.astimezone(start.tzinfo):%H:%M}"


def offset_in_words(moment: datetime) -> str:
    """Say how far a moment's clock is from UTC: ``UTC+01:00``, or ``UTC`` where it is not."""
    offset = moment.utcoffset() or timedelta(0)
    minutes = round(abs(offset).total_seconds() / 60)
    return f"UTC{'-' if offset < timedelta(0) else '+'}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"


def when_in_words(start: datetime, end: datetime, zone: ZoneInfo | None = None) -> str:
    """Say day, hours and zone.

    Parameters
    ----------
    zone
        Whose wall clock to read; without one, that of the offset that ``start`` carries.

    Returns
    -------
    str
        ``Tuesday 24 November 2026, 09:25–09:45 (UTC+01:00)``, with the zone's name where it is known.
    """
    local = start.astimezone(zone) if zone else start
    return f"{day_in_words(local.date())}, {hours(local, end)} ({zone.key if zone else offset_in_words(local)})"


def is_over(deadline: datetime | None, moment: datetime) -> bool:
    """Whether a deadline has passed; None: there is none."""
    return deadline is not None and deadline < moment


def named_zone(name: str) -> ZoneInfo:
    """Look up a time zone such as ``Europe/Brussels``.

    Raises
    ------
    UnusableInput
        Where no zone has that name.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise UnusableInput("time zone", [Fault("", f"there is none called {name!r}; write one such as Europe/Brussels")]) from None
