"""What follows from decisions, so that a part of a model can be freed with all that depends on it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.following import following, free_columns
from scheduler.model.model import Model, build_model
from tests.support.schedules import event
from tests.support.strategies import small_problem
from tests.support.tiers import seeds


@pytest.mark.parametrize("seed", seeds(range(20)))
def test_columns_that_follow_are_those_that_share_a_row(seed):
    document = small_problem(random.Random(seed), slots=3, participants=4, requests=5, dialogues=1) | {"goals": ["floor", "value"]}
    model = build_model(build_instance(parse_problem(document, "small.json")), ("floor", "value"))
    dense = model.linear.matrix.toarray() != 0
    for option in range(model.instance.options):
        together = dense[dense[:, option]].any(axis=0)
        together[: model.layout.core] = False
        assert following(model, np.array([option])).tolist() == together.tolist()


PEOPLE = {name: {} for name in "abcd"}
DAY = event([3], PEOPLE, {"ab": {}, "cd": {}}, {"T": {}, "U": {}}, {"D": {"wanted": "c", "moderators": ["d"], "must": False}})


def freed(tables: bool, *requests: str) -> tuple[Model, set[int]]:
    """The columns that may change when the options of these requests may."""
    model = build_model(build_instance(DAY), ("breaks",))
    numbers = [k for k, request in enumerate(DAY.requests) if request.id in requests]
    free = free_columns(model, np.isin(model.instance.option_request, numbers), tables)
    return model, set(np.flatnonzero(free).tolist())


def test_freed_options_free_what_the_diaries_of_their_two_participants_say():
    model, free = freed(False, "ab")
    own = {column for column in range(model.layout.core, model.linear.columns) if model.owner[column] in (0, 1)}
    assert free == {0, 1, 2} | own
    assert len(own) > 0


def test_freed_tables_free_who_could_sit_or_moderate():
    model, free = freed(True)
    own = {column for column in range(model.layout.core, model.linear.columns) if model.owner[column] in (2, 3)}
    assert free == set(range(model.instance.options, model.layout.core)) | own


def test_columns_of_nobody_in_particular_are_always_free():
    problem = event([3], PEOPLE, {"ab": {}, "cd": {}}, goals=["lowest"])
    model = build_model(build_instance(problem), ("lowest",))
    free = free_columns(model, np.zeros(model.instance.options, dtype=bool), dialogues=False)
    assert np.flatnonzero(free).tolist() == [model.linear.columns - 1]


def test_nothing_freed_leaves_everything_as_it_is():
    assert freed(False)[1] == set()
