"""Planning runs as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from matchmaking.report.goals import WORDS
from scheduler.plan import GoalResult
from scheduler.problem import MAXIMISED
from web.core.database import db
from web.core.errors import NotFound
from web.models import Event, Run, now

LISTED = 20


@dataclass(frozen=True, slots=True)
class GoalState:
    """One goal with the best value so far and its proven bound; ``most``: more is better. ``goal`` is its name in plans."""

    goal: str
    name: str
    meaning: str
    achieved: int | None
    bound: int | None
    most: bool
    elapsed: float = 0.0

    @property
    def gap(self) -> int | None:
        """How much better a plan could still be; None: not known yet."""
        return None if self.achieved is None or self.bound is None else abs(self.bound - self.achieved)


def newest_runs(event: Event) -> Sequence[Run]:
    """The last runs of an event, the newest first, with who asked for them."""
    return db.session.scalars(
        select(Run).where(Run.event_id == event.id).options(joinedload(Run.asked_by)).order_by(Run.id.desc()).limit(LISTED)
    ).all()


def run_of(event: Event, public_id: str) -> Run:
    """Find a run of an event by the id in the address.

    Raises
    ------
    NotFound
        Where the event has none of it.
    """
    run = db.session.scalar(select(Run).where(Run.event_id == event.id, Run.public_id == public_id).options(joinedload(Run.asked_by)))
    if run is None:
        raise NotFound
    return run


def goals_so_far(run: Run) -> tuple[GoalState, ...]:
    """Say how far a run is with each goal that it has begun; of a goal that it came back to, the last word."""
    last = {progress["goal"]: progress for progress in run.progress}
    return tuple(_state(progress) for progress in last.values())


def elapsed_of(run: Run) -> float:
    """Seconds that a run has been at work, up to now or its end; 0 while it waits."""
    if run.started_at is None:
        return 0.0
    return ((run.ended_at or now()) - run.started_at).total_seconds()


def goals_of(goals: Sequence[GoalResult]) -> tuple[GoalState, ...]:
    """Say how far a plan is with each of its goals."""
    return tuple(_state({"goal": goal.name, "achieved": goal.achieved, "bound": goal.bound}) for goal in goals)


def _state(progress: dict[str, Any]) -> GoalState:
    goal = progress["goal"]
    name, meaning = WORDS.get(goal, (goal.replace("_", " ").capitalize(), ""))
    so_far = progress["achieved"], progress["bound"], goal in MAXIMISED, progress.get("elapsed", 0.0)
    return GoalState(goal, _(name), _(meaning) if meaning else "", *so_far)
