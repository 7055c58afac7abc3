from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.checker import check
from scheduler.plan import Meeting
from tests.support.web.fixtures import Databases, both_databases, end_app, make_app, post, sign_in
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.core.event_data import read_event
from web.models import Answer, Event, MeetingLock, MeetingRequest, Person, PlanDraft, PlanEdit, Registration
from web.planning.queries.drafts import Draft, read_draft

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise"
MEETINGS = f"{HERE}/plan/meetings"


@pytest.fixture
def planned_app(databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The small world with a plan of the planner, made once."""
    app = make_app(tmp_path, databases.holding("sqlite", begin))
    yield app
    end_app(app)


@pytest.fixture
def organiser(planned_app: Flask) -> FlaskClient:
    return sign_in(planned_app, address("organiser"))


def begin(app: Flask) -> FlaskClient:
    with app.test_request_context():
        make_world()
        commit()
    browser = sign_in(app, address("organiser"))
    run = post(browser, f"{HERE}/runs", {"seconds": "20"}).headers["Location"]
    app.extensions["queue"].work_off()
    post(browser, f"{run}/use", form_at=run)
    return browser


def draft() -> Draft:
    db.session.expire_all()
    found = read_draft(db.session.scalars(select(Event).where(Event.slug == "spring-market")).one())
    assert found is not None
    return found


def ids(*actors: str) -> list[str]:
    rows = db.session.execute(select(Person.email, Registration.public_id).join(Registration.person))
    by_email = {row[0]: row[1] for row in rows}
    return [by_email[address(actor)] for actor in actors]


def meeting_of(*actors: str) -> str:
    return "+".join(sorted(ids(*actors)))


def held(subject: str) -> Meeting | None:
    return next((meeting for meeting in draft().plan.meetings if meeting.request == subject), None)


def must_be_sound() -> None:
    """The draft is of the event as it is now, and the checker has nothing against it."""
    found = draft()
    assert check(found.problem, found.plan, sha256=found.row.problem_sha256).violations == ()
    assert read_event(found.row.event).document.sha256 == found.row.problem_sha256


@both_databases
def test_meeting_is_moved_and_locked_there(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        found = draft()
        subject = meeting_of("buyer", "supplier")
        before = held(subject)
        assert before is not None
        busy = {
            meeting.slot
            for meeting in found.plan.meetings
            if set(meeting.request.split("+")) & set(subject.split("+")) and meeting.request != subject
        }
        slot = next(each.id for each in found.problem.slots if each.id not in busy | {before.slot})
    typed = {"slot": slot, "place": "Booth 1", "revision": "1"}
    answer = post(browser, f"{MEETINGS}/{subject}/put", typed, form_at=f"{MEETINGS}/{subject}")
    assert (answer.status_code, answer.headers.get("Location")) == (303, f"{MEETINGS}/{subject}")
    with app.test_request_context():
        assert held(subject) == Meeting(subject, slot, "Booth 1")
        must_be_sound()
        assert [(lock.place.name if lock.place else None) for lock in db.session.scalars(select(MeetingLock))] == ["Booth 1"]
        assert [(edit.kind.value, edit.after) for edit in db.session.scalars(select(PlanEdit))] == [
            ("move", {"slot": slot, "place": "Booth 1"})
        ]
    assert "Locked" in browser.get(f"{MEETINGS}/{subject}").text


def test_move_that_breaks_a_rule_is_refused_with_the_reason_and_changes_nothing(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        subject, other = meeting_of("buyer", "supplier"), meeting_of("other supplier", "buyer")
        taken, before, text = held(other), held(subject), draft().row.plan
        assert taken is not None
    typed = {"slot": taken.slot, "place": "Booth 1", "revision": "1"}
    refused = post(organiser, f"{MEETINGS}/{subject}/put", typed, form_at=f"{MEETINGS}/{subject}")
    assert (refused.status_code, "This is not possible:" in refused.text) == (422, True)
    assert ("Buyer" in refused.text, ids_in(refused.text, subject)) == (True, 0)
    assert "Buyer holds 2 meetings at once at " in refused.text
    elsewhere = post(organiser, f"{MEETINGS}/{subject}/put", typed | {"place": "Table 1"}, form_at=f"{MEETINGS}/{subject}")
    unknown = post(organiser, f"{MEETINGS}/{subject}/put", typed | {"slot": "noon"}, form_at=f"{MEETINGS}/{subject}")
    assert (elsewhere.status_code, unknown.status_code) == (422, 422)
    with planned_app.test_request_context():
        assert (held(subject), draft().row.plan, draft().row.revision) == (before, text, 1)
        assert db.session.scalars(select(MeetingLock)).all() == []


def ids_in(page: str, subject: str) -> int:
    """How often an id stands in the notice, where people would have to read it."""
    notice = page[page.index('class="notice bad"') :].split("</div>")[0]
    return sum(notice.count(id_) for id_ in (subject, *subject.split("+")))


def test_meeting_is_cancelled_and_held_again(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        subject = meeting_of("buyer", "supplier")
        before, achieved = held(subject), [goal.achieved for goal in draft().plan.goals]
        assert before is not None
    cancelled = post(organiser, f"{MEETINGS}/{subject}/cancel", {"revision": "1"}, form_at=f"{MEETINGS}/{subject}")
    assert cancelled.status_code == 303
    with planned_app.test_request_context():
        assert held(subject) is None
        must_be_sound()
        assert len(db.session.scalars(select(MeetingRequest).where(MeetingRequest.set_aside_at.is_not(None))).all()) == 1
        one, other = ids("supplier", "buyer")
    again = {"one": one, "other": other, "slot": before.slot, "place": before.place, "revision": "2"}
    assert post(organiser, f"{HERE}/plan/add", again).headers["Location"] == f"{MEETINGS}/{subject}"
    with planned_app.test_request_context():
        assert held(subject) == before
        must_be_sound()
        assert [goal.achieved for goal in draft().plan.goals] == achieved


def test_meeting_that_nobody_asked_for_is_added(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        one, other = ids("other supplier", "other buyer")
        subject = meeting_of("other supplier", "other buyer")
        found = draft()
        busy = {meeting.slot for meeting in found.plan.meetings if {one, other} & set(meeting.request.split("+"))}
        busy |= {table.start for table in found.plan.dialogues} | {m.slot for m in found.plan.meetings if m.place == "Table 1"}
        slot = next(each.id for each in found.problem.slots if each.id not in busy)
    typed = {"one": one, "other": other, "slot": slot, "place": "Table 1", "revision": "1"}
    same = post(organiser, f"{HERE}/plan/add", typed | {"other": one})
    assert (same.status_code, "Choose somebody else." in same.text) == (422, True)
    assert post(organiser, f"{HERE}/plan/add", typed | {"slot": ""}).status_code == 422
    assert post(organiser, f"{HERE}/plan/add", typed).status_code == 303
    with planned_app.test_request_context():
        assert held(subject) == Meeting(subject, slot, "Table 1")
        must_be_sound()


def test_who_declined_is_not_made_to_meet(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        subject = meeting_of("buyer", "supplier")
        request = db.session.scalars(select(MeetingRequest).order_by(MeetingRequest.id)).first()
        assert request is not None
        request.answer = Answer.DECLINED
        one, other = ids("buyer", "supplier")
        slot = draft().problem.slots[3].id
        commit()
    post(organiser, f"{MEETINGS}/{subject}/cancel", {"revision": "1"}, form_at=f"{MEETINGS}/{subject}")
    refused = post(organiser, f"{HERE}/plan/add", {"one": one, "other": other, "slot": slot, "place": "Booth 1", "revision": "2"})
    assert (refused.status_code, "One of the two has declined to meet the other." in refused.text) == (422, True)


def test_lock_and_unlock_keep_the_plan_as_it_is(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        subject, before = meeting_of("buyer", "supplier"), draft().plan
    assert post(organiser, f"{MEETINGS}/{subject}/lock", {"revision": "1"}, form_at=f"{MEETINGS}/{subject}").status_code == 303
    with planned_app.test_request_context():
        assert (set(draft().plan.meetings), draft().plan.goals) == (set(before.meetings), before.goals)
        assert [fixed.request for fixed in draft().problem.fixed] == [subject]
        must_be_sound()
    assert post(organiser, f"{MEETINGS}/{subject}/unlock", {"revision": "2"}, form_at=f"{MEETINGS}/{subject}").status_code == 303
    with planned_app.test_request_context():
        assert (set(draft().plan.meetings), draft().problem.fixed) == (set(before.meetings), ())
        must_be_sound()


def test_change_of_a_plan_that_somebody_else_has_changed_is_refused(planned_app: Flask, organiser: FlaskClient) -> None:
    with planned_app.test_request_context():
        subject = meeting_of("buyer", "supplier")
    for revision in ("0", "7", "", "x"):
        assert post(organiser, f"{MEETINGS}/{subject}/lock", {"revision": revision}, form_at=f"{MEETINGS}/{subject}").status_code == 409
    assert post(organiser, f"{MEETINGS}/nobody/lock", {"revision": "1"}, form_at=f"{MEETINGS}/{subject}").status_code == 404
    with planned_app.test_request_context():
        assert json.loads(db.session.scalars(select(PlanDraft)).one().plan)["status"] == "optimal"
