"""The published encoding that the planner is measured against: it has to be right as well."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from benchmarks.published_maxsat import encode_published, solve_published
from benchmarks.variants import VARIANTS, make_variant
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json, write_json
from scheduler.instance.instance import build_instance
from scheduler.maxsat.diaries import encode_diaries
from scheduler.maxsat.worker import climb
from scheduler.problem import Problem
from tests.support.bruteforce import best_goals
from tests.support.schedules import event
from tests.support.tiers import examples, seeds

pytestmark = pytest.mark.slow

MUST = {"must": True}


def published_event(rng: random.Random) -> Problem:
    """A random event of the published kind: sessions, forbidden and fixed slots, precedences, few tables."""
    slots, people = rng.randint(3, 5), [f"P{n}" for n in range(rng.randint(3, 5))]
    names = [f"S{n}" for n in range(1, slots + 1)]
    requests = []
    for n in range(rng.randint(2, 5)):
        request = {"id": f"M{n}", "participants": rng.sample(people, 2), "must": True}
        if rng.random() < 0.3:
            request["slots"] = names[: slots // 2] if rng.random() < 0.5 else names[slots // 2 :]
        if n and rng.random() < 0.2:
            request["after"] = [f"M{rng.randrange(n)}"]
        requests.append(request)
    document = problem_to_json(event([slots], {}, {}, {f"T{n}": {} for n in range(rng.randint(1, 2))}))
    document |= {
        "participants": [{"id": name, "unavailable": [s for s in names if rng.random() < 0.15]} for name in people],
        "requests": requests,
        "fixed": [{"request": "M0", "slot": rng.choice(names)}] if rng.random() < 0.2 else [],
        "unavailable_counts_as_break": True,
        "max_break_difference": rng.choice([0, 1, 2]),
        "goals": ["breaks"],
    }
    return parse_problem(document, "published.json")


@pytest.mark.parametrize("seed", seeds(range(40)))
def test_fewest_breaks_are_those_of_the_brute_force(seed):
    problem = published_event(random.Random(seed))
    best = best_goals(problem)
    assert solve_published(build_instance(problem)) == (None if best is None else best[0])


def larger_instance(seed: int) -> Problem:
    """Ten people with two dozen meetings in eight slots, a third of them in a session: too many to count all plans."""
    rng, people, names = random.Random(seed), "abcdefghij", [f"S{n}" for n in range(1, 9)]
    pairs = rng.sample([a + b for a in people for b in people if a < b], 24)
    sessions = [names[:5], names[5:]]
    wishes = {pair: MUST | ({"slots": sessions[n % 4 > 2]} if n < 8 else {}) for n, pair in enumerate(pairs)}
    more = {"unavailable_counts_as_break": True, "max_break_difference": 2, "goals": ["breaks"]}
    return event([8], {name: {} for name in people}, wishes, {f"T{n}": {} for n in range(4)}, **more)


@pytest.mark.parametrize("kind", VARIANTS)
@given(st.integers(0, 1 << 30))
@examples(0.06)
def test_planners_encoding_and_the_published_one_agree_on_variants(kind, seed):
    problem = larger_instance(seed)
    assume(solve_published(build_instance(problem)) is not None)
    instance = build_instance(make_variant(problem, kind, seed))
    told = []
    climb(encode_diaries(instance), lambda *message: told.append(message))
    assert told[-1][0] in ("optimal", "infeasible")
    proven = None if told[-1] == ("infeasible",) else max([0, *(content[0] for name, *content in told if name == "bound")])
    assert proven == solve_published(instance)


@pytest.mark.parametrize(
    ("more", "fewest"),
    [({"unavailable_counts_as_break": True, "max_break_difference": 2}, "1"), ({"requests": []}, None)],
    ids=["a circle of three", "nothing that says so"],
)
def test_problem_file_is_measured_in_a_process_of_its_own(tmp_path, more, fewest):
    circle = dict.fromkeys(("ab", "bc", "ca"), MUST)
    write_json(tmp_path / "circle.json", problem_to_json(event([3], {name: {} for name in "abc"}, circle, **more)))
    command = [sys.executable, "-m", "benchmarks.published_maxsat", tmp_path / "circle.json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode == 0, done.stdout.strip() or None) == (fewest is not None, fewest)


@pytest.mark.parametrize(
    "problem",
    [
        event([4], {"a": {}, "b": {}}, {"ab": MUST}),
        event([4], {"a": {}, "b": {}}, {"ab": {}}, unavailable_counts_as_break=True),
        event([2, 2], {"a": {}, "b": {}}, {"ab": MUST}, unavailable_counts_as_break=True),
    ],
    ids=["an unavailable slot ends a break", "a meeting that can be left out", "two days"],
)
def test_what_the_published_instances_have_not_is_refused(problem):
    with pytest.raises(ValueError, match="the published encoding knows"):
        encode_published(build_instance(problem))
