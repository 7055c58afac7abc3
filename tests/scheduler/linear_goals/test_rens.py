"""From a fractional relaxation to a plan: ever larger neighbourhoods of what is fractional, each no worse than the one before."""

from __future__ import annotations

import random
import time

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.linear_goals.rens import complete_relaxation
from scheduler.model.model import Model, build_model
from scheduler.program.integer_program import FREE
from scheduler.program.lagrangian import SCALE, ceil_bound
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.strategies import small_problem
from tests.support.tiers import batches, seeds

pytestmark = pytest.mark.slow

LONG = 600.0
GOALS = ("value",)


def fractional_model(rng: random.Random, highs: Highs) -> Model:
    """A small event whose relaxation is not whole."""
    while True:
        document = small_problem(rng, slots=4, participants=7, requests=14, dialogues=1, places=2)
        problem = parse_problem({key: value for key, value in document.items() if key != "max_break_difference"}, "small.json")
        model = build_model(build_instance(problem), GOALS)
        relaxation = highs.relax(model.linear, model.objectives[0].cost, LONG)
        if relaxation is not None and np.abs(relaxation.x - np.round(relaxation.x)).max(initial=0) > 0.01:
            return model


@pytest.fixture(scope="module")
def highs():
    with Highs(Stop()) as process:
        yield process


def completed(model: Model, highs: Highs, spare: int) -> tuple[int | None, list[int], int]:
    """The cost of the best plan found, the costs on the way, and the optimum; it may stop `spare` above the bound."""
    cost = model.objectives[0].cost
    found: list[int] = []
    search = Search(model, Settings(workers=1), Stop(), time.monotonic() + LONG, on_better=lambda full: found.append(int(cost @ full)))
    relaxation = highs.relax(model.linear, cost, LONG)
    assert relaxation is not None
    target = ceil_bound(relaxation.bound) + spare
    near = np.abs(relaxation.reduced) <= 2 * SCALE
    complete_relaxation(LinearTask(search, model, model.linear, cost, highs, search.end), relaxation.x, near, target)
    best = None if search.best is None else search.costs[0]
    highs.load(model.linear)
    optimum = highs.minimise(cost, seconds=LONG, integral=True)
    return best, found, FREE if optimum.x is None else round(float(cost @ optimum.x))


@pytest.mark.parametrize("seed", seeds(range(25)))
def test_plans_keep_every_rule_and_become_better_towards_the_optimum(seed, highs):
    model = fractional_model(random.Random(seed), highs)
    best, found, optimum = completed(model, highs, 0)
    assert found == sorted(found, reverse=True)  # the search takes only what keeps all rules
    assert best is None or best >= optimum


@pytest.mark.parametrize("seeds", batches(range(25)))
def test_most_small_events_are_solved_by_it_alone(seeds, highs):
    models = [fractional_model(random.Random(seed), highs) for seed in seeds]
    reached = [best == optimum for best, _, optimum in (completed(model, highs, 0) for model in models)]
    assert sum(reached) >= 0.6 * len(models)


@pytest.mark.parametrize("seeds", batches(range(25)))
def test_what_is_good_enough_ends_it(seeds, highs):
    models = [fractional_model(random.Random(seed), highs) for seed in seeds]
    eager, lazy = ([len(completed(model, highs, spare)[1]) for model in models] for spare in (0, 10_000_000))
    assert sum(lazy) < sum(eager)
