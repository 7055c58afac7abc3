"""Which requirements can hold together, asked of either kind, against trying."""

from __future__ import annotations

import random

import pytest

from scheduler.infeasibility import list_requirements
from scheduler.infeasibility.questions import JudgeQuestions
from scheduler.infeasibility.selecting import can_select
from tests.support.conflict_events import demanding, judge, published, questions
from tests.support.conflicts import has_plan, only
from tests.support.schedules import event
from tests.support.tiers import seeds


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_requirements_can_hold_just_where_a_plan_keeps_them(seed: int) -> None:
    problem, rng = published(seed), random.Random(seed)
    assert can_select(problem) is True
    requirements = list_requirements(problem)
    with questions(problem) as asked:
        for share in (0.4, 0.6, 0.8, 0.9, 1):
            chosen = frozenset(k for k in range(len(requirements)) if rng.random() < share)
            held = asked.hold(chosen)
            if held is None:
                assert asked.cannot_hold(chosen) is True
                assert not has_plan(only(problem, [requirements[k] for k in asked.smallest_within(chosen)]))
            else:
                assert chosen <= held
                assert has_plan(only(problem, [requirements[k] for k in held]))


@pytest.mark.parametrize("seed", range(12))
def test_judge_answers_of_each_set_whether_a_plan_keeps_it(seed: int) -> None:
    problem, rng = demanding(seed, even=False), random.Random(seed)
    requirements = list_requirements(problem)
    asked = JudgeQuestions(problem, requirements, judge())
    for share in (0.5, 0.8, 1):
        chosen = frozenset(k for k in range(len(requirements)) if rng.random() < share)
        possible = has_plan(only(problem, [requirements[k] for k in chosen]))
        assert asked.hold(chosen) == (chosen if possible else None)
        assert asked.cannot_hold(chosen) is not possible


def test_nothing_is_known_of_a_set_that_was_not_asked_for():
    problem = event([1], {name: {} for name in "abc"}, {"ab": {"must": True}, "ac": {"must": True}})
    asked = JudgeQuestions(problem, list_requirements(problem), judge())
    everything = frozenset(range(len(list_requirements(problem))))
    assert asked.cannot_hold(everything) is False
    assert asked.hold(everything) is None
    assert asked.cannot_hold(everything) is True


def test_conflict_once_found_is_known_of_every_set_around_it():
    impossible = next(problem for problem in map(published, range(200, 240)) if not has_plan(problem))
    everything = frozenset(range(len(list_requirements(impossible))))
    with questions(impossible) as asked:
        assert asked.hold(everything) is None
        found = asked.smallest_within(everything)
        assert found in asked.conflicts
        assert len(found) == min(map(len, asked.conflicts))
        assert asked.cannot_hold(found) is True
        assert asked.cannot_hold(found - {min(found)}) is any(conflict <= found - {min(found)} for conflict in asked.conflicts)
