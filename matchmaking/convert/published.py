"""Published instances of the business-to-business meeting scheduling problem (B2BSOP), MiniZinc data of Bofill et al.

M. Bofill, J. Coll, M. Garcia, J. Giraldez-Cru, G. Pesant, J. Suy, M. Villaret: "Constraint Solving Approaches to the
Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022). All requests have to be held, the fewest breaks win, and a
participant's forbidden slots count as waiting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TypeGuard

from matchmaking.convert.faults import FaultList, quoted
from matchmaking.convert.minizinc import Assignment, IntSet, Rows, Value, parse_data
from matchmaking.convert.order import find_circles
from matchmaking.convert.source import decode_text
from scheduler.files.reading.document import read_bytes
from scheduler.problem import FORMAT

# The instances say nothing of dates and times; these are made up.
DAY = datetime(2020, 1, 6, tzinfo=UTC)
OPENING = timedelta(hours=9)
SLOT = timedelta(minutes=20)
MINUTE = timedelta(minutes=1)
MOST_SLOTS = 24 * 60
MOST_BREAK_DIFFERENCE = 2
LARGEST_COUNT = 100_000

SIZES = ("nBusiness", "nMeetings", "nTables", "nTotalSlots")
REDUNDANT = ("meetingsxBusiness", "nMeetingsBusiness")
KNOWN = (*SIZES, "nMorningSlots", "requested", "forbidden", "fixed", "precedences", *REDUNDANT)
MORNING, AFTERNOON, EITHER = 1, 2, 3


@dataclass(frozen=True, slots=True)
class _Meeting:
    number: int
    pair: tuple[int, int]
    session: int


def read_published(path: Path) -> dict[str, object]:
    """Turn a published instance into a problem document.

    Parameters
    ----------
    path
        A ``.dzn`` file. ``forbidden``, ``fixed``, ``precedences`` and ``nMorningSlots`` may be missing.

    Returns
    -------
    dict
        Participants P1…, meetings M1…, slots S01… and places T01…, numbered as in the instance, on a day made up.

    Raises
    ------
    UnusableInput
        With all faults found, by line or by name and index.
    """
    faults = FaultList(str(path))
    data = parse_data(decode_text(read_bytes(path)), faults)
    faults.raise_any()
    return _Instance(data, faults).document(path.stem)


class _Instance:
    """The values of one instance, checked; what is wrong goes to the faults."""

    def __init__(self, data: Mapping[str, Assignment], faults: FaultList) -> None:
        self._data = data
        self._faults = faults
        self._check_names()
        faults.raise_any()
        self.people, self.count, self.tables, self.slots = (self._size(name) for name in SIZES)
        self.morning = self._size("nMorningSlots")
        faults.raise_any()
        self.meetings = self._meetings()
        self.forbidden = self._members("forbidden", ("participant", self.people), ("slot", self.slots))
        self.fixed = self._members("fixed", ("meeting", self.count), ("slot", self.slots))
        self.before = self._members("precedences", ("meeting", self.count), ("meeting", self.count))
        self._check_members()
        faults.raise_any()

    def document(self, event: str) -> dict[str, object]:
        """The problem document."""
        slots = _slots(self.slots)
        ids = [slot["id"] for slot in slots]
        sessions = {MORNING: ids[: self.morning], AFTERNOON: ids[self.morning :]}
        people = range(1, self.people + 1)
        return {
            "format": FORMAT,
            "id": event,
            "slots": slots,
            "places": [{"id": place} for place in _numbered("T", self.tables)],
            "participants": [{"id": f"P{p}", "unavailable": [ids[t - 1] for t in self.forbidden.get(p, ())]} for p in people],
            "requests": [_request(meeting, sessions, self.before.get(meeting.number, ())) for meeting in self.meetings],
            "fixed": [{"request": f"M{m}", "slot": ids[t - 1]} for m, held in self.fixed.items() for t in held],
            "unavailable_counts_as_break": True,
            "max_break_difference": MOST_BREAK_DIFFERENCE,
            "goals": ["breaks"],
        }

    def _check_names(self) -> None:
        for name, given in self._data.items():
            if name not in KNOWN:
                close = get_close_matches(name, KNOWN, 1)
                hint = f"; did you mean {close[0]}?" if close else f"; known are {', '.join(KNOWN)}"
                self._faults.add(f"line {given.line}", f"{quoted(name)} is not known{hint}")
        for name in (*SIZES, "requested"):
            if name not in self._data:
                self._faults.add("", f"{name} is missing")

    def _size(self, name: str) -> int:
        if name not in self._data:
            return 0
        value, largest = self._data[name].value, MOST_SLOTS if name.endswith("Slots") else LARGEST_COUNT
        if not _is_whole(value):
            self._faults.add(self._at(name), "has to be a whole number")
        elif not 0 <= value <= largest:
            self._faults.add(self._at(name), f"{value} is not between 0 and {largest}")
        else:
            return value
        return 0

    def _meetings(self) -> list[_Meeting]:
        rows = _rows_of(self._data["requested"].value, 3)
        if rows is None:
            self._faults.add(self._at("requested"), "has to be rows of two participants and a session: [| 1, 2, 3 | ... |]")
            return []
        if len(rows) != self.count:
            self._faults.add(self._at("requested"), f"has {len(rows)} rows, but nMeetings is {self.count}")
        return [meeting for number, row in enumerate(rows, 1) if (meeting := self._meeting(number, row)) is not None]

    def _meeting(self, number: int, row: tuple[Value, ...]) -> _Meeting | None:
        problem = self._wrong_row(row)
        if problem is not None:
            self._faults.add(f"requested[{number}]", problem)
            return None
        first, second, session = (int(cell) for cell in row if _is_whole(cell))
        return _Meeting(number, (first, second), session)

    def _wrong_row(self, row: tuple[Value, ...]) -> str | None:
        whole = [cell for cell in row if _is_whole(cell)]
        if len(row) != 3 or len(whole) != 3:
            return "has to be three whole numbers: two participants and a session"
        first, second, session = whole
        for participant in (first, second):
            if not 1 <= participant <= self.people:
                return f"participant {participant} is not between 1 and nBusiness, which is {self.people}"
        if first == second:
            return f"participant {first} cannot meet itself"
        if session not in (MORNING, AFTERNOON, EITHER):
            return f"session {session} is not 1 (morning), 2 (afternoon) or 3 (either)"
        if session != EITHER and "nMorningSlots" not in self._data:
            return f"session {session} needs nMorningSlots, which is missing"
        return None

    def _members(self, name: str, owner: tuple[str, int], member: tuple[str, int]) -> dict[int, tuple[int, ...]]:
        """What an array gives each of its owners: numbers from 1 to a limit, in order; 0 stands for none."""
        if name not in self._data:
            return {}
        value = self._data[name].value
        entries = value.rows if isinstance(value, Rows) else value
        if not isinstance(entries, tuple):
            self._faults.add(self._at(name), f"has to be an array with one entry for each {owner[0]}")
            return {}
        if len(entries) != owner[1]:
            self._faults.add(self._at(name), f"has {len(entries)} entries, but there are {owner[1]} {owner[0]}s")
        found = {}
        for number, entry in enumerate(entries, 1):
            ranges = _ranges(entry)
            if ranges is None:
                self._faults.add(f"{name}[{number}]", f"has to be {member[0]} numbers, or 0 for none")
                continue
            outside = [n for part in ranges for n in (part[0], part[-1]) if not 0 <= n <= member[1]]
            if outside:
                self._faults.add(f"{name}[{number}]", f"{member[0]} {outside[0]} is not between 1 and {member[1]}")
                continue
            found[number] = tuple(sorted({n for part in ranges for n in part if n}))
        return {number: numbers for number, numbers in found.items() if numbers}

    def _check_members(self) -> None:
        if self.morning > self.slots:
            self._faults.add(self._at("nMorningSlots"), f"{self.morning} is more than nTotalSlots, which is {self.slots}")
        for number, held in self.fixed.items():
            if len(held) > 1:
                self._faults.add(f"fixed[{number}]", f"a meeting has one slot, not {len(held)}")
        for circle in find_circles(self.before):
            path = " after ".join(str(meeting) for meeting in (*circle, circle[0]))
            self._faults.add("precedences", f"go round in a circle: meeting {path}")

    def _at(self, name: str) -> str:
        return f"line {self._data[name].line}, {name}"


def _is_whole(value: Value) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _rows_of(value: Value, width: int) -> tuple[tuple[Value, ...], ...] | None:
    if isinstance(value, Rows):
        return value.rows
    if not isinstance(value, tuple):
        return None
    rows = tuple(row for row in value if isinstance(row, tuple))
    if len(rows) == len(value):
        return rows
    if rows or len(value) % width:
        return None
    return tuple(value[i : i + width] for i in range(0, len(value), width))


def _ranges(entry: Value) -> list[range] | None:
    if isinstance(entry, IntSet):
        return [part for part in entry.ranges if part]
    cells = entry if isinstance(entry, tuple) else () if entry is None else (entry,)
    whole = [cell for cell in cells if _is_whole(cell)]
    return [range(cell, cell + 1) for cell in whole] if len(whole) == len(cells) else None


def _numbered(letter: str, count: int) -> list[str]:
    width = max(2, len(str(count)))
    return [f"{letter}{number:0{width}}" for number in range(1, count + 1)]


def _slots(count: int) -> list[dict[str, str]]:
    start, length = DAY + OPENING, SLOT
    if start + count * SLOT > DAY + timedelta(days=1):
        start, length = DAY, timedelta(days=1) // count // MINUTE * MINUTE
    times = [start + k * length for k in range(count)]
    return [
        {"id": slot, "start": time.isoformat(), "end": (time + length).isoformat()}
        for slot, time in zip(_numbered("S", count), times, strict=True)
    ]


def _request(meeting: _Meeting, sessions: Mapping[int, list[str]], before: Iterable[int]) -> dict[str, object]:
    request: dict[str, object] = {
        "id": f"M{meeting.number}",
        "participants": [f"P{participant}" for participant in meeting.pair],
        "must": True,
    }
    if meeting.session != EITHER:
        request["slots"] = sessions[meeting.session]
    earlier = [f"M{number}" for number in before]
    return {**request, "after": earlier} if earlier else request
