"""The small random problems use every key of the format."""

from __future__ import annotations

import random
from collections import Counter

from scheduler.files.reading import parse_problem
from scheduler.problem import GOALS
from tests.support.bruteforce import best_plan
from tests.support.strategies import small_problem
from tests.support.whole_problem import keys_in, whole

DOCUMENTS = [small_problem(random.Random(seed)) for seed in range(300)]


def test_every_key_of_the_format_occurs_often():
    counted = Counter(key for document in DOCUMENTS for key in keys_in(document))
    assert set(counted) == keys_in(whole())
    assert min(counted.values()) > len(DOCUMENTS) / 10


def test_every_goal_comes_first_somewhere():
    assert {document["goals"][0] for document in DOCUMENTS if "goals" in document} == set(GOALS) - {"changes"}


def test_most_small_problems_have_a_plan_with_something_in_it():
    plans = [best_plan(parse_problem(document, "small.json")) for document in DOCUMENTS[:60]]
    full = [found for found in plans if found is not None and len(found[1].meetings) + len(found[1].dialogues) > 1]
    assert len(full) > len(plans) / 2
    assert None in plans


def test_same_seed_gives_the_same_problem():
    assert small_problem(random.Random(7)) == small_problem(random.Random(7))
