"""Breaks that cannot be done without: none is claimed that some plan as good in the goals before does not have."""

from __future__ import annotations

import time
from itertools import islice

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat.race import MaxSat
from scheduler.model.model import build_model
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.proofs.break_bounds import BreakBounds, Ends, days_with_breaks, raise_breaks
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stages import run_stages
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans
from tests.support.schedules import core_of, event, verdict
from tests.support.strategies import small_problem
from tests.support.tiers import examples

MOST = 1500  # plans that are compared with
GOALS = ("value", "breaks", "idle")


@pytest.fixture(scope="module")
def highs():
    with Highs(Stop()) as process:
        yield process


def search_for(problem: Problem, goals: tuple[str, ...] = GOALS) -> Search:
    return Search(build_model(build_instance(problem), goals), Settings(), Stop(), time.monotonic() + 60)


def asking(search: Search, highs: Highs) -> BreakBounds:
    small = build_model(search.model.instance, GOALS[:1])
    return BreakBounds(LinearTask(search, small, small.linear, small.objectives[0].cost, highs, search.end))


def shown(search: Search, highs: Highs) -> set[tuple[int, int]]:
    """Participants and the first slots of their days that are shown to have a break, of everybody."""
    asked, instance = asking(search, highs), search.model.instance
    pairs = [(person, day) for person in range(instance.people) for day in instance.days]
    return {(person, day.start) for person, day in pairs if asked.has_break(person, day, search.end)}


def with_plan(problem: Problem, plan: Plan) -> Search:
    """A search whose best plan is this one, and which knows where somebody waits in it."""
    search = search_for(problem)
    core = core_of(search.model.layout, plan)
    assert core is not None
    assert search.offer(core)
    days = list(days_with_breaks(search))
    assert len(days) <= search.costs[1]
    assert bool(days) == (search.costs[1] > 0)
    return search


@examples(0.6)
@given(st.randoms(use_true_random=False), st.booleans())
def test_a_day_that_is_shown_to_have_a_break_has_one_in_every_plan_as_good(highs, rng, away):
    document = small_problem(rng, slots=5, participants=4, requests=5, dialogues=1) | {"goals": list(GOALS)}
    problem = parse_problem(document | {"unavailable_counts_as_break": away}, "small.json")
    plans = list(islice(all_plans(problem), MOST + 1))
    if not plans or len(plans) > MOST:
        return
    values = [verdict(problem, plan).goals["value"] for plan in plans]
    for target in {max(values), rng.choice(values)}:
        found = shown(with_plan(problem, plans[values.index(target)]), highs)
        for plan, value in zip(plans, values, strict=True):
            if value >= target:
                assert found <= {(person, day.start) for person, day in days_with_breaks(with_plan(problem, plan))}


AT_THE_ENDS = {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S3"], "value": 2}}


@pytest.mark.parametrize(
    ("of_a", "more", "bound"),
    [
        ({}, {}, 1),  # with both meetings a waits in S2
        ({"unavailable": ["S2"]}, {}, 0),  # is away meanwhile
        ({"unavailable": ["S2"]}, {"unavailable_counts_as_break": True}, 1),
        ({"parallel": 2}, {}, 0),  # not asked for
    ],
)
def test_who_meets_at_both_ends_of_a_day_waits(of_a, more, bound, highs):
    problem = event([3], {"a": of_a, "b": {}, "c": {}}, AT_THE_ENDS, goals=list(GOALS), **more)
    search = search_for(problem)
    assert search.offer(np.ones(search.model.layout.core, dtype=np.int64))
    assert search.costs[0] == -3
    raise_breaks(search, asking(search, highs), [1, 2], search.end)
    assert [search.bound(goal) for goal in (1, 2)] == [bound, bound]


def test_nobody_has_to_wait_in_plans_of_less_value(highs):
    problem = event([3], {"a": {}, "b": {}, "c": {}}, AT_THE_ENDS, goals=list(GOALS))
    search = search_for(problem)
    instance = search.model.instance
    assert search.offer((instance.value[instance.option_request] == 2).astype(np.int64))  # ac alone
    assert shown(search, highs) == set()


def test_a_break_shows_where_others_take_all_other_slots(highs):
    # a meets b, c and d in four slots; b has but S1 for a, d but S4; c meets e in S2 and S3 unless value is lost
    slots = {"ab": ["S1"], "ad": ["S4"], "ac": ["S2", "S3"], "ce": ["S2"], "cf": ["S3"]}
    problem = event([4], {name: {} for name in "abcdef"}, {pair: {"slots": names} for pair, names in slots.items()}, goals=list(GOALS))
    search = search_for(problem)
    instance = search.model.instance
    request = [problem.requests[r].id for r in instance.option_request]
    # the best value is 4: a, b and d, and two of the three meetings of c
    assert search.offer(np.array([pair != "ac" for pair in request], dtype=np.int64))
    assert search.costs[:2] == (-4, 1)
    assert shown(search, highs) == {(0, 0)}  # a waits once if c is met, all the time between if not


def test_nothing_is_shown_without_time(highs):
    problem = event([3], {"a": {}, "b": {}, "c": {}}, AT_THE_ENDS, goals=list(GOALS))
    search = search_for(problem)
    assert search.offer(np.ones(search.model.layout.core, dtype=np.int64))
    raise_breaks(search, asking(search, highs), [1], time.monotonic())
    assert search.bound(1) == 0


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_halves_have_every_agenda_once(a, b, c, d, begins, ends):
    whole = Ends((min(a, b), max(a, b)), (min(c, d), max(c, d)))
    parts = whole.halves(begins, ends)
    if not parts:
        assert (a, c) == (b, d)
        return
    agendas = [[(i, j) for i in range(*spanned(part.first)) for j in range(*spanned(part.last))] for part in (whole, *parts)]
    assert sorted(agendas[1] + agendas[2]) == agendas[0]
    assert (begins, ends) not in agendas[1] or (begins, ends) not in agendas[0]


def spanned(span: tuple[int, int]) -> tuple[int, int]:
    return span[0], span[1] + 1


def test_slots_that_all_agendas_of_some_ends_have():
    assert list(Ends((0, 1), (3, 4)).inside) == [1, 2, 3]
    assert list(Ends((0, 1), (3, 4)).outside) == [0, 1, 2, 3, 4]
    assert list(Ends((0, 3), (2, 4)).inside) == []
    assert list(Ends((0, 4), (0, 4), empty=True).outside) == []


@pytest.mark.parametrize("goals", [["value", "breaks", "idle"], ["value", "idle", "breaks"]])
def test_there_are_no_fewer_idle_slots_than_breaks_where_these_come_before(goals):
    problem = event([4], {"a": {}, "b": {}, "c": {}}, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S4"], "value": 2}}, goals=goals)
    search = search_for(problem, tuple(goals))
    assert search.offer(np.ones(search.model.layout.core, dtype=np.int64))
    search.raise_bound(0, -3)
    search.raise_bound(goals.index("breaks"), 1, "MaxSAT")
    search.end = time.monotonic()  # no time for anything else
    run_stages(search, MaxSat(search))
    assert search.bound(goals.index("idle")) == (1 if goals[1] == "breaks" else 0)
