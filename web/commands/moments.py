"""When it is and how soon is too soon to change anything, as the options of a repair give it."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

_LENGTH = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?")


def parse_now(ctx: click.Context, parameter: click.Parameter, value: str | None) -> datetime | None:
    """A moment with its offset from UTC."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is not a moment; write one such as 2026-11-24T10:15+01:00") from None
    if moment.tzinfo is None:
        raise click.BadParameter(f"{value!r} says nothing of its offset from UTC; write it behind the time, such as {value}+01:00")
    return moment


def parse_freeze(ctx: click.Context, parameter: click.Parameter, value: str | None) -> timedelta | None:
    """A length of time in hours and minutes."""
    if value is None:
        return None
    match = _LENGTH.fullmatch(value)
    if not value or match is None:
        raise click.BadParameter(f"{value!r} is not a length of time; write one such as 30m, 2h or 1h30m")
    return timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))


def moment_until(keep: Path | None, now: datetime | None, freeze: timedelta | None) -> datetime | None:
    """The moment up to which nothing moves; None: everything may. Without a `now`, `freeze` counts from the clock of this machine.

    Raises
    ------
    click.UsageError
        If there is no plan whose meetings could stay, or that moment is beyond what a calendar has.
    """
    if now is None and freeze is None:
        return None
    if keep is None:
        raise click.UsageError(f"{'--freeze' if now is None else '--now'} says what of a plan does not move: name that plan with --keep")
    try:
        return (now or datetime.now(UTC)) + (freeze or timedelta())
    except OverflowError:
        raise click.UsageError(f"--now {now} is too late for anything to start after it") from None
