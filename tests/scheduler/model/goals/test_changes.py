"""Changes: what of the plan to keep is lost or elsewhere."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import index_reference
from scheduler.model.columns import Layout
from scheduler.model.goals.changes import as_in_reference, dialogue_columns, frozen_columns, item_columns, option_columns
from scheduler.model.model import Model, build_model
from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from tests.support.decisions import core_with, decisions
from tests.support.schedules import admits, cheapest, event

PEOPLE = {name: {} for name in "abcde"}
WISHES = {"ab": {}, "cd": {"slots": ["S1"]}}
PLACES = {"T": {}, "U": {"capacity": 2}}
DIALOGUES = {"D": {"wanted": "ce", "moderators": ["a", "e"], "places": ["T", "U"], "starts": ["S2", "S3"], "must": False}}
DAY = event([3], PEOPLE, WISHES, PLACES, DIALOGUES)
KEPT = Plan("", (Meeting("ab", "S1", "T"), Meeting("cd", "S1", "U")), (HeldDialogue("D", "S2", "U", "a", ("c", "e")),), (), ())
AS_IT_WAS = ("ab S1 T", "cd S1 U", "D S2", "D S2 in U", "D S2 by a", "D S2 with c", "D S2 with e")


def model_keeping(plan: Plan, problem: Problem = DAY) -> Model:
    instance = build_instance(problem)
    return build_model(replace(instance, reference=index_reference(problem, plan, instance.pools)), ("changes",))


def names(layout: Layout, columns: np.ndarray) -> set[str]:
    """The decisions of these columns; one that comes with a start is named as well."""
    return {name for name, column in decisions(layout).items() if columns[column]}


@pytest.mark.parametrize(
    ("held", "changes"),
    [
        (AS_IT_WAS, 0),
        ((), 5),  # two meetings, two seats and a moderator
        (("ab S1 U", *AS_IT_WAS[1:]), 1),  # another place
        (("ab S3 T", *AS_IT_WAS[1:]), 1),  # another slot
        (AS_IT_WAS[:2], 3),
        (("ab S1 T", "cd S1 U", "D S2", "D S2 in U", "D S2 by a", "D S2 with c"), 1),
        (("ab S1 T", "cd S1 U", "D S2", "D S2 in T", "D S2 by a", "D S2 with c", "D S2 with e"), 3),  # all at another table
        (("ab S1 T", "cd S1 U", "D S3", "D S3 in U", "D S3 by a", "D S3 with c", "D S3 with e"), 3),  # all at another time
        (("ab S1 T", "cd S1 U", "D S2", "D S2 in U", "D S2 by e", "D S2 with c"), 2),  # the moderator was seated
    ],
)
def test_lost_and_moved_items_are_counted(held, changes):
    model = model_keeping(KEPT)
    core = core_with(model.layout, held)
    full = model.layout.complete(core)
    assert admits(model, full)
    assert model.achieved(full) == (changes,)
    assert cheapest(model, core, model.objectives[0].cost) == changes


def test_what_cannot_stay_is_lost_in_any_plan():
    plan = replace(KEPT, meetings=(Meeting("cd", "S2", "T"), Meeting("ab", "S1", "gone"), Meeting("ab", "S3", "T")))
    layout = model_keeping(plan).layout
    assert option_columns(layout).tolist() == [-1, -1, decisions(layout)["ab S3 T"]]
    assert item_columns(layout)[:2].tolist() == [[-1, -1], [-1, -1]]


def test_table_that_cannot_stay_takes_its_seats_along():
    problem = event([3], PEOPLE, WISHES, PLACES, {"D": DIALOGUES["D"] | {"places": ["T"]}})
    layout = model_keeping(KEPT, problem).layout
    start, table = dialogue_columns(layout)
    assert (start.tolist(), table.tolist()) == ([0], [-1])
    assert item_columns(layout)[2:].tolist() == [[-1, -1]] * 3


def test_everything_that_can_stay_is_the_plan_itself():
    layout = model_keeping(KEPT).layout
    assert as_in_reference(layout).tolist() == core_with(layout, AS_IT_WAS).tolist()


def test_frozen_slots_keep_what_they_have_and_get_nothing_else():
    layout = model_keeping(KEPT).layout
    stays, shut = frozen_columns(layout, np.array([True, True, False]))
    assert names(layout, stays) == {*AS_IT_WAS}
    assert names(layout, shut) == {
        "ab S1 U", "ab S2 T", "ab S2 U", "cd S1 T", "D S2 in T", "D S2 by e",
    }  # fmt: skip
    nothing, _ = frozen_columns(layout, np.array([False, False, True]))
    assert not nothing.any()


def test_without_a_plan_to_keep_nothing_changes():
    model = build_model(build_instance(DAY), ("changes",))
    assert model.objectives[0].cost.tolist() == [0] * model.linear.columns
