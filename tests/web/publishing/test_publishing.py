"""Publishing: versions, what changes in whose agenda, and who is notified."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
import time_machine
from flask import Flask

from matchmaking.changes import Kind
from scheduler.checker import Rule
from tests.support.web.fixtures import both_databases, mails, post, sign_in
from tests.support.web.published import BASE, entry_with, finished, first_plan, moved, published, read, who, without, world_with_plan
from tests.support.web.world import address
from web.core.database import commit, db
from web.core.errors import Conflict, Invalid
from web.models import Event, MeetingStatus, Publication, PublishedEntry, now
from web.publishing.services.plan_changes import differences
from web.publishing.services.publishing import candidate, publish
from web.registration.services.registrations import leave

pytestmark = pytest.mark.slow

SECOND = timedelta(minutes=5)


@pytest.fixture
def event(app: Flask) -> Iterator[Event]:
    """The small world; the context of one request, in which services are called as pages call them."""
    with app.test_request_context():
        world = world_with_plan()
        commit()
        yield world.event


def later() -> Any:
    return time_machine.travel(now() + SECOND)


def sequences() -> dict[str, tuple[int, str]]:
    return {
        "buyer with supplier": (entry_with("buyer", "supplier").sequence, entry_with("buyer", "supplier").status.value),
        "supplier with buyer": (entry_with("supplier", "buyer").sequence, entry_with("supplier", "buyer").status.value),
        "buyer with other supplier": (
            entry_with("buyer", "other supplier").sequence,
            entry_with("buyer", "other supplier").status.value,
        ),
    }


def sent(app: Flask) -> dict[str, EmailMessage]:
    """Every mail that was sent, by its Message-ID, as a mail program reads it."""
    commit()
    app.extensions["queue"].work_off()
    read_all = (message_from_bytes(path.read_bytes(), policy=default) for path in app.extensions["settings"].mail_directory.glob("*.eml"))
    return {mail["Message-ID"]: mail for mail in read_all if isinstance(mail, EmailMessage)}


@both_databases
def test_first_version_freezes_the_plan_and_gives_everybody_their_lines(event: Event) -> None:
    publication = published(first_plan())
    rows = db.session.scalars(db.select(PublishedEntry)).all()
    assert (publication.version, len(rows), {row.sequence for row in rows}, {row.status for row in rows}) == (
        1,
        8,
        {0},
        {MeetingStatus.CONFIRMED},
    )
    one, other = entry_with("buyer", "supplier"), entry_with("supplier", "buyer")
    assert (one.uid, one.start, one.place) == (other.uid, other.start, other.place)
    assert (one.place, one.who) == ("Booth 1, Hall", ["Supplier, House of the supplier"])
    assert one.why == "“Chairs of the supplier” for “Sit” (same product group; strategy C2)"


def test_first_version_sends_one_mail_a_person(app: Flask, event: Event) -> None:
    published(first_plan())
    notices = mails(app)
    assert sorted(text.splitlines()[0] for text in notices) == [
        f"To: {address(actor)}" for actor in ("buyer", "facilitator", "other buyer", "other supplier", "supplier")
    ]
    assert [text for text in notices if "sign-in/" in text] == []
    (to_buyer,) = [text for text in notices if text.startswith(f"To: {address('buyer')}")]
    assert to_buyer.splitlines()[1:6] == [
        "Subject: Your agenda for Spring market",
        "",
        "Hello Buyer,",
        "",
        "Your agenda for Spring market is ready. It holds 2 meetings:",
    ]


@both_databases
def test_sequence_rises_for_the_lines_that_move_or_fall_out_and_for_no_others(event: Event) -> None:
    plan = first_plan()
    published(plan)
    before = entry_with("buyer", "other supplier").last_modified
    with later():
        published(moved(plan, 0, 3))
    assert sequences() == {
        "buyer with supplier": (1, "confirmed"),
        "supplier with buyer": (1, "confirmed"),
        "buyer with other supplier": (0, "confirmed"),
    }
    assert entry_with("buyer", "other supplier").last_modified == before < entry_with("buyer", "supplier").last_modified
    with time_machine.travel(now() + 2 * SECOND):
        published(without(plan, 0))
    assert sequences()["buyer with supplier"] == (2, "cancelled")
    with time_machine.travel(now() + 3 * SECOND):
        published(plan)
    assert sequences()["supplier with buyer"] == (3, "confirmed")


def test_other_words_alone_date_a_line_anew_without_a_sequence_or_a_mail(app: Flask, event: Event) -> None:
    plan = first_plan()
    published(plan)
    count = len(sent(app))
    who("supplier").person.name = "Zoë Supplier"
    db.session.flush()
    with later():
        published(plan)
        row = entry_with("buyer", "supplier")
        assert (row.sequence, row.who, row.last_modified) == (0, ["Zoë Supplier, House of the supplier"], row.publication.published_at)
        assert len(sent(app)) == count


def test_each_changed_meeting_is_one_mail_with_its_method(app: Flask, event: Event) -> None:
    plan = first_plan()
    published(plan)
    before = sent(app)
    with later():
        published(without(moved(plan, 0, 3), 2))
        new = [mail for id_, mail in sent(app).items() if id_ not in before]
    seen = set()
    for mail in new:
        body = mail.get_body(("plain",))
        (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        calendar = read(part.get_content().encode())
        (meeting,) = calendar.events
        assert body is not None
        assert part.get_param("method") == calendar.method
        assert [str(attendee.uri) for attendee in meeting.attendees] == [f"mailto:{mail['To']}"]
        assert meeting.organizer is not None
        assert str(meeting.organizer.uri) == f"mailto:{event.contact_email}"
        seen.add((mail["To"], mail["Subject"], calendar.method, meeting.status, meeting.sequence))
    assert seen == {
        (address("buyer"), "Changed: Meeting: Supplier, House of the supplier", "REQUEST", "CONFIRMED", 1),
        (address("supplier"), "Changed: Meeting: Buyer, House of the buyer", "REQUEST", "CONFIRMED", 1),
        (address("buyer"), "Cancelled: Meeting: Other Supplier, House of the other supplier", "CANCEL", "CANCELLED", 1),
        (address("other supplier"), "Cancelled: Meeting: Buyer, House of the buyer", "CANCEL", "CANCELLED", 1),
    }
    assert len(new) == 4
    to_buyer = next(mail for mail in new if mail["Subject"] == "Changed: Meeting: Supplier, House of the supplier")
    text = to_buyer.get_body(("plain",))
    assert text is not None
    assert [line for line in text.get_content().splitlines() if line.startswith(("Was", "Now"))] == [
        "Was: Tuesday 20 May 2031, 10:00–10:20 (Europe/Brussels), Booth 1, Hall",
        "Now: Tuesday 20 May 2031, 11:15–11:35 (Europe/Brussels), Booth 1, Hall",
    ]


def test_uid_stays_the_same_in_every_version(event: Event) -> None:
    plan = first_plan()
    published(plan)
    uid = entry_with("buyer", "supplier").uid
    with later():
        published(moved(plan, 0, 3))
    assert entry_with("buyer", "supplier").uid == entry_with("supplier", "buyer").uid == uid


def test_difference_says_what_was_what_becomes_and_who_is_notified(event: Event) -> None:
    plan = first_plan()
    published(plan)
    finished(without(moved(plan, 0, 3), 2))
    found = candidate(event)
    assert found
    rows = [
        (row.kind, row.what, row.was and row.was.place, row.becomes and row.becomes.place, row.notified)
        for row in differences(found.changes)
    ]
    assert rows == [
        (Kind.CANCELLED, "Buyer – Other Supplier", "Table 1, Hall", None, ("Buyer", "Other Supplier")),
        (Kind.MOVED, "Buyer – Supplier", "Booth 1, Hall", "Booth 1, Hall", ("Buyer", "Supplier")),
    ]
    assert (found.version, found.people_notified, found.count(Kind.MOVED), found.count(Kind.CANCELLED)) == (2, 3, 1, 1)


def test_plan_of_older_data_asks_for_a_confirmation(event: Event) -> None:
    finished(first_plan())
    who("buyer").max_meetings = 5
    db.session.flush()
    found = candidate(event)
    assert found
    assert found.stale
    with pytest.raises(Invalid, match="Tick this"):
        publish(event, None, seen=found.seen)
    assert publish(event, None, seen=found.seen, although_stale=True).version == 1


def test_confirmation_holds_for_the_data_that_were_looked_at_only(event: Event) -> None:
    finished(first_plan())
    found = candidate(event)
    assert found
    who("buyer").max_meetings = 5
    db.session.flush()
    with pytest.raises(Conflict, match="not what you have looked at"):
        publish(event, None, seen=found.seen, although_stale=True)


@pytest.mark.parametrize("how", ["left", "deleted"])
def test_plan_with_somebody_who_is_gone_is_refused_with_the_reason(event: Event, how: str) -> None:
    finished(first_plan())
    if how == "left":
        leave(who("supplier"), None)
    else:
        db.session.delete(who("supplier"))
    db.session.flush()
    found = candidate(event)
    assert found
    with pytest.raises(Conflict, match="No longer taking part, but in this plan: Supplier, House of the supplier"):
        publish(event, None, seen=found.seen, although_stale=True)
    assert db.session.scalars(db.select(Publication)).all() == []


@both_databases
def test_second_of_two_who_publish_the_same_is_told(event: Event) -> None:
    finished(first_plan())
    found = candidate(event)
    assert found
    publish(event, None, seen=found.seen)
    with pytest.raises(Conflict, match="not what you have looked at"):
        publish(event, None, seen=found.seen)


def test_version_that_changes_nothing_is_not_published(event: Event) -> None:
    plan = first_plan()
    published(plan)
    finished(plan)
    found = candidate(event)
    assert found
    with pytest.raises(Conflict, match="Nothing would change"):
        publish(event, None, seen=found.seen)


def test_plan_that_breaks_a_rule_is_not_published(event: Event) -> None:
    finished(moved(first_plan(), 0, 2))
    found = candidate(event)
    assert found
    assert [(each.rule, each.found, each.allowed) for each in found.violations] == [(Rule.PARALLEL, 2, 1), (Rule.ONE_PLACE, 2, 1)]
    with pytest.raises(Conflict, match="breaks a rule: Buyer holds 2 meetings at once at 10:50, at most 1: Buyer – "):
        publish(event, None, seen=found.seen)


def test_publishing_by_the_page(app: Flask) -> None:
    with app.test_request_context():
        world_with_plan()
        finished(first_plan())
        commit()
    browser = sign_in(app, address("organiser"))
    page = browser.get(f"{BASE}/organise/publish").text
    assert "3 meetings and 1 tables" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    assert post(browser, f"{BASE}/organise/publish", {"seen": "older"}).status_code == 422
    assert post(browser, f"{BASE}/organise/publish", {"seen": seen, "note": "x" * 1001}).status_code == 422
    assert post(browser, f"{BASE}/organise/publish", {"seen": seen, "note": "First"}).status_code == 303
    after = browser.get(f"{BASE}/organise/publish").text
    assert "Version 1 is published." in after
    assert "There is nothing to publish" in after
    assert [browser.get(f"{BASE}/organise/agendas{search}").text.count("<tr>") for search in ("", "?q=other")] == [1 + 6, 1 + 3]


def test_who_left_shows_at_once_and_the_next_version_has_nothing_more_to_cancel(app: Flask) -> None:
    with app.test_request_context():
        world_with_plan()
        plan = first_plan()
        published(plan)
        count = len(sent(app))
        leave(who("supplier"), None)
        # Both buyers; who has left is not written to.
        assert len(sent(app)) == count + 2
    page = sign_in(app, address("organiser")).get(f"{BASE}/organise/publish").text
    assert "<li>Supplier (supplier): 2 meetings or tables</li>" in page
    with app.test_request_context(), later():
        published(without(without(plan, 0), 0))
        assert entry_with("other buyer", "supplier").status is MeetingStatus.CANCELLED
        assert entry_with("buyer", "other supplier").status is MeetingStatus.CONFIRMED
        assert len(sent(app)) == count + 2
    assert "They have left" not in sign_in(app, address("organiser")).get(f"{BASE}/organise/publish").text


def test_plan_that_has_one_person_in_two_places_is_not_published(event: Event) -> None:
    """It was made for two people, who are one by now."""
    plan = moved(first_plan(), 2, 1)
    finished(plan)
    found = candidate(event)
    assert found is not None
    assert (found.violations, found.doubled) == ((), ())
    who("other supplier").person = who("other buyer").person
    commit()
    found = candidate(event)
    assert found is not None
    assert [(each.name, f"{each.start:%H:%M}") for each in found.doubled] == [("Other Buyer", "10:25")]
    with pytest.raises(Conflict, match="Other Buyer would be in two places at 10:25, in two roles"):
        publish(event, who("organiser").person, seen=found.seen)
