"""The whole way in a real browser: from an empty database to a meeting that was moved, with real mail and the real planner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from flask import Flask
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import select

from matchmaking.planning.event import Strength
from tests.support.tiers import deep
from tests.support.web.browser import NARROW, WIDE, Visitor, served
from tests.support.web.fixtures import Databases, make_app
from tests.support.web.postbox import Postbox, invitation_in, link_in, postbox
from tests.support.web.servers import spare_port
from tests.support.web.world import png_file, take_part
from web.core.database import commit, db
from web.meetings.services.meetings import ask_for_meeting
from web.models import Event, Registration, Role
from web.sign_in.services.sign_in import add_site_organiser

pytestmark = pytest.mark.xdist_group("browser-journey")

SLUG, EVENT = "winter-market", "Winter market"
DAY, ZONE = "2031-12-01", ZoneInfo("Europe/Brussels")
HERE = f"/events/{SLUG}"
ORGANISER, SUPPLIER, BUYER = "olga@mill.example.org", "zoe@zitgoed.example.org", "bo@stad.example.org"
PLANNED, PATIENCE = 90_000, 15_000


@dataclass
class Journey:
    """An installation, its mail, and a browser for each of three people: the organiser's at a desk, those of others in their pockets."""

    app: Flask
    base: str
    post: Postbox
    browser: Browser
    desk: ViewportSize
    pocket: ViewportSize
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def page_of(self, email: str) -> Page:
        if email not in self.visitors:
            viewport = self.desk if email == ORGANISER else self.pocket
            self.visitors[email] = Visitor(self.browser, self.base, viewport)
            self.visitors[email].page.set_default_timeout(PATIENCE)
        return self.visitors[email].page


@pytest.fixture(params=[pytest.param((WIDE, NARROW), id="1280 and 390"), deep((NARROW, WIDE), id="390 and 1280")])
def journey(request: pytest.FixtureRequest, databases: Databases, browser: Browser, tmp_path: Path) -> Iterator[Journey]:
    port = spare_port()
    with postbox() as post:
        smtp = {"mail_backend": "smtp", "smtp_host": "127.0.0.1", "smtp_port": post.port, "mail_sender": "Market <market@mill.example.org>"}
        app = make_app(tmp_path, databases.fresh("sqlite"), base_url=f"http://127.0.0.1:{port}", **smtp)
        with app.test_request_context():
            add_site_organiser(ORGANISER).name = "Olga Organiser"
            commit()
        consumer = app.extensions["queue"].start_embedded(2)
        with served(app, port) as base:
            journey = Journey(app, base, post, browser, *request.param)
            yield journey
            for visitor in journey.visitors.values():
                visitor.context.close()
        consumer.stop(graceful=True)
    with app.app_context():
        db.engine.dispose()
    faults = {email: (visitor.foreign, visitor.complaints) for email, visitor in journey.visitors.items()}
    assert faults == dict.fromkeys(faults, ([], []))


def sign_in_by_mail(journey: Journey, email: str) -> Page:
    page = journey.page_of(email)
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Your e-mail address").fill(email)
    page.get_by_role("button", name="Mail me a link").click()
    page.goto(link_in(journey.post.wait_for(email, "Your link")))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My events")
    return page


def organiser_sets_the_event_up(journey: Journey) -> None:
    page = sign_in_by_mail(journey, ORGANISER)
    page.get_by_role("link", name="Create an event").click()
    page.get_by_label("Name of the event").fill(EVENT)
    page.get_by_label("First day").fill(DAY)
    page.get_by_label("Last day").fill(DAY)
    page.get_by_role("button", name="Create the event").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set-up")
    page.get_by_label("Who sees it").select_option(label="Open: everybody sees it and can register")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")
    page.goto(f"{HERE}/organise/times")
    page.get_by_label("First slot begins").fill("09:00")
    page.get_by_label("Last slot ends by").fill("12:00")
    page.get_by_role("button", name="Make the slots").click()
    expect(page.get_by_role("status")).to_have_text("The event has 7 slots now.")
    page.goto(f"{HERE}/organise/places")
    page.get_by_label("Name").fill("Table")
    page.get_by_label("Part of the venue").fill("Hall")
    page.get_by_label("How many").fill("2")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("status")).to_have_text("Added: Table 1, Table 2.")


def others_take_part(journey: Journey) -> None:
    """A second supplier and a second buyer, so that there is something to plan around."""
    with journey.app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == SLUG)).one()
        for role in (Role.SUPPLIER, Role.BUYER):
            take_part(event, role, f"other {role.value}")
        commit()


def others_ask_too(journey: Journey) -> None:
    with journey.app.test_request_context():
        rows = db.session.scalars(select(Registration).join(Registration.event).where(Event.slug == SLUG)).all()
        people = {row.person.email: row for row in rows}
        other_supplier, other_buyer = people["other-supplier@example.org"], people["other-buyer@example.org"]
        ask_for_meeting(other_supplier, people[BUYER], Strength.WOULD_LIKE, None)
        ask_for_meeting(other_buyer, people[SUPPLIER], Strength.WOULD_LIKE, None)
        ask_for_meeting(other_buyer, other_supplier, Strength.WOULD_LIKE, None)
        commit()


def begin_registration(journey: Journey, email: str, role: str, organisation: str, name: str) -> Page:
    page = sign_in_by_mail(journey, email)
    page.get_by_role("link", name="See which events there are").click()
    page.get_by_role("link", name=EVENT).click()
    page.get_by_role("link", name="Register", exact=True).click()
    page.get_by_role("link", name=f"Register as a {role}").click()
    page.get_by_label("Organisation", exact=True).fill(organisation)
    page.get_by_label("Your name").fill(name)
    return page


def hand_in(page: Page) -> None:
    page.get_by_role("button", name="Hand it in").click()
    expect(page.get_by_text("Waiting for the organiser")).to_be_visible()


def supplier_registers_with_an_offer_and_an_image(journey: Journey, picture: Path) -> None:
    page = begin_registration(journey, SUPPLIER, "supplier", "Zitgoed", "Zoë Zetel")
    page.get_by_label("Our factsheet may stand in the public catalogue").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Add an offer").click()
    page.get_by_label("What you offer").fill("Chairs, mended")
    page.get_by_role("textbox", name="Description").fill("As good as before, for half of the money.")
    page.get_by_label("Product group").select_option(label="Office furniture")
    page.locator("summary").first.click()
    page.get_by_label("A3").check()
    page.locator("#picture").set_input_files(picture)
    page.get_by_label("What the picture shows").fill("A chair")
    page.get_by_role("button", name="Save the offer").click()
    expect(page.get_by_text("Your offer is saved.")).to_be_visible()
    hand_in(page)


def buyer_registers_with_a_need(journey: Journey) -> None:
    page = begin_registration(journey, BUYER, "buyer", "Stad Zwaneghem", "Bo Buyer")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_role("link", name="Add a need").click()
    page.get_by_label("What do you need to be able to do?").fill("Sit comfortably at a desk")
    page.get_by_label("Product group").select_option(label="Office furniture")
    page.get_by_label("Where you stand").select_option(index=3)
    page.get_by_role("button", name="Save the need").click()
    hand_in(page)


def organiser_approves(journey: Journey, name: str, email: str) -> None:
    page = journey.page_of(ORGANISER)
    page.goto(f"{HERE}/organise/registrations")
    page.get_by_role("row", name=name).get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_have_text(f"{name} takes part, and gets a mail that says so.")
    journey.post.wait_for(email, f"You take part in {EVENT}")


def buyer_asks_and_supplier_accepts(journey: Journey) -> None:
    page = journey.page_of(BUYER)
    page.reload()
    page.get_by_role("link", name="See whom to meet").click()
    expect(page.get_by_text("same product group").first).to_be_visible()
    page.get_by_role("link", name="Zitgoed", exact=True).click()
    expect(page.get_by_alt_text("A chair")).to_have_js_property("naturalWidth", 900)
    page.get_by_role("link", name="Ask for a meeting").click()
    page.get_by_label("Must: I come for this").check()
    page.get_by_role("button", name="Ask for a meeting").click()
    expect(page.get_by_text("You have asked to meet Zitgoed.")).to_be_visible()
    page = journey.page_of(SUPPLIER)
    page.reload()
    page.get_by_role("link", name="Meetings you want").click()
    row = page.get_by_role("listitem").filter(has_text="Stad Zwaneghem")
    row.get_by_role("button", name="Accept").click()
    expect(row.get_by_text("You accepted")).to_be_visible()


def organiser_plans(journey: Journey) -> None:
    page = journey.page_of(ORGANISER)
    page.get_by_role("link", name="Planning").click()
    page.get_by_label("Seconds to plan for, at most").fill("30")
    page.get_by_role("button", name="Start planning").click()
    expect(page.get_by_text("There is a plan.")).to_be_visible(timeout=PLANNED)
    page.get_by_role("button", name="Use this plan").click()
    expect(page.get_by_text("4 of 4 meetings asked for are held")).to_be_visible()


def organiser_publishes(journey: Journey, version: int) -> None:
    page = journey.page_of(ORGANISER)
    page.goto(f"{HERE}/organise/publish")
    page.get_by_role("button", name=f"Publish version {version}").click()
    expect(page.get_by_text(f"Version {version} is published.")).to_be_visible()


@dataclass(frozen=True, order=True)
class Held:
    """A meeting as it is read, on a page or in a calendar."""

    start: datetime
    end: datetime
    title: str
    place: str


def on_the_page(page: Page) -> list[Held]:
    """The agenda that somebody looks at."""
    found = []
    for row in page.locator(".agenda-row").all():
        start, end = row.locator("time").inner_text().replace("\n", "").split("–")
        hours = (datetime.fromisoformat(f"{DAY}T{hour}").replace(tzinfo=ZONE) for hour in (start, end))
        found.append(Held(*hours, row.locator("strong").inner_text(), row.locator(".agenda-where").inner_text()))
    return sorted(found)


def in_the_calendar(raw: bytes) -> list[Held]:
    """A calendar read with two parsers, which have to agree."""
    events = IcsCalendarStream.calendar_from_ics(raw.decode()).events
    one = sorted(Held(each.dtstart, each.dtend, each.summary or "", each.location or "") for each in events)  # type: ignore[arg-type]  # a meeting has moments, not days
    other = sorted(
        Held(each.DTSTART, each.DTEND, str(each["SUMMARY"]), str(each["LOCATION"])) for each in icalendar.Calendar.from_ical(raw).events
    )
    assert one == other
    return one


def agenda_in_page_feed_and_file(journey: Journey, email: str) -> tuple[list[Held], str, bytes]:
    """What somebody sees, the address of their calendar and what it holds; page, subscription and download agree, and nothing overlaps."""
    page = journey.page_of(email)
    page.goto(HERE)
    page.get_by_role("link", name="Your agenda").click()
    held = on_the_page(page)
    page.get_by_role("link", name="Put it in your calendar").click()
    address = page.get_by_label("Address of your calendar").input_value()
    assert page.get_by_role("link", name="Subscribe").get_attribute("href") == address.replace("http://", "webcal://")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a calendar file").click()
    # A calendar program has no cookies.
    feed = journey.app.test_client().get(address.removeprefix(journey.base)).data
    assert in_the_calendar(feed) == in_the_calendar(Path(download.value.path()).read_bytes()) == held
    assert all(earlier.end <= later.start for earlier, later in pairwise(held))
    return held, address, feed


def the_meeting(feed: bytes, other: str) -> tuple[str, int, EventStatus | None]:
    """Id, sequence and status of the meeting with somebody."""
    (found,) = [event for event in IcsCalendarStream.calendar_from_ics(feed.decode()).events if other in (event.summary or "")]
    return str(found.uid), found.sequence or 0, found.status


def organiser_moves_the_meeting(journey: Journey, taken: set[str]) -> str:
    """By the form, to the first hour in which neither of the two has another meeting; returns it."""
    page = journey.page_of(ORGANISER)
    page.goto(f"{HERE}/organise/plan/places")
    page.get_by_role("link", name="Stad Zwaneghem – Zitgoed").click()
    choices = [choice.strip() for choice in page.get_by_label("When").locator("option").all_inner_texts()]
    chosen = next(choice for choice in choices if not any(hour in choice for hour in taken))
    page.get_by_label("When").select_option(label=chosen)
    page.get_by_role("button", name="Move the meeting").click()
    expect(page.get_by_role("status")).to_have_text("It is held then and there, and locked. Later runs keep it.")
    return chosen


def test_the_whole_way(journey: Journey, tmp_path: Path) -> None:
    picture = tmp_path / "chair.png"
    picture.write_bytes(png_file(900, 600))
    organiser_sets_the_event_up(journey)
    others_take_part(journey)
    supplier_registers_with_an_offer_and_an_image(journey, picture)
    organiser_approves(journey, "Zoë Zetel", SUPPLIER)
    buyer_registers_with_a_need(journey)
    organiser_approves(journey, "Bo Buyer", BUYER)
    buyer_asks_and_supplier_accepts(journey)
    others_ask_too(journey)
    organiser_plans(journey)
    organiser_publishes(journey, 1)
    before = {email: agenda_in_page_feed_and_file(journey, email) for email in (SUPPLIER, BUYER)}
    for email in (SUPPLIER, BUYER):
        journey.post.wait_for(email, f"Your agenda for {EVENT}")
    assert [len(before[email][0]) for email in (SUPPLIER, BUYER)] == [2, 2]
    (of_supplier,) = [held for held in before[SUPPLIER][0] if "Bo Buyer" in held.title]
    (of_buyer,) = [held for held in before[BUYER][0] if "Zoë Zetel" in held.title]
    assert (of_supplier.start, of_supplier.end, of_supplier.place) == (of_buyer.start, of_buyer.end, of_buyer.place)

    taken = {f"{held.start.astimezone(ZONE):%H:%M}–" for held, _a, _f in before.values() for held in held}
    moved_to = organiser_moves_the_meeting(journey, taken)
    organiser_publishes(journey, 2)
    for email, other in ((SUPPLIER, "Bo Buyer"), (BUYER, "Zoë Zetel")):
        held, address, feed = agenda_in_page_feed_and_file(journey, email)
        (now,) = [each for each in held if other in each.title]
        assert f"{now.start.astimezone(ZONE):%H:%M}–{now.end.astimezone(ZONE):%H:%M}" in moved_to
        assert [each for each in held if each != now] == [each for each in before[email][0] if other not in each.title]
        uid, sequence, _status = the_meeting(before[email][2], other)
        assert (address, the_meeting(feed, other)) == (before[email][1], (uid, sequence + 1, EventStatus.CONFIRMED))
        method, calendar = invitation_in(journey.post.wait_for(email, "Changed: "))
        (invited,) = calendar.events
        assert (method, invited.uid, invited.sequence, invited.dtstart) == ("REQUEST", uid, sequence + 1, now.start)
        assert len(journey.post.to(email, "Changed: ")) == 1
