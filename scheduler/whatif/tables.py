"""The fewest shared tables at which a plan of the same value is possible."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.errors import NoPlanExists, NoPlanInTime
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.stop import Stop
from scheduler.whatif.altering import spare_tables, with_tables

Plans = Callable[[Problem, float], Plan]
"""Makes a plan for `floor` and `value` within some seconds."""


@dataclass(frozen=True, slots=True)
class Fewest:
    """How many shared tables it takes.

    Attributes
    ----------
    low, high
        Proven to be at least, and enough; equal where the fewest are known.
    plan
        With `high` tables, as good as the plan before.
    """

    low: int
    high: int
    plan: Plan


def fewest_tables(
    problem: Problem, plan: Plan, make_plan: Plans, end: float, on_step: Callable[[int, str], object], stop: Stop | None = None
) -> Fewest:
    """Bisect over the number of shared tables that nothing else names.

    With fewer tables there are only fewer plans, so what is possible with some is so with more. A number is enough where a plan is
    found that is no worse in `floor` and in `value`, and too few where the bound of these proves that there is none.

    Parameters
    ----------
    plan
        Of the problem as it is, with the goals ``floor`` and ``value``.
    end
        Monotonic time by which to be done.
    on_step
        Told each number tried and what came of it: ``enough``, ``too few`` or ``not known``.
    stop
        Asks to try no more numbers.
    """
    spare, shared = spare_tables(problem), sum(place.owner is None for place in problem.places)
    named = shared - len(spare)
    low, high, best = 0, _in_use(problem, plan, set(spare)), plan
    doubtful: set[int] = set()
    while low < high:
        tried = _next(low, high, doubtful)
        left = end - time.monotonic()
        if tried is None or left <= 0 or (stop is not None and stop.requested):
            break
        answer, found = _try(with_tables(problem, tried - len(spare)), plan, make_plan, left / max(1, (high - low).bit_length()))
        on_step(named + tried, answer)
        if found is not None:
            high, best = min(tried, _in_use(problem, found, set(spare))), found
        elif answer == "too few":
            low = tried + 1
        else:
            doubtful.add(tried)
    return Fewest(named + low, named + high, best)


def _next(low: int, high: int, doubtful: set[int]) -> int | None:
    """The middle of what is open, or the nearest number to it of which nothing was tried yet."""
    middle = (low + high) // 2
    return min((k for k in range(low, high) if k not in doubtful), key=lambda k: (abs(k - middle), k), default=None)


def _in_use(problem: Problem, plan: Plan, spare: set[str]) -> int:
    """How many of these tables the fullest slot of a plan needs.

    So many are enough in every slot: meetings can go to any table, and dialogues that stay for some slots colour an interval graph.
    """
    position = {slot.id: t for t, slot in enumerate(problem.slots)}
    length = {dialogue.id: dialogue.length for dialogue in problem.dialogues}
    busy = Counter(position[held.slot] for held in plan.meetings if held.place in spare)
    for table in plan.dialogues:
        if table.place in spare:
            busy.update(range(position[table.start], position[table.start] + length[table.dialogue]))
    return max(busy.values(), default=0)


def _try(problem: Problem, plan: Plan, make_plan: Plans, seconds: float) -> tuple[str, Plan | None]:
    try:
        found = make_plan(problem, seconds)
    except NoPlanExists:
        return "too few", None
    except NoPlanInTime:
        return "not known", None
    (floor, value), (most_floor, least_value) = found.goals, (goal.achieved for goal in plan.goals)
    if floor.achieved <= most_floor and value.achieved >= least_value:
        return "enough", found
    worse = floor.bound > most_floor or (floor.proven and floor.achieved == most_floor and value.bound < least_value)
    return ("too few" if worse else "not known"), None
