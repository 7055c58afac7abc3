"""The goals as the tests' own judge counts them, against what was counted by hand."""

from __future__ import annotations

import pytest

from tests.support.judge import judge
from tests.support.judged_event import EVENT, Document, changed, plan_of


def reached(problem: Document, *held: str) -> dict[str, int]:
    violations, goals = judge(problem, plan_of(problem, *held))
    assert violations == []
    return goals


def test_floor_is_what_each_is_short_of_its_own():
    problem = changed({"a": {"floor": 3}, "b": {"floor": 1}, "z": {"floor": 1}})
    assert reached(problem)["floor"] == 5
    # Anna is short of 1; Zed's second meeting helps nobody else, and a dialogue is no meeting
    assert reached(problem, "az S1 booth", "bz S1 booth", "ay S2 T1", "d S4 round f b")["floor"] == 1


def test_value_is_that_of_meetings_and_of_seats():
    # az 5, by 1, and the seats of Anna 3 and Yves 1; the moderator has no seat
    assert reached(EVENT, "az S1 booth", "by S1 T1", "d S4 round f a,y")["value"] == 10


def waiting(problem: Document, *held: str) -> tuple[int, int]:
    goals = reached(problem, *held)
    return goals["breaks"], goals["idle"]


ONE_DAY = [{"id": f"S{k}", "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:30:00Z"} for k in range(1, 6)]
ENDS = "ay S1 T1", "by S5 T1"  # Yves is busy in the first slot and in the last


def test_breaks_are_runs_of_waiting_and_idle_their_slots():
    assert waiting(changed({}, slots=ONE_DAY), *ENDS) == (1, 3)
    # Yves moderates in S3 and S4 and waits in S2, and so does Anna, who is seated there
    assert waiting(changed({}, slots=ONE_DAY), *ENDS, "d S3 round y a") == (2, 2)
    assert waiting(changed({}, slots=ONE_DAY), "ay S1 T1", "by S2 T1") == (0, 0)


def test_nobody_waits_from_one_day_to_the_next():
    assert waiting(EVENT, "ay S1 T1", "by S4 T1") == (0, 0)
    assert waiting(EVENT, "ay S1 T1", "by S5 T1", "yz S3 booth") == (1, 1)


def test_slot_in_which_somebody_is_away_ends_a_break_unless_it_counts_as_one():
    away = changed({"y": {"unavailable": ["S3"]}}, slots=ONE_DAY)
    assert waiting(away, *ENDS) == (2, 2)
    assert waiting(away | {"unavailable_counts_as_break": True}, *ENDS) == (1, 3)
    long_away = changed({"y": {"unavailable": ["S2", "S3", "S4"]}}, slots=ONE_DAY)
    assert waiting(long_away, *ENDS) == (0, 0)
    assert waiting(long_away | {"unavailable_counts_as_break": True}, *ENDS) == (1, 3)


@pytest.mark.parametrize(
    ("held", "moves"),
    [
        (["ay S1 T1", "by S2 T2"], 1),  # Yves goes from east to west
        (["ay S1 T1", "by S2 T1"], 0),
        (["ay S1 T1", "by S3 T2", "d S4 T2 f a,b"], 0),  # not adjacent, and the next day
        (["az S1 booth", "ay S2 T1"], 1),  # a place without a zone is in none of the others
        (["d S1 round f a", "az S3 booth"], 0),  # and all of those are in one
        (["d S1 T2 f a,b", "ay S3 T1"], 1),  # none within a dialogue, one for Anna after it
    ],
)
def test_moves_are_adjacent_slots_in_two_zones(held, moves):
    possible = changed({"b": {"unavailable": []}})
    assert reached(possible, *held)["moves"] == moves


def test_lowest_is_the_worst_served_of_those_who_can_have_a_meeting():
    assert reached(EVENT)["lowest"] == 0
    # Anna and Bob have both of two, Zed the two that it wants, Yves two of three
    assert reached(EVENT, "az S1 booth", "bz S1 booth", "ay S3 T1", "by S5 T2")["lowest"] == 66
    # Bob wants none; Yves is there for one meeting, and Zed wants one
    few = changed({"b": {"max_meetings": 0}, "z": {"max_meetings": 1}, "y": {"unavailable": ["S1", "S2", "S3", "S4"]}})
    assert reached(few, "az S1 booth", "ay S5 T1")["lowest"] == 100
    # Zed is there for one slot and can hold two of the three at once
    asked = [request for request in EVENT["requests"] if "z" in request["participants"]]
    once = {"z": {"unavailable": ["S2", "S3", "S4", "S5"], "max_meetings": None}, "y": {"max_meetings": 0}}
    assert reached(changed(once, requests=asked), "az S1 booth")["lowest"] == 0
    assert reached(changed(once, requests=asked), "az S1 booth", "bz S1 booth")["lowest"] == 100
    assert reached(changed({}, requests=[]))["lowest"] == 100


def test_mix_is_pairs_of_one_organisation_who_are_seated_together():
    assert reached(EVENT, "d S1 T2 y a,b")["mix"] == 1
    assert reached(EVENT, "d S1 T2 y a", "free S1 T1 - z,f")["mix"] == 0  # no organisation is no organisation in common
    crowd = changed({"y": {"organisation": "City"}, "d": {"seats": [0, 9]}})
    assert reached(crowd, "d S1 T2 f a,b,y")["mix"] == 3
    assert reached(crowd, "d S1 T2 y a,b")["mix"] == 1


KEPT = ["az S1 booth", "ay S2 T1", "d S4 round f a,b"]


@pytest.mark.parametrize(
    ("changes", "held"),
    [
        (0, KEPT),
        (0, [*KEPT, "by S4 T2"]),  # new meetings are no changes
        (5, []),  # two meetings, two seats, a moderator
        (1, ["az S1 booth", "ay S3 T1", "d S4 round f a,b"]),
        (1, ["az S1 booth", "ay S2 T2", "d S4 round f a,b"]),
        (1, ["az S1 booth", "ay S2 T1", "d S4 round f a"]),
        (1, ["az S1 booth", "ay S2 T1", "d S4 round y a,b"]),
        (3, ["az S1 booth", "ay S2 T1", "d S4 T2 f a,b"]),
        (3, ["az S1 booth", "ay S2 T1", "d S3 round f a,b"]),
        (2, ["az S1 booth", "ay S2 T1", "d S4 round y b"]),
    ],
)
def test_changes_are_meetings_seats_and_moderators_that_do_not_stay(changes, held):
    assert judge(EVENT, plan_of(EVENT, *held), plan_of(EVENT, *KEPT))[1]["changes"] == changes


def test_what_the_problem_no_longer_knows_is_no_change():
    kept = plan_of(EVENT, *KEPT)
    without_az = changed({}, requests=[request for request in EVENT["requests"] if request["id"] != "az"])
    assert judge(without_az, plan_of(without_az, *KEPT[1:]), kept)[1]["changes"] == 0
    assert judge(changed({}, dialogues=[]), plan_of(EVENT, *KEPT[:2]), kept)[1]["changes"] == 0
    strangers = plan_of(EVENT, "d S4 round g a,h")
    assert judge(EVENT, plan_of(EVENT, "d S4 round f a"), strangers)[1]["changes"] == 0
    # but a meeting cannot stay at a place that is gone
    assert judge(EVENT, plan_of(EVENT, "az S1 booth"), plan_of(EVENT, "az S1 cellar"))[1]["changes"] == 1
