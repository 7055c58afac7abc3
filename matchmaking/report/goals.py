"""Goals in words: what is reached, what is proven, and what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.plan import GoalResult
from scheduler.problem import MAXIMISED

# Name, and what the number counts.
WORDS = {
    "changes": ("Changes", "Meetings, seats and moderators that differ from the plan that was to be kept. Fewer is better."),
    "floor": ("Promised minimum", "Meetings that are missing until everybody has the number promised to them. Fewer is better."),
    "value": ("Wishes met", "The values of the meetings held and the seats given, added up. More is better."),
    "breaks": ("Breaks", "Times that somebody waits between two things on one day. Fewer is better."),
    "idle": ("Waiting", "Slots spent in those breaks. Fewer is better."),
    "moves": ("Walks", "Times that somebody goes from one zone to another without a slot in between. Fewer is better."),
    "lowest": (
        "Least satisfied",
        "Meetings of the least satisfied participant, out of a hundred that it could have. More is better.",
    ),
    "mix": ("Own company", "Pairs of people of one organisation at the same table. Fewer is better."),
}


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal as the page shows it.

    Attributes
    ----------
    limit
        The bound in words, ``of at most 2,823``; empty where there is nothing left to lessen.
    verdict
        What the bound means for the plan, without a full stop.
    solid, open
        Parts of the bar, in percent of its width: what is reached (or cannot be avoided), and what lies between that and the bound.
    """

    name: str
    meaning: str
    achieved: str
    limit: str
    verdict: str
    proven: bool
    solid: float
    open: float

    @property
    def sentence(self) -> str:
        """All of it in one line: ``2,819 of at most 2,819: no plan can do better``, ``None: no plan can do better``."""
        return f"{self.achieved} {self.limit}".rstrip() + f": {self.verdict}"


def goal_rows(goals: Iterable[GoalResult]) -> tuple[GoalRow, ...]:
    """Put goals in words, in their order; what is proven of one holds among the plans that equal this one in those before it."""
    rows: list[GoalRow] = []
    for goal in goals:
        name, meaning = WORDS.get(goal.name, (goal.name, ""))
        rises = goal.name in MAXIMISED
        length = max(goal.achieved, goal.bound)
        solid = 100 * min(goal.achieved, goal.bound) / length if length else 0.0
        rows.append(
            GoalRow(
                name=name,
                meaning=meaning,
                achieved=f"{goal.achieved:,}" if rises or length else "None",
                limit=f"of at {'most' if rises else 'least'} {goal.bound:,}" if rises or length else "",
                verdict=_verdict(goal, rises, [row.proven for row in rows]),
                proven=goal.proven,
                solid=round(solid, 2),
                open=round(100 - solid, 2) if length else 0.0,
            )
        )
    return tuple(rows)


def _verdict(goal: GoalResult, rises: bool, before: list[bool]) -> str:
    if not goal.proven:
        gap = abs(goal.bound - goal.achieved)
        return f"up to {gap:,} {'more' if rises else 'fewer'} may be possible" + (f" ({percent(gap, goal.bound)})" if rises else "")
    if not before or (not rises and goal.achieved == 0):
        return "no plan can do better"
    return f"no plan {'as good' if all(before) else 'equal'} in the {'goal' if len(before) == 1 else 'goals'} above can do better"


def percent(part: int, whole: int) -> str:
    """Say a share in percent, to two significant figures."""
    share = 100 * part / whole if whole else 0.0
    return f"{share:.0f} %" if share >= 10 or share == 0 else f"{share:.2g} %"
