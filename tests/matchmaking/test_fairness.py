"""How fairly a plan serves people: counted by hand, against the goal of that name, and shown by the command."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from matchmaking.fairness import Served, fairness
from matchmaking.report import render_report
from scheduler.checker import check
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import GoalResult, Meeting, Plan, Reason, Unscheduled
from scheduler.problem import Problem
from tests.support.bruteforce import best_plan
from tests.support.honest import honest_plan
from tests.support.schedules import event
from tests.support.strategies import small_problems
from tests.support.tiers import examples
from web.cli import run
from web.commands.fairness import tell_price

PEOPLE = {
    "a": {"role": "buyer", "max_meetings": 2},
    "b": {"role": "buyer", "unavailable": ["S2", "S3", "S4"]},
    "c": {"role": "supplier", "name": "Cy"},
    "d": {"role": "supplier"},
    "e": {"role": "guest"},
}


def problem() -> Problem:
    return event([4], PEOPLE, {"ac": {}, "ad": {}, "bc": {}, "bd": {"slots": []}, "cd": {}})


def plan() -> Plan:
    """a meets c and d: all that it wants. b, who is there in S1 only, meets nobody."""
    left = (
        Unscheduled("bc", (Reason("not_proven"),)),
        Unscheduled("bd", (Reason("no_common_slot"),)),
        Unscheduled("cd", (Reason("not_proven"),)),
    )
    return replace(honest_plan(problem(), [Meeting("ac", "S1", "T"), Meeting("ad", "S2", "T")]), unscheduled=left)


def test_roles_are_counted_by_what_was_possible():
    found = fairness(problem(), plan())
    buyers, suppliers = found.roles  # a guest without requests is not served
    # a: 2 of 2; b: 0 of 1, the least of 2 requests and 1 slot
    assert (buyers.people, buyers.asked, buyers.possible, buyers.held, buyers.least) == (2, 4, 3, 2, 0)
    assert buyers.bands == (1, 0, 0, 0, 0, 1)
    # c and d: 1 of 3 each, of 3 requests and 4 slots
    assert (suppliers.possible, suppliers.held, suppliers.least, suppliers.middle) == (6, 2, 33, 33)
    assert suppliers.bands == (0, 0, 2, 0, 0, 0)


def test_worst_served_come_first_with_what_keeps_their_requests_out():
    found = fairness(problem(), plan())
    people = {person.id: person for person in problem().participants}
    assert found.worst[0] == Served(people["b"], 2, 1, 0, 0, ("1 not decided", "1 never free together", "available in 1 of 4 slots"))
    assert [served.person.id for served in found.worst] == ["b", "c", "d"]  # a has all that it can have
    assert [served.person.id for served in fairness(problem(), plan(), worst=1).worst] == ["b"]


@examples(0.4)
@given(small_problems())
def test_lowest_is_the_goal_of_that_name(document):
    event_ = parse_problem(document, "small.json")
    found = best_plan(event_, ["value"])
    if found is None:
        return
    honest = honest_plan(event_, found[1].meetings, found[1].dialogues)
    fair = fairness(event_, honest)
    assert fair.lowest == check(event_, honest).goals["lowest"]
    assert sum(sum(role.bands) for role in fair.roles) == sum(role.people for role in fair.roles)


def test_price_is_exact_where_all_is_proven_and_within_limits_where_not():
    def goals(*results: tuple[str, int, int]) -> Plan:
        return Plan("", (), (), (), tuple(GoalResult(*result) for result in results))

    free, fair = goals(("value", 20, 20), ("floor", 3, 3)), goals(("floor", 1, 1), ("value", 17, 17))
    assert list(tell_price(free, fair)) == [
        "value first: value 20, proven best, 3 short of the promised minimum",
        "promised minimum first: value 17, proven best, 1 short of it",
        "the price of fairness: 3 of value, exactly",
    ]
    assert list(tell_price(free, goals(("floor", 1, 1), ("value", 17, 18))))[-1].endswith("from 2 to 3 of value, as far as is proven")
    assert "not known" in list(tell_price(free, goals(("floor", 1, 0), ("value", 17, 17))))[-1]


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    paths = tmp_path / "problem.json", tmp_path / "plan.json"
    documents = problem_to_json(problem()), plan_to_json(replace(plan(), problem_sha256="ab"))
    for path, document in zip(paths, documents, strict=True):
        path.write_text(json.dumps(document), encoding="utf-8")
    return str(paths[0]), str(paths[1])


def test_fairness_is_told_by_role_and_for_the_worst_served(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fairness", *files]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split() == ["buyer", "2", "4", "3", "2", "0", "%", "100", "%", "1", "0", "0", "0", "0", "1"]
    assert lines[4] == "b (buyer) holds 0 of 1 possible, 0 %: 1 not decided, 1 never free together, available in 1 of 4 slots"


def test_price_of_fairness_is_planned_for(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["fairness", *files, "--price", "--json", "--seconds", "200"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["lowest"] == 0
    assert document["price"]["value_first"]["value"] == document["price"]["floor_first"]["value"] == {"achieved": 4, "bound": 4}
    assert [each["participant"] for each in document["worst"]] == ["b", "c", "d"]


def test_fairness_of_a_plan_that_breaks_a_rule_is_not_told(files: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(Path(files[1]).read_text())
    document["meetings"][1]["slot"] = "S1"
    Path(files[1]).write_text(json.dumps(document))
    assert run(["fairness", *files]) == 2
    assert "a holds 2 meetings at once" in capsys.readouterr().err


def test_report_shows_the_worst_served() -> None:
    page = render_report(problem(), plan())
    assert "How well people are served" in page
    assert "1 never free together, available in 1 of 4 slots" in page


def test_of_those_served_alike_who_could_have_most_comes_first():
    asked = event([4], {"a": {}, "b": {}, "c": {}}, {"bc": {}, "ca": {}})
    assert [(served.person.id, served.possible) for served in fairness(asked, honest_plan(asked, [])).worst] == [
        ("c", 2),
        ("a", 1),
        ("b", 1),
    ]


@pytest.mark.parametrize(("away", "told"), [(["S3", "S4"], ()), (["S2", "S3", "S4"], ("available in 1 of 4 slots",))])
def test_little_time_is_less_than_half_of_the_slots(away: list[str], told: tuple[str, ...]):
    asked = event([4], {"a": {"unavailable": away}, "b": {}}, {"ab": {}})
    bare = replace(honest_plan(asked, []), unscheduled=())
    assert fairness(asked, bare).worst[0].why == told
