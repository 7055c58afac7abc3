"""MaxSAT beside a search, and events that it takes long for."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from scheduler.instance.instance import build_instance
from scheduler.maxsat.race import MaxSat
from scheduler.model.model import build_model
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Progress, Settings
from scheduler.stop import Stop
from tests.support.schedules import event

LONG = 600.0  # seconds that no test waits


def search_of(problem: Problem, on_progress: Callable[[Progress], None] | None = None, settings: Settings | None = None) -> Search:
    model = build_model(build_instance(problem), problem.goals)
    return Search(model, settings or Settings(seconds=LONG, workers=1), Stop(), time.monotonic() + LONG, on_progress)


def large() -> Problem:
    """Sixty people with five or so meetings each, all of which have to be held: nobody proves that in the time of a test."""
    rng, people = random.Random(0), [f"P{n}" for n in range(60)]
    pairs = sorted({tuple(sorted(rng.sample(people, 2))) for _ in range(160)})
    requests = [{"id": f"R{n}", "participants": list(pair), "must": True} for n, pair in enumerate(pairs)]
    return event([12], {name: {} for name in people}, {}, {"T": {"capacity": 20}}, goals=["breaks"], requests=requests)


def pid_of(race: MaxSat) -> int:
    return race._processes[0].pid
