"""Plans that move: they keep all rules, count right, lose no value, and end where nothing better exists."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from scheduler.annealing import annealer as annealers
from scheduler.annealing.annealer import Annealer, Arrangement
from scheduler.arrays import Ints
from scheduler.problem import Problem
from tests.support.annealed import LINEAR, Begun, begun_at, begun_event, disagreements, misplaced, moving, seats_worth, state_of
from tests.support.bruteforce import all_plans
from tests.support.decisions import core_with
from tests.support.schedules import core_of, event, model_of, verdict
from tests.support.tiers import batches, deep, seeds
from tests.support.tiny_events import GOAL_EVENTS, RULE_EVENTS

HEATS = ((30.0, 30.0), (3.0, 1.0), (1.0, 0.2))
PEOPLE = {name: {} for name in "abcd"}
EVENTS = {name: problem for name, problem in (RULE_EVENTS | GOAL_EVENTS).items() if problem.max_break_difference is None}
BUSY = 1023
"""Seed of an event in which much can move."""


def cost(reached: Mapping[str, int], goal: str) -> int:
    return -reached[goal] if goal == "value" else reached[goal]


def events_of(numbers: range) -> list[tuple[int, Begun]]:
    """Random events by their seeds, every other one with zones."""
    begun = [(seed, begun_event(seed, zones=seed % 2 == 1)) for seed in numbers]
    return [(seed, one) for seed, one in begun if one is not None]


def lowest(begun: Begun, found: Arrangement) -> int:
    """The lowest satisfaction, where it is a goal; 0 elsewhere."""
    full = begun.model.layout.complete(begun.event.core_vector(found.slot, found.pool, found.start))
    costs = zip(begun.model.objectives, begun.model.achieved(full), strict=True)
    return next((-cost for objective, cost in costs if objective.name == "lowest"), 0)


@pytest.mark.slow
@pytest.mark.parametrize("numbers", batches(range(150), 12))
def test_every_plan_keeps_the_rules_and_counts_as_the_checker_does(numbers):
    events = events_of(numbers)
    assert len(events) > len(numbers) / 2
    taken = 0
    for seed, begun in events:
        annealer = begun.annealer(seed)
        first, least = annealer.now, lowest(begun, moving(annealer))
        assert list(disagreements(begun, moving(annealer))) == []
        for hot, cold in HEATS:
            taken += annealer.anneal(600, hot, cold)
            assert [(seed, line) for found in (moving(annealer), annealer.best) for line in disagreements(begun, found)] == []
            for goal in LINEAR:
                assert cost(annealer.now, goal) <= cost(first, goal)
            assert lowest(begun, moving(annealer)) >= least
    assert taken > 20 * len(events)


@pytest.mark.slow
@pytest.mark.parametrize("numbers", batches(range(200, 500), 16))
def test_what_is_kept_of_a_plan_is_what_follows_from_it(numbers):
    for seed, begun in events_of(numbers):
        annealer = begun.annealer(seed)
        annealer.limit({})  # through worse plans as well
        for steps in (1, 3, 2_000):
            annealer.anneal(steps, 30.0, 5.0)
            assert state_of(annealer) == state_of(Annealer(begun.event, moving(annealer), 0))
            assert misplaced(annealer) == []


@pytest.mark.parametrize("numbers", batches(range(500, 600), 6))
def test_best_plan_is_the_best_that_was_met(numbers):
    for seed, begun in events_of(numbers):
        annealer = begun.annealer(seed)
        met = [tuple(cost(annealer.now, goal) for goal in begun.event.goals)]
        for step in range(300):
            annealer.anneal(1, 5.0 / (1 + step / 30), 1.0)
            met.append(tuple(cost(annealer.now, goal) for goal in begun.event.goals))
            assert tuple(cost(annealer.best.reached, goal) for goal in begun.event.goals) == min(met)
        assert list(disagreements(begun, annealer.best)) == []


@pytest.mark.parametrize("seed", seeds(range(BUSY, BUSY + 20), 2))
def test_same_seed_and_steps_give_the_same_plan(seed):
    ways = []
    for _ in range(2):
        begun = begun_event(seed) or begun_event(BUSY)
        assert begun is not None
        annealer = begun.annealer(7)
        ways.append([(annealer.anneal(steps, 3.0, 0.5), state_of(annealer), annealer.best.reached) for steps in (10, 500)])
    assert ways[0] == ways[1]


def test_other_seed_goes_another_way():
    begun = begun_event(BUSY)
    assert begun is not None
    states = []
    for seed in range(2):
        annealer = begun.annealer(seed)
        assert annealer.anneal(500, 30.0, 30.0) > 20
        states.append(state_of(annealer))
    assert states[0] != states[1]


def test_goals_become_worse_only_where_nothing_limits_them():
    begun = begun_event(BUSY)
    assert begun is not None
    highest = {}
    for limited in (True, False):
        annealer = begun.annealer()
        first = annealer.now["idle"]
        annealer.limit({"idle": first} if limited else {})
        met = []
        for _ in range(60):
            annealer.anneal(20, 50.0, 50.0)
            met.append(annealer.now["idle"] - first)
        highest[limited] = max(met)
    assert highest[True] <= 0 < highest[False]


def fewest(begun: Begun) -> tuple[int, ...]:
    """What the best plan with the same seats at dialogues reaches, as costs, the goals in their order."""
    layout = begun.model.layout
    found = []
    for plan in all_plans(begun.problem):
        core = core_of(layout, plan)
        assert core is not None
        if seated(begun, core) == seated(begun, begun.full):
            reached = verdict(begun.problem, plan).goals
            found.append(tuple(cost(reached, goal) for goal in begun.event.goals))
    return min(found)


def seated(begun: Begun, core: Ints) -> list[tuple[object, ...]]:
    """Which dialogues are held, and with whom."""
    layout = begun.model.layout
    starts = [n for n, column in enumerate(layout.dialogues.start_column.tolist()) if core[column]]
    return sorted((int(layout.dialogues.start_dialogue[n]), *map(sorted, layout.seated(core, n))) for n in starts)


DIALOGUE = {"D": {"wanted": "ac", "moderators": ["d"], "length": 2, "places": ["T"]}}
AWAY = {"a": {"unavailable": ["S3"]}, "b": {}, "c": {}}
BOOTH = {"A": {"owner": "a", "capacity": 2}, "T": {}}
TINY: dict[str, tuple[Problem, str]] = {
    "spread meetings": (event([5], PEOPLE, {"ab": {}, "ac": {}, "db": {"slots": ["S1"]}}, {"T": {}}), "db S1 T, ac S2 T, ab S5 T"),
    "one request for another": (
        event([4], PEOPLE, {"ab": {"slots": ["S1"]}, "ac": {"slots": ["S4"]}, "ad": {}, "bc": {}}, {"T": {}}),
        "ab S1 T, ac S4 T, ad S3 T",
    ),
    "a chain of three": (
        event([3], PEOPLE, {"ab": {}, "bc": {}, "cd": {}, "da": {"slots": ["S1"]}}, {"T": {"capacity": 9}}),
        "da S1 T, bc S1 T, ab S3 T, cd S3 T",
    ),
    "two days": (event([3, 3], PEOPLE, {"ab": {}, "ba": {}, "ab2": {}, "ba2": {}}, {"T": {}}), "ab S1 T, ba S3 T, ab2 S4 T, ba2 S6 T"),
    "two at once": (
        event([3], PEOPLE | {"a": {"parallel": 2, "home": "A"}}, {"ab": {}, "ac": {}, "bd": {}, "ad": {}}, BOOTH),
        "ab S1 A, ac S3 A, bd S3 T, ad S2 A",
    ),
    "a dialogue with a choice of starts": (
        event([4], PEOPLE, {"ab": {"slots": ["S4"]}, "bc": {}}, {"T": {}, "U": {"capacity": 9}}, DIALOGUE),
        "D S1, D S1 in T, D S1 by d, D S1 with a, D S1 with c, ab S4 U, bc S3 U",
    ),
    "away": (event([5], AWAY, {"ab": {}, "ac": {}, "bc": {}}, {"T": {}}), "ab S1 T, ac S5 T, bc S3 T"),
    "away and waiting": (
        event([5], AWAY, {"ab": {}, "ac": {}, "bc": {}}, {"T": {}}, unavailable_counts_as_break=True),
        "ab S1 T, ac S5 T, bc S3 T",
    ),
    "in their order": (
        event([4], AWAY | {"a": {}}, {"ab": {}, "ba": {"after": ["ab"]}, "ac": {"after": ["ba"]}}, {"T": {}}),
        "ab S1 T, ba S3 T, ac S4 T",
    ),
    "two zones": (
        event([3], PEOPLE, {"ab": {}, "ac": {}, "bd": {}}, {"E": {"zone": "east"}, "W": {"zone": "west"}, "X": {"zone": "west"}}),
        "ab S1 EWX, ac S2 EWX, bd S2 EWX",
    ),
}


@pytest.mark.parametrize("zones", [False, True])
@pytest.mark.parametrize("name", TINY)
def test_annealing_ends_at_the_best_that_brute_force_finds(name, zones):
    problem, held = TINY[name]
    model = model_of(problem, ("floor", "value", "breaks", "idle"))
    begun = begun_at(problem, model, model.layout.complete(core_with(model.layout, held.split(", "))), zones)
    best, reached = fewest(begun), []
    for seed in range(10):
        annealer = begun.annealer(seed)
        for _ in range(8):
            annealer.anneal(2_000, 3.0, 0.3)
        found = annealer.best.reached | {"value": annealer.best.reached["value"] + seats_worth(begun)}
        reached.append(tuple(cost(found, goal) for goal in begun.event.goals))
    assert min(reached) >= best
    assert sum(costs == best for costs in reached) >= 8


@pytest.mark.parametrize("zones", [False, deep(True)])
@pytest.mark.parametrize("name", EVENTS)
def test_no_rule_is_broken_from_any_plan_of_a_tiny_event(name, zones):
    problem = EVENTS[name]
    model = model_of(problem, ("floor", "value", "breaks", "idle"))
    plans = list(all_plans(problem))
    for number, plan in enumerate(plans[:: max(1, len(plans) // 6)]):
        core = core_of(model.layout, plan)
        assert core is not None
        begun = begun_at(problem, model, model.layout.complete(core), zones)
        annealer = begun.annealer(number)
        annealer.anneal(300, 20.0, 1.0)
        assert [(plan, line) for found in (moving(annealer), annealer.best) for line in disagreements(begun, found)] == []


def test_nothing_moves_without_the_kernel(monkeypatch):
    begun = begun_event(BUSY)
    assert begun is not None
    monkeypatch.setattr(annealers, "kernel", lambda: None)
    with pytest.raises(ValueError, match="the kernel is not there"):
        begun.annealer()
