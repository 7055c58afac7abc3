from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.checker import check
from scheduler.plan import HeldDialogue
from tests.support.web.fixtures import post, sign_in
from tests.support.web.published import finished, first_plan
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.core.event_data import read_event
from web.models import Dialogue, DialogueLock, Event, Person, PlanEdit, Registration, Run, SeatWish, Strength
from web.planning.queries.drafts import Draft, read_draft
from web.planning.services.drafts import adopt_run

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise"


@pytest.fixture
def organiser(sqlite_app: Flask) -> FlaskClient:
    return begin(sqlite_app)


def begin(app: Flask) -> FlaskClient:
    """The world with a second place for its dialogue and a plan."""
    with app.test_request_context():
        world = make_world()
        assert world.dialogue is not None
        assert world.table is not None
        world.dialogue.places.append(world.table)
        db.session.flush()
        adopt_run(world.event, honest(finished(first_plan())), None)
        commit()
    return sign_in(app, address("organiser"))


def honest(run: Run) -> Run:
    """The plan written by hand reaches the highest value; nothing is proven of its breaks."""
    plan = json.loads(run.plan or "")
    for goal in plan["goals"]:
        goal["bound"] = goal["achieved"] if goal["name"] == "value" else 0
        goal["proven"] = goal["bound"] == goal["achieved"]
    plan["status"] = "feasible"
    run.plan = json.dumps(plan)
    return run


def event() -> Event:
    db.session.expire_all()
    return db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()


def draft() -> Draft:
    found = read_draft(event())
    assert found is not None
    return found


def the_dialogue() -> Dialogue:
    return db.session.scalars(select(Dialogue).where(Dialogue.event_id == event().id)).one()


def the_held_dialogue() -> HeldDialogue | None:
    return next(iter(draft().plan.dialogues), None)


def id_of(actor: str) -> str:
    return db.session.scalars(select(Registration.public_id).join(Registration.person).where(Person.email == address(actor))).one()


def act(app: Flask, browser: FlaskClient, what: str, **typed: Any) -> TestResponse:
    with app.test_request_context():
        subject, revision = the_dialogue().public_id, draft().row.revision
    url = f"{HERE}/plan/dialogues/{subject}/{what}"
    return post(browser, url, {"revision": str(revision)} | typed, form_at=f"{HERE}/plan/meetings/{subject}")


def must_be_sound() -> None:
    """The draft is of the event as it is now, and the checker has nothing against it."""
    found = draft()
    assert check(found.problem, found.plan, sha256=found.row.problem_sha256).violations == ()
    assert read_event(event()).document.sha256 == found.row.problem_sha256


def free_slot(*actors: str) -> str:
    """A slot in which none of them does anything, nor is the dialogue held."""
    found, people = draft(), {id_of(actor) for actor in actors}
    busy = {meeting.slot for meeting in found.plan.meetings if people & set(meeting.request.split("+"))}
    busy |= {held.start for held in found.plan.dialogues}
    return next(slot.id for slot in found.problem.slots if slot.id not in busy)


def test_dialogue_is_moved_and_locked_there_and_later_runs_can_only_keep_it(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        before = the_held_dialogue()
        assert before is not None
        slot, moderator = free_slot("other buyer", "facilitator"), id_of("facilitator")
    moved = act(app, browser, "put", slot=slot, place="Table 1", moderator=moderator)
    assert moved.status_code == 303
    with app.test_request_context():
        after = the_held_dialogue()
        assert after == HeldDialogue(before.dialogue, slot, "Table 1", moderator, before.participants)
        must_be_sound()
        dialogue = draft().problem.dialogues[0]
        assert (dialogue.starts, dialogue.places, dialogue.moderators, dialogue.must) == ((slot,), ("Table 1",), (moderator,), True)
        assert db.session.scalars(select(PlanEdit)).one().after == {"slot": slot, "place": "Table 1", "moderator": moderator}
    assert 'class="held dialogue locked"' in browser.get(f"{HERE}/plan/places").text


def test_move_into_what_somebody_does_already_is_refused_or_costs_the_seat(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        who, moderator = id_of("other buyer"), id_of("facilitator")
        taken = next(meeting for meeting in draft().plan.meetings if who in meeting.request)
        before, text = the_held_dialogue(), draft().row.plan
    where = {"slot": taken.slot, "place": "Table 1", "moderator": moderator}
    refused = act(sqlite_app, organiser, "put", **where)
    assert (refused.status_code, "This is not possible:" in refused.text, "Other Buyer" in refused.text) == (422, True, True)
    with sqlite_app.test_request_context():
        assert (the_held_dialogue(), draft().row.plan, the_dialogue().lock) == (before, text, None)
    # Somebody has to sit at it.
    alone = act(sqlite_app, organiser, "put", **where, without_busy="y")
    assert (alone.status_code, "Who repairs?” at 10:" in alone.text, "seats 0, at least 1 needed" in alone.text) == (422, True, True)


def id_now(app: Flask, actor: str) -> str:
    with app.test_request_context():
        return id_of(actor)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slot": "noon"}, "Choose from the list."),
        ({"place": "Booth 1"}, "Choose from the list."),
        ({"moderator": "nobody"}, "Choose from the list."),
    ],
)
def test_dialogue_goes_only_where_it_can_be(sqlite_app: Flask, organiser: FlaskClient, wrong: dict[str, str], message: str) -> None:
    with sqlite_app.test_request_context():
        where = {"slot": free_slot("other buyer", "facilitator"), "place": "Table 1", "moderator": id_of("facilitator")}
    refused = act(sqlite_app, organiser, "put", **(where | wrong))
    assert (refused.status_code, message in refused.text) == (422, True)


def test_seat_is_given_and_taken(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        slot, moderator, newcomer = free_slot("other buyer", "facilitator", "other supplier"), id_of("facilitator"), id_of("other supplier")
    assert act(app, browser, "put", slot=slot, place="Table 1", moderator=moderator).status_code == 303
    assert act(app, browser, "seat", participant=newcomer).status_code == 303
    with app.test_request_context():
        held = the_held_dialogue()
        assert held is not None
        assert set(held.participants) == {id_of("other buyer"), newcomer}
        must_be_sound()
        wish = db.session.scalars(select(SeatWish).order_by(SeatWish.id.desc())).first()
        assert wish is not None
        assert (wish.strength, wish.set_aside_at) == (Strength.MUST, None)
    assert act(app, browser, "unseat", participant=newcomer).status_code == 303
    assert act(app, browser, "unseat", participant=newcomer).status_code == 404
    with app.test_request_context():
        held = the_held_dialogue()
        assert held is not None
        assert set(held.participants) == {id_of("other buyer")}
        must_be_sound()
        assert [seat.participant for seat in read_event(event()).problem.dialogues[0].wanted] == [id_of("other buyer")]
    assert act(app, browser, "seat", participant=newcomer).status_code == 303
    last = act(app, browser, "unseat", participant=newcomer)
    assert last.status_code == 303


def test_seat_that_a_rule_forbids_is_refused(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        busy, sitting, moderator = id_of("buyer"), id_of("other buyer"), id_of("facilitator")
        taken = next(meeting.slot for meeting in draft().plan.meetings if busy in meeting.request and sitting not in meeting.request)
        cancelled = next(meeting for meeting in draft().plan.meetings if sitting in meeting.request)
        revision = draft().row.revision
    page = f"{HERE}/plan/meetings/{cancelled.request}"
    assert post(organiser, f"{page}/cancel", {"revision": str(revision)}, form_at=page).status_code == 303
    assert act(sqlite_app, organiser, "put", slot=taken, place="Table 1", moderator=moderator).status_code == 303
    refused = act(sqlite_app, organiser, "seat", participant=busy)
    assert (refused.status_code, "Buyer" in refused.text, "This is not possible:" in refused.text) == (422, True, True)
    nobody = act(sqlite_app, organiser, "seat", participant="nobody")
    assert (nobody.status_code, "Choose from the list." in nobody.text) == (422, True)
    alone = act(sqlite_app, organiser, "unseat", participant=sitting)
    assert (alone.status_code, "seats 0, at least 1 needed" in alone.text) == (422, True)
    with sqlite_app.test_request_context():
        wish = db.session.scalars(select(SeatWish)).one()
        assert (wish.set_aside_at, [seat.participant for seat in read_event(event()).problem.dialogues[0].wanted]) == (None, [sitting])


def test_who_would_rather_not_sit_there_is_not_seated(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        other = db.session.scalars(select(Registration).join(Registration.person).where(Person.email == address("other supplier"))).one()
        dialogue = the_dialogue()
        dialogue.wanted.append(SeatWish(registration=other, strength=Strength.RATHER_NOT))
        commit()
    refused = act(sqlite_app, organiser, "seat", participant=id_now(sqlite_app, "other supplier"))
    assert (refused.status_code, "Other Supplier would rather not sit at this table." in refused.text) == (422, True)


def test_dialogue_is_cancelled_put_back_and_held_again(app: Flask) -> None:
    browser = begin(app)
    assert act(app, browser, "lock").status_code == 303
    with app.test_request_context():
        subject, value = the_dialogue().public_id, draft().plan.goals[1]
        assert db.session.scalars(select(DialogueLock)).one().slot is not None
        # A lock only narrows the choice: what was proven still is.
        assert (value.name, value.bound) == ("value", value.achieved)
    assert act(app, browser, "unlock").status_code == 303
    cancelled = act(app, browser, "cancel")
    assert cancelled.headers["Location"] == f"{HERE}/plan/places"
    with app.test_request_context():
        assert (draft().plan.dialogues, draft().problem.dialogues, read_event(event()).problem.dialogues) == ((), (), ())
        must_be_sound()
        assert db.session.scalars(select(DialogueLock)).all() == []
    assert browser.get(f"{HERE}/plan/meetings/{subject}").status_code == 404
    listed = browser.get(f"{HERE}/dialogues").text
    assert ("Cancelled" in listed, "Put back" in listed) == (True, True)
    assert post(browser, f"{HERE}/dialogues/{subject}/put-back", form_at=f"{HERE}/dialogues").status_code == 303
    with app.test_request_context():
        assert [dialogue.id for dialogue in read_event(event()).problem.dialogues] == [subject]


def test_dropped_dialogue_is_held_with_those_who_asked_and_are_free(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        row = draft().row
        plan = json.loads(row.plan)
        plan["dialogues"] = []
        row.plan = json.dumps(plan)
        commit()
        slot, who, moderator = free_slot("other buyer", "facilitator"), id_of("other buyer"), id_of("facilitator")
    assert "Those who asked for a seat and are free then sit at it." in organiser.get(f"{HERE}/plan/meetings/{subject_of(sqlite_app)}").text
    assert act(sqlite_app, organiser, "lock").status_code == 422
    assert act(sqlite_app, organiser, "put", slot=slot, place="Round table", moderator=moderator).status_code == 303
    with sqlite_app.test_request_context():
        assert the_held_dialogue() == HeldDialogue(subject_now(), slot, "Round table", moderator, (who,))
        must_be_sound()


def subject_of(app: Flask) -> str:
    with app.test_request_context():
        return subject_now()


def subject_now() -> str:
    return the_dialogue().public_id


def test_change_of_a_plan_that_somebody_else_has_changed_is_refused(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        typed = {
            "slot": free_slot("other buyer"),
            "place": "Table 1",
            "moderator": id_of("facilitator"),
            "participant": id_of("other supplier"),
        }
    for what in ("put", "lock", "unlock", "cancel", "seat", "unseat"):
        assert (what, act(sqlite_app, organiser, what, **typed, revision="0").status_code) == (what, 409)


def test_dialogue_keeps_what_is_locked(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        slot, moderator = free_slot("other buyer", "facilitator"), id_of("facilitator")
    assert act(sqlite_app, organiser, "put", slot=slot, place="Table 1", moderator=moderator).status_code == 303
    with sqlite_app.test_request_context():
        row = the_dialogue()
        typed = {"topic": "Who repairs?", "theme": row.theme, "product_group": "FUR", "questions": "One?", "length": "1"}
        typed |= {"least_seats": "1", "most_seats": "6", "least_buyers": "4", "least_suppliers": "3"}
        places = [place.public_id for place in row.places if place.name != "Table 1"]
        page = f"{HERE}/dialogues/{row.public_id}"
    wrong = post(organiser, page, typed | {"places": places, "moderators": []})
    assert wrong.status_code == 422
    for message in (
        "It is locked at Table 1",
        "It is locked with Facilitator",
        "Buyers and suppliers together cannot be more than the seats.",
    ):
        assert message in wrong.text


def test_least_buyers_and_suppliers_are_saved_and_planned(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context():
        row = the_dialogue()
        page = f"{HERE}/dialogues/{row.public_id}"
        typed = {"topic": "Who repairs?", "theme": row.theme, "product_group": "FUR", "questions": "One?", "length": "1"}
        typed |= {"least_seats": "1", "most_seats": "6", "least_buyers": "2", "least_suppliers": ""}
        typed |= {"places": [place.public_id for place in row.places], "moderators": [who.public_id for who in row.moderators]}
    assert post(organiser, page, typed).status_code == 303
    with sqlite_app.test_request_context():
        assert read_event(event()).problem.dialogues[0].minimum == {"buyer": 2}
    assert 'name="least_buyers" type="number" value="2"' in organiser.get(page).text


def test_place_that_is_renamed_keeps_what_is_held_there(app: Flask) -> None:
    browser = begin(app)
    assert act(app, browser, "lock").status_code == 303
    with app.test_request_context():
        before = {meeting.request: meeting.place for meeting in draft().plan.meetings}
        place = {place.name: place.public_id for place in event().places}
    for old, new, kind in (("Booth 1", "Stand A", "booth"), ("Round table", "Rotonde", "round table")):
        typed = {"kind": kind, "name": new, "zone": "Hall", "capacity": "2" if kind == "booth" else "1"}
        assert post(browser, f"{HERE}/places/{place[old]}", typed).status_code == 303
    with app.test_request_context():
        held = the_held_dialogue()
        assert held is not None
        assert held.place == "Rotonde"
        renamed = {"Booth 1": "Stand A"}
        assert {meeting.request: meeting.place for meeting in draft().plan.meetings} == {
            request: renamed.get(name, name) for request, name in before.items()
        }
        must_be_sound()
