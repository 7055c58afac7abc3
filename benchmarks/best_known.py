"""The best plans known of made-up events, which may only get better."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Run
from scheduler.problem import DEFAULT_GOALS

TABLE = Path(__file__).with_name("best_known.csv")
FIELDS = ("preset", "seed", "value", "breaks", "idle")


@dataclass(frozen=True, slots=True)
class Known:
    """Value, breaks and idle slots of a plan."""

    value: int
    breaks: int
    idle: int

    def better_than(self, other: Known | None) -> bool:
        """Whether it is better in the order of the usual goals."""
        return other is None or self._rank < other._rank

    @property
    def _rank(self) -> tuple[int, int, int]:
        return -self.value, self.breaks, self.idle

    def __str__(self) -> str:
        return f"{self.value}/{self.breaks}/{self.idle}"


def known_of(run: Run) -> Known | None:
    """What a plan for the usual goals in their usual order reaches; None for other plans."""
    names = () if run.plan is None else tuple(goal.name for goal in run.plan.goals)
    value, breaks, idle = (run.goal(name) for name in FIELDS[2:])
    if names != DEFAULT_GOALS or value is None or breaks is None or idle is None:
        return None
    return Known(value.achieved, breaks.achieved, idle.achieved)


def read_best(table: Path | None = None) -> dict[tuple[str, int], Known]:
    """The best known plan of each preset and seed."""
    with (table or TABLE).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {(row["preset"], int(row["seed"])): Known(int(row["value"]), int(row["breaks"]), int(row["idle"])) for row in rows}


def keep_best(found: dict[tuple[str, int], Known], table: Path | None = None) -> None:
    """Write what is better than the best known into the table; nothing in it ever gets worse."""
    best = read_best(table)
    for event, known in found.items():
        if known.better_than(best.get(event)):
            best[event] = known
    with (table or TABLE).open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows((*event, known.value, known.breaks, known.idle) for event, known in sorted(best.items()))
