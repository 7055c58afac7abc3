"""What is stored about somebody, taken along and deleted."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import func, select

from tests.support.web.fixtures import both_databases, counted_statements, mails, post, sign_in
from tests.support.web.published import who
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.event_setup.services.events import add_organiser
from web.meetings.services.meetings import ask_for_meeting
from web.models import (
    Activity,
    Event,
    EventState,
    LoginToken,
    Mail,
    MeetingRequest,
    Offer,
    Organisation,
    Person,
    Picture,
    PublishedEntry,
    Registration,
    Role,
    Strength,
)
from web.registration.services.registrations import leave


@pytest.fixture
def site(published_app: Flask) -> Flask:
    """The small world with version 1 published."""
    return published_app


def archive(app: Flask, actor: str) -> tuple[dict[str, Any], zipfile.ZipFile]:
    response = sign_in(app, address(actor)).get("/account/data")
    assert (response.mimetype, response.headers["Content-Disposition"]) == ("application/zip", 'attachment; filename="my-data.zip"')
    opened = zipfile.ZipFile(io.BytesIO(response.data))
    return json.loads(opened.read("data.json")), opened


def test_archive_holds_what_somebody_wrote_and_what_was_planned_for_them(site: Flask) -> None:
    data, opened = archive(site, "supplier")
    (own,) = data["registrations"]
    assert (data["person"]["email"], own["event"]["name"], own["role"], own["state"]) == (
        address("supplier"),
        "Spring market",
        "supplier",
        "approved",
    )
    (offer,) = own["offers"]
    assert (offer["title"], offer["strategies"], offer["evidence"]) == ("Chairs of the supplier", ["C2", "D5"], ["reference"])
    assert Image.open(io.BytesIO(opened.read(offer["picture"]))).format == "JPEG"
    assert [(wish["organisation"], wish["message"], wish["answer"]) for wish in own["asked_by"]] == [
        ("House of the buyer", "Please.", "open"),
        ("House of the other buyer", "", "open"),
    ]
    assert [line["title"] for line in own["agenda"]] == [
        "Meeting: Buyer, House of the buyer",
        "Meeting: Other Buyer, House of the other buyer",
    ]
    assert [mail["subject"] for mail in data["mails"]] == ["Your agenda for Spring market"]
    assert "submitted" in [line["verb"] for line in data["done"]]


def test_archive_tells_nothing_that_others_keep_to_themselves(site: Flask) -> None:
    with site.test_request_context():
        ask_for_meeting(who("other supplier"), who("supplier"), Strength.RATHER_NOT, None, message="Never again.")
        token = who("supplier").calendar_token
        commit()
    data, _opened = archive(site, "supplier")
    text = json.dumps(data)
    assert [word in text for word in ("Never again.", "House of the other supplier", str(token), "/sign-in/")] == [False] * 4
    asked_by = data["registrations"][0]["asked_by"]
    assert [sorted(wish) for wish in asked_by] == [["answer", "answered_at", "asked_at", "message", "organisation"]] * 2


def test_account_says_who_sees_what_and_ends_all_sessions(site: Flask) -> None:
    one, other = (sign_in(site, address("buyer")) for _ in range(2))
    assert "Who sees what" in one.get("/account").text
    assert post(one, "/account/sign-out-everywhere", form_at="/account").status_code == 303
    assert [browser.get("/account").status_code for browser in (one, other)] == [303, 303]


@both_databases
def test_deleted_account_leaves_nothing_behind_at_any_event(site: Flask) -> None:
    with site.test_request_context():
        person = who("supplier").person
        elsewhere = db.session.scalars(select(Event).where(Event.slug == "autumn-market")).one()
        gone = Registration(event=elsewhere, person=person, role=Role.BUYER, organisation=Organisation(name="House of before"))
        db.session.add(gone)
        leave(gone, person)
        commit()
    browser = sign_in(site, address("supplier"))
    assert post(browser, "/account/delete").status_code == 422
    assert post(browser, "/account/delete", {"sure": "y"}).status_code == 303
    assert browser.get("/account").status_code == 303
    with site.app_context():
        assert db.session.scalar(select(Person).where(Person.email == address("supplier"))) is None
        names = set(db.session.scalars(select(Organisation.name)))
        assert {"House of the supplier", "House of before"} & names == set()
        assert [db.session.scalar(select(func.count()).select_from(model)) for model in (Offer, Picture, MeetingRequest)] == [2, 0, 1]
        sent = [db.session.scalar(select(func.count()).where(model)) for model in (Mail.recipient == address("supplier"),)]
        sent += [db.session.scalar(select(func.count()).where(LoginToken.email == address("supplier")))]
        assert sent == [0, 0]
        texts = [row.title + "".join(row.who) for row in db.session.scalars(select(PublishedEntry))]
        assert [text for text in texts if "House of the supplier" in text] == []
        assert db.session.scalar(select(func.count()).where(Activity.verb == "left", Activity.person_id.is_(None)))
    notices = [mail for mail in mails(site) if "has left" in mail]
    assert sorted(mail.splitlines()[0] for mail in notices) == [f"To: {address(actor)}" for actor in ("buyer", "organiser", "other buyer")]
    assert [mail for mail in notices if "Supplier" in mail] == []


def test_only_organiser_of_an_event_stays_until_there_is_another(site: Flask) -> None:
    browser = sign_in(site, address("organiser"))
    response = post(browser, "/account/delete", {"sure": "y"})
    assert (response.status_code, "You are the only organiser of Spring market." in response.text) == (422, True)
    with site.test_request_context():
        add_organiser(who("organiser").event, who("buyer").person, None)
        commit()
    assert post(browser, "/account/delete", {"sure": "y"}).status_code == 303
    with site.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        assert event.contact_email == address("buyer")
        assert db.session.scalar(select(Person).where(Person.email == address("organiser"))) is None


def test_organiser_of_what_is_over_can_go(site: Flask) -> None:
    with site.test_request_context():
        who("organiser").event.state = EventState.CLOSED
        commit()
    assert post(sign_in(site, address("organiser")), "/account/delete", {"sure": "y"}).status_code == 303


def test_archive_takes_the_same_number_of_statements_for_one_offer_and_three(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        make_world()
        commit()
    browser = sign_in(sqlite_app, address("supplier"))
    counts = []
    for number in (0, 2):
        with sqlite_app.test_request_context():
            own = who("supplier")
            own.offers += [Offer(title=f"More {each}", product_group="FUR") for each in range(number)]
            commit()
        with sqlite_app.app_context(), counted_statements() as seen:
            assert browser.get("/account/data").status_code == 200
        counts.append(len(seen))
    assert counts == [15, 15]
