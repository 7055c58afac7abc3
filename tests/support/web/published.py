"""The small world with its plan, for tests of what is published; the plan is written by hand, so that no test waits for a solver."""

from __future__ import annotations

import json
from dataclasses import replace

from flask import Flask
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream

from matchmaking.planning import pair_id
from scheduler.checker import check
from scheduler.files.writing import plan_to_json
from scheduler.plan import GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled
from tests.support.web.world import World, make_world
from web.core.database import commit, db
from web.core.event_data import read_event
from web.models import Event, Person, Publication, PublishedEntry, Registration, Run, RunOutcome, RunState, now
from web.planning.services.drafts import adopt_run
from web.publishing.services.publishing import candidate, publish

BASE = "/events/spring-market"


def the_event() -> Event:
    return db.session.scalars(db.select(Event).where(Event.slug == "spring-market")).one()


def who(actor: str) -> Registration:
    """An actor's registration; the oldest where they take part in more events."""
    email = f"{actor.replace(' ', '-')}@example.org"
    rows = db.select(Registration).join(Registration.person).where(Person.email == email).order_by(Registration.id)
    return db.session.scalars(rows.limit(1)).one()


def pair(one: str, other: str) -> str:
    return pair_id(who(one).public_id, who(other).public_id)


def first_plan() -> Plan:
    """Three meetings and a table: the supplier meets both buyers at the booth, the other supplier the buyer at the table."""
    problem = read_event(the_event()).problem
    slots = [slot.id for slot in problem.slots]
    meetings = (
        Meeting(pair("buyer", "supplier"), slots[0], "Booth 1"),
        Meeting(pair("other buyer", "supplier"), slots[1], "Booth 1"),
        Meeting(pair("buyer", "other supplier"), slots[2], "Table 1"),
    )
    table = HeldDialogue(problem.dialogues[0].id, slots[3], "Round table", who("facilitator").public_id, (who("other buyer").public_id,))
    return Plan(read_event(the_event()).document.sha256, meetings, (table,), (), ())


def moved(plan: Plan, number: int, slot: int) -> Plan:
    """The plan with one meeting in another slot."""
    slots = [slot.id for slot in read_event(the_event()).problem.slots]
    meetings = list(plan.meetings)
    meetings[number] = replace(meetings[number], slot=slots[slot])
    return replace(plan, meetings=tuple(meetings))


def without(plan: Plan, number: int) -> Plan:
    return replace(plan, meetings=plan.meetings[:number] + plan.meetings[number + 1 :])


def finished(plan: Plan) -> Run:
    """A run that has ended with the plan, what it reaches and leaves out filled in."""
    snapshot = read_event(the_event())
    problem, document = snapshot.problem, snapshot.document
    held = {meeting.request for meeting in plan.meetings}
    left_out = tuple(Unscheduled(request.id, (Reason("not_proven"),)) for request in problem.requests if request.id not in held)
    plan = replace(plan, problem_sha256=document.sha256, unscheduled=left_out)
    goals = check(problem, plan, sha256=document.sha256).goals
    plan = replace(plan, goals=tuple(GoalResult(name, goals[name], goals[name]) for name in problem.goals))
    run = Run(event_id=the_event().id, plan=json.dumps(plan_to_json(plan)), ended_at=now())
    run.problem, run.problem_sha256 = document.text, document.sha256
    run.state, run.outcome = RunState.FINISHED, RunOutcome.PLAN
    db.session.add(run)
    db.session.flush()
    return run


def published(plan: Plan, *, adopted: bool = False) -> Publication:
    """The plan as a run's, which the organisers have made the one they work on where ``adopted``, and published."""
    run = finished(plan)
    if adopted:
        adopt_run(the_event(), run, None)
    found = candidate(the_event())
    assert found
    publication = publish(the_event(), who("organiser").person, seen=found.seen)
    commit()
    return publication


def world_with_plan() -> World:
    world = make_world()
    db.session.flush()
    return world


def planned_world() -> World:
    """The world with the first plan as the one that the organisers work on."""
    world = world_with_plan()
    adopt_run(world.event, finished(first_plan()), None)
    return world


def entry_with(actor: str, other: str) -> PublishedEntry:
    """What stands in an actor's agenda about the meeting with another."""
    registration = who(actor)
    return db.session.scalars(
        db.select(PublishedEntry).where(PublishedEntry.registration_id == registration.id, PublishedEntry.subject == pair(actor, other))
    ).one()


def feed(app: Flask, actor: str) -> str:
    with app.test_request_context():
        return f"/calendars/{who(actor).calendar_token}.ics"


def read(raw: bytes) -> Calendar:
    """With the second parser."""
    return IcsCalendarStream.calendar_from_ics(raw.decode())
