"""Whatever stands in a file, reading it ends in a problem or a plan, or in `UnusableInput` that can be printed."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.wording import for_people, in_words
from scheduler.checker import check
from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_plan, parse_problem, read_plan, read_problem
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import Plan
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.honest import honest_plan
from tests.support.strategies import small_problem, small_problems
from tests.support.tiers import examples
from tests.support.whole_problem import whole

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["S1", "P1", "R1", "T1", "D1", "\ud800"])
ANYTHING = st.recursive(SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(list(whole())), inner))


def read(parse: Callable[[object, str], Problem | Plan], document: object) -> Problem | Plan | None:
    """Parse; None where the document was refused, with faults that can be printed."""
    try:
        return parse(document, "file.json")
    except UnusableInput as refused:
        told = str(refused).encode().decode()
    assert all(line.startswith("file.json: ") and line != "file.json: " for line in told.splitlines())
    return None


def places_in(document: Any) -> Iterator[tuple[Any, Any]]:
    """Every list or object in a document with each of its keys."""
    inner = list(document.items()) if isinstance(document, dict) else list(enumerate(document)) if isinstance(document, list) else []
    for key, value in inner:
        yield document, key
        yield from places_in(value)


def mutate(rng: random.Random, document: Any, anything: Any) -> None:
    """Change one thing somewhere: put in something else, take it away, double it, or give it another name."""
    where, key = rng.choice(list(places_in(document)))
    change = rng.randint(0, 3)
    if change == 0:
        where[key] = copy.deepcopy(anything)
    elif change == 1:
        del where[key]
    elif change == 2:
        other, other_key = rng.choice(list(places_in(document)))
        where[key] = copy.deepcopy(other[other_key])
    elif isinstance(where, list):
        where.append(copy.deepcopy(where[key]))
    else:
        where[key + "s"] = where.pop(key)


@given(ANYTHING)
def test_any_document_is_read_or_refused(document):
    read(parse_problem, document)
    read(parse_plan, document)


@given(st.dictionaries(st.sampled_from(list(whole())), ANYTHING))
def test_any_values_of_the_known_keys_are_read_or_refused(document):
    read(parse_problem, document | {"format": "bms-problem/1"})
    read(parse_plan, document | {"format": "bms-plan/1"})


@examples(1.5)
@given(st.randoms(use_true_random=False), ANYTHING)
def test_changed_problem_is_read_or_refused(rng, anything):
    document = whole() if rng.random() < 0.5 else small_problem(rng)
    for _ in range(rng.randint(1, 3)):
        mutate(rng, document, anything)
    problem = read(parse_problem, document)
    if isinstance(problem, Problem):
        assert parse_problem(json.loads(json.dumps(problem_to_json(problem))), "again.json") == problem


@examples(1)
@given(st.randoms(use_true_random=False), ANYTHING)
def test_changed_plan_is_read_and_judged_or_refused(rng, anything):
    problem = parse_problem(small_problem(rng), "small.json")
    first = next(all_plans(problem), Plan("", (), (), (), ()))
    document = plan_to_json(honest_plan(problem, first.meetings, first.dialogues)) | {"problem_sha256": "ab" * 32}
    for _ in range(rng.randint(1, 3)):
        mutate(rng, document, anything)
    plan = read(parse_plan, document)
    if isinstance(plan, Plan):
        kept = honest_plan(problem, first.meetings, first.dialogues)
        assert all(in_words(problem, check(problem, plan, kept).violations))
        assert all(for_people(problem, check(problem, kept, plan).violations, rng.choice(["en", "nl", "fr"])))


@given(small_problems())
def test_small_problem_is_read_and_written_back_equal(document):
    problem = parse_problem(document, "small.json")
    assert parse_problem(json.loads(json.dumps(problem_to_json(problem))), "again.json") == problem


@pytest.mark.parametrize("parse", [read_problem, read_plan])
@given(content=st.binary() | st.text().map(str.encode) | ANYTHING.map(lambda document: json.dumps(document).encode()))
def test_any_bytes_are_read_or_refused(tmp_path_factory, parse, content):
    path = tmp_path_factory.getbasetemp() / "any.json"
    path.write_bytes(content)
    with pytest.raises(UnusableInput):
        parse(path)
