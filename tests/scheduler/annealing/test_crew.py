"""Several annealers on one plan: rounds, who takes whose plan, and when they end."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

from scheduler.annealing.annealer import Arrangement
from scheduler.annealing.crew import Crew, Heat
from scheduler.annealing.event import Event
from scheduler.parameters import AnnealingParameters, Parameters
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stop import Stop
from tests.support.decisions import core_with, model_for
from tests.support.schedules import event

LONG = 600.0  # seconds that no test waits
HEAT = Heat(3.0, 1.0, 0.3)
# a waits from S2 to S5, b from S1 to S5; nobody has to
DAY = event([5], {name: {} for name in "abcd"}, {"ab": {}, "ac": {}, "db": {"slots": ["S1"]}}, {"T": {}}, goals=["value", "breaks", "idle"])
SPREAD = ("db S1 T", "ac S2 T", "ab S5 T")


def search_of(**knobs: Any) -> Search:
    model = model_for(DAY, *DAY.goals)
    search = Search(model, Settings(**({"seconds": LONG} | knobs)), Stop(), time.monotonic() + LONG)
    assert search.offer(core_with(model.layout, SPREAD))
    return search


def crew_of(search: Search, told: list[Arrangement], workers: int = 2, best: tuple[int, ...] = (-3, 0, 0)) -> Crew:
    """Ends where the best is reached."""
    weights = {"value": 1, "breaks": 2, "idle": 1}
    begun = Event(search.model, search.require(), weights)
    crew = Crew(search, begun, workers, told.append, lambda: bool(told) and crew.key(told[-1].reached) == best)
    return crew


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_ever_better_plans_are_handed_over_up_to_the_best(workers):
    told: list[Arrangement] = []
    crew = crew_of(search_of(), told, workers)
    assert (crew.key(crew.begin), crew.held, len(crew.annealers)) == ((-3, 2, 5), 3, workers)
    crew.work(HEAT, time.monotonic() + LONG)
    keys = [crew.key(found.reached) for found in told]
    assert keys == sorted(set(keys), reverse=True)
    assert keys[-1] == (-3, 0, 0)


def test_every_annealer_goes_on_from_the_best_plan():
    told: list[Arrangement] = []
    parameters = Parameters(annealing=AnnealingParameters(first_steps=2_000))
    crew = crew_of(search_of(parameters=parameters), told)
    crew.annealers[1].anneal = lambda steps, hot, cold: 0  # type: ignore[method-assign]  # the second one stands still
    crew.work(HEAT, time.monotonic() + LONG)
    assert crew.key(told[-1].reached) == (-3, 0, 0)
    assert crew.key(crew.annealers[1].now) == (-3, 0, 0)


def test_nothing_is_tried_without_time_or_after_a_request_to_stop():
    for end, stopped in ((0.0, False), (LONG, True)):
        told: list[Arrangement] = []
        search = search_of()
        if stopped:
            search.stop.request()
        crew_of(search, told).work(HEAT, time.monotonic() + end)
        assert told == []


def test_work_ends_on_time_where_nothing_better_exists():
    told: list[Arrangement] = []
    began = time.monotonic()
    crew_of(search_of(), told, best=(-4, 0, 0)).work(HEAT, began + 0.5)
    assert time.monotonic() < began + 60
    assert told[-1].reached["breaks"] == 0


def test_request_to_stop_ends_a_round():
    told: list[Arrangement] = []
    search = search_of()
    crew = crew_of(search, told, best=(-4, 0, 0))
    thread = threading.Thread(target=crew.work, args=(HEAT, time.monotonic() + LONG), daemon=True)
    thread.start()
    search.stop.request()
    thread.join(60)
    assert not thread.is_alive()


def test_reproducible_run_tries_as_many_changes_as_its_seconds_are_worth():
    parameters = Parameters(annealing=AnnealingParameters(first_steps=10, growth=2.0, chunk=15, step_rate=50))
    told: list[Arrangement] = []
    crew = crew_of(search_of(reproducible=True, seconds=10.0, parameters=parameters), told, 1, (-4, 0, 0))
    assert list(crew._rounds(time.monotonic() + LONG)) == [30, 60, 120, 240, 50]  # three are held; 500 in all


def test_two_reproducible_runs_hand_over_the_same_plans():
    plans = []
    for _ in range(2):
        parameters = Parameters(annealing=AnnealingParameters(first_steps=50, step_rate=100))
        told: list[Arrangement] = []
        crew_of(search_of(reproducible=True, seconds=60.0, parameters=parameters), told, 2, (-4, 0, 0)).work(HEAT, time.monotonic() + LONG)
        plans.append([(found.slot.tolist(), found.pool.tolist(), found.reached) for found in told])
    assert plans[0] == plans[1]
    assert len(plans[0]) > 0
