"""A model that is not written down judges every schedule as the whole one does."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.model.lean_model import LeanModel
from scheduler.model.model import build_model
from tests.support.strategies import small_problem
from tests.support.tiers import seeds


@pytest.mark.parametrize("seed", seeds(range(60)))
def test_schedule_is_judged_as_by_the_whole_model(seed):
    problem = parse_problem(small_problem(random.Random(seed), slots=2, requests=4, dialogues=1, places=2), "small.json")
    instance, goals = build_instance(problem), ("floor", "value")
    lean, whole = LeanModel(instance, goals), build_model(instance, goals)
    random_ = np.random.default_rng(seed)
    for share in np.linspace(0, 0.5, 60):
        core = (random_.random(whole.layout.core) < share).astype(np.int64)
        mine, its = lean.judge(core), whole.judge(core)
        assert (mine is None) == (its is None)
        if mine is not None and its is not None:
            assert mine.costs == its.costs == lean.achieved(mine.full)
            assert mine.full.tolist() == core.tolist()


def test_whole_model_is_written_down_when_asked_for():
    problem = parse_problem(small_problem(random.Random(1)), "small.json")
    lean = LeanModel(build_instance(problem), ("value",))
    whole = build_model(lean.instance, ("value",))
    assert (lean.linear.matrix != whole.linear.matrix).nnz == 0
    assert np.array_equal(lean.owner, whole.owner)
    assert np.array_equal(lean.family, whole.family)
    assert [objective.name for objective in lean.objectives] == ["value"]


def test_broken_schedule_has_no_cost():
    problem = parse_problem(small_problem(random.Random(3)) | {"requests": [], "dialogues": []}, "small.json")
    model = LeanModel(build_instance(problem), ("value",))
    assert model.achieved(np.zeros(model.layout.core, dtype=np.int64)) == (0,)
