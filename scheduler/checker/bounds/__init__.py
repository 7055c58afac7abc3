"""Recompute the bounds that a plan claims from the evidence that it carries, without solving anything again.

Shares no code with the planner's model: the rules are taken from the problem anew. A further kind of evidence is one more file here
with a function from `Ground` and evidence to the bound that it proves, and one more entry in `KINDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from scheduler.checker.bounds import duality, shares
from scheduler.checker.bounds.definition import by_definition
from scheduler.checker.bounds.ground import Ground, UnfitEvidence
from scheduler.checker.violation import Claim, Violation
from scheduler.plan import Evidence, GoalResult, Plan
from scheduler.problem import GOALS, Problem

__all__ = ["KINDS", "SEARCH", "BoundsVerdict", "Footing", "Ground", "StandingBound", "UnfitEvidence", "by_definition", "check_bounds"]

KINDS: Mapping[str, Callable[[Ground, Evidence], int]] = {"prices": duality.prove, "shares": shares.prove}
SEARCH = "search"


class Footing(StrEnum):
    """What a bound stands on: what its goal counts, evidence that was recomputed, or a search that only solving again can repeat."""

    DEFINITION = "definition"
    EVIDENCE = "evidence"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class StandingBound:
    """A bound that stands.

    Attributes
    ----------
    by, unfit
        Of a search: its name, and why prices do not count; empty where the plan does not say.
    shown
        Of a search: what can be recomputed all the same.
    """

    goal: str
    bound: int
    on: Footing
    by: str = ""
    unfit: str = ""
    shown: int | None = None


@dataclass(frozen=True, slots=True)
class BoundsVerdict:
    """What became of each bound: those that stand, and each claim that is not borne out."""

    standing: tuple[StandingBound, ...]
    violations: tuple[Violation, ...]


def check_bounds(problem: Problem, plan: Plan, achieved: Mapping[str, int], reference: Plan | None = None) -> BoundsVerdict:
    """Recompute the bound of every goal from the plan's evidence.

    Parameters
    ----------
    achieved
        What the plan achieves of each goal, as recomputed by `scheduler.checker.check`.
    reference
        The earlier plan that the goal ``changes`` compares with.
    """
    order = tuple(goal.name for goal in plan.goals)
    if reference is None and any(goal.name == "changes" and goal.achieved == goal.bound == 0 for goal in plan.goals):
        achieved = {"changes": 0, **achieved}  # without a reference plan nothing changes
    unknown = [name for name in order if name not in GOALS or name not in achieved]
    if unknown:
        return BoundsVerdict((), (Violation(Claim.BOUND_NOT_RECOMPUTED, goal=unknown[0]),))
    ground = Ground(problem, order, achieved, reference, plan)
    standing: list[StandingBound] = []
    strangers = [entry.goal for entry in plan.evidence if entry.goal not in order]
    violations = [Violation(Claim.EVIDENCE_OF_NO_GOAL, goal=goal) for goal in strangers]
    for goal in plan.goals:
        shown = by_definition(problem, goal.name)
        for entry in plan.evidence:
            if entry.goal == goal.name and entry.kind != SEARCH:
                proven, against = _held(ground, entry)
                violations += against
                shown = shown if proven is None else ground.better(goal.name, shown, proven)
        judged = _judge(ground, goal, shown, plan)
        if isinstance(judged, StandingBound):
            standing.append(judged)
        else:
            violations.append(judged)
    return BoundsVerdict(tuple(standing), tuple(violations))


def _held(ground: Ground, entry: Evidence) -> tuple[int | None, list[Violation]]:
    """What evidence proves, and what speaks against it."""
    if entry.kind not in KINDS:
        return None, [Violation(Claim.EVIDENCE_UNKNOWN, goal=entry.goal, said=(entry.kind,), true=(*KINDS, SEARCH))]
    try:
        proven = KINDS[entry.kind](ground, entry)
    except UnfitEvidence as why:
        return None, [Violation(Claim.EVIDENCE_UNFIT, goal=entry.goal, said=(entry.kind, str(why)))]
    if ground.better(entry.goal, proven, entry.bound) != proven:
        return proven, [Violation(Claim.EVIDENCE_WEAK, goal=entry.goal, found=entry.bound, allowed=proven, said=(entry.kind,))]
    return proven, []


def _judge(ground: Ground, goal: GoalResult, shown: int, plan: Plan) -> StandingBound | Violation:
    """Find on what the bound of a goal rests."""
    name = goal.name
    if ground.better(name, shown, goal.achieved) != goal.achieved:
        return Violation(Claim.BEYOND_EVIDENCE, goal=name, found=goal.achieved, allowed=shown)
    if ground.better(name, shown, goal.bound) == shown:
        trivial = by_definition(ground.problem, name) in (shown, goal.bound)
        return StandingBound(name, goal.bound, Footing.DEFINITION if trivial else Footing.EVIDENCE)
    searches = [entry for entry in plan.evidence if entry.goal == name and entry.kind == SEARCH]
    enough = [entry for entry in searches if ground.better(name, entry.bound, goal.bound) == entry.bound]
    if not enough:
        return Violation(Claim.NO_EVIDENCE, goal=name, found=goal.bound, allowed=shown)
    by, unfit = (text if isinstance(text := enough[0].data.get(key), str) else "" for key in ("by", "unfit"))
    return StandingBound(name, goal.bound, Footing.SEARCH, by, unfit, shown)
