"""Numbers with their meaning, as the command line tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from scheduler.plan import Plan, Unscheduled
from scheduler.problem import MAXIMISED, Problem


def tell_goal(goal: str, achieved: int | None, bound: int | None) -> str:
    """Say how far a goal is, and how much better it could be at most.

    Parameters
    ----------
    goal
        Name of the goal.
    achieved, bound
        None where nothing is known yet.
    """
    most = goal in MAXIMISED
    if bound is None:
        return f"{goal} not known yet" if achieved is None else f"{goal} {achieved:,}"
    if achieved is None:
        return f"{goal} {'at most' if most else 'at least'} {bound:,}"
    reached = f"{goal} {achieved:,}" + (f" of at most {bound:,}" if most else "")
    if achieved == bound:
        return f"{reached}: no plan can do better"
    if most:
        return f"{reached} (gap {_percent(bound - achieved, bound)})"
    return f"{reached}, of which {bound:,} are proven necessary"


def tell_plan(problem: Problem, plan: Plan) -> Iterator[str]:
    """Say in a few lines what a plan holds and how good it is."""
    held = f"{len(plan.meetings):,} of {len(problem.requests):,} requests are meetings"
    dialogues = f", {len(plan.dialogues):,} of {len(problem.dialogues):,} dialogues are held" if problem.dialogues else ""
    yield held + dialogues
    for goal in plan.goals:
        yield tell_goal(goal.name, goal.achieved, goal.bound)
    if plan.unscheduled:
        yield f"not held are {len(plan.unscheduled):,}; what would help, how often: {_tell_remedies(plan.unscheduled)}"


REMEDIES = {
    "move": "other meetings moved",
    "place": "one more place",
    "slots": "another slot allowed",
    "available": "somebody free in one slot more",
    "max_meetings": "a higher limit",
    "parallel": "two meetings at once",
    "slot": "one more slot",
}


def _tell_remedies(unscheduled: tuple[Unscheduled, ...]) -> str:
    """The remedies of one kind of change, the most frequent first, and how many need more."""
    kinds = [frozenset(change.change for change in left.remedy.changes) for left in unscheduled if left.remedy is not None]
    single = Counter(next(iter(kind), "") for kind in kinds if len(kind) < 2)
    several, none = len(kinds) - single.total(), len(unscheduled) - len(kinds)
    counts = [f"{REMEDIES.get(kind, 'nothing, they fit in as things are')} {count:,}" for kind, count in single.most_common()]
    counts += [f"several changes {several:,}"] if several else []
    return ", ".join([*counts, *([f"not known {none:,}"] if none else [])])


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / max(1, abs(whole)):.2f} %"
