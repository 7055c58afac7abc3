"""Slots around the breaks of a day, and who is never there."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from matchmaking.planning.slots import Away, Layout, SlotFault, Times, is_never_there, lay_slots, slot_fault, takes

BRUSSELS = ZoneInfo("Europe/Brussels")
DAY = date(2031, 5, 20)


def walls(hour: int, minute: int = 0) -> datetime:
    return datetime(2031, 5, 20, hour, minute, tzinfo=BRUSSELS)


SLOTS = [(walls(9), walls(9, 20)), (walls(9, 25), walls(9, 45))]


def test_slots_of_a_day_keep_clear_of_breaks() -> None:
    layout = Layout(time(9), time(11, 30), 20, 5)
    periods = lay_slots(DAY, layout, BRUSSELS, [(walls(9, 30), walls(10)), (walls(9, 50), walls(10, 10))])
    assert [f"{start:%H:%M}-{end:%H:%M}" for start, end in periods] == ["09:00-09:20", "10:10-10:30", "10:35-10:55", "11:00-11:20"]
    assert lay_slots(DAY, Layout(time(9), time(9, 10), 20, 5), BRUSSELS, []) == []


@pytest.mark.parametrize(
    ("periods", "fault"),
    [
        ([], None),
        (SLOTS, None),
        ([(walls(9), walls(10)), (walls(10), walls(11))], None),
        ([(walls(9), walls(10)), (walls(9, 59), walls(11))], SlotFault.OVERLAP),
        ([(walls(9), walls(9))], SlotFault.BACKWARDS),
        ([(walls(9), walls(11)), (walls(10), walls(9))], SlotFault.BACKWARDS),
    ],
)
def test_times_that_cannot_be_slots(periods: list[Times], fault: SlotFault | None) -> None:
    assert slot_fault(periods) == fault


@pytest.mark.parametrize(
    ("away", "taken"),
    [
        ((None, None), [True, True]),
        ((None, walls(9)), [False, False]),
        ((None, walls(9, 1)), [True, False]),
        ((walls(9, 20), walls(9, 25)), [False, False]),
        ((walls(9, 44), None), [False, True]),
        ((walls(9, 45), None), [False, False]),
    ],
)
def test_absence_takes_the_slots_of_which_it_takes_a_moment(away: Away, taken: list[bool]) -> None:
    assert [takes(away, slot) for slot in SLOTS] == taken


def test_who_is_away_in_every_slot_is_never_there() -> None:
    morning, later = (None, walls(9, 10)), (walls(9, 30), None)
    assert (is_never_there([morning, later], SLOTS), is_never_there([later], SLOTS), is_never_there([], SLOTS)) == (True, False, False)
    assert not is_never_there([(None, None)], [])
