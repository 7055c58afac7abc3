"""Bounds recomputed from evidence, against every plan of small problems that use every key of the format."""

from __future__ import annotations

import random
from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.checker import check
from scheduler.checker.bounds import Ground, shares
from scheduler.checker.bounds.duality import prove
from scheduler.checker.bounds.prices import PRICED
from scheduler.files.reading import parse_problem
from scheduler.plan import Evidence, Plan
from scheduler.problem import GOALS, Problem
from scheduler.program.lagrangian import SCALE
from tests.support.bounds import holds
from tests.support.bruteforce import all_plans
from tests.support.kept_plans import any_kept
from tests.support.strategies import small_problems
from tests.support.tiers import examples

pytestmark = pytest.mark.slow

MANY = 200  # plans of a problem that a bound is held against


def random_prices(rng: random.Random, problem: Problem, earlier: list[str]) -> dict[str, Any]:
    """Prices of every kind on everything there is, most of them of the size that matters."""

    def price() -> int:
        return rng.choice([0, 0, SCALE, rng.randint(0, 6 * SCALE), rng.randint(0, SCALE)])

    def by_slot() -> int | list[int]:
        return price() if rng.random() < 0.3 else [price() for _ in problem.slots]

    def some_places() -> list[str]:
        return [place.id for place in problem.places if rng.random() < 0.6]

    people, slots = [person.id for person in problem.participants], [slot.id for slot in problem.slots]
    firms = sorted({person.organisation for person in problem.participants if person.organisation})
    limited = [person.id for person in problem.participants if person.max_meetings is not None]
    data: dict[str, Any] = {"earlier": {name: rng.choice([1, 10]) * price() for name in earlier}}
    data["diary"] = {name: by_slot() for name in people if rng.random() < 0.8}
    data["limit"] = {name: price() for name in limited}
    data["floor"] = {name: price() for name in people if rng.random() < 0.5}
    data["share"] = {name: price() for name in people if rng.random() < 0.5}
    data["places"] = [{"places": some_places(), "prices": by_slot()} for _ in range(rng.randint(0, 2))]
    data["one_place"] = [
        {"participant": rng.choice(people), "slot": rng.choice(slots), "places": some_places(), "price": price()}
        for _ in range(rng.randint(0, 3))
    ]
    pairs = [(request.id, other) for request in problem.requests for other in request.after]
    data["after"] = [{"request": a, "after": b, "slot": rng.choice(slots), "price": price()} for a, b in pairs]
    data["mix"] = [
        {"dialogue": dialogue.id, "organisation": firm, "seats": rng.randint(0, 3), "price": price() // 2}
        for dialogue in problem.dialogues
        for firm in firms
    ]
    return data


def nothing_new(rng: random.Random, problem: Problem, plan: Plan, kept: Plan) -> dict[str, Any]:
    """Some of the slots in which a plan has nothing but what the kept one has there."""
    meetings = {(m.request, m.slot, m.place) for m in kept.meetings}
    seats = {(d.dialogue, d.start, name) for d in kept.dialogues for name in d.participants}
    new = {m.slot for m in plan.meetings if (m.request, m.slot, m.place) not in meetings}
    for table in plan.dialogues:
        known = any((table.dialogue, table.start) == (d.dialogue, d.start) for d in kept.dialogues)
        if not known or any((table.dialogue, table.start, name) not in seats for name in table.participants):
            new.add(table.start)
    return {"frozen": [slot.id for slot in problem.slots if slot.id not in new and rng.random() < 0.5]}


@examples(0.75)
@given(small_problems(), st.randoms(use_true_random=False))
def test_any_prices_give_a_bound_that_every_plan_keeps(document, rng):
    problem = parse_problem(document, "small.json")
    order, kept = tuple(rng.sample(GOALS, len(GOALS))), any_kept(rng, document)
    for plan in islice(all_plans(problem), MANY):
        achieved = check(problem, plan, kept).goals
        goal = rng.choice(PRICED)
        before = [name for name in order[: order.index(goal)] if name in PRICED]
        ground = Ground(problem, order, achieved, kept, plan)
        evidence = Evidence(goal, "prices", 0, random_prices(rng, problem, before) | nothing_new(rng, problem, plan, kept))
        assert holds(goal, prove(ground, evidence), achieved[goal])
        before = [name for name in order[: order.index("lowest")] if name in PRICED]
        evidence = Evidence("lowest", "shares", 0, {"missed": rng.randint(1, 100)} | random_prices(rng, problem, before))
        assert holds("lowest", shares.prove(ground, evidence), achieved["lowest"])
