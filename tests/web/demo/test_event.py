from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from matchmaking.demo import load_demo as read_demo
from matchmaking.planning import EventData, to_problem
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from tests.support.web.fixtures import both_databases, counted_statements
from tests.support.web.world import TAXONOMY, make_world
from web.core.database import commit, db
from web.core.event_data import read_event
from web.demo.event import load_demo
from web.models import Activity, Event, Mail, Person, Registration, RegistrationState
from web.registration.services.registrations import leave

pytestmark = pytest.mark.slow


def renamed(data: EventData, event: Event) -> EventData:
    """The data that ship, with the ids that the database gave to participants, dialogues, places and slots."""
    by_email = dict(db.session.execute(select(Person.email, Registration.public_id).join(Registration.person)).all())
    who = {person.id: by_email[person.email] for person in data.participants}
    stored = read_event(event).data
    topics = {dialogue.topic: dialogue.id for dialogue in stored.dialogues}
    where = {place.id: place.name for place in data.places}
    times = dict(zip((slot.id for slot in data.event.slots), stored.event.slots, strict=True))
    sessions = {session.title: session.id for session in stored.event.sessions}
    session_ids = {session.id: sessions[session.title] for session in data.event.sessions}
    slots = tuple(times[slot.id] for slot in data.event.slots)
    return replace(
        data,
        event=replace(data.event, id=event.public_id, slots=slots, sessions=stored.event.sessions, breaks=stored.event.breaks),
        places=tuple(replace(row, id=row.name, owner=row.owner and who[row.owner]) for row in data.places),
        participants=tuple(replace(row, id=who[row.id]) for row in data.participants),
        absences=tuple(
            replace(row, participant=who[row.participant], session=row.session and session_ids[row.session]) for row in data.absences
        ),
        offers=tuple(replace(row, supplier=who[row.supplier]) for row in data.offers),
        needs=tuple(replace(row, buyer=who[row.buyer]) for row in data.needs),
        dialogues=tuple(
            replace(
                row,
                id=topics[row.topic],
                moderators=tuple(who[id_] for id_ in row.moderators),
                places=tuple(where[id_] for id_ in row.places),
                wanted=tuple(replace(wish, participant=who[wish.participant]) for wish in row.wanted),
            )
            for row in data.dialogues
        ),
        requests=tuple(replace(row, asker=who[row.asker], asked=who[row.asked]) for row in data.requests),
        locks=tuple(
            replace(row, participants=(who[row.participants[0]], who[row.participants[1]]), slot=times[row.slot].id) for row in data.locks
        ),
    )


@both_databases
def test_demo_event_comes_back_out_of_the_database_as_the_problem_it_was(app: Flask, db_kind: str) -> None:
    data = read_demo()
    if db_kind == "postgres":
        # Everything once; on the second database everything of each kind.
        data = replace(data, requests=data.requests[:100], locks=data.locks[:1])
    with app.test_request_context():
        event = load_demo(data)
        commit()
        db.session.expire_all()
        snapshot, expected = read_event(event), problem_to_json(to_problem(renamed(data, event)))
        stored = problem_to_json(snapshot.problem)
    # What is stored is read back as it was, so that a change by hand need not read it back.
    assert parse_problem(json.loads(snapshot.document.text), "problem") == snapshot.problem
    assert json.dumps(stored, sort_keys=True) == json.dumps(expected, sort_keys=True)


def test_demo_event_is_loaded_once(sqlite_app: Flask) -> None:
    data = read_demo()
    few = replace(data, requests=data.requests[:20])
    with sqlite_app.test_request_context():
        first = load_demo(few)
        commit()
        assert load_demo(few) is first
        assert db.session.scalar(select(func.count()).select_from(Event)) == 1
        assert db.session.scalar(select(func.count()).select_from(Mail)) == 0
        assert db.session.scalar(select(func.count()).where(Activity.verb == "approved")) == len(data.participants)


def test_event_is_read_in_a_constant_number_of_statements(sqlite_app: Flask) -> None:
    data = read_demo()

    def statements(make: Callable[[], Event]) -> int:
        event_id = make().id
        commit()
        db.session.expire_all()
        event = db.session.get_one(Event, event_id)
        with counted_statements() as seen:
            read_event(event)
        return len(seen)

    with sqlite_app.test_request_context():
        assert (statements(lambda: make_world().event), statements(lambda: load_demo(replace(data, requests=data.requests[:20])))) == (
            13,
            13,
        )


def test_who_left_is_in_no_problem_and_their_booth_no_table_for_others(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        before = read_event(world.event).problem
        leave(world["supplier"], world["supplier"].person)
        after = read_event(world.event).problem
    gone = world["supplier"].public_id
    assert {person.id for person in before.participants} - {person.id for person in after.participants} == {gone}
    assert [place.id for place in after.places] == ["Table 1", "Round table"]
    assert [request.participants for request in after.requests] == [
        request.participants for request in before.requests if gone not in request.participants
    ]
    assert world["supplier"].state is RegistrationState.LEFT


def test_only_the_approved_are_planned(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        world["facilitator"].state = RegistrationState.SUBMITTED
        db.session.flush()
        data = read_event(world.event).data
    assert world["facilitator"].public_id not in data.participant
    assert "organiser" not in {person.role for person in data.participants}
    assert data.dialogues[0].moderators == ()
    assert data.taxonomy == TAXONOMY
