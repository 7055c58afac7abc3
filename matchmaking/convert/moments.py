"""Dates and times as people and spreadsheets write them, and the moments that they mean in a time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from matchmaking.convert.cells import Cell, CellProblem, cell_text
from matchmaking.convert.faults import quoted

YEARS = range(1980, 2200)
# Day 0 of spreadsheets, chosen so that dates from March 1900 on come out right.
DAY_ZERO = datetime(1899, 12, 30)
LAST_DAY = 2_958_464

_DATE = r"(?:(?P<y>[0-9]{4})[-/.](?P<m>[0-9]{1,2})[-/.](?P<d>[0-9]{1,2})|(?P<d2>[0-9]{1,2})[-/.](?P<m2>[0-9]{1,2})[-/.](?P<y2>[0-9]{2,4}))"
_TIME = r"(?P<H>[0-9]{1,2})(?:[:.](?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.0+)?)?|\s?[hu](?P<M2>[0-9]{2})?)"
_DAY = re.compile(rf"{_DATE}(?:[T ]+0{{1,2}}:00(?::00)?)?")
_CLOCK = re.compile(_TIME, re.IGNORECASE)
_MOMENT = re.compile(rf"{_DATE}(?:T|,?\s+){_TIME}\s*(?P<offset>Z|[+-][0-9]{{2}}:?[0-9]{{2}})?", re.IGNORECASE)


def parse_day(cell: Cell) -> date:
    """A date alone.

    Raises
    ------
    CellProblem
        It is none, or has a time of day with it.
    """
    cell = _from_workbook(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date()
    match = _DAY.fullmatch(cell_text(cell))
    if match is None:
        raise CellProblem(f"{quoted(cell_text(cell))} is not a date; write 2026-11-24 or 24/11/2026")
    return _day(match)


def parse_moment(cell: Cell, day: date | None = None) -> datetime:
    """A date and time, with the offset from UTC if it is written there.

    Parameters
    ----------
    day
        The date if the cell holds only a time of day.

    Raises
    ------
    CellProblem
        It is none, or has no date where none is given.
    """
    cell = _from_workbook(cell)
    if isinstance(cell, datetime):
        return cell
    text = cell_text(cell)
    alone = _CLOCK.fullmatch(text)
    if alone is not None:
        if day is None:
            raise CellProblem(f"{quoted(text)} has no date; write 2026-11-24 09:00, or give the date in a column of its own")
        return datetime.combine(day, _clock(alone))
    match = _MOMENT.fullmatch(text)
    if match is None:
        expected = "a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00" if day is None else "a time of day; write 09:00"
        raise CellProblem(f"{quoted(text)} is not {expected}")
    return datetime.combine(_day(match), _clock(match), _offset(match["offset"]))


class ZoneClock:
    """Turns local times into moments.

    Parameters
    ----------
    zone
        Where they are local; None if nobody said, which is said once.
    """

    def __init__(self, zone: ZoneInfo | None) -> None:
        self._zone = zone
        self.guessing = False
        """Whether a local time was met with no zone to put it in."""

    def moment(self, local: datetime) -> datetime:
        """The moment that a clock on the wall shows this time; what has an offset already is kept.

        Raises
        ------
        CellProblem
            The clock skips this time or shows it twice, or no zone is known.
        """
        if local.tzinfo is not None:
            return local
        if self._zone is None:
            return self._without_zone(local)
        early, late = (local.replace(tzinfo=self._zone, fold=fold) for fold in (0, 1))
        shown = local.isoformat(" ", "minutes")
        if early.utcoffset() == late.utcoffset():
            return early
        if early.astimezone(UTC).astimezone(self._zone).replace(tzinfo=None) != local:
            raise CellProblem(f"{shown} does not exist in {self._zone.key}: the clocks go forward over it")
        either = " or ".join(f"{shown}{moment:%z}" for moment in (early, late))
        raise CellProblem(f"{shown} comes twice in {self._zone.key}, as the clocks go back; write {either}")

    def _without_zone(self, local: datetime) -> datetime:
        if not self.guessing:
            self.guessing = True
            shown = quoted(local.isoformat(" ", "minutes"))
            raise CellProblem(f"{shown} is a local time; say where with --timezone, such as --timezone Europe/Brussels")
        return local.replace(tzinfo=UTC)


def _from_workbook(cell: Cell) -> Cell:
    """A date or number as the date and time that a spreadsheet means by it; a time of day, and what is neither, as text."""
    match cell:
        case str() | bool() | None:
            return cell
        case datetime() | date():
            days = (datetime.fromisoformat(cell.isoformat()) - DAY_ZERO) / timedelta(days=1)
        case time():
            days = timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second, microseconds=cell.microsecond) / timedelta(days=1)
        case timedelta():
            days = cell / timedelta(days=1)
        case _:
            days = float(cell)
    if not 0 <= days <= LAST_DAY:
        return cell_text(cell)
    moment = DAY_ZERO + timedelta(seconds=round(days * 86400))
    if days < 1:
        return moment.strftime("%H:%M:%S")
    return moment if moment.year in YEARS else cell_text(cell)


def _offset(text: str | None) -> tzinfo | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text.upper(), "%z").tzinfo
    except ValueError:
        raise CellProblem(f"{quoted(text)} is not an offset from UTC; write +01:00") from None


def _day(match: re.Match[str]) -> date:
    year, month, day = match["y"] or match["y2"], match["m"] or match["m2"], match["d"] or match["d2"]
    if len(year) != 4:
        raise CellProblem(f"{quoted(match[0])} has a year of {len(year)} digits; write all four")
    if int(year) not in YEARS:
        raise CellProblem(f"{quoted(match[0])} is not in the years {YEARS[0]} to {YEARS[-1]}")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        order = "" if match["y"] else ", read as day, month, year"
        raise CellProblem(f"{quoted(match[0])} is not a day of the calendar{order}") from None


def _clock(match: re.Match[str]) -> time:
    try:
        return time(int(match["H"]), int(match["M"] or match["M2"] or 0), int(match["S"] or 0))
    except ValueError:
        raise CellProblem(f"{quoted(match[0])} is not a time of day, from 00:00 to 23:59") from None
