"""First smaller conflicts by one run of a solver, against trying."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scheduler.infeasibility import Requirement, list_requirements, relax
from scheduler.infeasibility.core import relaxed_core, searched_core
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.relaxation import essential
from scheduler.problem import Problem
from tests.support.conflict_events import judge, some_problems
from tests.support.conflicts import has_plan
from tests.support.schedules import event

MUST = {"must": True}
PEOPLE = {name: {} for name in "abcdefgh"}


@pytest.mark.parametrize("find", [relaxed_core, searched_core])
def test_core_cannot_be_held(find: Callable[[Problem, Judge, float], frozenset[tuple[str, str]] | None]) -> None:
    found = 0
    for problem in some_problems(0) + some_problems(1):
        core = find(essential(problem), judge(), 20)
        if core is not None:
            found += 1
            spared = [r for r in list_requirements(problem) if r.holds and (_thing(r), r.key[0]) not in core]
            assert has_plan(relax(problem, spared)) is False
        elif find is searched_core:
            assert has_plan(problem) is True
    assert found > 10


def _thing(requirement: Requirement) -> str:
    return "dialogue" if requirement.kind == "dialogue" else "request"


@pytest.mark.parametrize("find", [relaxed_core, searched_core])
def test_core_has_only_what_the_proof_needs(find):
    # a has three meetings for two slots; the others are in nobody's way
    problem = essential(event([2], PEOPLE, {"ab": MUST, "ac": MUST, "ad": MUST, "ef": MUST, "gh": MUST}))
    assert find(problem, judge(), 20) == {("request", "ab"), ("request", "ac"), ("request", "ad")}


@pytest.mark.parametrize("find", [relaxed_core, searched_core])
def test_dialogue_is_named_beside_the_meeting_that_it_excludes(find):
    problem = event([1], PEOPLE, {"ab": MUST, "ef": MUST}, None, {"D": {"wanted": "a", "seats": [1, 1], "places": ["T"]}})
    roomy = event([1], PEOPLE, {"ab": MUST, "ef": MUST}, {"T": {}, "U": {"capacity": 9}}, {"D": {"wanted": "a", "seats": [1, 1]}})
    assert find(essential(roomy), judge(), 20) == {("request", "ab"), ("dialogue", "D")}
    found = find(essential(problem), judge(), 20)
    assert found is not None
    assert ("dialogue", "D") in found


def test_odd_circle_is_seen_by_search_and_not_by_the_relaxation():
    # three who all meet in two slots: half a meeting of each pair fits into each
    problem = essential(event([2], PEOPLE, {"ab": MUST, "bc": MUST, "ca": MUST}))
    assert relaxed_core(problem, judge(), 20) is None
    assert searched_core(problem, judge(), 20) == {("request", "ab"), ("request", "bc"), ("request", "ca")}


@pytest.mark.parametrize("find", [relaxed_core, searched_core])
def test_nothing_is_shown_of_what_can_be_held(find):
    assert find(essential(event([3], PEOPLE, {"ab": MUST, "bc": MUST, "ca": MUST})), judge(), 20) is None
