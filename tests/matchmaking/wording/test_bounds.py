"""What a bound stands on, in words."""

from __future__ import annotations

import pytest

from matchmaking.wording import standing_in_words
from scheduler.checker.bounds import Footing, StandingBound


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (StandingBound("floor", 0, Footing.DEFINITION), "floor: at least 0, by what the goal counts"),
        (StandingBound("value", 2819, Footing.EVIDENCE), "value: at most 2,819, recomputed from the evidence"),
        (
            StandingBound("breaks", 3, Footing.SEARCH, shown=0),
            "breaks: at least 3, by a search that only solving again can repeat; at least 0 by what can be recomputed",
        ),
        (
            StandingBound("value", 2819, Footing.SEARCH, "branch and bound", "frozen: R is new in S1", 3000),
            "value: at most 2,819, by a search (branch and bound) that only solving again can repeat"
            " (prices do not count: frozen: R is new in S1); at most 3,000 by what can be recomputed",
        ),
    ],
)
def test_bound_is_worded_with_what_it_stands_on(standing, told):
    assert standing_in_words(standing) == told


def test_lowest_satisfaction_is_at_most_and_costs_are_at_least() -> None:
    told = [standing_in_words(StandingBound(goal, 7, Footing.DEFINITION)) for goal in ("lowest", "value", "breaks", "changes")]
    assert [line.split(",")[0] for line in told] == ["lowest: at most 7", "value: at most 7", "breaks: at least 7", "changes: at least 7"]


def test_large_bounds_are_written_in_groups() -> None:
    assert standing_in_words(StandingBound("value", 1234567, Footing.EVIDENCE)).startswith("value: at most 1,234,567,")
