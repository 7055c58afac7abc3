"""Diaries as clauses: each schedule satisfies them just where it keeps the rules, and costs as many breaks as it has."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pysat.solvers import Solver

from scheduler.instance.instance import Instance, build_instance
from scheduler.maxsat import worker as maxsat_worker
from scheduler.maxsat.clauses import Clauses
from scheduler.maxsat.diaries import Diary, count_breaks, count_meetings, encode_diaries, is_diary_event
from scheduler.model.model import build_model
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans, best_goals
from tests.support.diary_events import diary_event
from tests.support.schedules import admits, core_of, event

MUST = {"must": True}


def assert_cores_alike(problem: Problem, rng: random.Random) -> int:
    """Valid cores satisfy the clauses at the cost of their breaks, others do not; returns how many were valid."""
    instance = build_instance(problem)
    model, formula = build_model(instance, ("breaks",)), encode_diaries(instance)
    cores = {tuple(core) for core in (core_of(model.layout, plan) for plan in all_plans(problem)) if core is not None}
    cores = set(rng.sample(sorted(cores), min(60, len(cores))))
    cores |= {tuple(rng.choices((0, 1), (3, 1), k=instance.options)) for _ in range(30)}
    valid = 0
    with Solver(name="cd15", bootstrap_with=formula.wcnf.hard) as solver:
        for core in cores:
            full = model.layout.complete(np.array(core, dtype=np.int64))
            inside = admits(model, full)
            valid += inside
            assumed = [o if held else -o for o, held in enumerate(core, 1)]
            assert solver.solve(assumptions=assumed) == inside
            if inside:
                true = set(solver.get_model())
                assert sum(-clause[0] in true for clause in formula.wcnf.soft) == model.achieved(full)[0]
    return valid


@pytest.mark.parametrize("seed", range(8))
def test_schedules_satisfy_the_clauses_of_diaries_just_where_they_keep_the_rules(seed):
    rng = random.Random(seed)
    while not assert_cores_alike(diary_event(rng, slots=5, participants=4, requests=5), rng):
        pass


@given(st.randoms(use_true_random=False))
def test_schedules_of_drawn_problems_satisfy_the_clauses_alike(rng):
    assert_cores_alike(diary_event(rng, slots=4, participants=4, requests=4), rng)


def follows(problem: Problem, held: dict[str, int], not_held: Sequence[tuple[str, int]] = ()) -> set[tuple[str, int]] | None:
    """What unit propagation forbids once requests are held, or not, in slots (from 1); None: it is impossible at once."""
    instance = build_instance(problem)
    names = [request.id for request in problem.requests]
    options = [(names[r], t + 1) for r, t in zip(instance.option_request, instance.option_slot, strict=True)]
    assumed = [options.index(each) + 1 for each in held.items()] + [-options.index(each) - 1 for each in not_held]
    with Solver(name="g4", bootstrap_with=encode_diaries(instance).wcnf.hard) as solver:
        possible, literals = solver.propagate(assumptions=assumed)
    return {options[-literal - 1] for literal in literals if -len(options) <= literal < 0} if possible else None


def test_held_request_moves_its_whole_chain_without_search() -> None:
    # that cd is in slots 2 to 4 and ef in slots 3 to 5 is known before; with ab in slot 3 they can only follow it at once
    wishes = {"ab": MUST, "cd": MUST | {"after": ["ab"]}, "ef": MUST | {"after": ["cd"]}}
    forbidden = follows(event([5], {name: {} for name in "abcdef"}, wishes), {"ab": 3})
    assert forbidden == {("ab", 1), ("ab", 2), ("cd", 2), ("cd", 3), ("ef", 3), ("ef", 4)}


def test_meetings_before_one_fill_a_diary_without_search() -> None:
    # a has three meetings before ae, which cannot be in slot 4 if a does nothing in slot 3
    wishes = {"ab": MUST, "ac": MUST, "ad": MUST, "ae": MUST | {"after": ["ab", "ac", "ad"]}, "af": MUST}
    forbidden = follows(event([6], {name: {} for name in "abcdef"}, wishes), {}, [(name, 3) for name in ("ab", "ac", "ad", "af")])
    assert forbidden is not None
    assert ("ae", 4) in forbidden


def test_session_too_full_is_impossible_without_search() -> None:
    # a has three meetings in slots 1 to 4, and does nothing in two of these
    wishes = {name: MUST | {"slots": ["S1", "S2", "S3", "S4"]} for name in ("ab", "ac", "ad")} | {"ae": MUST, "af": MUST}
    problem = event([7], {name: {} for name in "abcdef"}, wishes)
    assert follows(problem, {}, [(name, 1) for name in wishes]) is not None
    assert follows(problem, {}, [(name, slot) for name in wishes for slot in (1, 2)]) is None


def test_slot_without_which_places_are_too_few_is_filled_without_search() -> None:
    # three meetings at one table in three slots: what is in slot 1 if neither ab nor cd is
    problem = event([3], {name: {} for name in "abcdef"}, {"ab": MUST, "cd": MUST, "ef": MUST}, {"T": {}})
    forbidden = follows(problem, {}, [("ab", 1), ("cd", 1)])
    assert forbidden == {("ab", 1), ("cd", 1), ("ef", 2), ("ef", 3)}


def test_what_the_spans_show_to_be_impossible_is_one_clause() -> None:
    # a chain of three in two slots; a limit below what has to be held
    wishes = {"ab": MUST, "cd": MUST | {"after": ["ab"]}, "ef": MUST | {"after": ["cd"]}}
    chain = event([2], {name: {} for name in "abcdef"}, wishes)
    limited = event([4], {"a": {"max_meetings": 1}, "b": {}, "c": {}}, {"ab": MUST, "ac": MUST})
    for problem in (chain, limited):
        assert encode_diaries(build_instance(problem)).wcnf.hard == [[]]
        assert [proof(build_instance(problem), way) for way in ("climb", "descend")] == [None, None]


def breaks_of(busy: tuple[bool, ...], split: tuple[bool, ...]) -> int:
    """Runs of waiting between the first meeting and the last, counted slot by slot."""
    inside = [t for t, here in enumerate(busy) if here]
    count, waits = 0, False
    for t in range(inside[0], inside[-1]) if inside else ():
        count += not busy[t] and not waits
        waits = not busy[t] and not split[t]
    return count


@given(st.data())
def test_breaks_of_one_diary_are_counted_whatever_can_be_busy(data):
    slots = data.draw(st.integers(1, 7))
    can = data.draw(st.lists(st.booleans(), min_size=slots, max_size=slots))
    split = tuple(data.draw(st.lists(st.booleans(), min_size=slots, max_size=slots)))
    meetings, most = data.draw(st.integers(0, slots)), data.draw(st.integers(0, 3))
    clauses = Clauses(slots)
    diary = Diary([t if here else False for t, here in enumerate(can, 1)], split, meetings)
    breaks = count_breaks(clauses, diary, count_meetings(clauses, diary), most)
    with Solver(name="cd15", bootstrap_with=clauses.wcnf.hard) as solver:
        for busy in product((False, True), repeat=slots):
            if any(here and not could for here, could in zip(busy, can, strict=True)):
                continue
            count = breaks_of(busy, split)
            possible = solver.solve(assumptions=[t if here else -t for t, here in enumerate(busy, 1)])
            assert possible == (sum(busy) == meetings and count <= most)
            if possible:
                true = set(solver.get_model())
                assert [literal is True or literal in true for literal in breaks] == [k < count for k in range(len(breaks))]


@pytest.mark.parametrize("way", ["climb", "descend"])
@pytest.mark.parametrize("seed", range(6))
def test_fewest_breaks_are_those_of_the_brute_force(seed, way):
    rng = random.Random(seed)
    while True:
        problem = diary_event(rng, slots=5, participants=4, requests=5)
        best = best_goals(problem)
        if best != (0,):
            break
    assert proof(build_instance(problem), way) == (None if best is None else best[0])


@given(st.randoms(use_true_random=False), st.sampled_from(["climb", "descend"]))
def test_fewest_breaks_of_drawn_problems_are_those_of_the_brute_force(rng, way):
    problem = diary_event(rng, slots=4, participants=4, requests=4)
    assume(problem.requests)
    best = best_goals(problem)
    assert proof(build_instance(problem), way) == (None if best is None else best[0])


def proof(instance: Instance, way: str) -> int | None:
    """The fewest breaks that a run of one way proves; None where it proves that there is no plan."""
    told: list[tuple[object, ...]] = []
    getattr(maxsat_worker, way)(encode_diaries(instance), lambda *message: told.append(message))
    if told[-1] == ("infeasible",):
        return None
    assert told[-1] == ("optimal",)
    model = build_model(instance, ("breaks",))
    vector = [content[0] for name, *content in told if name == "solution"][-1]
    full = model.layout.complete(vector)
    assert admits(model, full)
    return model.achieved(full)[0]


@pytest.mark.parametrize(
    ("more", "suits"),
    [
        ({}, True),
        ({"requests": [{"id": "ab", "participants": ["a", "b"]}]}, False),
        ({"participants": [{"id": "a", "parallel": 2}, {"id": "b"}]}, False),
        ({"dialogues": {"D": {"wanted": []}}}, False),
    ],
    ids=["all of it", "a request that can be left out", "two at once", "a dialogue"],
)
def test_diaries_are_those_of_events_in_which_everything_is_held(more, suits):
    assert is_diary_event(build_instance(event([4], {"a": {}, "b": {}}, {"ab": MUST}, **more))) == suits


def test_diaries_are_those_of_one_day():
    assert not is_diary_event(build_instance(event([2, 2], {"a": {}, "b": {}}, {"ab": MUST})))
