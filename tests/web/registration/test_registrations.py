from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import mails, post, sign_in
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.models import Person, Registration, RegistrationState, Role

HERE = "/events/spring-market/organise"


@pytest.fixture
def organiser(sqlite_app: Flask) -> FlaskClient:
    return begin(sqlite_app)


def begin(app: Flask) -> FlaskClient:
    with app.test_request_context():
        world = make_world()
        world["supplier"].state = RegistrationState.SUBMITTED
        commit()
    return sign_in(app, address("organiser"))


def registration(actor: str) -> Registration:
    db.session.expire_all()
    return db.session.scalars(select(Registration).join(Registration.person).where(Person.email == address(actor))).one()


def public_id(app: Flask, actor: str) -> str:
    with app.app_context():
        return registration(actor).public_id


def test_waiting_registration_is_approved_and_notified(app: Flask) -> None:
    browser, supplier = begin(app), public_id(app, "supplier")
    assert "6 take part, 1 wait for your decision, 0 are not finished." not in browser.get(f"{HERE}/registrations").text
    assert "5 take part, 1 wait for your decision, 0 are not finished." in browser.get(f"{HERE}/registrations").text
    answer = post(browser, f"{HERE}/registrations/{supplier}/approve", {"back": "1"}, form_at=f"{HERE}/registrations")
    assert answer.headers["Location"] == f"{HERE}/registrations?state=submitted"
    assert "Nobody fits." in browser.get(f"{HERE}/registrations?state=submitted").text
    with app.app_context():
        assert registration("supplier").state is RegistrationState.APPROVED
    assert mails(app)[-1].startswith("To: supplier@example.org\nSubject: You take part in Spring market\n\nHello Supplier,")


def test_refusal_needs_a_reason_and_frees_the_booth(sqlite_app: Flask, organiser: FlaskClient) -> None:
    one = f"{HERE}/registrations/{public_id(sqlite_app, 'supplier')}"
    without = post(organiser, f"{one}/refuse", {"reason": " "}, form_at=one)
    assert (without.status_code, "Say why: they read it." in without.text) == (422, True)
    assert post(organiser, f"{one}/refuse", {"reason": "We are <b>full</b>."}, form_at=one).status_code == 303
    with sqlite_app.app_context():
        refused = registration("supplier")
        assert (refused.state, refused.refusal, refused.booth) == (RegistrationState.REFUSED, "We are <b>full</b>.", None)
    assert "We are &lt;b&gt;full&lt;/b&gt;." in organiser.get(one).text
    assert "We are <b>full</b>." in mails(sqlite_app)[-1]


def test_list_is_filtered_by_role_state_and_name(organiser: FlaskClient) -> None:
    def shown(query: str) -> list[bool]:
        text = organiser.get(f"{HERE}/registrations?{query}").text
        return [f">{name}</a>" in text for name in ("Supplier", "Other Supplier", "Buyer")]

    assert shown("") == [True, True, True]
    assert shown("role=supplier") == [True, True, False]
    assert shown("state=submitted") == [True, False, False]
    assert shown("name=house+of+the+other") == [False, True, False]
    assert shown("name=%25") == [False, False, False]
    assert shown("role=king&state=gone&page=0") == [True, True, True]


def test_edit_keeps_what_was_typed_and_changes_what_is_right(sqlite_app: Flask, organiser: FlaskClient) -> None:
    edit = f"{HERE}/registrations/{public_id(sqlite_app, 'supplier')}/edit"
    with sqlite_app.app_context():
        booth = registration("supplier").booth
        assert booth is not None
        booth_id = booth.public_id
    typed = {"name": "Sam", "organisation": "", "people": "3", "booth": booth_id, "max_meetings": "7", "function": "<i>"}
    wrong = post(organiser, edit, typed)
    assert (wrong.status_code, "Say which organisation they come for." in wrong.text, 'value="&lt;i&gt;"' in wrong.text) == (
        422,
        True,
        True,
    )
    assert post(organiser, edit, typed | {"organisation": "House of the buyer"}).status_code == 303
    with sqlite_app.app_context():
        changed = registration("supplier")
        assert (changed.person.name, changed.people, changed.max_meetings, changed.function) == ("Sam", 3, 7, "<i>")
        assert changed.organisation is registration("buyer").organisation
        assert changed.booth is not None
    other = f"{HERE}/registrations/{public_id(sqlite_app, 'other supplier')}/edit"
    taken = post(organiser, other, typed | {"organisation": "X"})
    assert (taken.status_code, "Choose from the list." in taken.text) == (422, True)


def test_somebody_is_registered_on_their_behalf(sqlite_app: Flask, organiser: FlaskClient) -> None:
    new = f"{HERE}/registrations/new"
    typed = {"role": "buyer", "name": "Nele", "email": "Nele@Example.org", "organisation": "House of the buyer", "approved": "y"}
    for change, message in (({"email": "nele"}, "Write an e-mail address such as"), ({"organisation": ""}, "Say which organisation")):
        wrong = post(organiser, new, typed | change)
        assert (wrong.status_code, message in wrong.text, 'value="Nele"' in wrong.text) == (422, True, True)
    assert post(organiser, new, typed).status_code == 303
    again = post(organiser, new, typed)
    assert (again.status_code, "There is a registration already." in again.text) == (422, True)
    with sqlite_app.app_context():
        nele = registration("nele")
        assert (nele.role, nele.state, nele.organisation) == (Role.BUYER, RegistrationState.APPROVED, registration("buyer").organisation)


def test_organisers_and_facilitators_are_invited_by_mail(sqlite_app: Flask, organiser: FlaskClient) -> None:
    for role in ("organiser", "facilitator"):
        invited = {"role": role, "name": f"New {role}", "email": f"new-{role}@example.org"}
        assert post(organiser, f"{HERE}/people", invited).headers["Location"] == f"{HERE}/people"
        assert f"New {role}" in organiser.get(f"{HERE}/people").text
    sent = mails(sqlite_app)
    assert [mail.splitlines()[0] for mail in sent] == ["To: new-organiser@example.org", "To: new-facilitator@example.org"]
    assert "/sign-in?next=/events/spring-market" in sent[0]
    assert sign_in(sqlite_app, "new-organiser@example.org").get(f"{HERE}/people").status_code == 200
    assert post(organiser, f"{HERE}/people", {"role": "king", "name": "K", "email": "k@example.org"}).status_code == 422


def test_organisers_are_not_refused_by_each_other(sqlite_app: Flask, organiser: FlaskClient) -> None:
    one = f"{HERE}/registrations/{public_id(sqlite_app, 'organiser')}"
    assert 'name="reason"' not in organiser.get(one).text
    for action, typed in (("refuse", {"reason": "No."}), ("approve", {}), ("edit", {"name": "X", "people": "1"})):
        assert post(organiser, f"{one}/{action}", dict(typed), form_at=f"{HERE}/people").status_code == 403
    with sqlite_app.app_context():
        assert registration("organiser").state is RegistrationState.APPROVED
