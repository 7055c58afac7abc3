"""The next step in sight at every stage, somebody who comes in two roles, and what the other side hears."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from tests.support.web.fixtures import counted_statements, mails, post, sign_in
from tests.support.web.published import BASE, first_plan, published, who, without
from tests.support.web.world import TAXONOMY, address, make_world, png_file, take_part
from web.catalogue.services.catalogue import NeedWords, OfferWords, save_need, save_offer
from web.catalogue.services.pictures import make_picture, set_picture
from web.core.database import commit, db
from web.core.errors import NotAllowed
from web.dialogues.services.dialogues import wish_to_join
from web.event_setup.services.events import add_item
from web.meetings.services.meetings import ask_for_meeting
from web.models import Absence, EventState, ItemKind, MeetingRequest, Registration, RegistrationState, Role, Strength
from web.registration.services.registrations import approve, register


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.partition("<main")[2]).split())


def hub(app: Flask, actor: str, page: str = "") -> str:
    with app.app_context():
        return f"{BASE}/registrations/{who(actor).public_id}{page}"


def in_two_roles(app: Flask) -> tuple[str, str]:
    """The supplier comes as a buyer too; returns both registrations."""
    with app.test_request_context():
        one = who("supplier")
        other = register(one.event, one.person, Role.BUYER, None, one.organisation)
        save_need(other, TAXONOMY, NeedWords(functional_need="Sit ourselves", product_group="FUR", strategies=["C2"], step="3"))
        approve(other, None)
        commit()
        return one.public_id, other.public_id


def other_supplier(app: Flask) -> str:
    with app.app_context():
        return who("other supplier").public_id


@pytest.mark.parametrize(
    ("query", "role", "meant"),
    [("", "buyer", 1), ("?diary=supplier", "supplier", 0), ("?diary=buyer", "buyer", 1), ("?diary=x", "buyer", 1)],
)
def test_who_comes_in_two_roles_looks_at_the_catalogue_as_either(world_app: Flask, query: str, role: str, meant: int) -> None:
    own = in_two_roles(world_app)
    browser = sign_in(world_app, address("supplier"))
    page = browser.get(f"{BASE}/catalogue{query}").text
    assert f"You are here as a {role}." in page
    assert f'/registrations/{own[meant]}"' in page
    assert f'name="diary" value="{role}"' in page
    assert f"/catalogue/{other_supplier(world_app)}?diary={role}" in page


def test_who_comes_in_two_roles_asks_as_either(world_app: Flask) -> None:
    own, browser = in_two_roles(world_app), sign_in(world_app, address("supplier"))
    page = browser.get(f"{BASE}/catalogue/{other_supplier(world_app)}").text
    links = re.findall(r'<a class="button[^"]*" href="([^"]*/ask/[^"]*)">([^<]*)</a>', page)
    assert [text for _path, text in links] == ["Ask for a meeting as a buyer", "Ask for a meeting as a supplier"]
    for path, _text in links:
        assert post(browser, path, {"strength": "would like"}).status_code == 303
    with world_app.app_context():
        asked = select(Registration.public_id).join(MeetingRequest, MeetingRequest.asker_id == Registration.id)
        other = who("other supplier").id
        assert set(db.session.scalars(asked.where(MeetingRequest.asked_id == other))) == set(own)


def test_nobody_meets_themselves_in_another_role(world_app: Flask) -> None:
    as_supplier, as_buyer = in_two_roles(world_app)
    browser = sign_in(world_app, address("supplier"))
    assert browser.get(f"{BASE}/registrations/{as_buyer}/ask/{as_supplier}").status_code == 404
    assert "Ask for a meeting" not in browser.get(f"{BASE}/catalogue/{as_supplier}").text
    for page in (f"{as_buyer}/suggested", f"{as_supplier}/suggested", f"{as_supplier}/buyers"):
        assert "House of the supplier" not in words(browser.get(f"{BASE}/registrations/{page}").text), page
    with world_app.test_request_context():
        rows = [db.session.scalars(select(Registration).where(Registration.public_id == id_)).one() for id_ in (as_supplier, as_buyer)]
        with pytest.raises(NotAllowed, match="These two cannot meet"):
            ask_for_meeting(rows[1], rows[0], Strength.MUST, None)


def test_second_role_is_offered_once(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier"))
    assert "Register a second time" in browser.get(BASE).text
    in_two_roles(world_app)
    assert "Register a second time" not in browser.get(BASE).text


@pytest.mark.parametrize(
    ("quota", "message"),
    [
        ({"wishes": 9, "musts": 3}, "You have asked for 1 of at most 9 meetings , 1 of at most 3 as a must ."),
        ({"wishes": 9, "musts": 1}, "To ask for this one as a must, make another of them a wish first."),
        ({"wishes": 1, "musts": 1}, "You have asked for 1 meetings, which is as many as you can. Withdraw one first ."),
        ({}, "You have asked for 1 meeting."),
    ],
)
def test_page_to_ask_says_what_is_left(world_app: Flask, quota: dict[str, int], message: str) -> None:
    with world_app.test_request_context():
        who("buyer").event.quotas = {"buyer": quota}
        commit()
    page = sign_in(world_app, address("buyer")).get(hub(world_app, "buyer", f"/ask/{other_supplier(world_app)}")).text
    assert message.replace(" ,", ",").replace(" .", ".") in words(page).replace(" ,", ",").replace(" .", ".")


def test_choices_are_a_group_with_its_question(world_app: Flask) -> None:
    page = sign_in(world_app, address("buyer")).get(hub(world_app, "buyer", f"/ask/{other_supplier(world_app)}")).text
    group = page.split('<fieldset id="strength"')[1].split("</fieldset>")[0]
    assert re.findall(r"<legend>([^<]*)</legend>", group) == ["How much do you want this meeting?"]
    assert re.findall(r'<label class="check"><input [^>]*value="([^"]*)"', group) == ["must", "would like", "rather not"]


def test_nothing_is_asked_or_answered_once_the_event_is_over(world_app: Flask) -> None:
    with world_app.test_request_context():
        who("buyer").event.state = EventState.CLOSED
        wish = db.session.scalars(select(MeetingRequest.public_id).where(MeetingRequest.asked_id == who("supplier").id)).first()
        commit()
    buyer, supplier = (sign_in(world_app, address(actor)) for actor in ("buyer", "supplier"))
    path = hub(world_app, "buyer", f"/ask/{other_supplier(world_app)}")
    assert "The time to ask for meetings is over." in buyer.get(path).text
    assert post(buyer, path, {"strength": "must"}, form_at="/my").status_code == 422
    assert post(supplier, f"{BASE}/requests/{wish}/answer", {"answer": "accepted"}, form_at="/my").status_code == 409


def test_draft_is_not_handed_in_after_the_time_to_register(world_app: Flask) -> None:
    with world_app.test_request_context():
        own = who("buyer")
        own.state, own.event.register_until = RegistrationState.DRAFT, datetime.now(UTC) - timedelta(minutes=1)
        commit()
    browser, path = sign_in(world_app, address("buyer")), hub(world_app, "buyer")
    page = browser.get(path).text
    assert ("this was not handed in" in page, "Hand it in" in page) == (True, False)
    assert post(browser, f"{path}/submit", form_at="/my").status_code == 409


def test_who_is_asked_hears_of_it_once_a_day_and_not_by_whom(world_app: Flask) -> None:
    supplier = hub(world_app, "other supplier", "/meetings")
    with time_machine.travel(datetime(2031, 4, 1, 12, tzinfo=UTC)):
        for actor in ("buyer", "other buyer"):
            post(sign_in(world_app, address(actor)), hub(world_app, actor, f"/ask/{other_supplier(world_app)}"), {"strength": "must"})
    with time_machine.travel(datetime(2031, 4, 2, 12, tzinfo=UTC)):
        ask = hub(world_app, "buyer", f"/ask/{other_supplier(world_app)}")
        post(sign_in(world_app, address("buyer")), ask, {"strength": "rather not"})
        (mail,) = [mail for mail in mails(world_app) if "would like to meet you" in mail]
    assert mail.splitlines()[:2] == [f"To: {address('other supplier')}", "Subject: Somebody would like to meet you at Spring market"]
    assert supplier in mail
    assert "House of" not in mail
    with time_machine.travel(datetime(2031, 4, 2, 13, tzinfo=UTC)):
        post(sign_in(world_app, address("buyer")), ask, {"strength": "would like"})
        assert len([mail for mail in mails(world_app) if "would like to meet you" in mail]) == 2


def test_hub_says_who_waits_and_where_the_agenda_is(world_app: Flask) -> None:
    browser, path = sign_in(world_app, address("supplier")), hub(world_app, "supplier")
    page = browser.get(path).text
    assert "2 participants asked to meet you and wait for your answer" in page
    assert "Now ask for the meetings that you want." in page
    with world_app.test_request_context():
        published(first_plan())
    page = browser.get(path).text
    assert ("your agenda is ready" in page, "See your agenda" in page, "See whom to meet" in page) == (True, True, False)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (RegistrationState.DRAFT, "Finish your registration"),
        (RegistrationState.SUBMITTED, "Look at your registration"),
        (RegistrationState.APPROVED, "Choose whom to meet"),
        (RegistrationState.REFUSED, "The hall is full."),
    ],
)
def test_my_events_say_what_comes_next(world_app: Flask, state: RegistrationState, step: str) -> None:
    with world_app.test_request_context():
        who("buyer").state, who("buyer").refusal = state, "The hall is full."
        commit()
    assert step in sign_in(world_app, address("buyer")).get("/my").text


def test_my_events_lead_to_what_is_published(world_app: Flask) -> None:
    with world_app.test_request_context():
        published(first_plan())
    seen = {actor: words(sign_in(world_app, address(actor)).get("/my").text) for actor in ("buyer", "facilitator", "organiser")}
    steps = {"buyer": "See when you meet whom", "facilitator": "See your tables", "organiser": "Organise this event"}
    assert {actor: step in seen[actor] for actor, step in steps.items()} == dict.fromkeys(steps, True)


@pytest.mark.parametrize("agreed", [False, True])
def test_contact_of_a_buyer_shows_to_suppliers_as_agreed(world_app: Flask, agreed: bool) -> None:
    with world_app.test_request_context():
        own = who("buyer")
        own.contact_consent, own.person.phone = agreed, "+32 456"
        commit()
    page = sign_in(world_app, address("supplier")).get(hub(world_app, "supplier", f"/ask/{_id(world_app, 'buyer')}")).text
    assert [text in page for text in (address("buyer"), "+32 456")] == [agreed, agreed]


def _id(app: Flask, actor: str) -> str:
    with app.app_context():
        return who(actor).public_id


def statements(app: Flask, actor: str, paths: list[str]) -> list[int]:
    browser, counts = sign_in(app, address(actor)), []
    for path in paths:
        with app.app_context(), counted_statements() as seen:
            assert browser.get(path).status_code == 200, path
        counts.append(len(seen))
    return counts


def test_own_pages_take_the_same_number_of_statements_for_one_and_three(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        assert world.dialogue is not None
        wish_to_join(world["supplier"], world.dialogue, Strength.WOULD_LIKE)
        _absent(0)
        published(without(first_plan(), 1))
        commit()
        paths = [f"{BASE}/registrations/{who('supplier').public_id}{page}" for page in ("", "/availability", "/dialogues", "/factsheet")]
        paths += [f"{BASE}/agendas/{who('supplier').public_id}", BASE, "/my"]
    few = statements(sqlite_app, "supplier", paths)
    with sqlite_app.test_request_context():
        _busier()
    assert statements(sqlite_app, "supplier", paths) == few == [12, 6, 6, 7, 6, 3, 3]


def _absent(number: int) -> None:
    own = who("supplier")
    begin = own.event.slots[-1].end
    item = add_item(own.event, ItemKind.SESSION, f"Talk {number}", begin, begin + timedelta(minutes=30))
    own.absences.append(Absence(reason="attends", session=item))


def _busier() -> None:
    own = who("supplier")
    for number in (1, 2):
        _absent(number)
        offer = save_offer(own, TAXONOMY, OfferWords(title=f"More {number}", product_group="FUR", strategies=["A1"]))
        set_picture(offer, make_picture(png_file()), None)
        ask_for_meeting(take_part(own.event, Role.BUYER, f"buyer {number}"), own, Strength.MUST, None)
    commit()
    published(first_plan())
