"""What travels together where a goal is settled by linear programming: plans go to the search, in the columns of a smaller model."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.model import build_model
from scheduler.program.integer_program import FREE
from scheduler.program.lagrangian import ceil_bound
from scheduler.program.restriction import reduce
from scheduler.run.incumbent import Search
from scheduler.run.linear_task import LinearTask, is_whole
from scheduler.settings import Settings
from scheduler.solvers.highs import Highs
from scheduler.stop import Stop
from tests.support.schedules import event

# ab and ac are both worth something, and a can hold but one of them: the options are ab in S1 and ac in S1.
PROBLEM = event([1], {"a": {}, "b": {}, "c": {}}, {"ab": {"value": 2}, "ac": {"value": 3}}, goals=["value", "breaks"])


@pytest.fixture
def task():
    search = Search(build_model(build_instance(PROBLEM), PROBLEM.goals), Settings(), Stop(), time.monotonic() + 60)
    model = build_model(search.model.instance, ("value",))
    with Highs(search.stop) as highs:
        yield LinearTask(search, model, model.linear, model.objectives[0].cost, highs, search.end)


def test_there_is_no_feasible_plan_before_the_first_one(task):
    assert task.feasible() is None


def test_best_plan_is_feasible_unless_it_breaks_a_row_of_the_program(task):
    assert task.offer(task.model.layout.complete(np.array([1, 0])))  # ab
    assert task.feasible().tolist() == task.current().tolist()
    held = replace(task, linear=task.linear.with_row(task.cost, -FREE, -3))  # at least as much value as ac
    assert held.feasible() is None
    assert held.current().tolist() == task.current().tolist()
    assert task.offer(task.model.layout.complete(np.array([0, 1])))
    assert int(task.cost @ held.feasible()) == -3


def test_solutions_of_a_part_are_offered_as_plans(task):
    task.offer(task.model.layout.complete(np.array([1, 0])))
    everything = np.ones(task.linear.columns, dtype=bool)
    part = reduce(task.linear, everything, task.current())
    task.offering(part)(task.model.layout.complete(np.array([0, 1])))
    assert task.search.costs[0] == -3


def test_relaxation_bounds_the_cost(task):
    relaxation = task.relax()
    assert ceil_bound(relaxation.bound) == -3
    assert is_whole(relaxation.x, np.round(relaxation.x).astype(np.int64))


def test_nothing_is_solved_after_the_end(task):
    over = replace(task, end=time.monotonic())
    assert over.left == 0
    assert over.relax() is None


def test_a_third_is_not_whole():
    assert not is_whole(np.array([0.0, 1 / 3]), np.array([0, 0]))
