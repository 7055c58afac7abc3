"""Publish a plan: a frozen version, everybody's entries brought up to it, and a mail to whom it changes something for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import undefer

from matchmaking.agendas import Words
from matchmaking.agendas.entries import called
from matchmaking.changes import Kind
from matchmaking.planning import Diary, by_role, diary_of, questions, why
from matchmaking.programme import programme
from matchmaking.wording import for_people
from scheduler.checker import Violation, broken_rules
from scheduler.files.reading import parse_plan, parse_problem
from scheduler.plan import Plan
from scheduler.problem import Problem
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.core.event_data import read_event
from web.models import Event, MeetingStatus, Person, PlanDraft, Publication, PublishedEntry, Registration, Run, RunOutcome, RunState, now
from web.publishing.queries.published import Published, read_published
from web.publishing.services.plan_changes import Change, changes
from web.publishing.services.publication_mail import notify_of_change, notify_of_first_agenda


@dataclass(frozen=True, slots=True)
class Doubled:
    """Somebody who would be in two places at once."""

    name: str
    start: datetime


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that could be published next, with what it would do.

    Attributes
    ----------
    gone
        Who is in the plan and no longer takes part; with anybody in here it cannot be published.
    stale
        The event's data are not those that it was planned from.
    violations
        What the checker finds wrong with it; nothing but a defect or a draft in the making has any.
    doubled
        Who would be in two places at once, in two roles.
    published
        What is published now.
    seen
        Stands for all that the organiser was shown: another value, and something has changed since.
    """

    problem: Problem
    plan: Plan
    problem_text: str
    plan_text: str
    words: Words
    changes: tuple[Change, ...]
    gone: tuple[str, ...]
    stale: bool
    violations: tuple[Violation, ...]
    doubled: tuple[Doubled, ...]
    published: Published
    seen: str

    @property
    def version(self) -> int:
        """The number that it would get."""
        return self.published.newest + 1

    @property
    def people_notified(self) -> int:
        """How many people would get mail."""
        return len({change.registration.id for change in self.changes if change.notified})

    def count(self, kind: Kind) -> int:
        """How many meetings and dialogues change in a way."""
        return len({change.uid for change in self.changes if change.kind is kind})


def candidate(event: Event, published: Published | None = None) -> Candidate | None:
    """Look at what could be published: the draft that organisers work on, else the newest run's plan; None: none yet.

    Parameters
    ----------
    published
        What is published now, where it has been read already.
    """
    found = _newest_plan(event)
    if found is None:
        return None
    text, sha256, plan_text = found
    problem, plan = parse_problem(json.loads(text), "problem"), parse_plan(json.loads(plan_text), "plan")
    snapshot = read_event(event)
    data, people = snapshot.data, snapshot.people
    roles, role_plan = by_role(problem, plan, data)
    busy = _kept_by(roles, role_plan)
    gone = tuple(called(person) for person in roles.participants if person.id in busy and person.id not in people)
    words = Words(questions(data), why(data))
    published, current = published or read_published(event), snapshot.document.sha256
    seen = [published.newest + 1, sha256, plan_text, current]
    return Candidate(
        problem=problem,
        plan=plan,
        problem_text=text,
        plan_text=plan_text,
        words=words,
        changes=() if gone else tuple(changes(roles, role_plan, words, people, published.entries)),
        gone=gone,
        stale=current != sha256,
        violations=broken_rules(problem, plan),
        doubled=_in_two_places(roles, role_plan, diary_of(data)),
        published=published,
        seen=hashlib.sha256(json.dumps(seen).encode()).hexdigest(),
    )


def publish(event: Event, by: Person | None, *, seen: str, although_stale: bool = False, note: str = "") -> Publication:
    """Publish the plan that the organiser has looked at.

    Parameters
    ----------
    seen
        `Candidate.seen` of what was looked at.
    although_stale
        The organiser has confirmed to publish a plan of older data.

    Raises
    ------
    Conflict
        Where that is not what would be published now, somebody in it no longer takes part, it is not valid, or nothing would change.
    Invalid
        Where the data have changed since it was planned and that was not confirmed.
    """
    # Of two who publish at once, the second waits here, and then has seen something older.
    db.session.execute(select(Event.id).where(Event.id == event.id).with_for_update())
    found = candidate(event)
    if found is None or found.seen != seen:
        raise Conflict(_("What would be published is not what you have looked at: the plan or the event’s data have changed. Look again."))
    if found.gone:
        raise Conflict(refusal(found))
    if broken := _first_broken(found):
        raise Conflict(_("This plan breaks a rule: %(rule)s. Mend it, or start a new planning run.", rule=broken))
    if found.version > 1 and not found.changes:
        raise Conflict(_("Nothing would change: everybody’s agenda already says what this plan says."))
    if found.stale and not although_stale:
        raise Invalid(fields={"although_stale": _("Tick this to publish the older plan, or start a new planning run.")})
    return _write(event, by, found, note)


def refusal(found: Candidate) -> str:
    """Say why a plan with people in it who are gone cannot be published, and what to do."""
    names = "; ".join(found.gone)
    return str(_("No longer taking part, but in this plan: %(names)s. Start a new planning run, which plans without them.", names=names))


def _newest_plan(event: Event) -> tuple[str, str, str] | None:
    """Problem, its hash, plan."""
    whole = undefer(PlanDraft.problem), undefer(PlanDraft.plan)
    draft = db.session.scalar(select(PlanDraft).where(PlanDraft.event_id == event.id).options(*whole))
    if draft is not None:
        return draft.problem, draft.problem_sha256, draft.plan
    run = db.session.scalar(
        select(Run)
        .where(Run.event_id == event.id, Run.state == RunState.FINISHED, Run.outcome == RunOutcome.PLAN)
        .order_by(Run.ended_at.desc(), Run.id.desc())
        .limit(1)
        .options(undefer(Run.problem), undefer(Run.plan))
    )
    return (run.problem, run.problem_sha256, run.plan) if run is not None and run.plan is not None else None


def _first_broken(found: Candidate) -> str:
    """The first rule that a plan breaks, in words; empty: it breaks none."""
    if found.violations:
        return for_people(found.problem, found.violations[:1], str(get_locale() or "en"))[0]
    if not found.doubled:
        return ""
    first = found.doubled[0]
    return str(_("%(name)s would be in two places at %(time)s, in two roles", name=first.name, time=f"{first.start:%H:%M}"))


def _in_two_places(problem: Problem, plan: Plan, diary: Mapping[str, Diary]) -> tuple[Doubled, ...]:
    """Who shares a diary by now, though the plan was made when they did not: a second person at a booth who is ill, say."""
    booked: dict[tuple[datetime, str], set[str]] = {}
    for item in programme(problem, plan):
        for who in item.people:
            if who.id in diary:
                for slot in item.slots:
                    booked.setdefault((slot.start, diary[who.id].id), set()).add(who.id)
    return tuple(Doubled(diary[who].roles[0].name, start) for (start, who), roles in sorted(booked.items()) if len(roles) > 1)


def _kept_by(problem: Problem, plan: Plan) -> set[str]:
    """Ids of all who have something to do in a plan."""
    pairs = {request.id: request.participants for request in problem.requests}
    busy = {who for meeting in plan.meetings for who in pairs[meeting.request]}
    for held in plan.dialogues:
        busy |= {*held.participants, *([held.moderator] if held.moderator else [])}
    return busy


def _write(event: Event, by: Person | None, found: Candidate, note: str) -> Publication:
    # Calendars know no parts of a second.
    moment = now().replace(microsecond=0)
    publication = Publication(
        event_id=event.id,
        version=found.version,
        problem=found.problem_text,
        plan=found.plan_text,
        words={"questions": dict(found.words.questions), "why": dict(found.words.why)},
        note=note,
        published_at=moment,
        published_by_id=by.id if by else None,
    )
    db.session.add(publication)
    db.session.flush()
    had_agenda = {row.registration_id for row in found.published.entries}
    to_notify = []
    for change in found.changes:
        row = _apply(publication, change)
        if change.notified:
            to_notify.append((row, change))
    db.session.flush()
    _notify(event, publication, to_notify, had_agenda)
    record("published", publication, by, event, version=found.version, lines=len(found.changes))
    return publication


def _apply(publication: Publication, change: Change) -> PublishedEntry:
    row, entry = change.row, change.entry
    if row is None:
        row = PublishedEntry(
            event_id=publication.event_id, registration_id=change.registration.id, uid=change.uid, subject=change.subject, sequence=0
        )
        row.registration = change.registration
        db.session.add(row)
    elif change.kind is not Kind.REWORDED:
        row.sequence += 1
    row.status = MeetingStatus.CANCELLED if entry is None else MeetingStatus.CONFIRMED
    row.publication_id, row.last_modified = publication.id, publication.published_at
    if entry is not None:
        row.start, row.end, row.title, row.place, row.why = entry.start, entry.end, entry.title, entry.place, entry.why
        row.who, row.questions = list(entry.who), list(entry.questions)
    return row


def _notify(event: Event, publication: Publication, to_notify: list[tuple[PublishedEntry, Change]], had_agenda: set[int]) -> None:
    """One mail about all of it to whom this is the first agenda, one a meeting to the others."""
    first: dict[int, tuple[Registration, int]] = {}
    for row, change in to_notify:
        if row.registration_id in had_agenda:
            notify_of_change(event, publication, row, change)
        else:
            first[row.registration_id] = (change.registration, first.get(row.registration_id, (None, 0))[1] + 1)
    for registration, meetings in first.values():
        notify_of_first_agenda(event, publication, registration, meetings)
