"""The program with its slots added up: every plan is in it, at its own cost."""

from __future__ import annotations

import random
from itertools import islice

import numpy as np
import pytest

from scheduler.arrays import Ints
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import Instance, build_instance
from scheduler.model.by_request import RequestProgram, build_by_request
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.schedules import event, verdict
from tests.support.strategies import small_problem
from tests.support.tiers import seeds
from tests.support.written import take_plan


def program_of(problem: Problem) -> RequestProgram:
    return build_by_request(build_instance(problem))


def summed(program: RequestProgram, instance: Instance, core: Ints) -> Ints:
    """A schedule in the columns of the program."""
    x = np.zeros(program.linear.columns, dtype=np.int64)
    x[: program.core] = core[instance.options :]
    held = np.flatnonzero(core[: instance.options])
    place = {pair: k for k, pair in enumerate(zip(program.request.tolist(), program.pool.tolist(), strict=True))}
    for request, pool in zip(instance.option_request[held].tolist(), instance.option_pool[held].tolist(), strict=True):
        x[program.core + place[request, pool]] += 1
    meetings = np.bincount(instance.pair[instance.option_request[held]].ravel(), minlength=instance.people)
    floor = instance.floor[instance.floor > 0]
    x[program.short] = np.maximum(0, floor - meetings[instance.floor > 0])
    return x


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_every_plan_is_a_solution_of_its_own_cost(seed):
    document = small_problem(random.Random(seed)) | {"goals": ["floor", "value"]}
    for request in document["requests"]:
        request.pop("after", None)
    problem = parse_problem(document, "small.json")
    for plan in islice(all_plans(problem), 40):
        search, _ = take_plan(problem, plan)
        instance = search.model.instance
        program = build_by_request(instance)
        cost = program.cost({"floor": 100, "value": 1})
        x = summed(program, instance, search.require()[: search.model.layout.core])
        goals = verdict(problem, plan).goals
        assert not len(program.linear.violated(x))
        assert ((program.linear.lower <= x) & (x <= program.linear.upper)).all()
        assert cost @ x == 100 * goals["floor"] - goals["value"]


def test_time_of_all_slots_is_counted_and_no_slot_by_itself():
    # a has two slots left and three wishes; b could hold both of its own at once
    people = {"a": {"unavailable": ["S1"]}, "b": {"parallel": 2}, "c": {}, "d": {}}
    program = program_of(event([3], people, {"ab": {}, "ac": {}, "ad": {}, "bc": {}}))
    rows = program.linear.high[program.diary : program.diary + 4]
    assert rows.tolist() == [2, 6, 3, 2]
    assert program.open.sum(axis=1).tolist() == [2, 3, 3, 2]


def test_request_with_several_pools_has_a_column_each_and_one_of_them_is_held():
    people = {"a": {"home": "A"}, "b": {"home": "B"}, "c": {}}
    places = {"A": {"owner": "a"}, "B": {"owner": "b"}, "T": {}}
    program = program_of(event([1], people, {"ab": {"must": True}, "ac": {}}, places))
    assert program.request.tolist() == [0, 0, 1]
    chosen = np.zeros(program.linear.columns, dtype=np.int64)
    assert len(program.linear.violated(chosen))  # ab has to be held
    chosen[program.core] = 1
    assert not len(program.linear.violated(chosen))
    assert [part.tolist() for part in program.chosen(chosen.astype(float))] == [[0], [0]]
    chosen[program.core + 1] = 1
    assert len(program.linear.violated(chosen))


def test_rise_is_that_of_the_cheapest_way_to_hold_a_request():
    people = {"a": {"home": "A"}, "b": {"home": "B"}, "c": {}, "d": {"unavailable": ["S1"]}}
    places = {"A": {"owner": "a"}, "B": {"owner": "b"}, "T": {}}
    program = program_of(event([1], people, {"ab": {}, "cd": {}, "ac": {}}, places))
    reduced = np.zeros(program.linear.columns, dtype=np.int64)
    reduced[program.meetings] = [5, 3, -2]
    assert program.rise(reduced).tolist() == [3, 0, 0]
    reduced[program.meetings] = [-5, -3, 4]
    assert program.rise(reduced).tolist() == [3, 0, 4]
