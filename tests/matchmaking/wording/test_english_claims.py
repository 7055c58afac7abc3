"""What only files can have wrong, in words: what a plan says of itself, and of its bounds."""

from __future__ import annotations

import pytest

from matchmaking.wording import for_people, in_words
from scheduler.checker import Against, Claim, Rule, Violation
from scheduler.files.reading import parse_problem

EVENT = parse_problem(
    {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:20:00Z"} for k in (1, 2, 3)],
        "places": [{"id": "T"}],
        "participants": [{"id": "a", "name": "Anna"}, {"id": "b", "name": "Bob"}, {"id": "z"}],
        "requests": [{"id": "az", "participants": ["a", "z"]}, {"id": "ba", "participants": ["b", "a"]}],
    },
    "event.json",
)

CLAIMS: list[tuple[Violation, str]] = [
    (
        Violation(Claim.PROBLEM_HASH, said=("ab",), true=("cd",)),
        "problem_sha256 is ab, and the problem's is cd",
    ),
    (
        Violation(Claim.GOALS_IN_ORDER, true=("value", "breaks")),
        "the goals are none; asked for were value, breaks",
    ),
    (
        Violation(Claim.ACHIEVED, goal="value", found=2, allowed=1),
        "goal value: the plan claims 2, and it is 1",
    ),
    (
        Violation(Claim.BEYOND_BOUND, goal="value", found=2, allowed=1),
        "goal value: 2 is better than its bound 1",
    ),
    (
        Violation(Claim.CALLED_PROVEN, goal="value", found=1, allowed=6),
        "goal value: called proven with 1 achieved and the bound 6",
    ),
    (
        Violation(Claim.CALLED_NOT_PROVEN, goal="value", found=1, allowed=1),
        "goal value: called not proven with 1 achieved and the bound 1",
    ),
    (
        Violation(Claim.STATUS, said=("feasible",), true=("optimal",)),
        "the status is feasible, and optimal follows from the goals",
    ),
    (
        Violation(Claim.NEITHER_HELD_NOR_LEFT, requests=("az",)),
        "az (Anna (a) with z) is neither held nor unscheduled",
    ),
    (
        Violation(Claim.LEFT_UNKNOWN, requests=("q",)),
        "unscheduled q: there is no such request",
    ),
    (
        Violation(Claim.HELD_AND_LEFT, requests=("az",)),
        "az (Anna (a) with z) is both held and unscheduled",
    ),
    (
        Violation(Claim.LEFT_TWICE, requests=("az",), found=2, allowed=1),
        "az (Anna (a) with z) is 2 times unscheduled",
    ),
    (
        Violation(Claim.NO_REASON, requests=("az",)),
        "az (Anna (a) with z) is unscheduled without a reason",
    ),
    (
        Violation(Claim.REASON_UNKNOWN, requests=("az",), said=("rain",)),
        "az (Anna (a) with z): there is no reason rain",
    ),
    (
        Violation(Claim.REASON_CONCERNS, requests=("az",), said=("participant_full",)),
        "az (Anna (a) with z): the reason participant_full concerns nobody",
    ),
    (
        Violation(Claim.REASON_WRONG, requests=("az",), said=("no_common_slot",), because=Violation(Against.BOTH_AVAILABLE, slots=("S1",))),
        "az (Anna (a) with z): the reason no_common_slot is wrong: both are available in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(
            Claim.REASON_WRONG,
            requests=("az",),
            said=("participant_full",),
            because=Violation(Against.NOT_FULL, participants=("a",), slots=("S1",), found=1),
        ),
        "az (Anna (a) with z): the reason participant_full is wrong: Anna (a) holds 1 meeting and is free in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(
            Claim.REASON_WRONG,
            requests=("az",),
            said=("participant_full",),
            because=Violation(Against.NOT_AT_LIMIT, participants=("a",), slots=("S1",), found=1, allowed=2),
        ),
        "az (Anna (a) with z): the reason participant_full is wrong: "
        "Anna (a) holds 1 meeting of at most 2 and is free in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REASON_WRONG, requests=("az",), said=("no_slot_left",), because=Violation(Against.BOTH_FREE, slots=("S1",))),
        "az (Anna (a) with z): the reason no_slot_left is wrong: both are free in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REASON_WRONG, requests=("az",), said=("no_place_left",), because=Violation(Against.NEVER_BOTH_FREE)),
        "az (Anna (a) with z): the reason no_place_left is wrong: there is no slot in which both are free, so it is no matter of places",
    ),
    (
        Violation(
            Claim.REASON_WRONG,
            requests=("az",),
            said=("no_place_left",),
            because=Violation(Against.PLACE_FREE, slots=("S1",), places=("T",)),
        ),
        "az (Anna (a) with z): the reason no_place_left is wrong: both are free in S1 (2026-11-24 11:00), and so is T",
    ),
    (
        Violation(Claim.BUSY_SLOTS, participants=("a",), requests=("az",), said=("S1",), true=("S2", "S3")),
        "az (Anna (a) with z): Anna (a) is busy in S2, S3 of their common slots, not in S1",
    ),
    (
        Violation(Claim.BUSY_STRANGER, participants=("b",), requests=("az",)),
        "az (Anna (a) with z): it says when Bob (b) is busy, who is none of the two",
    ),
    (
        Violation(Claim.TAKEN_SLOTS, requests=("az",), said=("S1",)),
        "az (Anna (a) with z): all places are taken in none, not in S1",
    ),
    (
        Violation(Claim.MOVING_WITHOUT_REMEDY, requests=("az",)),
        "az (Anna (a) with z): by_moving is true, and no remedy says what moves",
    ),
    (
        Violation(Claim.CALLED_BY_MOVING, requests=("az",)),
        "az (Anna (a) with z): by_moving is true, and the remedy says otherwise",
    ),
    (
        Violation(Claim.CALLED_NOT_BY_MOVING, requests=("az",)),
        "az (Anna (a) with z): by_moving is false, and the remedy says otherwise",
    ),
    (
        Violation(Claim.BOUND_NOT_RECOMPUTED, goal="changes"),
        "goal changes: cannot be recomputed here, so neither can its bound",
    ),
    (
        Violation(Claim.EVIDENCE_OF_NO_GOAL, goal="breaks"),
        "there is evidence for breaks, which is no goal of the plan",
    ),
    (
        Violation(Claim.EVIDENCE_UNKNOWN, goal="value", said=("oracle",), true=("prices", "shares", "search")),
        "goal value: there is no evidence of the kind oracle; there are prices, shares, search",
    ),
    (
        Violation(Claim.EVIDENCE_UNFIT, goal="value", said=("prices", "diary: is no object of prices by name")),
        "goal value: the evidence (prices) cannot be used: diary: is no object of prices by name",
    ),
    (
        Violation(Claim.EVIDENCE_WEAK, goal="value", found=2999, allowed=3000, said=("prices",)),
        "goal value: the evidence (prices) is said to prove 2,999 and proves only 3,000",
    ),
    (
        Violation(Claim.BEYOND_EVIDENCE, goal="value", found=6000, allowed=3000),
        "goal value: 6,000 is beyond 3,000, which the evidence proves to be the best possible",
    ),
    (
        Violation(Claim.NO_EVIDENCE, goal="value", found=2999, allowed=3000),
        "goal value: the bound 2,999 has no evidence; what there is proves only 3,000",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.CHANGE_UNKNOWN, said=("rain",))),
        "az (Anna (a) with z): the remedy does not help: there is no change rain",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.CHANGE_CONCERNS, said=("available",))),
        "az (Anna (a) with z): the remedy does not help: the change available concerns nobody",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.CHANGE_CONCERNS, said=("move", "place", "slot"))),
        "az (Anna (a) with z): the remedy does not help: the change move concerns place, slot",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.NONE_OF_THE_TWO, participants=("b",))),
        "az (Anna (a) with z): the remedy does not help: Bob (b) is none of the two",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.NO_SLOT, slots=("S9",))),
        "az (Anna (a) with z): the remedy does not help: there is no slot S9",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.NO_PLACE, places=("W",))),
        "az (Anna (a) with z): the remedy does not help: there is no place W",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.MOVED_UNKNOWN, requests=("q",), slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: q is not held, or there is no slot S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.SLOTS_OR_ONE_MORE)),
        "az (Anna (a) with z): the remedy does not help: it has to name the slots that there are, or to add one",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.MOVED_FIXED, requests=("ba",))),
        "az (Anna (a) with z): the remedy does not help: ba (Bob (b) with Anna (a)) is fixed",
    ),
    (
        Violation(
            Claim.REMEDY_WRONG,
            requests=("az",),
            because=Violation(Against.MOVED_WHERE_NOT_ALLOWED, requests=("ba",), slots=("S1",), places=("T",)),
        ),
        "az (Anna (a) with z): the remedy does not help: ba (Bob (b) with Anna (a)) may not be held in S1 (2026-11-24 11:00) at T",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.CANNOT_MEET, participants=("a",), slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: Anna (a) cannot meet in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.BUSY, participants=("a",), slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: Anna (a) is busy in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.PLACE_TAKEN, slots=("S1",), places=("T",))),
        "az (Anna (a) with z): the remedy does not help: T is taken in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.MOVED_OUT_OF_ORDER, requests=("ba",))),
        "az (Anna (a) with z): the remedy does not help: ba (Bob (b) with Anna (a)) would be held in the wrong order",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.OUT_OF_ORDER)),
        "az (Anna (a) with z): the remedy does not help: it would be held in the wrong order",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.LIMIT_REACHED, participants=("a",), allowed=3)),
        "az (Anna (a) with z): the remedy does not help: Anna (a) may hold 3 meetings, and does",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.SLOT_NOT_ALLOWED, slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: the request does not allow the slot",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.NOWHERE)),
        "az (Anna (a) with z): the remedy does not help: it may be held nowhere",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.UNAVAILABLE, participants=("a",), slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: Anna (a) is unavailable in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.IN_DIALOGUE, participants=("a",), slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: Anna (a) is in a dialogue in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(Claim.REMEDY_WRONG, requests=("az",), because=Violation(Against.NO_PLACE_LEFT, slots=("S1",))),
        "az (Anna (a) with z): the remedy does not help: there is no place left in S1 (2026-11-24 11:00)",
    ),
    (
        Violation(
            Claim.REMEDY_WRONG, requests=("az",), because=Violation(Rule.BREAK_DIFFERENCE, participants=("a", "b"), found=2, allowed=1)
        ),
        "az (Anna (a) with z): the remedy does not help: Anna (a) has 2 breaks more than Bob (b): they may differ by at most 1",
    ),
]


@pytest.mark.parametrize(("violation", "message"), CLAIMS, ids=[message[-40:] for _, message in CLAIMS])
def test_claim_is_worded_in_english_for_everybody(violation, message):
    assert in_words(EVENT, [violation]) == [message]
    assert for_people(EVENT, [violation], "nl") == for_people(EVENT, [violation])


def test_every_claim_has_its_words():
    assert {violation.rule for violation, _ in CLAIMS} == set(Claim)
    assert {violation.because.rule for violation, _ in CLAIMS if violation.because} == {*Against, Rule.BREAK_DIFFERENCE}
