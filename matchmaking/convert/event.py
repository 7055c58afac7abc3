"""From the spreadsheets of an event to its problem document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from matchmaking.convert.cells import cell_text, parse_shares, split_list
from matchmaking.convert.faults import FaultList, quoted, suggestion
from matchmaking.convert.layout import DIALOGUES, EVENT, FIXED, LAYOUTS, PARTICIPANTS, PLACES, REQUESTS, SLOTS, WANTED, Layout
from matchmaking.convert.moments import ZoneClock, parse_day, parse_moment
from matchmaking.convert.order import find_circles
from matchmaking.convert.spreadsheet import Ids, Row, Sheet, Spreadsheet
from scheduler.files.reading.fields import MOST_COUNT
from scheduler.problem import FORMAT, GOALS

Record = dict[str, object]
NO_TIMES: tuple[datetime | None, datetime | None] = (None, None)


def build_document(sheets: Mapping[str, Sheet | None], clock: ZoneClock, default_id: str, faults: FaultList) -> Record:
    """Turn spreadsheets into a problem document.

    Parameters
    ----------
    sheets
        By the names of their layouts; None stands for one that should be there but cannot be read.
    clock
        Where local times are meant.
    default_id
        Id of the event if the spreadsheet has none.
    faults
        Takes everything that is wrong; where it stays empty the document is a valid problem.
    """
    return _Event(sheets, clock, faults).document(default_id)


class _Event:
    def __init__(self, sheets: Mapping[str, Sheet | None], clock: ZoneClock, faults: FaultList) -> None:
        self._sheets = sheets
        self._clock = clock
        self._spreadsheets = {layout: Spreadsheet(sheet, faults) if (sheet := sheets.get(layout.name)) else None for layout in LAYOUTS}
        self._rows = {layout: list(spreadsheet or ()) for layout, spreadsheet in self._spreadsheets.items()}
        self._slots = self._ids(SLOTS, "slot")
        self._places = self._ids(PLACES, "place")
        self._participants = self._ids(PARTICIPANTS, "participant")
        self._dialogues = self._ids(DIALOGUES, "dialogue")
        self._requests = self._request_ids()

    def document(self, default_id: str) -> Record:
        wanted = self._wanted()
        parts: Record = {
            "slots": self._slot_records(),
            "places": [self._place(row) for row in self._rows[PLACES]],
            "participants": [self._participant(row) for row in self._rows[PARTICIPANTS]],
            "requests": [self._request(row) for row in self._rows[REQUESTS]],
            "dialogues": [self._dialogue(row, wanted.get(row.text("id") or "", [])) for row in self._rows[DIALOGUES]],
            "fixed": [self._fixed(row) for row in self._rows[FIXED]],
        }
        self._check_order()
        self._check_once(FIXED, ("request",), "is fixed already")
        self._check_once(WANTED, ("dialogue", "participant"), "asks for a seat there already")
        return {"format": FORMAT, "id": default_id, **self._event(), **parts}

    def _ids(self, layout: Layout, word: str) -> Ids:
        spreadsheet = self._spreadsheets[layout]
        if spreadsheet is not None:
            return spreadsheet.ids(self._rows[layout], word)
        return Ids(word, None if layout.name in self._sheets else {})

    def _request_ids(self) -> Ids:
        """Ids of requests: of their column, or made of the two participants where that is empty."""
        spreadsheet = self._spreadsheets[REQUESTS]
        if spreadsheet is None or not (spreadsheet.has("id") or (spreadsheet.has("participant_1") and spreadsheet.has("participant_2"))):
            return Ids("request", None)
        known: dict[str, int] = {}
        for row in self._rows[REQUESTS]:
            name = _request_id(row)
            if name and known.setdefault(name, row.number) != row.number:
                column = "id" if row.text("id") else None
                row.fault(column, f"the request {quoted(name)} is there already in row {known[name]}")
        return Ids("request", known)

    def _event(self) -> Record:
        rows = self._rows[EVENT]
        for row in rows[1:]:
            row.fault(None, "is a second event; the table has one row")
        if not rows:
            return {}
        return _present(
            id=rows[0].text("id"),
            name=rows[0].text("name"),
            unavailable_counts_as_break=rows[0].flag("unavailable_counts_as_break"),
            max_break_difference=rows[0].whole("max_break_difference"),
            goals=_goals(rows[0]),
        )

    def _slot_records(self) -> list[Record]:
        timed = [(row, *self._times(row)) for row in self._rows[SLOTS]]
        known = sorted(((start, end, row) for row, start, end in timed if start and end), key=lambda slot: slot[0])
        for (start, end, before), (next_start, _, row) in pairwise(() if self._clock.guessing else known):
            if next_start < end and start < end:
                row.fault("start", f"overlaps the slot in row {before.number}, which ends at {end:%H:%M}")
            elif next_start.date() < start.date():
                row.fault("start", f"is later than row {before.number}, but on an earlier date; write both with the same offset")
        return [{"id": row.text("id"), "start": start.isoformat(), "end": end.isoformat()} for start, end, row in known]

    def _times(self, row: Row) -> tuple[datetime | None, datetime | None]:
        day = row.parsed("date", parse_day)
        if day is None and row.cell("date") is not None:
            return NO_TIMES
        start, end = (row.parsed(column, lambda cell: self._clock.moment(parse_moment(cell, day))) for column in ("start", "end"))
        for column in ("start", "end"):
            row.needed(column)
        if start and end and end <= start:
            row.fault("end", f"the slot has to end after it starts, at {start:%H:%M}")
        return start, end

    def _place(self, row: Row) -> Record:
        return _present(
            id=row.text("id"),
            zone=row.text("zone"),
            capacity=row.whole("capacity", 1),
            owner=row.reference("owner", self._participants),
        )

    def _participant(self, row: Row) -> Record:
        return _present(
            id=row.text("id"),
            role=row.text("role"),
            name=row.text("name"),
            organisation=row.text("organisation"),
            unavailable=row.references("unavailable", self._slots),
            max_meetings=row.whole("max_meetings"),
            floor=row.whole("floor"),
            home=row.reference("home", self._places),
            parallel=row.whole("parallel", 1),
        )

    def _request(self, row: Row) -> Record:
        first, second = (row.needed(column) for column in ("participant_1", "participant_2"))
        if first and first == second:
            row.fault("participant_2", f"{quoted(first)} cannot meet itself")
        return _present(
            id=_request_id(row),
            participants=[row.reference(column, self._participants) for column in ("participant_1", "participant_2")],
            value=row.whole("value", 1),
            must=row.flag("must"),
            slots=row.references("slots", self._slots),
            places=row.references("places", self._places),
            after=row.references("after", self._requests),
        )

    def _dialogue(self, row: Row, wanted: list[Record]) -> Record:
        least, most = row.whole("seats_least"), row.whole("seats_most")
        if least is not None and most is not None and least > most:
            row.fault("seats_most", f"{most} is less than the least, {least}")
        open_end = max(len(wanted), least or 0)
        return _present(
            id=row.text("id"),
            topic=row.text("topic"),
            length=row.whole("length", 1),
            starts=row.references("starts", self._slots),
            places=row.references("places", self._places),
            moderators=row.references("moderators", self._participants),
            seats=None if least is None and most is None else [least or 0, open_end if most is None else most],
            minimum=row.parsed("minimum", lambda cell: parse_shares(cell_text(cell), MOST_COUNT)),
            wanted=wanted,
            must=row.flag("must"),
        )

    def _wanted(self) -> dict[str, list[Record]]:
        """Who asks for a seat, by dialogue."""
        wanted: dict[str, list[Record]] = {}
        for row in self._rows[WANTED]:
            row.needed("dialogue")
            row.needed("participant")
            dialogue = row.reference("dialogue", self._dialogues) or ""
            seat = _present(participant=row.reference("participant", self._participants), value=row.whole("value", 1))
            wanted.setdefault(dialogue, []).append(seat)
        return wanted

    def _fixed(self, row: Row) -> Record:
        row.needed("request")
        row.needed("slot")
        return _present(
            request=row.reference("request", self._requests),
            slot=row.reference("slot", self._slots),
            place=row.reference("place", self._places),
        )

    def _check_order(self) -> None:
        """No request comes after itself, directly or by way of others."""
        rows: dict[str, Row] = {}
        for row in self._rows[REQUESTS]:
            rows.setdefault(_request_id(row), row)
        known = self._requests.known or {}
        before = {name: split_list(row.text("after") or "", known) for name, row in rows.items()}
        for circle in find_circles({name: [other for other in earlier if other in rows] for name, earlier in before.items()}):
            path = " after ".join(quoted(name) for name in (*circle, circle[0]))
            rows[circle[0]].fault("after", f"goes round in a circle: {path}")

    def _check_once(self, layout: Layout, columns: tuple[str, ...], problem: str) -> None:
        """No two rows agree in these columns."""
        seen: dict[tuple[str | None, ...], int] = {}
        for row in self._rows[layout]:
            key = tuple(row.text(column) for column in columns)
            if all(key) and seen.setdefault(key, row.number) != row.number:
                row.fault(columns[-1], f"{quoted(key[-1] or '')} {problem}, in row {seen[key]}")


def _present(**values: object) -> Record:
    return {key: value for key, value in values.items() if value is not None}


def _request_id(row: Row) -> str:
    first, second = row.text("participant_1"), row.text("participant_2")
    return row.text("id") or (f"{first}-{second}" if first and second else "")


def _goals(row: Row) -> list[str] | None:
    text = row.text("goals")
    if text is None:
        return None
    names = split_list(text.casefold(), GOALS)
    for name in dict.fromkeys(names):
        if name not in GOALS:
            row.fault("goals", f"{quoted(name)} is not a goal{suggestion(name, GOALS) or '; the goals are ' + ', '.join(GOALS)}")
        elif names.count(name) > 1:
            row.fault("goals", f"{quoted(name)} is named twice")
    return names
