"""Change the plan by hand: lock, move, cancel or add a meeting; what would break a rule is refused with the reason.

Each change goes into the event first, as a lock or a request set aside, so that later runs keep it. The plan is then brought onto
the event as it is now and judged by the checker.
"""

from __future__ import annotations

import json
from dataclasses import replace

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from matchmaking.planning.wishes import SEPARATOR, pair_id
from scheduler.checker import check
from scheduler.checker.reasons import TRUTHS
from scheduler.checker.timetable import Timetable
from scheduler.plan import GoalResult, Meeting, Plan, Reason, Table, Unscheduled
from scheduler.problem import Problem
from scheduler.reading import parse_problem
from scheduler.writing import plan_to_json
from web.database import db
from web.errors import Conflict, Invalid, NotFound
from web.models import EditKind, Event, MeetingLock, MeetingRequest, Person, PlanEdit, Registration, now
from web.queries.event_data import slot_name
from web.services.activity import record
from web.services.drafts import Draft, read_draft
from web.services.meetings import lock_meeting
from web.services.runs import problem_text

PAIR = ("no_common_slot", "no_slot_left", "no_place_left")


def put_meeting(event: Event, by: Person, revision: int, subject: str, slot: str, place: str) -> None:
    """Hold a meeting in a slot at a place, and lock it there; it may be held elsewhere now, or not at all.

    Raises
    ------
    Invalid
        With the rules that forbid it.
    Conflict
        Where somebody has changed the plan since ``revision``, or there is none.
    """
    draft = _draft(event, revision)
    baseline = _faults_now(event, draft)
    one, other = _pair(event, subject)
    for request in _requests(one, other):
        request.set_aside_at = None
    _lock(event, one, other, slot, place, by)
    held = next((meeting for meeting in draft.plan.meetings if meeting.request == subject), None)
    meetings = [meeting for meeting in draft.plan.meetings if meeting.request != subject]
    edited = replace(draft.plan, meetings=(*meetings, Meeting(subject, slot, place)))
    _settle(event, draft, edited, baseline)
    _note(event, by, EditKind.MOVE if held else EditKind.ADD, subject, held, Meeting(subject, slot, place))


def add_meeting(event: Event, by: Person, revision: int, one: Registration, other: Registration, slot: str, place: str) -> str:
    """Hold a meeting of two participants, whether or not they asked for it; returns its id. Raises as `put_meeting`."""
    if one.id == other.id:
        raise Invalid(fields={"other": _("Choose somebody else.")})
    subject = pair_id(one.public_id, other.public_id)
    put_meeting(event, by, revision, subject, slot, place)
    return subject


def lock_as_held(event: Event, by: Person, revision: int, subject: str) -> None:
    """Lock a meeting where it is held. Raises as `put_meeting`."""
    draft = _draft(event, revision)
    held = _held(draft, subject)
    baseline = _faults_now(event, draft)
    _lock(event, *_pair(event, subject), held.slot, held.place, by)
    _settle(event, draft, draft.plan, baseline)
    _note(event, by, EditKind.LOCK, subject, held, held)


def unlock(event: Event, by: Person, revision: int, subject: str) -> None:
    """Leave it to later runs where, and whether, a meeting is held. Raises as `put_meeting`."""
    draft = _draft(event, revision)
    baseline = _faults_now(event, draft)
    _drop_lock(*_pair(event, subject))
    _settle(event, draft, draft.plan, baseline)
    _note(event, by, EditKind.UNLOCK, subject, None, None)


def cancel_meeting(event: Event, by: Person, revision: int, subject: str) -> None:
    """Take a meeting out of this plan and of later runs. Raises as `put_meeting`."""
    draft = _draft(event, revision)
    held = _held(draft, subject)
    baseline = _faults_now(event, draft)
    one, other = _pair(event, subject)
    _drop_lock(one, other)
    for request in _requests(one, other):
        request.set_aside_at = now()
    edited = replace(draft.plan, meetings=tuple(meeting for meeting in draft.plan.meetings if meeting.request != subject))
    _settle(event, draft, edited, baseline)
    _note(event, by, EditKind.CANCEL, subject, held, None)


def brought_onto(problem: Problem, plan: Plan) -> Plan:
    """Give a plan as it is for a problem that has changed since: what is no longer known is left out, the goals counted anew.

    Bounds become those that hold for any plan, because nothing is proven of the changed event; reasons those that can be seen.
    """
    requests, slots = {request.id for request in problem.requests}, {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    meetings = tuple(held for held in plan.meetings if held.request in requests and held.slot in slots and held.place in places)
    tables = tuple(_seated(problem, table) for table in plan.dialogues if _known(problem, table) and table.start in slots)
    bare = replace(plan, meetings=meetings, dialogues=tables, unscheduled=())
    recomputed = check(problem, bare).goals
    goals = tuple(GoalResult(name, recomputed[name], _bound(problem, name)) for name in problem.goals)
    return replace(bare, goals=goals, unscheduled=_reasons(problem, bare), evidence=())


def _settle(event: Event, draft: Draft, edited: Plan, baseline: set[str]) -> None:
    db.session.flush()
    text, sha256 = problem_text(event)
    problem = parse_problem(json.loads(text), "problem")
    plan = replace(brought_onto(problem, edited), problem_sha256=sha256)
    plan = replace(plan, goals=_still_proven(draft, problem, plan))
    wrong = {name for held in edited.meetings if (name := held.request) not in {request.id for request in problem.requests}}
    wrong -= {held.request for held in draft.plan.meetings}
    if wrong:
        raise Invalid(_("One of the two has declined to meet the other."))
    if faults := [line for line in check(problem, plan, sha256=sha256).violations if line not in baseline]:
        raise Invalid("\n".join(in_words(problem, line) for line in faults))
    row = draft.row
    row.problem, row.problem_sha256, row.plan = text, sha256, json.dumps(plan_to_json(plan), ensure_ascii=False)
    row.revision += 1
    db.session.flush()


def _still_proven(draft: Draft, problem: Problem, plan: Plan) -> tuple[GoalResult, ...]:
    """The goals with the bounds that the run has proven, as far as they hold: fewer requests and more locks only narrow the choice.

    A bound of a goal holds among the plans that equal this one in the goals above it, so it goes where one of those has changed.
    """
    before = draft.problem
    narrower = (
        replace(before, requests=(), fixed=()) == replace(problem, requests=(), fixed=())
        and set(problem.requests) <= set(before.requests)
        and set(before.fixed) <= set(problem.fixed)
    )
    goals, same = [], narrower and [goal.name for goal in draft.plan.goals] == [goal.name for goal in plan.goals]
    for old, new in zip(draft.plan.goals, plan.goals, strict=False):
        goals.append(replace(new, bound=old.bound) if same else new)
        same = same and old.achieved == new.achieved
    return tuple(goals) or plan.goals


def in_words(problem: Problem, line: str) -> str:
    """Say what the checker found without the ids that nobody reads."""
    names = {person.id: person.label for person in problem.participants}
    for request in problem.requests:
        if request.id in line:
            line = line.replace(f"{request.id} (", "(").replace(request.id, " – ".join(names[who] for who in request.participants))
    for person in problem.participants:
        line = line.replace(f"{person.label} ({person.id})", person.label).replace(person.id, person.label)
    for slot in problem.slots:
        line = line.replace(f"{slot.id} ({slot.start:%Y-%m-%d %H:%M})", f"{slot.start:%H:%M}").replace(slot.id, f"{slot.start:%H:%M}")
    return line


def _faults_now(event: Event, draft: Draft) -> set[str]:
    """What is wrong with the plan already, because the event has changed since; a change by hand is not to blame for it."""
    text, sha256 = problem_text(event)
    if sha256 == draft.row.problem_sha256:
        return set()
    problem = parse_problem(json.loads(text), "problem")
    return set(check(problem, brought_onto(problem, draft.plan)).violations)


def _reasons(problem: Problem, plan: Plan) -> tuple[Unscheduled, ...]:
    timetable = Timetable(problem, plan)
    left = []
    for request in problem.requests:
        if request.id not in timetable.held:
            each = [Reason("participant_full", who) for who in request.participants]
            told = [r for r in (*each, *(Reason(code) for code in PAIR)) if TRUTHS[r.code](timetable, request.id, r) is None]
            left.append(Unscheduled(request.id, tuple(told) or (Reason("not_proven"),)))
    return tuple(left)


def _bound(problem: Problem, goal: str) -> int:
    """What no plan can beat, whatever is proven."""
    if goal == "value":
        seats = sum(seat.value for dialogue in problem.dialogues for seat in dialogue.wanted)
        return seats + sum(request.value for request in problem.requests)
    return 100 if goal == "lowest" else 0


def _known(problem: Problem, table: Table) -> bool:
    return any(dialogue.id == table.dialogue for dialogue in problem.dialogues) and any(p.id == table.place for p in problem.places)


def _seated(problem: Problem, table: Table) -> Table:
    dialogue = next(dialogue for dialogue in problem.dialogues if dialogue.id == table.dialogue)
    wanted = {seat.participant for seat in dialogue.wanted}
    return replace(table, participants=tuple(who for who in table.participants if who in wanted))


def _draft(event: Event, revision: int) -> Draft:
    draft = read_draft(event, lock=True)
    if draft is None:
        raise Conflict(_("There is no plan yet. Start a planning run and use its plan first."))
    if draft.row.revision != revision:
        raise Conflict(_("Somebody has changed the plan since you looked at it."))
    return draft


def _held(draft: Draft, subject: str) -> Meeting:
    for meeting in draft.plan.meetings:
        if meeting.request == subject:
            return meeting
    raise NotFound


def _pair(event: Event, subject: str) -> tuple[Registration, Registration]:
    ids = subject.split(SEPARATOR)
    rows = db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.public_id.in_(ids)).order_by(Registration.id)
    ).all()
    if len(rows) != 2:
        raise NotFound
    return rows[0], rows[1]


def _requests(one: Registration, other: Registration) -> list[MeetingRequest]:
    asked = or_(
        and_(MeetingRequest.asker_id == one.id, MeetingRequest.asked_id == other.id),
        and_(MeetingRequest.asker_id == other.id, MeetingRequest.asked_id == one.id),
    )
    return list(db.session.scalars(select(MeetingRequest).where(asked)))


def _lock(event: Event, one: Registration, other: Registration, slot: str, place: str, by: Person) -> None:
    when = next((row for row in event.slots if slot_name(event, row.start) == slot), None)
    where = next((row for row in event.places if row.name == place), None)
    if when is None or where is None:
        raise Invalid(_("This time or place is no longer there. Plan again."))
    lock_meeting(one, other, when, where, by)


def _drop_lock(one: Registration, other: Registration) -> None:
    first, second = sorted((one.id, other.id))
    lock = db.session.scalar(select(MeetingLock).where(MeetingLock.one_id == first, MeetingLock.other_id == second))
    if lock is not None:
        db.session.delete(lock)


def _note(event: Event, by: Person, kind: EditKind, subject: str, before: Meeting | None, after: Meeting | None) -> None:
    told = [{"slot": meeting.slot, "place": meeting.place} if meeting else None for meeting in (before, after)]
    db.session.add(PlanEdit(event_id=event.id, person_id=by.id, kind=kind, subject=subject, before=told[0], after=told[1]))
    record(f"changed the plan: {kind.value}", event, by, event, meeting=subject)
