"""Every hard rule, each a function from a timetable to its violations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduler.checker import diaries, meetings, tables
from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Violation

RULES: tuple[Callable[[Timetable], Iterable[Violation]], ...] = (
    meetings.meeting_names_known,
    meetings.request_held_once,
    meetings.own_slot,
    meetings.allowed_place,
    meetings.request_must,
    meetings.fixed,
    meetings.after,
    tables.table_names_known,
    tables.dialogue_held_once,
    tables.dialogue_must,
    tables.own_start,
    tables.own_place,
    tables.within_a_day,
    tables.seats,
    tables.seated_once,
    tables.seat_wanted,
    tables.role_minimum,
    tables.moderator,
    tables.moderator_unseated,
    diaries.available,
    diaries.parallel,
    diaries.one_place,
    diaries.dialogue_alone,
    diaries.max_meetings,
    diaries.capacity,
    diaries.break_difference,
)
