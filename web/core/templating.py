"""What templates can use: dates as people say them, addresses of files that change when the files do, and what the page is about."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask, current_app, g
from flask_babel import format_date, format_datetime, get_locale
from flask_login import current_user
from jinja2 import StrictUndefined

from web.core.access import diaries


def init_templating(app: Flask) -> None:
    """Give templates their filters and variables."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(day=day, days=days, clock=clock, hours=hours, when=when, moment=moment, number=number)
    app.context_processor(_variables)
    app.url_defaults(_with_version)


def day(value: date) -> str:
    """Say a date: ``Tuesday 24 November 2026``."""
    return str(format_date(value, "EEEE d MMMM y"))


def days(first: date, last: date) -> str:
    """Say from which day to which, or the one day."""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def clock(moment: datetime, zone: str) -> str:
    """Say the time on the walls of a zone: ``10:25``."""
    return f"{moment.astimezone(ZoneInfo(zone)):%H:%M}"


def hours(start: datetime, end: datetime, zone: str) -> str:
    """Say from when to when: ``10:25–10:45``."""
    return f"{clock(start, zone)}–{clock(end, zone)}"


def when(moment: datetime, zone: str) -> str:
    """Say a moment with its day: ``Tuesday 24 November 2026, 10:25``."""
    return str(format_datetime(moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None), "EEEE d MMMM y, HH:mm", rebase=False))


def moment(value: datetime, zone: str) -> str:
    """Say a moment in a table: ``24 Nov 2026, 10:25``."""
    return str(format_datetime(value.astimezone(ZoneInfo(zone)).replace(tzinfo=None), "d MMM y, HH:mm", rebase=False))


def number(value: float) -> str:
    """Write a whole number with its thousands apart."""
    return f"{value:,.0f}"


def _variables() -> dict[str, Any]:
    # Without a scope the request has failed early, perhaps because the database is away: then do not ask it who is there.
    signed_in = hasattr(g, "scope") and current_user.is_authenticated
    return {
        "viewer": current_user if signed_in else None,
        "language": str(get_locale() or "en"),
        "diaries": diaries() if signed_in else (),
    }


def _with_version(endpoint: str, values: dict[str, Any]) -> None:
    """Let browsers keep static files for a year: a changed file has another address."""
    if endpoint == "static" and "filename" in values and "v" not in values:
        values["v"] = _fingerprint(Path(current_app.static_folder or "") / values["filename"])


@cache
def _fingerprint(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
