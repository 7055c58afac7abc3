"""Somebody leaves or is turned down: what is published of them is off at once, for whoever would have waited for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest
import time_machine
from flask import Flask
from ical.event import EventStatus

from matchmaking.planning.event import Strength
from tests.support.web.fixtures import mails, post, sign_in
from tests.support.web.published import BASE, entry_with, feed, first_plan, moved, published, read, the_event, who, without, world_with_plan
from tests.support.web.world import BEGIN, address
from web.core.database import commit, db
from web.dialogues.services.dialogues import wish_to_join
from web.models import MeetingStatus, PublishedEntry
from web.registration.services.registrations import approve, give_booth, leave, refuse

pytestmark = pytest.mark.slow


@pytest.fixture
def site(published_app: Flask) -> Flask:
    """The small world with version 1 published."""
    return published_app


def test_other_side_sees_it_on_page_and_feed_and_gets_a_mail(site: Flask) -> None:
    before = read(site.test_client().get(feed(site, "buyer")).data)
    url = f"{BASE}/registrations/{public_id(site, 'supplier')}/leave"
    assert post(sign_in(site, address("supplier")), url, {"sure": "y"}).status_code == 303
    page = sign_in(site, address("buyer")).get(f"{BASE}/agendas/{public_id(site, 'buyer')}").text
    assert page.count("agenda-row cancelled") == 1
    after = read(site.test_client().get(feed(site, "buyer")).data)
    was, now = ({event.uid: event for event in calendar.events} for calendar in (before, after))
    with site.app_context():
        row = entry_with("buyer", "supplier")
        assert (row.status, row.sequence) == (MeetingStatus.CANCELLED, 1)
        uid = row.uid
    assert (was[uid].status, now[uid].status, now[uid].sequence) == (EventStatus.CONFIRMED, EventStatus.CANCELLED, 1)
    assert (now[uid].dtstart, now[uid].transparency) == (was[uid].dtstart, "TRANSPARENT")
    assert [event for event in now.values() if event.uid != uid] == [event for event in was.values() if event.uid != uid]
    notices = [mail for mail in mails(site) if "Subject: Cancelled:" in mail]
    assert sorted(mail.splitlines()[0] for mail in notices) == [f"To: {address(actor)}" for actor in ("buyer", "other buyer")]
    assert "Cancelled: Meeting: Supplier, House of the supplier" in notices[0]
    assert calendars(site) == 2


def calendars(app: Flask) -> int:
    """How many mails carry a calendar that takes a meeting off, with the method in both places."""
    found = [message_from_bytes(path.read_bytes(), policy=default) for path in app.extensions["settings"].mail_directory.glob("*.eml")]
    parts = [part for mail in found for part in mail.walk() if part.get_content_type() == "text/calendar"]
    cancel = [part for part in parts if part.get_param("method") == "CANCEL"]
    assert all("METHOD:CANCEL" in part.get_content() and "SEQUENCE:1" in part.get_content() for part in cancel)  # type: ignore[attr-defined]  # parts of a mail
    return len(cancel)


def public_id(app: Flask, actor: str) -> str:
    with app.app_context():
        return who(actor).public_id


def test_who_is_turned_down_after_publication_is_taken_off_too(site: Flask) -> None:
    with site.test_request_context():
        refuse(who("other supplier"), who("organiser").person, "No room.")
        commit()
        assert entry_with("buyer", "other supplier").status is MeetingStatus.CANCELLED
        assert entry_with("buyer", "supplier").status is MeetingStatus.CONFIRMED
    assert [mail.splitlines()[0] for mail in mails(site) if "Subject: Cancelled:" in mail] == [f"To: {address('buyer')}"]


def test_table_goes_on_without_them(site: Flask) -> None:
    with site.test_request_context():
        leave(who("other buyer"), None)
        commit()
        table = db.session.scalars(db.select(PublishedEntry).where(PublishedEntry.registration_id == who("facilitator").id)).one()
        assert (table.status, table.sequence, table.who) == (MeetingStatus.CONFIRMED, 0, [])
    assert [mail for mail in mails(site) if "Dialogue" in mail] == []


def test_who_stays_at_the_table_keeps_a_name_that_begins_like_that_of_who_leaves(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world_with_plan()
        stays = who("buyer")
        assert stays.organisation is not None
        stays.person.name, stays.organisation.name = "Other Buyer", "House of the other buyer and sons"
        wish_to_join(stays, the_event().dialogues[0], Strength.WOULD_LIKE)
        plan = first_plan()
        seats = (*plan.dialogues[0].participants, stays.public_id)
        published(replace(plan, dialogues=(replace(plan.dialogues[0], participants=seats),)))
        leave(who("other buyer"), None)
        commit()
        table = db.session.scalars(db.select(PublishedEntry).where(PublishedEntry.registration_id == who("facilitator").id)).one()
        assert table.who == ["Other Buyer, House of the other buyer and sons (buyer)"]


def test_what_is_over_stays_as_it_was(site: Flask) -> None:
    with site.test_request_context(), time_machine.travel(BEGIN + timedelta(hours=1), tick=False):
        # Two of the three meetings have been held by then.
        leave(who("buyer"), None)
        commit()
        held = [entry_with("supplier", "buyer").status, entry_with("other supplier", "buyer").status]
        assert held == [MeetingStatus.CONFIRMED, MeetingStatus.CANCELLED]


def test_who_comes_back_is_told_anew_by_the_next_version(site: Flask) -> None:
    with site.test_request_context():
        booth = who("supplier").booth
        leave(who("supplier"), None)
        approve(who("supplier"), None)
        give_booth(who("supplier"), booth, None)
        commit()
        published(first_plan())
        row = entry_with("buyer", "supplier")
        assert (row.status, row.sequence) == (MeetingStatus.CONFIRMED, 2)
    notices = [mail for mail in mails(site) if f"To: {address('buyer')}" in mail]
    assert [mail.splitlines()[1].removeprefix("Subject: ").split(":")[0] for mail in notices][-2:] == ["Cancelled", "New"]


def test_next_version_does_not_tell_them_again(site: Flask) -> None:
    with site.test_request_context():
        plan = without(without(first_plan(), 0), 0)
        leave(who("supplier"), None)
        commit()
        count = len(mails(site))
        published(plan)
        assert len(mails(site)) == count


def test_who_heard_of_a_move_hears_of_the_end_too(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world_with_plan()
        published(first_plan())
        published(moved(first_plan(), 0, 3))
        leave(who("supplier"), None)
        commit()
    subjects = [mail.splitlines()[1] for mail in mails(sqlite_app) if mail.startswith(f"To: {address('buyer')}\nSubject: C")]
    assert subjects == [f"Subject: {word}: Meeting: Supplier, House of the supplier" for word in ("Changed", "Cancelled")]
