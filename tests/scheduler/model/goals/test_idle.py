"""Idle: the slots in which somebody waits between two things of one day."""

from __future__ import annotations

import pytest

from tests.support.decisions import cost_of
from tests.support.schedules import event

EACH = {f"ab{n}": {"slots": [f"S{n}"]} for n in range(1, 7)}


def idle(slots: str, days: tuple[int, ...] = (6,), away: tuple[str, ...] = (), **more: object) -> int:
    """Idle slots of a and b together where they meet in these slots; a is away in some."""
    problem = event(days, {"a": {"unavailable": list(away)}, "b": {}}, EACH, **more)
    return cost_of(problem, "idle", *(f"ab{n} S{n} T" for n in slots))


@pytest.mark.parametrize(("slots", "each"), [("", 0), ("3", 0), ("12", 0), ("13", 1), ("16", 4), ("136", 3), ("135", 2), ("123456", 0)])
def test_every_slot_between_the_first_and_the_last_counts(slots, each):
    assert idle(slots) == 2 * each


@pytest.mark.parametrize(("slots", "each"), [("34", 0), ("14", 0), ("1346", 2), ("46", 1)])
def test_nobody_waits_over_night(slots, each):
    assert idle(slots, (3, 3)) == 2 * each


@pytest.mark.parametrize(("away", "without", "counting"), [((), 6, 6), (("S3",), 5, 6), (("S2", "S3", "S4"), 3, 6), (("S6",), 6, 6)])
def test_time_away_counts_only_where_the_event_says_so(away, without, counting):
    assert idle("15", away=away) == without
    assert idle("15", away=away, unavailable_counts_as_break=True) == counting


def test_dialogue_is_no_waiting():
    dialogue = {"D": {"wanted": "a", "length": 2, "starts": ["S2"]}}
    problem = event([5], {"a": {}, "b": {}}, {"ab": {"slots": ["S5"]}, "ba": {"slots": ["S1"]}}, {"T": {}}, dialogue)
    # a waits in S4, b from S2 to S4
    assert cost_of(problem, "idle", "ba S1 T", "D S2", "D S2 with a", "ab S5 T") == 4
