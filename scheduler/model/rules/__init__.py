"""The hard rules, one a file; each adds its rows to a layout."""

from __future__ import annotations

from scheduler.model.rules import after, break_difference, dialogues, diary, held, limits, one_place, places

RULES = (held.add, diary.add, one_place.add, limits.add, places.add, after.add, dialogues.add, break_difference.add)
