"""What a change of an event changes of its best plan, as exactly as it is proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.plan import GoalResult, Plan


@dataclass(frozen=True, slots=True)
class Shift:
    """How one goal changes.

    Attributes
    ----------
    least, most
        Between these the change of the best that is possible lies, from what is proven of both; equal where it is known exactly. None
        where nothing follows, since an earlier goal is not proven or differs.
    """

    before: GoalResult
    after: GoalResult
    least: int | None
    most: int | None


def compare_goals(before: Plan, after: Plan) -> Iterator[Shift]:
    """Compare the goals of two plans of one event as it is and as it might be.

    A goal's bound holds among the plans that equal this one in the goals before it. So the change of a goal is that of a best plan as
    long as the goals before are proven in both; of a later goal nothing is said once an earlier one has changed.
    """
    comparable = True
    for old, new in zip(before.goals, after.goals, strict=True):
        if not comparable:
            yield Shift(old, new, None, None)
            continue
        ends = sorted((new.achieved - old.bound, new.bound - old.achieved))
        yield Shift(old, new, ends[0], ends[1])
        comparable = old.proven and new.proven and old.achieved == new.achieved


def newly_held(before: Plan, after: Plan) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Requests that the second plan holds and the first does not, and the other way round, in the order of the plans."""
    old, new = (dict.fromkeys(held.request for held in plan.meetings) for plan in (before, after))
    return tuple(r for r in new if r not in old), tuple(r for r in old if r not in new)
