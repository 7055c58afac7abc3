"""From a document to a plan: only its form counts, and what it claims stays as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_plan
from scheduler.files.writing import plan_to_json
from scheduler.plan import Change, Evidence, GoalResult, HeldDialogue, Meeting, Plan, Reason, Remedy, Unscheduled
from tests.support.written_plan import PLAN


def whole() -> dict[str, Any]:
    """A plan document with every key of the format."""
    return {
        "format": "bms-plan/1",
        "problem_sha256": "ab",
        "status": "feasible",
        "meetings": [{"request": "R1", "slot": "S1", "place": "T1"}],
        "dialogues": [
            {"dialogue": "D1", "start": "S1", "place": "T1", "participants": ["B", "S"], "moderator": "F"},
            {"dialogue": "D2", "start": "S2", "place": "T1", "participants": []},
        ],
        "unscheduled": [
            {
                "request": "R2",
                "reasons": [{"code": "participant_full", "participant": "B"}, {"code": "no_slot_left"}],
                "busy": {"B": ["S1"], "S": []},
                "taken": ["S3"],
                "by_moving": False,
                "remedy": {"changes": [{"change": "move", "request": "R1", "slot": "S2", "place": "T1"}], "slots": ["S1"]},
            }
        ],
        "goals": [{"name": "value", "achieved": 7, "bound": 9, "proven": False}],
        "run": {"anything": [1, {}]},
        "evidence": [{"goal": "value", "kind": "prices", "bound": 9, "data": {"diary": {"B": 1}}}],
    }


def changed(*steps: str | int, to: Any) -> dict[str, Any]:
    """The valid document with one value put in."""
    document: Any = whole()
    inner = document
    for step in steps[:-1]:
        inner = inner[step]
    inner[steps[-1]] = to
    return document


def test_plan_with_every_key_is_read():
    move = Change("move", None, "R1", "S2", "T1")
    left = Unscheduled(
        "R2",
        (Reason("participant_full", "B"), Reason("no_slot_left")),
        {"B": ("S1",), "S": ()},
        ("S3",),
        False,
        Remedy((move,), ("S1",)),
    )
    assert parse_plan(whole(), "plan.json") == Plan(
        "ab",
        (Meeting("R1", "S1", "T1"),),
        (HeldDialogue("D1", "S1", "T1", "F", ("B", "S")), HeldDialogue("D2", "S2", "T1", None, ())),
        (left,),
        (GoalResult("value", 7, 9),),
        {"anything": [1, {}]},
        (Evidence("value", "prices", 9, {"diary": {"B": 1}}),),
    )


def test_what_need_not_be_said_of_a_request_left_out_is_not_known():
    plan = parse_plan(changed("unscheduled", to=[{"request": "R2", "reasons": []}]), "plan.json")
    assert plan.unscheduled == (Unscheduled("R2", ()),)
    unknown = parse_plan(changed("unscheduled", 0, "by_moving", to=None), "plan.json").unscheduled[0]
    assert unknown.by_moving is None


@pytest.mark.parametrize(
    ("steps", "value", "told"),
    [
        (("meetings", 0, "slot"), 3, "$.meetings[0].slot: must be a text, and is 3"),
        (("meetings", 0, "when"), 3, "$.meetings[0].when: unknown key 'when'"),
        (("dialogues", 0, "participants", 1), None, "$.dialogues[0].participants[1]: must be a text, and is null"),
        (("unscheduled", 0, "busy"), [], "$.unscheduled[0].busy: must be an object of participant and slots, and is a list"),
        (("unscheduled", 0, "busy", "B"), "S1", "$.unscheduled[0].busy.B: must be a list, and is the text 'S1'"),
        (("unscheduled", 0, "by_moving"), "no", "$.unscheduled[0].by_moving: must be true or false, and is the text 'no'"),
        (("unscheduled", 0, "remedy"), [], "$.unscheduled[0].remedy: must be an object, and is a list"),
        (("unscheduled", 0, "remedy", "changes", 0, "who"), "B", "$.unscheduled[0].remedy.changes[0].who: unknown key 'who'"),
        (("goals", 0, "achieved"), 2**63, "$.goals[0].achieved: must be from"),
        (("goals", 0, "proven"), None, "$.goals[0].proven: must be true or false, and is null"),
        (("run",), 1, "$.run: must be an object, and is 1"),
        (("evidence", 0, "data"), None, "$.evidence[0].data: must be an object, and is null"),
    ],
)
def test_fault_of_form_is_told_with_its_place(steps, value, told):
    with pytest.raises(UnusableInput) as refused:
        parse_plan(changed(*steps, to=value), "plan.json")
    (fault,) = refused.value.faults
    assert str(fault).startswith(told)


def test_names_that_no_problem_has_are_no_fault_of_form():
    assert parse_plan(changed("meetings", 0, "request", to="nobody knows"), "plan.json").meetings[0].request == "nobody knows"


@pytest.mark.parametrize(("key", "claim"), [("status", "optimal"), ("status", "great")])
def test_wrong_status_stays_as_claimed(key, claim):
    plan = parse_plan(plan_to_json(PLAN) | {key: claim}, "plan.json")
    assert plan.status == claim
    assert plan.meetings == PLAN.meetings


def test_wrong_proven_stays_as_claimed():
    document = plan_to_json(PLAN)
    document["goals"][0]["proven"] = True
    document["status"] = "optimal"
    plan = parse_plan(document, "plan.json")
    assert [goal.proven for goal in plan.goals] == [True, True]
    assert plan_to_json(plan) == document


def test_of_what_is_held_alone_the_rest_is_not_read():
    document = plan_to_json(PLAN) | {"unscheduled": "no list", "evidence": 3}
    with pytest.raises(UnusableInput):
        parse_plan(document, "plan.json")
    read = parse_plan(document, "plan.json", held_only=True)
    assert (read.meetings, read.dialogues, read.goals) == (PLAN.meetings, PLAN.dialogues, PLAN.goals)
    assert (read.unscheduled, read.evidence) == ((), ())
