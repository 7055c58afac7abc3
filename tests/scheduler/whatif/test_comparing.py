"""What a change of an event changes of its best plan, against brute force."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.files.reading import parse_problem
from scheduler.plan import GoalResult, Meeting, Plan
from scheduler.whatif import altering
from scheduler.whatif.comparing import Shift, compare_goals, newly_held
from tests.support.bruteforce import best_plan
from tests.support.changed_events import brute, pairs
from tests.support.strategies import small_problems
from tests.support.tiers import examples


def goals(*results: tuple[str, int, int]) -> Plan:
    return Plan("", (), (), (), tuple(GoalResult(*result) for result in results))


def test_change_of_a_goal_is_exact_where_both_are_proven_and_within_limits_where_not():
    before, after = goals(("floor", 0, 0), ("value", 10, 10)), goals(("floor", 0, 0), ("value", 13, 13))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(0, 0), (3, 3)]
    # now 10 to 12, then 13 to 14: the best changes by 1 at least and by 4 at most
    before, after = goals(("value", 10, 12), ("breaks", 4, 4)), goals(("value", 13, 14), ("breaks", 5, 5))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(1, 4), (None, None)]
    # breaks 4 to 2 now, 7 to 6 then
    before, after = goals(("breaks", 4, 2)), goals(("breaks", 7, 6))
    assert [(s.least, s.most) for s in compare_goals(before, after)] == [(2, 5)]


@examples(0.4)
@given(small_problems(slots=2, requests=4), st.integers(0, 3), st.integers(0, 3))
def test_change_of_the_best_is_within_the_limits_whatever_the_plans_claim(document, worse, slack):
    problem = parse_problem(document | {"goals": ["value"]}, "small.json")
    more = altering.with_slots(problem, 1)
    found = [best_plan(each, ("value",)) for each in (problem, more)]
    if found[0] is None or found[1] is None:
        return
    best = [each[0][0] for each in found if each is not None]
    plans = [goals(("value", value - worse, value + slack)) for value in best]
    (shift,) = compare_goals(*plans)
    assert shift.least is not None
    assert shift.most is not None
    assert shift.least <= best[1] - best[0] <= shift.most
    assert shift.most - shift.least == 2 * (worse + slack)


def test_newly_held_are_told_apart_from_those_held_no_more():
    problem = pairs(1, slots=1)
    one = replace(problem, requests=problem.requests[:1])
    other = replace(problem, requests=problem.requests[1:2])
    plans = [brute(each, 1) for each in (one, other)]
    assert newly_held(*plans) == (("cd",), ("ab",))
    assert isinstance(next(compare_goals(*plans)), Shift)


def test_nothing_is_said_of_a_goal_after_one_that_is_not_proven_or_differs():
    same = goals(("value", 10, 10), ("breaks", 4, 4))
    for other in (goals(("value", 10, 12), ("breaks", 3, 3)), goals(("value", 11, 11), ("breaks", 3, 3))):
        for before, after in ((same, other), (other, same)):
            assert [(shift.least, shift.most) for shift in compare_goals(before, after)][1] == (None, None)


def test_goal_is_compared_again_where_all_before_are_equal_and_proven():
    before, after = goals(("floor", 1, 1), ("value", 9, 9), ("breaks", 4, 4)), goals(("floor", 1, 1), ("value", 9, 9), ("breaks", 2, 2))
    assert [(shift.least, shift.most) for shift in compare_goals(before, after)] == [(0, 0), (0, 0), (-2, -2)]


def test_requests_are_told_in_the_order_of_their_plans_whatever_slot_they_have():
    before = Plan("", (Meeting("c", "S1", "T"), Meeting("b", "S1", "T"), Meeting("a", "S1", "T")), (), (), ())
    after = Plan("", (Meeting("e", "S1", "T"), Meeting("b", "S2", "U"), Meeting("d", "S1", "T")), (), (), ())
    assert newly_held(before, after) == (("e", "d"), ("c", "a"))
