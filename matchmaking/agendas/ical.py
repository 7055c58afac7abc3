"""An agenda as an iCalendar file (RFC 5545, RFC 7986), written so that the clients in the field agree on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
from icalendar.prop import vCalAddress, vText

from matchmaking.agendas.entries import Entry
from matchmaking.clock import when_in_words

PRODUCT = "-//buyer-meets-supplier//bms//EN"
REFRESH = timedelta(hours=1)
WIDTH = 75


@dataclass(frozen=True, slots=True)
class Revision:
    """Which version of an entry this is.

    Attributes
    ----------
    modified
        When the entry last changed; carries an offset. Never the time of writing: that makes every poll look like a change.
    sequence
        How often time, place or cancellation changed.
    cancelled
        It is off, and said so until the calendars have heard.
    """

    modified: datetime
    sequence: int = 0
    cancelled: bool = False


def calendar(
    entries: Iterable[Entry],
    revision: Revision,
    *,
    name: str,
    revisions: Mapping[str, Revision] | None = None,
    zone: ZoneInfo | None = None,
) -> bytes:
    """Write a calendar; the same input gives the same bytes.

    Parameters
    ----------
    entries
        None at all is well: the calendar then holds only a time zone, since the standard wants at least one component.
    revision
        Of the entries that ``revisions`` does not name.
    name
        What clients call the calendar.
    revisions
        UID to the revision of that entry.
    zone
        Whose local time the descriptions tell; without one, that of each slot's own offset.

    Returns
    -------
    bytes
        UTF-8 with CRLF after every line, and no line of more than 75 octets.
    """
    book = icalendar.Calendar()
    book.add("version", "2.0")
    book.add("prodid", PRODUCT)
    book.add("x-wr-calname", _line(name))
    book.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    book.add("x-published-ttl", "PT1H")
    known = revisions or {}
    for entry in entries:
        book.add_component(_event(entry, known.get(entry.uid, revision), zone))
    if not book.subcomponents:
        book.add_component(_utc())
    return b"".join(_fold(line) for line in book.content_lines(sorted=False) if line)


def invitation(entry: Entry, revision: Revision, *, organiser: str, attendee: str, zone: ZoneInfo | None = None) -> tuple[str, str]:
    """Write what goes with a mail about one meeting: REQUEST where it is on, CANCEL where it is off.

    Parameters
    ----------
    organiser
        The event's address, whose meeting it is to the calendar.
    attendee
        The address of the one person who gets the mail; nobody else's stands in it.

    Returns
    -------
    tuple
        The text, and its method, which the MIME part has to name too.
    """
    method = "CANCEL" if revision.cancelled else "REQUEST"
    book = icalendar.Calendar()
    book.add("version", "2.0")
    book.add("prodid", PRODUCT)
    book.add("method", method)
    event = _event(entry, revision, zone)
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    # No answer is asked for: the meeting stands, and an answer would reach nobody who reads it.
    answer = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
    event.add("attendee", vCalAddress(f"mailto:{attendee}", params=answer))
    book.add_component(event)
    return b"".join(_fold(line) for line in book.content_lines(sorted=False) if line).decode(), method


def _event(entry: Entry, revision: Revision, zone: ZoneInfo | None) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", revision.modified.astimezone(UTC))
    event.add("last-modified", revision.modified.astimezone(UTC))
    event.add("sequence", revision.sequence)
    # UTC instants: a TZID without its VTIMEZONE shifts an hour in Outlook, a floating time becomes UTC at Google.
    event.add("dtstart", entry.start.astimezone(UTC))
    event.add("dtend", entry.end.astimezone(UTC))
    event.add("summary", _line(f"Cancelled: {entry.title}" if revision.cancelled else entry.title))
    event.add("location", _line(entry.place))
    event.add("description", _text(_description(entry, zone)))
    event.add("status", "CANCELLED" if revision.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if revision.cancelled else "OPAQUE")
    return event


def _description(entry: Entry, zone: ZoneInfo | None) -> str:
    lines = [f"When: {when_in_words(entry.start, entry.end, zone)}", f"Where: {entry.place}"]
    if len(entry.who) == 1:
        lines.append(f"With: {entry.who[0]}")
    elif entry.who:
        lines += ["With:", *(f"- {who}" for who in entry.who)]
    lines.append(f"Why: {entry.why}")
    if entry.questions:
        lines += ["Questions:", *(f"- {question}" for question in entry.questions)]
    return "\n".join(lines)


class _Escaped(vText):
    """Text escaped by RFC 5545, 3.3.11: the library's own takes the ``\\N`` in ``C:\\New`` for a line break."""

    def to_ical(self) -> bytes:
        text = self.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")
        return text.encode()


def _text(text: str) -> _Escaped:
    """Text over several lines, without what no calendar can hold: control characters and halves of characters."""
    lines = re.sub("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]", "\n", text)
    return _Escaped(re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", lines).encode(errors="replace").decode())


def _line(text: str) -> _Escaped:
    """Text on one line, for titles and places."""
    return _Escaped(" ".join(_text(text).split()))


def _fold(line: str) -> bytes:
    """Fold one line at 75 octets, between characters and never inside an escape.

    The library's own folding moves a backslash to the next line even where it is the second of two.
    """
    folded, width = [], 0
    for unit in re.findall(r"\\.|.", line):
        octets = unit.encode()
        if width + len(octets) > WIDTH:
            folded.append(b"\r\n ")
            width = 1
        folded.append(octets)
        width += len(octets)
    return b"".join(folded) + b"\r\n"


def _utc() -> icalendar.Timezone:
    always = icalendar.TimezoneStandard()
    always.add("dtstart", datetime(1970, 1, 1))
    always.add("tzoffsetfrom", timedelta(0))
    always.add("tzoffsetto", timedelta(0))
    always.add("tzname", "UTC")
    zone = icalendar.Timezone()
    zone.add("tzid", "Etc/UTC")
    zone.add_component(always)
    return zone
