"""Requests shown to be outweighed by asking, against every plan."""

from __future__ import annotations

import random
import time
from itertools import islice

import numpy as np

from scheduler.arrays import Bools
from scheduler.files.reading import parse_problem
from scheduler.plan import Meeting, Plan
from scheduler.reasons.asking import Questions, ask_whether_outweighed, no_worse
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solvers.cpsat import CpSatResult
from scheduler.stop import Stop
from tests.support.bruteforce import all_plans
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.written import take_plan

SEARCHING = 20.0


def test_no_worse_is_the_program_of_plans_that_are_lexicographically_no_worse():
    for seed in range(12):
        problem = parse_problem(small_problem(random.Random(seed), requests=3, dialogues=0), "small.json")
        plans = list(islice(all_plans(problem), 60))
        vectors = [take_plan(problem, plan)[0] for plan in plans]
        for search in vectors[:: max(1, len(vectors) // 6)]:
            program = no_worse(search)
            switches = program.columns - search.model.linear.columns
            for other in vectors:
                choices = [np.append(other.require(), choice) for choice in np.ndindex((2,) * switches)]
                assert any(not len(program.violated(x)) for x in choices) == (other.costs <= search.costs)


def crowded(*held: str, stop: Stop | None = None, settings: Settings | None = None) -> tuple[Search, Bools]:
    """A plan of one slot that holds these requests, with nothing proven, and those that it does not hold."""
    names = {"ab": {"value": 5}, "ac": {"value": 2}, "ad": {"value": 3}, "be": {"value": 4}}
    problem = event([1], {name: {} for name in "abcde"}, names, goals=["value"])
    search, _ = take_plan(problem, Plan("", tuple(Meeting(request, "S1", "T") for request in held), (), (), ()), settings, stop)
    return search, np.array([name not in held for name in names])


def ask(search: Search, candidate: Bools, seconds: float = SEARCHING) -> list[bool]:
    return ask_whether_outweighed(search, candidate, np.zeros(4, dtype=bool), time.monotonic() + seconds).tolist()


def test_asking_shows_what_no_plan_as_good_can_hold():
    # be goes with ac or ad, for 6 or 7
    assert ask(*crowded("ad", "be")) == [True, True, False, False]
    assert ask(*crowded("ac", "be")) == [True, False, False, False]
    assert ask(*crowded("ab")) == [False, False, False, False]


def test_asking_one_by_one_settles_what_was_too_much_at_once():
    class Slow(Questions):
        """Has no answer about more than one request."""

        def ask(self, asked: Bools) -> CpSatResult | None:
            return super().ask(asked) if asked.sum() == 1 else CpSatResult(None, None, False)

    search, left = crowded("ad", "be")
    assert Slow(search, no_worse(search), time.monotonic() + SEARCHING).settle(left).tolist() == [True, True, False, False]


def test_nothing_is_asked_without_time_or_after_a_request_to_stop():
    stop = Stop()
    search, left = crowded("ad", "be", stop=stop)
    assert ask(search, left, seconds=0) == [False, False, False, False]
    assert ask(search, left) == [True, True, False, False]
    stop.request()
    assert ask(search, left) == [False, False, False, False]


def test_asking_is_the_same_in_a_reproducible_run():
    settings = Settings(seconds=SEARCHING, reproducible=True)
    assert ask(*crowded("ad", "be", settings=settings)) == [True, True, False, False]
