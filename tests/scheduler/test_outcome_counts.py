"""A plan is not made where the model and the checker disagree about it."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from scheduler.errors import WrongCount
from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.model import model as models
from scheduler.model.model import Model, build_model
from scheduler.outcome import make_plan
from scheduler.plan import Plan
from scheduler.repair import repair
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from tests.support import commands
from tests.support.schedules import event
from web.cli import explain, run

SHA = "7" * 64
LONG = 600.0  # seconds that no test waits
GOALS = ("floor", "value")
# Columns: ab in S1 and S2, bc in S1 and S2. All is worth 8.
TWO = event([2], {"a": {"floor": 1}, "b": {}, "c": {}}, {"ab": {"value": 3}, "bc": {"value": 5}}, goals=[*GOALS])
BOTH = np.array([1, 0, 0, 1])


def search_of(model: Model) -> Search:
    return Search(model, Settings(), Stop(), time.monotonic() + LONG)


def counting_wrong(model: Model, goal: str, by: int) -> Model:
    """The same model with one more or less of a goal for the first meeting that its plan holds."""
    more = np.zeros(model.linear.columns, dtype=np.int64)
    more[0] = by
    wrong = tuple(replace(each, cost=each.cost + more) if each.name == goal else each for each in model.objectives)
    return replace(model, objectives=wrong)


def finished(search: Search) -> Plan:
    return make_plan(search, GOALS, SHA, (), time.monotonic() + LONG)


def test_goals_that_model_and_checker_count_alike_are_achieved() -> None:
    search = search_of(build_model(build_instance(TWO), GOALS))
    assert search.offer(BOTH)
    assert [(goal.name, goal.achieved) for goal in finished(search).goals] == [("floor", 0), ("value", 8)]


@pytest.mark.parametrize("by", [-1, 1])
@pytest.mark.parametrize("goal", GOALS)
def test_goal_that_the_model_counts_wrong_is_a_defect(goal: str, by: int) -> None:
    search = search_of(counting_wrong(build_model(build_instance(TWO), GOALS), goal, by))
    assert search.offer(BOTH)
    right, wrong = (0, by) if goal == "floor" else (8, 8 - by)  # the model minimises, so a cost more is a value less
    with pytest.raises(WrongCount, match=f"^{goal} is {wrong} as the model counts it, and {right} as the checker does$") as caught:
        finished(search)
    assert explain(caught.value)[1] == 70


def test_bound_that_the_plan_proves_wrong_is_a_defect() -> None:
    search = search_of(build_model(build_instance(TWO), GOALS))
    search.raise_bound(1, -7)
    assert search.offer(BOTH)
    with pytest.raises(WrongCount, match=r"^value is 8, which is better than the proven bound 7$"):
        finished(search)


@pytest.mark.parametrize("goal", ["changes", *GOALS])
def test_goal_of_a_repair_that_the_model_counts_wrong_is_a_defect(goal: str) -> None:
    keep, goals = ReferencePlan(solve(TWO, Settings(seconds=LONG), SHA)), ("changes", *GOALS)
    end = time.monotonic() + LONG
    repaired = repair(TWO, keep, goals, Settings(), Stop(), end, None, lambda search: None)
    found = repaired.search
    wrong = search_of(counting_wrong(found.model, goal, int(found.require()[0])))
    assert wrong.offer(found.require())
    with pytest.raises(WrongCount, match=f"^{goal} is "):
        make_plan(wrong, goals, SHA, (), end, replace(repaired, search=wrong))


def test_solve_ends_with_a_defect_and_without_a_file_where_the_counts_differ(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    value = models._GOALS["value"]
    monkeypatch.setitem(models._GOALS, "value", lambda layout: (value(layout)[0], value(layout)[1] + 1))
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(commands.event()))
    assert run(["solve", str(problem), "-o", str(tmp_path / "plan.json"), "--seconds", "20"]) == 70
    assert "bms: value is 7 as the model counts it, and 5 as the checker does\nThis is a defect" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["problem.json"]
