"""Recompute the bounds that a plan claims from the evidence that it carries, without solving anything again.

Shares no code with the planner's model: the rules are taken from the problem anew. A further kind of evidence is one more file here
with a function from `Ground` and evidence to the bound that it proves, and one more entry in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.checker.bounds import duality, shares
from scheduler.checker.bounds.definition import by_definition
from scheduler.checker.bounds.ground import Ground, UnfitEvidence
from scheduler.plan import Evidence, GoalResult, Plan
from scheduler.problem import GOALS, MAXIMISED, Problem

__all__ = ["KINDS", "SEARCH", "BoundsVerdict", "Ground", "UnfitEvidence", "by_definition", "check_bounds"]

KINDS: Mapping[str, Callable[[Ground, Evidence], int]] = {"prices": duality.prove, "shares": shares.prove}
SEARCH = "search"


@dataclass(frozen=True, slots=True)
class BoundsVerdict:
    """What became of each bound: a line for each that stands, with what it stands on, and one for each claim that is not borne out."""

    lines: tuple[str, ...]
    violations: tuple[str, ...]


def check_bounds(problem: Problem, plan: Plan, achieved: Mapping[str, int], kept: Plan | None = None) -> BoundsVerdict:
    """Recompute the bound of every goal from the plan's evidence.

    Parameters
    ----------
    achieved
        What the plan achieves of each goal, as recomputed by `scheduler.checker.check`.
    kept
        The earlier plan that the goal ``changes`` compares with.
    """
    order = tuple(goal.name for goal in plan.goals)
    if kept is None and any(goal.name == "changes" and goal.achieved == goal.bound == 0 for goal in plan.goals):
        achieved = {"changes": 0, **achieved}  # without a plan to keep nothing changes
    unknown = [name for name in order if name not in GOALS or name not in achieved]
    if unknown:
        return BoundsVerdict((), (f"goal {unknown[0]}: cannot be recomputed here, so neither can its bound",))
    ground = Ground(problem, order, achieved, kept, plan)
    lines: list[str] = []
    strangers = [entry.goal for entry in plan.evidence if entry.goal not in order]
    violations = [f"there is evidence for {goal}, which is no goal of the plan" for goal in strangers]
    for goal in plan.goals:
        shown = by_definition(problem, goal.name)
        for entry in plan.evidence:
            if entry.goal == goal.name and entry.kind != SEARCH:
                proven, against = _held(ground, entry)
                violations += against
                shown = shown if proven is None else ground.better(goal.name, shown, proven)
        _judge(ground, goal, shown, plan, lines, violations)
    return BoundsVerdict(tuple(lines), tuple(violations))


def _held(ground: Ground, entry: Evidence) -> tuple[int | None, list[str]]:
    """What evidence proves, and what speaks against it."""
    if entry.kind not in KINDS:
        return None, [f"goal {entry.goal}: there is no evidence of the kind {entry.kind}; there are {', '.join((*KINDS, SEARCH))}"]
    try:
        proven = KINDS[entry.kind](ground, entry)
    except UnfitEvidence as why:
        return None, [f"goal {entry.goal}: the evidence ({entry.kind}) cannot be used: {why}"]
    if ground.better(entry.goal, proven, entry.bound) != proven:
        return proven, [f"goal {entry.goal}: the evidence ({entry.kind}) is said to prove {entry.bound:,} and proves only {proven:,}"]
    return proven, []


def _judge(ground: Ground, goal: GoalResult, shown: int, plan: Plan, lines: list[str], violations: list[str]) -> None:
    """Say on what the bound of a goal rests."""
    name, most = goal.name, "at most" if goal.name in MAXIMISED else "at least"
    bound = f"{name}: {most} {goal.bound:,}"
    if ground.better(name, shown, goal.achieved) != goal.achieved:
        violations.append(f"goal {name}: {goal.achieved:,} is beyond {shown:,}, which the evidence proves to be the best possible")
    elif ground.better(name, shown, goal.bound) == shown:
        trivial = shown == by_definition(ground.problem, name) or goal.bound == by_definition(ground.problem, name)
        lines.append(f"{bound}, {'by what the goal counts' if trivial else 'recomputed from the evidence'}")
    else:
        searches = [entry for entry in plan.evidence if entry.goal == name and entry.kind == SEARCH]
        enough = [entry for entry in searches if ground.better(name, entry.bound, goal.bound) == entry.bound]
        if not enough:
            violations.append(f"goal {name}: the bound {goal.bound:,} has no evidence; what there is proves only {shown:,}")
            return
        by = enough[0].data.get("by")
        how = f"a search ({by})" if isinstance(by, str) and by else "a search"
        unfit = enough[0].data.get("unfit")
        why = f" (prices do not count: {unfit})" if isinstance(unfit, str) and unfit else ""
        lines.append(f"{bound}, by {how} that only solving again can repeat{why}; {most} {shown:,} by what can be recomputed")
