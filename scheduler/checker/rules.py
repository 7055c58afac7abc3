"""Every hard rule, each a function from a timetable to its violations."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduler.checker import dialogues, diaries, meetings
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
    dialogues.dialogue_names_known,
    dialogues.dialogue_held_once,
    dialogues.dialogue_must,
    dialogues.own_start,
    dialogues.own_place,
    dialogues.within_a_day,
    dialogues.seats,
    dialogues.seated_once,
    dialogues.seat_wanted,
    dialogues.role_minimum,
    dialogues.moderator,
    dialogues.moderator_unseated,
    diaries.available,
    diaries.parallel,
    diaries.one_place,
    diaries.dialogue_alone,
    diaries.max_meetings,
    diaries.capacity,
    diaries.break_difference,
)
