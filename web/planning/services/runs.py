"""Planning runs: asked for, taken up by a worker, kept alive, cancelled, ended; every change is one conditional update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, CursorResult, and_, or_, select, update

from web.activity.services.activity import record
from web.core.database import commit, db, on_commit
from web.core.errors import Conflict, Invalid
from web.core.event_data import read_event
from web.core.queue import queue
from web.models import Event, Person, Run, RunOutcome, RunState, new_token, now
from web.publishing.queries.published import newest_version

PLAN = "plan"
MOST_ATTEMPTS = 3
ALIVE = (RunState.WAITING, RunState.RUNNING)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a worker needs to carry out a run that it has taken; ``token`` proves that it still is the one."""

    run_id: int
    token: str
    problem: str
    problem_sha256: str
    seconds: float
    workers: int
    seed: int
    reproducible: bool
    keep: str | None
    frozen_until: datetime | None


def ask_for_run(
    event: Event,
    by: Person | None,
    *,
    seconds: float = 60.0,
    workers: int = 2,
    seed: int = 0,
    reproducible: bool = False,
    keep_published: bool = False,
) -> Run:
    """Ask for a plan of an event as it is now.

    Parameters
    ----------
    keep_published
        Whether to change as little as possible of what is published; what has begun by now then stays as it is.

    Raises
    ------
    Conflict
        While another run of this event has not ended, or where nothing is published that could be kept.
    Invalid
        Where the event has no slots.
    """
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    if live_run(event) is not None:
        raise Conflict(_("A planning run of this event is under way. Wait until it ends, or stop it."))
    if not event.slots:
        raise Invalid(_("Make the slots of the event first: there is no time yet to meet in."))
    published = newest_version(event) if keep_published else None
    if keep_published and published is None:
        raise Conflict(_("Nothing is published yet that could be kept. Plan from nothing."))
    document = read_event(event).document
    run = Run(
        event_id=event.id,
        asked_by_id=by.id if by else None,
        seconds=seconds,
        workers=workers,
        seed=seed,
        reproducible=reproducible,
        problem=document.text,
        problem_sha256=document.sha256,
        keep=published.plan if published else None,
        frozen_until=now() if published else None,
    )
    db.session.add(run)
    db.session.flush()
    record("asked for a plan", run, by, event)
    run_id = run.id
    on_commit(lambda: queue().enqueue(PLAN, run_id))
    return run


def live_run(event: Event) -> Run | None:
    """Give the event's run that has not ended; there is one at most."""
    return db.session.scalar(select(Run).where(Run.event_id == event.id, Run.state.in_(ALIVE)))


def cancel_run(run: Run, by: Person | None) -> None:
    """Ask a run to stop and keep its best plan so far; harmless once it has ended."""
    if run.alive and run.cancel_asked_at is None:
        run.cancel_asked_at = now()
        record("stopped a planning run", run, by, run.event)
        db.session.flush()


def recoverable_runs() -> list[int]:
    """List the runs that wait, and those whose worker has given no sign of life until the end of its lease."""
    return list(db.session.scalars(select(Run.id).where(_free()).order_by(Run.id)))


def claim_run(run_id: int, lease_seconds: float) -> Claim | None:
    """Take a run up, once: of any number of workers that try, one gets it. Commits.

    A run whose worker was lost three times ends as lost; it may be what kills them.
    """
    token, moment = new_token(), now()
    lost = update(Run).where(Run.id == run_id, _free(), Run.attempt >= MOST_ATTEMPTS)
    db.session.execute(lost.values(state=RunState.FAILED, outcome=RunOutcome.LOST, ended_at=moment, token=None, lease_until=None))
    taken = _changed(
        update(Run)
        .where(Run.id == run_id, _free())
        .values(
            state=RunState.RUNNING,
            token=token,
            attempt=Run.attempt + 1,
            started_at=moment,
            heartbeat_at=moment,
            lease_until=moment + timedelta(seconds=lease_seconds),
            progress=[],
            curve=None,
        )
    )
    commit()
    if not taken:
        return None
    run = db.session.get_one(Run, run_id)
    claim = Claim(
        run.id, token, run.problem, run.problem_sha256, run.seconds, run.workers, run.seed, run.reproducible, run.keep, run.frozen_until
    )
    commit()
    return claim


def keep_alive(
    claim: Claim, progress: list[dict[str, Any]], lease_seconds: float, *, curve: dict[str, Any] | None = None
) -> tuple[bool, bool]:
    """Note where a run stands and prolong its lease. Commits.

    Returns
    -------
    tuple
        Whether the run is still this worker's, and whether somebody asked to stop it.
    """
    moment = now()
    mine = _changed(
        update(Run)
        .where(_mine(claim))
        .values(progress=progress, curve=curve, heartbeat_at=moment, lease_until=moment + timedelta(seconds=lease_seconds))
    )
    stop = db.session.scalar(select(Run.cancel_asked_at).where(Run.id == claim.run_id)) is not None
    commit()
    return mine, stop


def end_run(
    claim: Claim,
    outcome: RunOutcome,
    *,
    plan: str | None = None,
    message: str = "",
    progress: list[dict[str, Any]],
    curve: dict[str, Any] | None = None,
) -> bool:
    """Note how a run ended, once: of two workers that both carried it out, only who holds it now is heard. Commits.

    Returns
    -------
    bool
        Whether it was noted.
    """
    noted = _changed(
        update(Run)
        .where(_mine(claim))
        .values(
            state=RunState.FINISHED if outcome is RunOutcome.PLAN else RunState.FAILED,
            outcome=outcome,
            plan=plan,
            message=message,
            progress=progress,
            curve=curve,
            ended_at=now(),
            token=None,
            lease_until=None,
        )
    )
    commit()
    return noted


def _free() -> ColumnElement[bool]:
    return or_(Run.state == RunState.WAITING, and_(Run.state == RunState.RUNNING, Run.lease_until < now()))


def _mine(claim: Claim) -> ColumnElement[bool]:
    return and_(Run.id == claim.run_id, Run.state == RunState.RUNNING, Run.token == claim.token)


def _changed(statement: Any) -> bool:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    assert isinstance(done, CursorResult)
    return bool(done.rowcount)
