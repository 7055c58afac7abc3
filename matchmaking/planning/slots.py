"""The slots of an event: laid through its days around the breaks, and taken by those who are away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from zoneinfo import ZoneInfo

Times = tuple[datetime, datetime]
"""From when until when, half-open."""
Away = tuple[datetime | None, datetime | None]
"""Likewise; None: from the beginning, until the end."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the slots of each day are made from: walls' time, minutes."""

    start: time
    end: time
    length: int
    pause: int


def lay_slots(day: date, layout: Layout, zone: ZoneInfo, breaks: Iterable[Times]) -> list[Times]:
    """Lay slots through a day; one that would touch a break begins when the break ends."""
    at, end = datetime.combine(day, layout.start, zone), datetime.combine(day, layout.end, zone)
    length, pause = timedelta(minutes=layout.length), timedelta(minutes=layout.pause)
    pauses, periods = sorted(breaks), []
    while at + length <= end:
        hit = next((stop for begin, stop in pauses if begin < at + length and at < stop), None)
        if hit is not None:
            at = hit.astimezone(zone)
            continue
        periods.append((at, at + length))
        at += length + pause
    return periods


class SlotFault(StrEnum):
    """Why times cannot be the slots of an event."""

    BACKWARDS = "one ends before it starts"
    OVERLAP = "two overlap"


def slot_fault(periods: Sequence[Times]) -> SlotFault | None:
    """Say why times cannot be the slots of an event; None: they can.

    Parameters
    ----------
    periods
        In the order of time.
    """
    if any(not start < end for start, end in periods):
        return SlotFault.BACKWARDS
    if any(later[0] < earlier[1] for earlier, later in pairwise(periods)):
        return SlotFault.OVERLAP
    return None


def takes(away: Away, slot: Times) -> bool:
    """Whether being away takes any moment of a slot."""
    return (away[0] is None or away[0] < slot[1]) and (away[1] is None or slot[0] < away[1])


def is_never_there(away: Sequence[Away], slots: Sequence[Times]) -> bool:
    """Whether somebody is away in every slot of an event, so that no meeting can be planned for them."""
    return bool(slots) and all(any(takes(each, slot) for each in away) for slot in slots)
