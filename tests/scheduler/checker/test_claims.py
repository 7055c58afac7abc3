"""What a plan says of itself, each claim made wrong once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.checker import CLAIMS, Against, Claim, Violation, check, claims
from scheduler.files.reading import parse_plan
from scheduler.files.writing import plan_to_json
from scheduler.plan import GoalResult, Meeting, Reason, Remedy, Unscheduled
from tests.support.claims_event import HASH, OPEN, R1, R2, event, left, of, plan
from tests.support.honest import honest_plan

FAULTS = [
    (claims.problem_hash, plan(problem_sha256="cd" * 32), Violation(Claim.PROBLEM_HASH, said=("cd" * 32,), true=(HASH,))),
    (
        claims.goals_in_order,
        plan(goals=(GoalResult("breaks", 0, 0), GoalResult("value", 1, 1))),
        Violation(Claim.GOALS_IN_ORDER, said=("breaks", "value"), true=("value", "breaks")),
    ),
    (
        claims.goals_in_order,
        plan(goals=(GoalResult("value", 1, 1),)),
        Violation(Claim.GOALS_IN_ORDER, said=("value",), true=("value", "breaks")),
    ),
    (claims.goals_in_order, plan(goals=()), Violation(Claim.GOALS_IN_ORDER, true=("value", "breaks"))),
    (
        claims.achieved,
        plan(goals=(GoalResult("value", 2, 6), GoalResult("breaks", 0, 0))),
        Violation(Claim.ACHIEVED, goal="value", found=2, allowed=1),
    ),
    (
        claims.bounds,
        plan(goals=(GoalResult("value", 1, 0), GoalResult("breaks", 0, 0))),
        Violation(Claim.BEYOND_BOUND, goal="value", found=1, allowed=0),
    ),
    (
        claims.bounds,
        plan(goals=(GoalResult("value", 1, 1), GoalResult("breaks", 0, 1))),
        Violation(Claim.BEYOND_BOUND, goal="breaks", found=0, allowed=1),
    ),
    (claims.unscheduled_complete, plan(unscheduled=()), of(Claim.NEITHER_HELD_NOR_LEFT, R2)),
    (claims.unscheduled_complete, plan(unscheduled=(left("R2", OPEN), left("R1", OPEN))), of(Claim.HELD_AND_LEFT, R1)),
    (claims.unscheduled_complete, plan(unscheduled=(left("R2", OPEN), left("R2", OPEN))), of(Claim.LEFT_TWICE, R2, found=2, allowed=1)),
    (claims.unscheduled_complete, plan(unscheduled=(left("R2", OPEN), left("R9"))), of(Claim.LEFT_UNKNOWN, ("R9",))),
    (claims.reasons_given, plan(unscheduled=(left("R2"),)), of(Claim.NO_REASON, R2)),
    (claims.reasons_given, plan(unscheduled=(left("R2", Reason("rain")),)), of(Claim.REASON_UNKNOWN, R2, "rain")),
    (
        claims.reasons_given,
        plan(unscheduled=(left("R2", Reason("participant_full")),)),
        of(Claim.REASON_CONCERNS, R2, "participant_full"),
    ),
    (
        claims.reasons_given,
        plan(unscheduled=(left("R2", Reason("not_proven", "r")),)),
        of(Claim.REASON_CONCERNS, R2, "not_proven", participants=("r",)),
    ),
    (
        claims.reasons_true,
        plan(unscheduled=(left("R2", OPEN, Reason("no_slot_left")),)),
        of(Claim.REASON_WRONG, R2, "no_slot_left", because=Violation(Against.BOTH_FREE, slots=("S2",))),
    ),
    (
        claims.remedies_true,
        plan(unscheduled=(Unscheduled("R2", (OPEN,), remedy=Remedy((), ("S1",))),)),
        of(Claim.REMEDY_WRONG, R2, because=Violation(Against.BUSY, ("p",), slots=("S1",))),
    ),
]


def test_honest_plan_has_no_violation():
    assert check(event(), plan(), sha256=HASH).violations == ()


@pytest.mark.parametrize(("claim", "wrong", "found"), FAULTS, ids=[f"{k}-{fault[0].__name__}" for k, fault in enumerate(FAULTS)])
def test_wrong_claim_is_the_one_violation(claim, wrong, found):
    assert check(event(), wrong, sha256=HASH).violations == (found,)


@pytest.mark.parametrize("status", ["feasible", "perfect"])
def test_wrong_status_in_a_file_is_the_one_violation(status):
    read = parse_plan(plan_to_json(plan()) | {"status": status}, "plan.json")
    assert check(event(), read, sha256=HASH).violations == (Violation(Claim.STATUS, said=(status,), true=("optimal",)),)


@pytest.mark.parametrize(
    ("bound", "proven", "status", "claim"), [(6, True, "optimal", Claim.CALLED_PROVEN), (1, False, "feasible", Claim.CALLED_NOT_PROVEN)]
)
def test_wrong_proof_in_a_file_is_the_one_violation(bound, proven, status, claim):
    document = plan_to_json(plan()) | {"status": status}
    document["goals"][0] |= {"bound": bound, "proven": proven}
    wrong = Violation(claim, goal="value", found=1, allowed=bound)
    assert check(event(), parse_plan(document, "plan.json"), sha256=HASH).violations == (wrong,)


def test_every_claim_is_made_wrong_once():
    assert {fault[0] for fault in FAULTS} | {claims.status, claims.proven} == set(CLAIMS)


def test_goals_asked_for_replace_the_problems_own():
    asked = replace(plan(), goals=(GoalResult("breaks", 0, 0),))
    assert check(event(), asked, goals=["breaks"]).violations == ()
    assert check(event(), plan(goals=()), goals=[]).violations == ()


def test_changes_come_first_with_a_plan_to_keep_unless_placed():
    kept = plan()
    first = honest_plan(event(), [Meeting("R1", "S1", "T")], kept=kept)
    assert [goal.name for goal in first.goals] == ["changes", "value", "breaks"]
    assert check(event(), first, kept).violations == ()
    placed = event(goals=["value", "changes"])
    assert check(placed, honest_plan(placed, [Meeting("R1", "S1", "T")], kept=kept), kept).violations == ()
    missing = check(event(), plan(), kept).violations
    assert missing == (Violation(Claim.GOALS_IN_ORDER, said=("value", "breaks"), true=("changes", "value", "breaks")),)


def test_bound_that_leaves_room_is_a_feasible_plan():
    open_plan = plan(goals=(GoalResult("value", 1, 6), GoalResult("breaks", 0, 0)))
    assert open_plan.status == "feasible"
    assert check(event(), open_plan).violations == ()
