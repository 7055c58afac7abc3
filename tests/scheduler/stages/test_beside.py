"""Search in neighbourhoods beside what else is at work, and only as long as that is."""

from __future__ import annotations

import threading
import time

import pytest

from scheduler.maxsat.race import MaxSat
from scheduler.stages.beside import search_beside, searching_meanwhile
from tests.support.contexts import LONG, context_at
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abcdef"}
WISHES = {one + other: {} for one in "abc" for other in "def"}
DAY = event([5], PEOPLE, WISHES, {"T": {"capacity": 3}}, goals=["value", "breaks"])
# ad bf ce in S1, ae bd cf in S3, af be cd in S5: everybody has two breaks, and needs none
SPREAD = [
    *(f"{pair} S1 T" for pair in ("ad", "bf", "ce")),
    *(f"{pair} S3 T" for pair in ("ae", "bd", "cf")),
    *(f"{pair} S5 T" for pair in ("af", "be", "cd")),
]


def test_search_goes_on_beside_the_block_with_the_cores_that_are_left():
    context = context_at(DAY, *SPREAD, workers=2)
    assert context.search.costs == (-9, 12)
    until = time.monotonic() + 60
    with searching_meanwhile(context, 1, context.search.end):
        while not context.search.proven(1) and time.monotonic() < until:
            context.search.stop.wait(0.05)
    assert context.search.costs == (-9, 0)


def test_search_is_over_with_the_block_even_where_that_fails():
    context = context_at(DAY, *SPREAD, workers=2)
    counts = [threading.active_count()]
    try:
        with searching_meanwhile(context, 1, context.search.end):
            counts.append(threading.active_count())
            raise InterruptedError
    except InterruptedError:
        counts.append(threading.active_count())
    assert counts[1] > counts[0] == counts[2]


def test_one_core_has_none_left():
    context = context_at(DAY, *SPREAD, workers=1)
    before = threading.active_count()
    with searching_meanwhile(context, 1, context.search.end):
        assert threading.active_count() == before
    assert context.search.costs == (-9, 12)


def test_nothing_is_searched_once_the_other_has_ended():
    context = context_at(DAY, *SPREAD, workers=2)
    with MaxSat(context.search, ways=()) as race:
        assert not race.running
        search_beside(context, race, 1, context.search.end)
    assert context.search.costs == (-9, 12)


@pytest.mark.parametrize(("without", "workers"), [((), 1), (("neighbourhoods",), 2)])
def test_other_is_waited_for_without_a_search_of_its_own(without, workers):
    # a circle of five at two tables: somebody waits, which MaxSAT proves from below
    pairs = ("ab", "bc", "cd", "de", "ea")
    circle = event([6], {name: {} for name in "abcde"}, {pair: {"must": True} for pair in pairs}, {"T": {}, "U": {}}, goals=["breaks"])
    held = [f"{pair} S{slot} TU" for pair, slot in zip(pairs, (1, 2, 4, 5, 6), strict=True)]
    context = context_at(circle, *held, workers=workers, without=without)
    with MaxSat(context.search, ways=["climb"]) as race:
        assert race.cores == 1
        search_beside(context, race, 0, context.search.end)
        assert not race.running or context.search.proven(0)
    assert context.search.proven(0)
    assert context.search.left > LONG / 2
