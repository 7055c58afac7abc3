"""Somebody who takes part in two roles: the planner knows one person, the pages know both agendas."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from matchmaking.planning import pair_id
from scheduler.plan import Meeting, Plan
from tests.support.web.fixtures import post, sign_in
from tests.support.web.published import BASE, finished, first_plan, the_event, who
from tests.support.web.world import BEGIN, TAXONOMY, World, address, make_world
from web.catalogue.services.catalogue import NeedWords, save_need
from web.core.database import commit, db
from web.core.errors import Invalid
from web.core.event_data import read_event
from web.dialogues.services.dialogues import wish_to_join
from web.meetings.services.meetings import ask_for_meeting, lock_meeting
from web.models import Absence, Dialogue, Registration, Role, Run, SeatWish, Strength
from web.planning.queries.drafts import read_draft
from web.planning.services.drafts import adopt_run
from web.publishing.queries.published import entries_of
from web.publishing.services.publishing import candidate
from web.registration.services.registrations import approve, register

pytestmark = pytest.mark.slow

HERE = f"{BASE}/organise"


def buyer_too(world: World, actor: str) -> Registration:
    """The second registration of somebody who has one."""
    one = world[actor]
    other = register(one.event, one.person, Role.BUYER, None, one.organisation)
    save_need(other, TAXONOMY, NeedWords(functional_need="Sit ourselves", product_group="FUR", strategies=["C2"], step="3"))
    approve(other, None)
    return other


def only_in(registration: Registration, slot: int) -> None:
    """Leave somebody one slot of the four."""
    start = BEGIN + timedelta(minutes=25 * slot)
    registration.absences = [Absence(reason="", end=start), Absence(reason="", start=start + timedelta(minutes=20))]


def planned_and_published(app: Flask) -> FlaskClient:
    browser = sign_in(app, address("organiser"))
    run = post(browser, f"{HERE}/runs", {"seconds": "20"}).headers["Location"]
    app.extensions["queue"].work_off()
    assert post(browser, f"{run}/use", form_at=run).status_code == 303
    page = browser.get(f"{HERE}/publish").text
    seen = re.search(r'name="seen"[^>]*value="([^"]+)"', page)
    assert seen, page
    assert post(browser, f"{HERE}/publish", {"seen": seen[1]}).status_code == 303
    return browser


@pytest.mark.parametrize("people", [1, 2])
def test_what_the_planner_makes_of_two_roles_can_be_published(app: Flask, people: int) -> None:
    """Both of the supplier's meetings are possible in one slot only; with a colleague at the booth both can be held in it."""
    with app.test_request_context():
        world = make_world()
        asking = buyer_too(world, "supplier")
        ask_for_meeting(asking, world["other supplier"], Strength.MUST, None)
        world["supplier"].people = people
        for actor in ("buyer", "other supplier"):
            only_in(world[actor], 2)
        ids = asking.id, world["supplier"].id
        commit()
    planned_and_published(app)
    with app.app_context():
        roles = [db.session.get_one(Registration, id_) for id_ in ids]
        starts = [[entry.start for entry in entries_of(role)] for role in roles]
        third = BEGIN + timedelta(minutes=50)
        assert (starts[0].count(third), starts[1].count(third)) == ((1, 0) if len(starts[0]) else (0, 1)) if people == 1 else (1, 1)
        assert sum(map(len, starts)) == (2 if people == 1 else 3)


def two_roles_with_a_plan(app: Flask, wish: bool = False) -> str:
    """The supplier, who is a buyer too, meets the buyer at their booth; as a buyer they ask for the other supplier, and for a seat."""
    with app.test_request_context():
        world = make_world()
        asking = buyer_too(world, "supplier")
        ask_for_meeting(asking, world["other supplier"], Strength.MUST, None)
        if wish:
            wish_to_join(asking, db.session.scalars(select(Dialogue)).one(), Strength.WOULD_LIKE)
        db.session.flush()
        adopt_run(world.event, unproven(finished(first_plan())), None)
        commit()
        return asking.public_id


def unproven(run: Run) -> Run:
    """The plan written by hand leaves out what could be held."""
    plan = json.loads(run.plan or "")
    for goal in plan["goals"]:
        goal["bound"] = 1000 if goal["name"] == "value" else 0
        goal["proven"] = goal["bound"] == goal["achieved"]
    run.plan = json.dumps(plan | {"status": "feasible"})
    return run


def act(app: Flask, browser: FlaskClient, path: str, form_at: str, **typed: Any) -> TestResponse:
    with app.test_request_context():
        draft = read_draft(the_event())
        assert draft
        typed |= {"revision": str(draft.row.revision)}
    return post(browser, f"{HERE}/plan/{path}", typed, form_at=f"{HERE}/plan/{form_at}")


def plan_of(app: Flask) -> Plan:
    with app.test_request_context():
        draft = read_draft(the_event())
        assert draft
        return draft.plan


def registration(public_id: str) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.public_id == public_id)).one()


def slots(app: Flask) -> list[str]:
    with app.test_request_context():
        return [slot.id for slot in read_event(the_event()).problem.slots]


def test_meeting_by_hand_is_refused_while_the_person_is_busy_in_the_other_role(app: Flask) -> None:
    as_buyer = two_roles_with_a_plan(app)
    browser, when = sign_in(app, address("organiser")), slots(app)
    with app.test_request_context():
        subject = pair_id(as_buyer, who("other supplier").public_id)
    where = {"place": "Table 1"}
    refused = act(app, browser, f"meetings/{subject}/put", f"meetings/{subject}", slot=when[0], **where)
    assert (refused.status_code, "This is not possible:" in refused.text) == (422, True)
    assert act(app, browser, f"meetings/{subject}/put", f"meetings/{subject}", slot=when[3], **where).status_code == 303
    assert Meeting(subject, when[3], "Table 1") in plan_of(app).meetings
    with app.test_request_context():
        found = candidate(the_event())
        assert found
        assert (found.violations, found.doubled) == ((), ())
        new = {(change.registration.public_id, change.entry.who) for change in found.changes if change.entry and change.subject == subject}
        assert new == {
            (as_buyer, ("Other Supplier, House of the other supplier",)),
            (who("other supplier").public_id, ("Supplier, House of the supplier",)),
        }


def test_meeting_can_be_added_for_either_role_but_not_with_oneself(app: Flask) -> None:
    as_buyer = two_roles_with_a_plan(app)
    browser, when = sign_in(app, address("organiser")), slots(app)
    with app.app_context():
        as_supplier, buyer = who("supplier").public_id, who("buyer").public_id
    page = browser.get(f"{HERE}/plan/add").text
    assert page.count("House of the supplier: Supplier (supplier)") == page.count("House of the supplier: Supplier (buyer)") == 2
    common = {"slot": when[3], "place": "Table 1"}
    refused = act(app, browser, "add", "add", one=as_buyer, other=as_supplier, **common)
    assert (refused.status_code, "Choose somebody else." in refused.text) == (422, True)
    assert act(app, browser, "add", "add", one=as_buyer, other=buyer, **common).status_code == 303
    assert pair_id(as_buyer, buyer) in {held.request for held in plan_of(app).meetings}
    with app.test_request_context():
        one, first = registration(as_buyer), the_event().slots[0]
        with pytest.raises(Invalid, match="cannot be put together"):
            lock_meeting(one, who("supplier"), first, None, None)


def test_seat_of_the_second_role_is_given_and_taken_by_hand(app: Flask) -> None:
    as_buyer = two_roles_with_a_plan(app, wish=True)
    browser = sign_in(app, address("organiser"))
    with app.app_context():
        table, in_plans = db.session.scalars(select(Dialogue)).one().public_id, who("supplier").public_id
    at = f"meetings/{table}"
    assert act(app, browser, f"dialogues/{table}/seat", at, participant=in_plans).status_code == 303
    assert in_plans in plan_of(app).dialogues[0].participants
    with app.test_request_context():
        wishes = db.session.scalars(select(SeatWish).where(SeatWish.strength == Strength.WOULD_LIKE)).all()
        assert len(wishes) == 2
        found = candidate(the_event())
        assert found
        assert as_buyer in {change.registration.public_id for change in found.changes if change.subject == table}
    assert act(app, browser, f"dialogues/{table}/unseat", at, participant=in_plans).status_code == 303
    assert in_plans not in plan_of(app).dialogues[0].participants
    with app.app_context():
        assert [wish.registration.public_id for wish in db.session.scalars(select(SeatWish)) if wish.set_aside_at] == [as_buyer]
