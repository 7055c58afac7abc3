"""The whole model: its objectives in their order and sign, whose columns are whose, and limits taken over."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.model.model import Objective, build_model, limited_as
from scheduler.model.rules import RULES
from scheduler.problem import GOALS, MAXIMISED
from scheduler.program.integer_program import Linear
from tests.support.decisions import core_with
from tests.support.schedules import admits, event

PEOPLE = {"a": {"floor": 2}, "b": {}, "c": {}}
DAY = event(
    [3], PEOPLE, {"ab": {"value": 3, "slots": ["S1"]}, "ac": {"value": 5, "slots": ["S3"]}, "bc": {"must": True}}, {"T": {}, "U": {}}
)
INSTANCE = build_instance(DAY)


def test_costs_are_in_the_order_of_the_goals():
    for goals, costs in ((("floor", "value", "breaks"), (1, -4, 0)), (("breaks", "value", "floor"), (0, -4, 1))):
        model = build_model(INSTANCE, goals)
        full = model.layout.complete(core_with(model.layout, ["ab S1 TU", "bc S2 TU"]))
        assert [objective.name for objective in model.objectives] == [*goals]
        assert model.achieved(full) == costs
        assert model.instance is INSTANCE


@pytest.mark.parametrize("goal", GOALS)
def test_goals_to_maximise_have_costs_below_nothing(goal):
    assert Objective(goal, np.zeros(1, dtype=np.int64)).sign == (-1 if goal in MAXIMISED else 1)
    (objective,) = build_model(INSTANCE, [goal]).objectives
    assert not ((objective.cost * objective.sign) < 0).any()


def test_every_rule_is_in_the_model():
    names = {rule.__module__.rpartition(".")[2] for rule in RULES}
    assert names == {"held", "diary", "one_place", "limits", "places", "after", "dialogues", "break_difference"}
    model = build_model(INSTANCE, ())
    for held, valid in (
        (["ab S1 TU", "ac S3 TU", "bc S2 TU"], True),
        (["ab S1 TU", "ac S3 TU"], False),  # bc has to be held
        (["bc S1 TU", "bc S2 TU"], False),
        (["ab S1 TU", "bc S1 TU"], False),  # b does two things at once
    ):
        assert admits(model, model.layout.complete(core_with(model.layout, held))) is valid


def test_level_of_the_lowest_counts_what_is_lacking():
    model = build_model(INSTANCE, ("value", "lowest"), level=100)
    full = model.layout.complete(core_with(model.layout, ["bc S2 TU"]))
    # a could have two meetings, b and c two each, of which they have one
    assert model.achieved(full) == (-1, 4)
    (_, lowest) = model.objectives
    assert (lowest.cost >= 0).all()


def test_owners_of_auxiliary_columns_and_families_of_rows():
    model = build_model(INSTANCE, ("floor", "lowest"))
    core = model.layout.core
    assert model.owner[:core].tolist() == [-1] * core
    assert model.owner[core:].tolist() == [0, -1]  # the shortfall of a; the percentage is nobody's
    assert len(model.owner) == model.linear.columns
    assert len(model.family) == model.linear.rows
    # rows of one person's diary are one family over all slots
    diary = next(block for block in model.layout.builder.blocks if block.kind == "diary")
    families = {int(p): set() for p in diary.keys[0]}
    for row, p in enumerate(diary.keys[0].tolist(), diary.first):
        families[p].add(int(model.family[row]))
    assert [len(found) for found in families.values()] == [1, 1, 1]
    assert len(set.union(*families.values())) == 3


def test_limits_on_decisions_are_taken_over_and_those_of_other_columns_are_not():
    whole, small = build_model(INSTANCE, ("value", "breaks")), build_model(INSTANCE, ("floor",))
    linear, core = whole.linear, whole.layout.core
    upper = linear.upper.copy()
    upper[0], upper[core:] = 0, 9
    limited = limited_as(replace(whole, linear=Linear(linear.matrix, linear.low, linear.high, linear.lower, upper)), small)
    assert limited.linear.upper.tolist() == [0, *small.linear.upper[1:].tolist()]
    assert limited.linear.lower.tolist() == small.linear.lower.tolist()
    assert (limited.linear.matrix != small.linear.matrix).nnz == 0
    assert small.linear.upper[0] == 1  # the smaller one itself stays as it was
