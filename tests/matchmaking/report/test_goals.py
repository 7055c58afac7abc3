"""Goals in words: what a bound lets the page claim, and no more."""

from __future__ import annotations

import pytest

from matchmaking.report.goals import goal_rows, percent
from scheduler.plan import GoalResult


@pytest.mark.parametrize(
    ("goals", "sentence"),
    [
        ([GoalResult("value", 2819, 2819)], "2,819 of at most 2,819: no plan can do better"),
        ([GoalResult("value", 2819, 2823)], "2,819 of at most 2,823: up to 4 more may be possible (0.14 %)"),
        ([GoalResult("breaks", 18, 3)], "18 of at least 3: up to 15 fewer may be possible"),
        ([GoalResult("breaks", 3, 3)], "3 of at least 3: no plan can do better"),
        ([GoalResult("floor", 0, 0)], "None: no plan can do better"),
        ([GoalResult("value", 0, 0)], "0 of at most 0: no plan can do better"),
        ([GoalResult("floor", 0, 0), GoalResult("value", 9, 9)], "9 of at most 9: no plan as good in the goal above can do better"),
        ([GoalResult("floor", 2, 1), GoalResult("value", 9, 9)], "9 of at most 9: no plan equal in the goal above can do better"),
        (
            [GoalResult("floor", 0, 0), GoalResult("value", 9, 9), GoalResult("breaks", 2, 2)],
            "2 of at least 2: no plan as good in the goals above can do better",
        ),
        # Nothing is below none, whatever holds above.
        ([GoalResult("value", 8, 9), GoalResult("breaks", 0, 0)], "None: no plan can do better"),
    ],
)
def test_sentence_claims_what_the_bound_proves(goals: list[GoalResult], sentence: str) -> None:
    assert goal_rows(goals)[-1].sentence == sentence


@pytest.mark.parametrize(
    ("goal", "parts"),
    [
        (GoalResult("value", 75, 100), (75, 25)),
        (GoalResult("value", 100, 100), (100, 0)),
        (GoalResult("breaks", 20, 5), (25, 75)),
        (GoalResult("breaks", 20, 0), (0, 100)),
        (GoalResult("breaks", 0, 0), (0, 0)),
        (GoalResult("lowest", 0, 100), (0, 100)),
    ],
)
def test_bar_is_solid_up_to_what_is_sure_and_open_beyond(goal: GoalResult, parts: tuple[float, float]) -> None:
    (line,) = goal_rows([goal])
    assert (line.solid, line.open) == parts


def test_goal_without_words_keeps_its_own_name() -> None:
    (line,) = goal_rows([GoalResult("novelty", 4, 2)])
    assert (line.name, line.meaning, line.proven) == ("novelty", "", False)


@pytest.mark.parametrize(
    ("part", "whole", "text"), [(0, 7, "0 %"), (0, 0, "0 %"), (1, 700, "0.14 %"), (71, 1000, "7.1 %"), (1, 3, "33 %"), (3, 3, "100 %")]
)
def test_percent_has_two_figures(part: int, whole: int, text: str) -> None:
    assert percent(part, whole) == text
