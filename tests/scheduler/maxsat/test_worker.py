"""From below and from above: both ways prove the same, and hard questions do not keep them from easy ones."""

from __future__ import annotations

import pickle
import random
from functools import partial
from typing import Any

import numpy as np
import pysat.solvers
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat import worker as maxsat_worker
from scheduler.maxsat.clauses import Clauses
from scheduler.maxsat.rows import Formula, encode, is_clausal
from scheduler.maxsat.worker import UNLIMITED
from scheduler.model.implied import with_implied
from scheduler.model.model import build_model
from scheduler.parameters import DEFAULTS
from scheduler.solvers.child_process import start_child
from tests.support.bruteforce import best_goals
from tests.support.programs import program
from tests.support.strategies import small_problem


@pytest.mark.parametrize("way", ["climb", "descend"])
@pytest.mark.parametrize("seed", range(4))
def test_both_ways_prove_the_same_by_themselves(seed, way):
    rng = random.Random(seed + 50)
    while True:
        document = small_problem(rng, slots=5, participants=4, requests=5, dialogues=0) | {"goals": ["breaks"]}
        for request in document["requests"]:
            request["must"] = True
        problem = parse_problem(document, "small.json")
        model = build_model(build_instance(problem), problem.goals)
        if is_clausal(model.linear, model.objectives[0].cost) and best_goals(problem) != (0,):
            break
    told: list[tuple[Any, ...]] = []
    getattr(maxsat_worker, way)(encode(with_implied(model), model.objectives[0].cost), lambda *message: told.append(message))
    best = best_goals(problem)
    if best is None:
        assert told[-1] == ("infeasible",)
        return
    solutions = [model.achieved(model.layout.complete(vector)) for name, *content in told if name == "solution" for vector in content]
    assert told[-1] == ("optimal",)
    assert solutions[-1] == best
    assert solutions == sorted(solutions, reverse=True)
    assert max([0, *(content[0] for name, *content in told if name == "bound")]) == best[0]


class Reached(Exception):
    pass


def crowded(many: int, few: int) -> Formula:
    """Fewer than `few` of `many` means to find room for 13 pigeons in 12 holes: no solver shows that there is none."""
    clauses, holes, pigeons = Clauses(many), range(12), range(13)
    below, sits = clauses.new(), {(p, h): clauses.new() for p in pigeons for h in holes}
    for p in pigeons:
        clauses.add(below, *(sits[p, h] for h in holes))
    for h in holes:
        clauses.at_most_one([sits[p, h] for p in pigeons], pairwise=True)
    counted = clauses.ladder(range(1, many + 1), 0, many)[-1]
    clauses.add(-below, counted[few])
    for y in range(1, many + 1):
        clauses.prefer_not(y)
    return Formula(clauses.wcnf, 0, np.zeros(many, dtype=np.int64), np.arange(1, many + 2))


# from 80 the counter, which ends at 60, is asked for its end before the hard half
@pytest.mark.parametrize(("many", "few"), [(40, 15), (80, 45)])
def test_question_that_is_too_hard_does_not_keep_the_search_from_easier_ones(many, few):
    def answer(name: str, *content: Any) -> None:
        if name == "solution" and content[0].sum() == few:
            raise Reached

    with pytest.raises(Reached):
        maxsat_worker.descend(crowded(many, few), answer)


def test_search_is_not_cut_short_beyond_what_the_counter_tells_apart(monkeypatch):
    budgets: list[int] = []

    class Watched(pysat.solvers.Solver):
        def conf_budget(self, budget: int) -> None:
            budgets.append(budget)
            super().conf_budget(budget)

    def answer(name: str, *content: Any) -> None:
        if name == "solution":
            told.append((int(content[0].sum()), len(budgets)))
            if content[0].sum() == 45:
                raise Reached

    told: list[tuple[int, int]] = []
    monkeypatch.setattr(pysat.solvers, "Solver", Watched)
    with pytest.raises(Reached):
        maxsat_worker.descend(crowded(80, 45), answer)
    far = max(questions for cost, questions in told if cost > DEFAULTS.maxsat.counted)
    assert {cost > DEFAULTS.maxsat.counted for cost, _ in told} == {True, False}
    assert budgets[: far + 1] == [maxsat_worker.UNLIMITED] * (far + 1)  # the last one left it behind
    assert maxsat_worker.UNLIMITED not in budgets[far + 1 :]


def test_fewest_beyond_the_counter_are_proven():
    # of 140 variables in pairs, at least one of each pair
    clauses = Clauses(140)
    for y in range(1, 141):
        clauses.prefer_not(y)
    for y in range(1, 141, 2):
        clauses.add(y, y + 1)
    told: list[tuple[Any, ...]] = []
    formula = Formula(clauses.wcnf, 0, np.zeros(140, dtype=np.int64), np.arange(1, 142))
    maxsat_worker.descend(formula, lambda *message: told.append(message))
    assert told[-1] == ("optimal",)
    assert max(content[0] for name, *content in told if name == "bound") == 70
    assert [int(content[0].sum()) for name, *content in told if name == "solution"][-1] == 70


# three columns that add up to 3 or more, each unit of which costs 1; the first is 1 at least
PAIR = program([(3, [1, 1, 1], None)], [(1, 2), (0, 1), (0, 1)])


@pytest.mark.parametrize("way", [maxsat_worker.climb, maxsat_worker.descend])
def test_constant_of_the_cost_counts_in_bounds(way):
    told: list[tuple[Any, ...]] = []
    way(encode(PAIR, np.array([1, 1, 1])), lambda *message: told.append(message))
    assert told[-1] == ("optimal",)
    assert [int(content[0].sum()) for name, *content in told if name == "solution"][-1] == 3
    assert max(content[0] for name, *content in told if name == "bound") == 3


@pytest.mark.parametrize("way", [maxsat_worker.climb, maxsat_worker.descend])
def test_missing_solution_is_told_last(way):
    told: list[tuple[Any, ...]] = []
    way(encode(program([(3, [1, 1], None)], [(0, 1)] * 2), np.array([1, 1])), lambda *message: told.append(message))
    assert told[-1] == ("infeasible",)
    assert {name for name, *_ in told} <= {"bound", "infeasible"}


@pytest.mark.parametrize("way", ["climb", "descend"])
def test_process_takes_one_job_and_answers_until_it_is_done(way):
    with start_child("scheduler.maxsat.worker") as child:
        assert child.stdin is not None
        assert child.stdout is not None
        job = {"encode": partial(encode, PAIR, np.array([1, 1, 1])), "parameters": DEFAULTS.maxsat, "way": way, "conflicts": UNLIMITED}
        pickle.dump(job, child.stdin, protocol=5)
        child.stdin.close()
        told = []
        while not told or told[-1] != ("optimal",):
            told.append(pickle.load(child.stdout))
        assert child.wait(60) == 0
    assert [int(content[0].sum()) for name, *content in told if name == "solution"][-1] == 3
