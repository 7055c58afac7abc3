"""Breaks: runs of slots in which somebody waits between two things of one day."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.columns import Layout
from scheduler.model.goals.breaks import add_holes, waiting
from tests.support.decisions import core_with, cost_of, model_for
from tests.support.schedules import admits, event, every_core

EACH = {f"ab{n}": {"slots": [f"S{n}"]} for n in range(1, 7)}


def breaks(slots: str, days: tuple[int, ...] = (6,), away: tuple[str, ...] = (), **more: object) -> int:
    """Breaks of a and b together where they meet in these slots; a is away in some."""
    problem = event(days, {"a": {"unavailable": list(away)}, "b": {}}, EACH, **more)
    return cost_of(problem, "breaks", *(f"ab{n} S{n} T" for n in slots))


@pytest.mark.parametrize(
    ("slots", "each"),
    [("", 0), ("1", 0), ("12", 0), ("13", 1), ("14", 1), ("16", 1), ("135", 2), ("1246", 2), ("1356", 2), ("123456", 0), ("26", 1)],
)
def test_each_run_of_waiting_is_one_break(slots, each):
    assert breaks(slots) == 2 * each


@pytest.mark.parametrize(("slots", "each"), [("34", 0), ("13", 1), ("46", 1), ("1346", 2), ("14", 0)])
def test_nobody_waits_over_night(slots, each):
    assert breaks(slots, (3, 3)) == 2 * each


@pytest.mark.parametrize(
    ("slots", "away", "of_both"),
    [
        ("13", ("S2",), 1),  # only b waits
        ("14", ("S2",), 2),  # a waits in S3 alone
        ("14", ("S3",), 2),  # a waits in S2, and is away when that ends
        ("14", ("S2", "S3"), 1),
        ("15", ("S3",), 3),  # a waits before and after
    ],
)
def test_time_away_is_no_waiting_and_ends_a_break(slots, away, of_both):
    assert breaks(slots, away=away) == of_both


@pytest.mark.parametrize(("slots", "away"), [("13", ("S2",)), ("14", ("S3",)), ("15", ("S3",))])
def test_time_away_is_waiting_where_the_event_says_so(slots, away):
    assert breaks(slots, away=away, unavailable_counts_as_break=True) == 2


def test_dialogue_keeps_busy_for_its_length():
    dialogue = {"D": {"wanted": "a", "length": 2, "starts": ["S2"]}}
    problem = event([5], {"a": {}, "b": {}}, {"ab": {"slots": ["S5"]}, "ba": {"slots": ["S1"]}}, {"T": {}}, dialogue)
    # a is busy in S1, in S2 and S3, and in S5; b in S1 and S5
    assert cost_of(problem, "breaks", "ba S1 T", "D S2", "D S2 with a", "ab S5 T") == 2


def test_breaks_are_counted_by_participant():
    model = model_for(event([3], {name: {} for name in "abc"}, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"]}}), "breaks")
    full = model.layout.complete(core_with(model.layout, ["ab S1 T", "ac S3 T"]))
    assert waiting(model.layout, full).tolist() == [1, 0, 0]
    without = Layout(build_instance(model.instance.problem))
    assert waiting(without, np.zeros(without.core, dtype=np.int64)).tolist() == [0, 0, 0]


def test_columns_are_added_once_however_often_they_are_asked_for():
    layout = Layout(build_instance(event([4], {"a": {}, "b": {}}, {f"ab{n}": {"slots": [f"S{n}"]} for n in range(1, 5)})))
    first = add_holes(layout)
    columns = layout.builder.columns
    assert add_holes(layout) is first
    assert layout.builder.columns == columns
    assert [set(first.person.tolist()), set(first.slot.tolist())] == [{0, 1}, {1, 2}]


@pytest.mark.parametrize("limited", [False, True])
def test_breaks_are_exact_where_they_are_limited_and_else_never_too_few(limited):
    more = {"max_break_difference": 9} if limited else {}
    wishes = {f"ab{n}": {"slots": [f"S{n}"]} for n in (1, 2, 3)}
    model = model_for(event([3], {"a": {}, "b": {}}, wishes, **more), "breaks")
    columns = np.flatnonzero(model.objectives[0].cost)
    assert len(columns) == 2  # a break can end in S2 alone, for each of both
    for core in every_core(model.layout):
        full = model.layout.complete(core)
        if not admits(model, full):
            continue
        for column in columns.tolist():
            other = full.copy()
            other[column] = 1 - full[column]
            is_refused = len(model.linear.violated(other)) > 0
            assert is_refused == (limited or full[column] == 1)
