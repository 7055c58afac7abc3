"""Agendas on pages and in calendars, the tables of a facilitator, and leaving."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func

from tests.support.web.fixtures import both_databases, mails, post, sign_in
from tests.support.web.published import (
    BASE,
    entry_with,
    feed,
    finished,
    first_plan,
    moved,
    published,
    read,
    the_event,
    who,
    without,
    world_with_plan,
)
from tests.support.web.world import address
from web.core.database import commit, db
from web.core.event_data import read_event
from web.models import Mail, MeetingRequest, Offer, Person, Publication, PublishedEntry, Registration, RegistrationState, Run, now
from web.publishing.services.publishing import candidate


@pytest.fixture
def site(published_app: Flask) -> Flask:
    """The small world with version 1 published."""
    return published_app


def own(app: Flask, actor: str, rest: str = "") -> str:
    with app.test_request_context():
        return f"{BASE}/agendas/{who(actor).public_id}{rest}"


def text_of(browser: FlaskClient, url: str) -> str:
    """The text of a page with spaces as they are read."""
    return " ".join(browser.get(url).text.split())


def test_both_sides_of_a_meeting_read_the_same_hours_and_place(site: Flask) -> None:
    pages = {actor: text_of(sign_in(site, address(actor)), own(site, actor)) for actor in ("buyer", "supplier")}
    for actor, other in (("buyer", "Supplier"), ("supplier", "Buyer")):
        row = pages[actor].split('<li class="agenda-row">')[1].split("</li>")[0]
        assert "10:00<span>–10:20</span>" in row
        assert f"<strong>Meeting: {other}, House of the {other.lower()}</strong>" in row
        assert '<p class="agenda-where">Booth 1, Hall</p>' in row


def test_agenda_before_the_first_version_says_what_will_stand_there(app: Flask) -> None:
    with app.test_request_context():
        world_with_plan()
        commit()
    page = text_of(sign_in(app, address("buyer")), own(app, "buyer"))
    assert "once the organiser has published the agendas" in page
    assert "agenda-row" not in page


def test_organiser_reads_whose_agenda_it_is_and_not_the_secret_of_its_calendar(site: Flask) -> None:
    browser = sign_in(site, address("organiser"))
    assert "Agenda of Buyer" in text_of(browser, own(site, "buyer"))
    assert browser.get(own(site, "buyer", "/calendar")).status_code == 404
    assert browser.get(own(site, "buyer", "/agenda.ics")).status_code == 200


def test_cancelled_meeting_stays_on_the_page_and_says_so(site: Flask) -> None:
    with site.test_request_context():
        published(without(first_plan(), 0))
    page = text_of(sign_in(site, address("buyer")), own(site, "buyer"))
    assert page.count("agenda-row cancelled") == 1


@both_databases
def test_feed_agrees_with_the_agenda_and_overlaps_nowhere(site: Flask) -> None:
    response = site.test_client().get(feed(site, "buyer"))
    calendar = read(response.data)
    times = sorted((event.dtstart, event.dtend, event.location) for event in calendar.events)
    assert times == [
        (datetime(2031, 5, 20, 8, 0, tzinfo=UTC), datetime(2031, 5, 20, 8, 20, tzinfo=UTC), "Booth 1, Hall"),
        (datetime(2031, 5, 20, 8, 50, tzinfo=UTC), datetime(2031, 5, 20, 9, 10, tzinfo=UTC), "Table 1, Hall"),
    ]
    assert (calendar.method, [event.attendees for event in calendar.events]) == (None, [[], []])
    assert "/sign-in/" not in response.text


def test_feed_needs_no_cookie_and_gives_none(site: Flask) -> None:
    response = site.test_client().get(feed(site, "buyer"))
    assert (response.status_code, response.mimetype, response.headers["Cache-Control"]) == (200, "text/calendar", "private, max-age=300")
    assert "Set-Cookie" not in response.headers


def test_unchanged_feed_is_the_same_to_the_byte_and_not_sent_twice(site: Flask) -> None:
    client, url = site.test_client(), feed(site, "buyer")
    first = client.get(url)
    with time_machine.travel(now() + timedelta(days=2)):
        again = client.get(url)
        assert (again.data, again.headers["ETag"], again.headers["Last-Modified"]) == (
            first.data,
            first.headers["ETag"],
            first.headers["Last-Modified"],
        )
        by_tag = client.get(url, headers={"If-None-Match": first.headers["ETag"]})
        by_date = client.get(url, headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_tag.data, by_date.status_code, by_date.data) == (304, b"", 304, b"")
    assert not first.headers["ETag"].startswith("W/")
    kept = ("ETag", "Cache-Control")
    assert [by_tag.headers[name] for name in kept] == [by_date.headers[name] for name in kept] == [first.headers[name] for name in kept]
    head = client.head(url)
    assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", first.headers["ETag"])


def test_moved_meeting_changes_the_feed_of_its_two_and_of_nobody_else(site: Flask) -> None:
    client = site.test_client()
    before = {actor: client.get(feed(site, actor)) for actor in ("buyer", "supplier", "other buyer")}
    with time_machine.travel(now() + timedelta(minutes=5)), site.test_request_context():
        published(moved(first_plan(), 0, 3))
    tags = {actor: {"If-None-Match": response.headers["ETag"]} for actor, response in before.items()}
    status = {actor: client.get(feed(site, actor), headers=tags[actor]).status_code for actor in tags}
    assert status == {"buyer": 200, "supplier": 200, "other buyer": 304}
    dates = {actor: {"If-Modified-Since": response.headers["Last-Modified"]} for actor, response in before.items()}
    assert {actor: client.get(feed(site, actor), headers=dates[actor]).status_code for actor in dates} == status
    old = {event.uid: (event.sequence, event.dtstamp) for event in read(before["buyer"].data).events}
    new = {event.uid: (event.sequence, event.dtstamp) for event in read(client.get(feed(site, "buyer")).data).events}
    assert old.keys() == new.keys()
    with site.test_request_context():
        changed = entry_with("buyer", "supplier").uid
    assert [uid for uid in old if old[uid] != new[uid]] == [changed]
    assert (old[changed][0], new[changed][0]) == (0, 1)


def test_cancelled_meeting_stays_in_the_feed_until_a_month_after_the_event(site: Flask) -> None:
    with site.test_request_context():
        published(without(first_plan(), 0))
    client, url = site.test_client(), feed(site, "supplier")
    cancelled, held = "Cancelled: Meeting: Buyer, House of the buyer", "Meeting: Other Buyer, House of the other buyer"
    for day, summaries in ((19, [cancelled, held]), (20, [held])):
        with time_machine.travel(datetime(2031, 6, day, 12, tzinfo=UTC)):
            assert sorted(str(event.summary) for event in read(client.get(url).data).events) == summaries


def test_download_is_the_feed_as_a_file(site: Flask) -> None:
    response = sign_in(site, address("buyer")).get(own(site, "buyer", "/agenda.ics"))
    assert response.headers["Content-Disposition"] == 'attachment; filename="spring-market.ics"'
    assert response.data == site.test_client().get(feed(site, "buyer")).data


def test_new_address_ends_the_one_before(site: Flask) -> None:
    browser, page, before = sign_in(site, address("buyer")), own(site, "buyer", "/calendar"), feed(site, "buyer")
    text = browser.get(page).text
    assert f"http://127.0.0.1:8000{before}" in text
    assert f"webcal://127.0.0.1:8000{before}" in text
    assert "Google after 8 to 24 hours" in text
    assert "Outlook may show every meeting twice" in text
    assert post(browser, f"{page}/new-address", form_at=page).status_code == 303
    after = feed(site, "buyer")
    assert [site.test_client().get(url).status_code for url in (before, after)] == [404, 200]
    assert post(browser, f"{page}/end", form_at=page).status_code == 303
    assert site.test_client().get(after).status_code == 404
    assert "Make an address to subscribe to" in browser.get(page).text


def test_facilitator_sees_time_questions_and_who_sits_there(site: Flask) -> None:
    browser = sign_in(site, address("facilitator"))
    page = text_of(browser, f"{BASE}/tables")
    assert "<strong>Tuesday 20 May 2031, 11:15–11:35</strong>" in page
    assert "<li>Who pays?</li>" in page
    assert "<strong>Other Buyer</strong>, House of the other buyer (buyer)" in page
    assert "1 seat of 6 taken" in page
    assert address("other buyer") not in page
    other = text_of(sign_in(site, address("other facilitator")), f"{BASE}/tables")
    assert "Who repairs?" not in other


def test_tables_before_the_first_version_say_how_many_want_a_seat(app: Flask) -> None:
    with app.test_request_context():
        world_with_plan()
        commit()
    assert "1 person has asked for a seat." in text_of(sign_in(app, address("facilitator")), f"{BASE}/tables")


def leave_page(app: Flask, actor: str) -> str:
    with app.test_request_context():
        return f"{BASE}/registrations/{who(actor).public_id}/leave"


def test_leaving_asks_first_then_frees_and_tells_the_organisers(site: Flask) -> None:
    browser, url, calendar = sign_in(site, address("supplier")), leave_page(site, "supplier"), feed(site, "supplier")
    assert "You have 2 meetings or tables ahead." in text_of(browser, url)
    assert post(browser, url).status_code == 422
    assert post(browser, url, {"sure": "y"}).status_code == 303
    with site.test_request_context():
        gone = who("supplier")
        assert (gone.state, gone.calendar_token, gone.booth, gone.catalogue_consent) == (RegistrationState.LEFT, None, None, False)
        assert [person.name for person in read_event(the_event()).problem.participants if person.name == "Supplier"] == []
        found = candidate(the_event())
        assert found
        assert found.gone == ("Supplier, House of the supplier",)
    assert site.test_client().get(calendar).status_code == 404
    assert browser.get(url).status_code == 404
    (mail,) = [mail for mail in mails(site) if "has left" in mail]
    assert mail.splitlines()[:2] == [f"To: {address('organiser')}", "Subject: Supplier has left Spring market"]
    assert "/events/spring-market/organise/runs" in mail
    assert "2 published meetings or tables are free for others." in mail


@both_databases
def test_leaving_with_deletion_leaves_nothing_of_the_person_behind(site: Flask) -> None:
    browser = sign_in(site, address("supplier"))
    assert post(browser, leave_page(site, "supplier"), {"sure": "y", "forget": "y"}).status_code == 303
    assert browser.get("/my").status_code == 303
    with site.test_request_context():
        assert db.session.scalar(db.select(Person).where(Person.email == address("supplier"))) is None
        counts = [db.session.scalar(db.select(func.count()).select_from(model)) for model in (Offer, MeetingRequest, Registration)]
        assert counts == [2, 1, 10]
        rows = db.session.scalars(db.select(PublishedEntry)).all()
        kept = [row.title + row.why + "".join(row.who) for row in rows]
        assert [text for text in kept if "Meeting: Supplier" in text or "House of the supplier" in text] == []
        assert len([text for text in kept if text.startswith("Meeting: somebody who has left")]) == 2
        texts = [row.problem for model in (Run, Publication) for row in db.session.scalars(db.select(model))]
        names = [person["name"] for text in texts for person in json.loads(text).get("participants", ())]
        assert names.count("somebody who has left") == 2
        assert "Supplier" not in names
        words = [publication.words["why"] for publication in db.session.scalars(db.select(Publication))]
        assert [text for why in words for text in why.values() if "Chairs of the supplier" in text] == []
        assert db.session.scalars(db.select(Mail).where(Mail.recipient == address("supplier"))).all() == []
    notices = mails(site)
    assert [mail for mail in notices if "Supplier has left" in mail] == []
    assert sorted(mail.splitlines()[0] for mail in notices if "Subject: Cancelled: Meeting: somebody who has left" in mail) == [
        f"To: {address(actor)}" for actor in ("buyer", "other buyer")
    ]


def test_organisers_hear_of_it_without_a_name_where_that_is_deleted(site: Flask) -> None:
    post(sign_in(site, address("supplier")), leave_page(site, "supplier"), {"sure": "y", "forget": "y"})
    (mail,) = [mail for mail in mails(site) if "has left Spring market" in mail]
    assert mail.splitlines()[:2] == [f"To: {address('organiser')}", "Subject: Somebody whose data are deleted has left Spring market"]


def test_next_version_has_nothing_to_tell_about_who_is_deleted(site: Flask) -> None:
    with site.test_request_context():
        plan = without(without(first_plan(), 0), 0)
    post(sign_in(site, address("supplier")), leave_page(site, "supplier"), {"sure": "y", "forget": "y"})
    with site.test_request_context():
        finished(plan)
        found = candidate(the_event())
        assert found
        assert found.changes == ()
