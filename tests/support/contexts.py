"""Searches with a plan, as the stages of a run find them."""

from __future__ import annotations

import time
from typing import Any

from scheduler.parameters import DEFAULTS, Parameters
from scheduler.problem import Problem
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.stages.context import Context
from scheduler.stop import Stop
from tests.support.decisions import core_with, model_for

LONG = 600.0  # seconds that no test waits


def context_at(problem: Problem, *held: str, seconds: float = LONG, parameters: Parameters = DEFAULTS, **knobs: Any) -> Context:
    """The stages of a search that holds these decisions, with the goals of the problem."""
    model = model_for(problem, *problem.goals)
    settings = Settings(**({"workers": 1, "seconds": LONG, "parameters": parameters} | knobs))
    search = Search(model, settings, Stop(), time.monotonic() + seconds)
    assert search.offer(core_with(model.layout, held))
    return Context(search)
