"""What a problem says by itself: the day of a slot, what somebody is called, and what is not said."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta, timezone

import pytest

from scheduler.problem import DEFAULT_GOALS, GOALS, MAXIMISED, Dialogue, Participant, Place, Problem, Request, Seat, Slot


@pytest.mark.parametrize(
    ("start", "day"),
    [
        # 23:30 UTC is half past midnight in Brussels, and half past six in the evening in New York
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC), "2026-11-24"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=1))), "2026-11-25"),
        (datetime(2026, 11, 24, 23, 30, tzinfo=UTC).astimezone(timezone(timedelta(hours=-5))), "2026-11-24"),
    ],
)
def test_day_of_a_slot_is_that_of_its_own_offset(start, day):
    assert Slot("S", start, start + timedelta(hours=1)).day == day


@pytest.mark.parametrize(("name", "label"), [("An", "An"), (None, "p1"), ("", "p1")])
def test_participant_is_called_by_name_else_by_id(name, label):
    assert Participant("p1", name=name).label == label


def test_what_is_not_said_restricts_nothing():
    assert (Participant("p").unavailable, Participant("p").max_meetings, Participant("p").floor, Participant("p").parallel) == (
        frozenset(),
        None,
        0,
        1,
    )
    request = Request("r", ("p", "q"))
    assert (request.value, request.must, request.slots, request.places, request.after) == (1, False, None, None, ())
    dialogue = Dialogue("d")
    assert (dialogue.length, dialogue.starts, dialogue.places, dialogue.moderators, dialogue.seats) == (1, None, None, None, (0, None))
    assert dialogue.must
    assert (Place("t").capacity, Place("t").owner, Seat("p").value) == (1, None, 1)
    problem = Problem("e", (), (), ())
    assert (problem.max_break_difference, problem.unavailable_counts_as_break, problem.goals) == (None, False, DEFAULT_GOALS)


def test_goals_to_maximise_and_those_of_old_are_goals():
    assert {"value", "lowest"} == MAXIMISED
    assert set(GOALS) >= MAXIMISED | set(DEFAULT_GOALS)
    assert len(set(GOALS)) == len(GOALS)


def test_a_problem_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        Participant("p").floor = 3  # type: ignore[misc]  # that it is refused is the test
