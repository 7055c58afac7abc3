"""Every goal recomputed by the checker against a value worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from scheduler.checker import GOALS, Claim, Violation, check
from scheduler.files.reading import parse_problem
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan
from scheduler.problem import Problem
from tests.support.honest import honest_plan

ALL = ["changes", "floor", "value", "breaks", "idle", "moves", "lowest", "mix"]


def day(participants: list[dict[str, Any]], **changes: Any) -> Problem:
    """Six slots on Tuesday and two on Wednesday; p asks for eight meetings with q at three tables, a and c in the east, b in the west."""
    times = [("24", hour) for hour in range(9, 15)] + [("25", 9), ("25", 10)]
    document: dict[str, Any] = {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [
            {"id": f"S{k + 1}", "start": f"2026-11-{date}T{hour:02}:00:00Z", "end": f"2026-11-{date}T{hour:02}:30:00Z"}
            for k, (date, hour) in enumerate(times)
        ],
        "places": [{"id": "a", "zone": "east", "capacity": 9}, {"id": "b", "zone": "west", "capacity": 9}, {"id": "c", "zone": "east"}],
        "participants": participants,
        "requests": [{"id": f"R{k}", "participants": ["p", "q"]} for k in range(1, 9)],
    }
    return parse_problem(document | changes, "event.json")


P, Q = {"id": "p"}, {"id": "q"}


def goals_of(
    problem: Problem, *held: tuple[str, str, str], tables: tuple[HeldDialogue, ...] = (), kept: Plan | None = None
) -> dict[str, int]:
    """The goals of a plan that breaks no rule."""
    verdict = check(problem, honest_plan(problem, [Meeting(*meeting) for meeting in held], tables, kept), kept)
    assert verdict.violations == ()
    return verdict.goals


def test_goals_of_a_plan_of_nothing():
    # floor: p wants 2, q wants 0; lowest: both can have eight meetings and have none
    assert goals_of(day([{"id": "p", "floor": 2}, Q])) == {
        "floor": 2,
        "value": 0,
        "breaks": 0,
        "idle": 0,
        "moves": 0,
        "lowest": 0,
        "mix": 0,
    }


def test_floor_adds_what_each_is_short_of():
    # p wants 3 and has 1: short of 2; q wants 1 and has 1: none; r wants 4 and has none: 4; what one has too many helps no other
    people = [{"id": "p", "floor": 3}, {"id": "q", "floor": 1}, {"id": "r", "floor": 4}]
    assert goals_of(day(people), ("R1", "S1", "a"))["floor"] == 6
    # p has 2 of its 1: nobody is short by less than nothing
    assert goals_of(day([{"id": "p", "floor": 1}, Q]), ("R1", "S1", "a"), ("R2", "S2", "a"))["floor"] == 0


def test_floor_counts_meetings_and_no_seats():
    talk = {"id": "D", "wanted": [{"participant": "p"}], "must": False}
    problem = day([{"id": "p", "floor": 1}, Q], dialogues=[talk])
    assert goals_of(problem, tables=(HeldDialogue("D", "S1", "a", None, ("p",)),))["floor"] == 1


def test_value_adds_meetings_and_seats():
    # R1 is worth 7, R2 its default 1, R3 is not held; p's seat 4, q's seat its default 1, r is not seated
    requests = [
        {"id": "R1", "participants": ["p", "q"], "value": 7},
        {"id": "R2", "participants": ["p", "q"]},
        {"id": "R3", "participants": ["p", "q"], "value": 100},
    ]
    wanted = [{"participant": "p", "value": 4}, {"participant": "q"}, {"participant": "r", "value": 50}]
    problem = day([P, Q, {"id": "r"}], requests=requests, dialogues=[{"id": "D", "wanted": wanted, "must": False}])
    table = HeldDialogue("D", "S3", "a", None, ("p", "q"))
    assert goals_of(problem, ("R1", "S1", "a"), ("R2", "S2", "a"), tables=(table,))["value"] == 7 + 1 + 4 + 1


@pytest.mark.parametrize(
    ("busy", "off", "counts", "breaks", "idle"),
    [
        # p's line on Tuesday: x busy, . waiting, o unavailable; only p's breaks are given, q is never unavailable
        ("1", "", False, 0, 0),  # x.....: nothing after it
        ("12", "", False, 0, 0),  # xx....
        ("13", "", False, 1, 1),  # x.x...
        ("16", "", False, 1, 4),  # x....x: one break of four slots
        ("135", "", False, 2, 2),  # x.x.x.
        ("14", "2", False, 1, 1),  # xo.x..: unavailable is no waiting
        ("14", "23", False, 0, 0),  # xoox..
        ("15", "3", False, 2, 2),  # x.o.x.: it ends a run, so there are two
        ("15", "3", True, 1, 3),  # x.o.x.: unless it counts as waiting
        ("14", "23", True, 1, 2),  # xoox..
        ("24", "16", True, 1, 1),  # ox.x.o: before the first and after the last nobody waits
        ("67", "", False, 0, 0),  # .....x|x.: a night is no break
        ("17", "", False, 0, 0),  # x.....|x.
        ("68", "7", True, 0, 0),  # .....x|ox
        ("1378", "", False, 1, 1),  # x.x...|xx
    ],
)
def test_breaks_and_idle_slots_of_a_line(busy, off, counts, breaks, idle):
    people = [{"id": "p", "unavailable": [f"S{k}" for k in off]}, *({"id": f"q{k}"} for k in range(1, 9))]
    # another partner in each slot, so that nobody but p can have a break
    requests = [{"id": f"R{k}", "participants": ["p", f"q{k}"]} for k in range(1, 9)]
    problem = day(people, requests=requests, unavailable_counts_as_break=counts)
    goals = goals_of(problem, *((f"R{k}", f"S{k}", "a") for k in busy))
    assert (goals["breaks"], goals["idle"]) == (breaks, idle)


def test_breaks_add_over_participants_and_a_table_is_no_waiting():
    # p: meeting in S1, table in S3 and S4, meeting in S6: breaks S2 and S5; q has the meetings only: one break S2 to S5;
    # m moderates in S3 and S4: none
    dialogue = {"id": "D", "length": 2, "moderators": ["m"], "wanted": [{"participant": "p"}], "must": False}
    problem = day([P, Q, {"id": "m"}], dialogues=[dialogue])
    goals = goals_of(problem, ("R1", "S1", "a"), ("R2", "S6", "a"), tables=(HeldDialogue("D", "S3", "a", "m", ("p",)),))
    assert (goals["breaks"], goals["idle"]) == (3, 2 + 4)


def test_moves_are_pairs_of_adjacent_slots_without_a_zone_in_common():
    # east, west, east in S1 to S3: two pairs each of p and q; west in S5 is not adjacent; S6 to S7 is a night
    held = [("R1", "S1", "a"), ("R2", "S2", "b"), ("R3", "S3", "c"), ("R4", "S5", "b"), ("R5", "S6", "b"), ("R6", "S7", "a")]
    assert goals_of(day([P, Q]), *held)["moves"] == 4
    # a and c are both in the east
    assert goals_of(day([P, Q]), ("R1", "S1", "a"), ("R2", "S2", "c"))["moves"] == 0


def test_moves_put_places_without_a_zone_into_one_of_their_own():
    places = [{"id": "a", "zone": "east"}, {"id": "b"}, {"id": "c"}]
    # a to b moves both p and q; b to c moves nobody
    assert goals_of(day([P, Q], places=places), ("R1", "S1", "a"), ("R2", "S2", "b"), ("R3", "S3", "c"))["moves"] == 2


def test_moves_count_for_tables_and_moderators():
    # the table is in the west in S2 and S3: p comes from the east (1) and goes back (1), q with its meetings in S1 and S4 does not move,
    # m moderates and then meets p in the east (1)
    dialogue = {"id": "D", "length": 2, "moderators": ["m"], "wanted": [{"participant": "p"}], "must": False}
    requests = [{"id": "R1", "participants": ["p", "q"]}, {"id": "R2", "participants": ["p", "m"]}]
    problem = day([P, Q, {"id": "m"}], dialogues=[dialogue], requests=requests)
    table = HeldDialogue("D", "S2", "b", "m", ("p",))
    assert goals_of(problem, ("R1", "S1", "a"), ("R2", "S4", "a"), tables=(table,))["moves"] == 3


@pytest.mark.parametrize(
    ("person", "percent"),
    [
        ({"id": "p"}, 37),  # 3 of 8 requests; 37.5 rounded down
        ({"id": "p", "max_meetings": 4}, 37),  # p 3 of 4, and q 3 of 8
        ({"id": "p", "unavailable": ["S4", "S5", "S6", "S7", "S8"]}, 37),  # p 3 of 3 free slots
    ],
)
def test_lowest_is_that_of_the_one_who_gets_least(person, percent):
    assert goals_of(day([person, Q]), ("R1", "S1", "a"), ("R2", "S2", "a"), ("R3", "S3", "a"))["lowest"] == percent


def test_lowest_takes_the_least_of_requests_room_and_limit():
    one = [{"id": "R1", "participants": ["p", "q"]}, {"id": "R2", "participants": ["p", "q"]}, {"id": "R3", "participants": ["p", "q"]}]
    # both have 3 requests: 2 of 3
    assert goals_of(day([P, Q], requests=one), ("R1", "S1", "a"), ("R2", "S2", "a"))["lowest"] == 66
    # both want at most 2: 2 of 2
    limited = [{"id": "p", "max_meetings": 2}, {"id": "q", "max_meetings": 2}]
    assert goals_of(day(limited, requests=one), ("R1", "S1", "a"), ("R2", "S2", "a"))["lowest"] == 100
    # one free slot, two at once: room for 2, and one held
    busy = [{"id": name, "unavailable": [f"S{k}" for k in range(2, 9)], "parallel": 2} for name in ("p", "q")]
    assert goals_of(day(busy, requests=one), ("R1", "S1", "a"))["lowest"] == 50


def test_lowest_leaves_out_who_cannot_have_a_meeting():
    # p wants none at all, so q's 8 requests all stay open, and q has 0 of 8
    assert goals_of(day([{"id": "p", "max_meetings": 0}, Q]))["lowest"] == 0
    # nobody can have one: nobody is dissatisfied; r asked for nothing
    nobody = [{"id": "p", "max_meetings": 0}, {"id": "q", "unavailable": [f"S{k}" for k in range(1, 9)]}, {"id": "r"}]
    assert goals_of(day(nobody))["lowest"] == 100


def test_mix_counts_pairs_of_one_organisation_at_a_table():
    # D1 seats three of City (3 pairs), two of Works (1 pair), two of none (0 pairs); its moderator of City does not count;
    # D2 seats one of City and one of Works
    firms = ["City", "City", "City", "Works", "Works", None, None, "City", "Works"]
    people = [{"id": f"p{k}", "organisation": firm} for k, firm in enumerate(firms)] + [{"id": "m", "organisation": "City"}]
    wanted = [{"participant": f"p{k}"} for k in range(9)]
    talks = [{"id": "D1", "moderators": ["m"], "wanted": wanted}, {"id": "D2", "wanted": wanted}]
    tables = (HeldDialogue("D1", "S1", "a", "m", tuple(f"p{k}" for k in range(7))), HeldDialogue("D2", "S1", "b", None, ("p7", "p8")))
    assert goals_of(day(people, requests=[], dialogues=talks), tables=tables)["mix"] == 4


KEPT = Plan("", tuple(Meeting(f"R{k}", f"S{k}", "a") for k in (1, 2, 3, 4)), (), (), ())


def test_changes_count_meetings_cancelled_or_elsewhere():
    # R1 stays; R2 has another slot, R3 another place, R4 is cancelled: 3; R5 is new, which is no change
    held = [("R1", "S1", "a"), ("R2", "S5", "a"), ("R3", "S3", "b"), ("R5", "S2", "a")]
    assert goals_of(day([P, Q]), *held, kept=KEPT)["changes"] == 3


def test_changes_leave_out_what_the_problem_no_longer_knows():
    requests = [{"id": "R1", "participants": ["p", "q"]}]
    gone = replace(KEPT, dialogues=(HeldDialogue("X", "S1", "a", "p", ("p", "q")),))
    assert goals_of(day([P, Q], requests=requests), ("R1", "S1", "a"), kept=gone)["changes"] == 0


@pytest.mark.parametrize(
    ("now", "changes"),
    [
        (HeldDialogue("D", "S1", "a", "m", ("p", "q")), 0),
        (HeldDialogue("D", "S1", "a", "m", ("p", "q", "r")), 0),  # r's seat is new, which is no change
        (HeldDialogue("D", "S1", "a", "m", ("p",)), 1),  # q loses its seat
        (HeldDialogue("D", "S1", "a", "n", ("p", "q")), 1),  # m is told that n moderates
        (HeldDialogue("D", "S2", "a", "m", ("p", "q")), 3),  # p, q and m have another time
        (HeldDialogue("D", "S1", "b", "m", ("p", "q")), 3),  # and here another place
        (HeldDialogue("D", "S1", "b", "n", ("r",)), 3),  # p and q lose seats at a table elsewhere, and m its table
        (None, 3),
    ],
)
def test_changes_count_seats_and_moderators(now, changes):
    dialogue = {"id": "D", "moderators": ["m", "n"], "wanted": [{"participant": name} for name in "pqr"], "must": False}
    problem = day([{"id": name} for name in "pqrmn"], dialogues=[dialogue])
    # x is no longer known: its seat does not count
    kept = Plan("", (), (HeldDialogue("D", "S1", "a", "m", ("p", "q", "x")),), (), ())
    assert goals_of(problem, tables=() if now is None else (now,), kept=kept)["changes"] == changes


def test_changes_of_a_table_without_a_moderator_are_those_of_its_seats():
    problem = day([P, Q], dialogues=[{"id": "D", "wanted": [{"participant": "p"}], "must": False}])
    kept = Plan("", (), (HeldDialogue("D", "S1", "a", None, ("p",)),), (), ())
    assert goals_of(problem, kept=kept)["changes"] == 1


@pytest.mark.parametrize("name", ALL)
def test_goal_claimed_wrongly_is_the_one_violation(name):
    problem = day([P, Q], goals=ALL)
    plan = honest_plan(problem, [Meeting("R1", "S1", "a")], kept=KEPT)
    wrong = tuple(GoalResult(goal.name, goal.achieved + 1, goal.bound + 1) if goal.name == name else goal for goal in plan.goals)
    true = check(problem, plan, KEPT).goals[name]
    false = Violation(Claim.ACHIEVED, goal=name, found=true + 1, allowed=true)
    assert check(problem, replace(plan, goals=wrong), KEPT).violations == (false,)


def test_changes_are_recomputed_only_with_a_plan_to_keep():
    problem = day([P, Q])
    assert tuple(check(problem, honest_plan(problem)).goals) == tuple(GOALS)
    assert tuple(check(problem, honest_plan(problem, kept=KEPT), KEPT).goals) == ("changes", *GOALS)
