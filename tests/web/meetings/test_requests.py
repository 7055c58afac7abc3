from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.support.web.fixtures import both_databases, post, sign_in
from tests.support.web.world import TAXONOMY, address, make_world, take_part
from web.catalogue.services.catalogue import OfferWords, save_offer
from web.core.database import commit, db
from web.core.errors import Invalid
from web.event_setup.services.events import add_place, find_or_add_zone
from web.meetings.services.meetings import answer_request, ask_for_meeting, lock_meeting
from web.models import Answer, Event, MeetingRequest, Person, PlaceKind, Registration, RegistrationState, Role, Strength

EVENT = "/events/spring-market"


def of(actor: str) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.person.has(Person.email == address(actor)))).one()


def page_of(app: Flask, actor: str, page: str = "") -> str:
    with app.app_context():
        return f"{EVENT}/registrations/{of(actor).public_id}{page}"


def ask_page(app: Flask, actor: str, asked: str) -> str:
    with app.app_context():
        asked_id = of(asked).public_id
    return page_of(app, actor, f"/ask/{asked_id}")


def asked_by(app: Flask, asker: str) -> list[tuple[str, Strength, Answer, str]]:
    with app.app_context():
        rows = db.session.scalars(select(MeetingRequest).where(MeetingRequest.asker_id == of(asker).id).order_by(MeetingRequest.id))
        return [(row.asked.person.email, row.strength, row.answer, row.message) for row in rows]


def words(page: str) -> str:
    main = page.partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main))


def request_id(app: Flask, asker: str, asked: str) -> str:
    with app.app_context():
        pair = (MeetingRequest.asker_id == of(asker).id, MeetingRequest.asked_id == of(asked).id)
        return str(db.session.scalars(select(MeetingRequest.public_id).where(*pair)).one())


def test_buyer_asks_changes_and_withdraws(world_app: Flask) -> None:
    browser, url = sign_in(world_app, address("buyer")), ask_page(world_app, "buyer", "other supplier")
    before, overview = asked_by(world_app, "buyer"), page_of(world_app, "buyer", "/meetings")
    for strength, message in (("would like", "Tea?"), ("must", "Soon?"), ("rather not", "")):
        assert post(browser, url, {"strength": strength, "message": message}).headers["Location"] == page_of(
            world_app, "buyer", "/meetings"
        )
        assert asked_by(world_app, "buyer") == [*before, (address("other supplier"), Strength(strength), Answer.OPEN, message)]
    request = request_id(world_app, "buyer", "other supplier")
    post(browser, f"{EVENT}/requests/{request}/withdraw", form_at=overview)
    assert asked_by(world_app, "buyer") == before


def test_supplier_accepts_declines_and_asks_too(world_app: Flask) -> None:
    browser, overview = sign_in(world_app, address("supplier")), page_of(world_app, "supplier", "/meetings")
    page = words(browser.get(overview).text)
    assert ("House of the buyer" in page, "House of the other buyer" in page, "“Please.”" in page) == (True, True, True)
    request = request_id(world_app, "buyer", "supplier")
    for answer in (Answer.ACCEPTED, Answer.DECLINED):
        response = post(browser, f"{EVENT}/requests/{request}/answer", {"answer": answer.value}, form_at=overview)
        assert (response.status_code, asked_by(world_app, "buyer")[0][2]) == (303, answer)
    post(browser, f"{EVENT}/requests/{request}/answer", {"answer": "perhaps"}, form_at=overview)
    assert asked_by(world_app, "buyer")[0][2] is Answer.DECLINED
    post(browser, ask_page(world_app, "supplier", "buyer"), {"strength": "must", "message": ""})
    assert asked_by(world_app, "supplier") == [(address("buyer"), Strength.MUST, Answer.OPEN, "")]


@pytest.mark.parametrize("answer", [Answer.ACCEPTED, Answer.DECLINED])
def test_answer_of_the_other_side_never_shows(world_app: Flask, answer: Answer) -> None:
    browser = sign_in(world_app, address("buyer"))
    with world_app.app_context():
        supplier = of("supplier").public_id
    pages = [page_of(world_app, "buyer", tail) for tail in ("", "/meetings", "/suggested", f"/ask/{supplier}")]
    pages += [f"{EVENT}/catalogue", f"{EVENT}/catalogue/{supplier}"]
    before = [words(browser.get(page).text) for page in pages]
    with world_app.test_request_context():
        answer_request(db.session.scalars(select(MeetingRequest).where(MeetingRequest.asker_id == of("buyer").id)).one(), answer, None)
        commit()
    assert [words(browser.get(page).text) for page in pages] == before


def test_who_would_rather_not_meet_somebody_is_not_told_to_them(world_app: Flask) -> None:
    browser = sign_in(world_app, address("supplier"))
    with world_app.test_request_context():
        ask_for_meeting(of("buyer"), of("supplier"), Strength.RATHER_NOT, None, message="Never again.")
        commit()
    page = words(browser.get(page_of(world_app, "supplier", "/meetings")).text)
    assert ("House of the buyer" in page, "Never again." in page, "House of the other buyer" in page) == (False, False, True)
    request = request_id(world_app, "buyer", "supplier")
    url = page_of(world_app, "supplier", "/meetings")
    assert post(browser, f"{EVENT}/requests/{request}/answer", {"answer": "accepted"}, form_at=url).status_code == 404


def test_how_much_the_other_side_wants_it_does_not_show(world_app: Flask) -> None:
    browser, url = sign_in(world_app, address("supplier")), page_of(world_app, "supplier", "/meetings")
    before = words(browser.get(url).text)
    with world_app.test_request_context():
        ask_for_meeting(of("buyer"), of("supplier"), Strength.WOULD_LIKE, None, message="Please.")
        commit()
    assert words(browser.get(url).text) == before


@pytest.mark.parametrize(
    ("quota", "strength", "refusal"),
    [
        ({"wishes": 1, "musts": 3}, "would like", "You have asked for 1 meetings, which is as many as you can."),
        (
            {"wishes": 9, "musts": 1},
            "must",
            "You have 1 meetings that you must have, which is as many as you can.",
        ),
    ],
)
def test_quota_is_kept_and_what_was_typed_too(world_app: Flask, quota: dict[str, int], strength: str, refusal: str) -> None:
    with world_app.test_request_context():
        of("buyer").event.quotas = {"buyer": quota}
        commit()
    browser = sign_in(world_app, address("buyer"))
    response = post(browser, ask_page(world_app, "buyer", "other supplier"), {"strength": strength, "message": "Tea & <cake>?"})
    assert (response.status_code, refusal in response.text, "Tea &amp; &lt;cake&gt;?" in response.text) == (422, True, True)
    assert len(asked_by(world_app, "buyer")) == 1
    assert post(browser, ask_page(world_app, "buyer", "other supplier"), {"strength": "rather not"}).status_code == 303


@pytest.mark.parametrize("strength", ["", "very much", "<script>"])
def test_strength_has_to_be_one_of_three(world_app: Flask, strength: str) -> None:
    browser = sign_in(world_app, address("buyer"))
    response = post(browser, ask_page(world_app, "buyer", "other supplier"), {"strength": strength, "message": "m" * 1001})
    assert (response.status_code, "Make this shorter: at most 1000 characters." in response.text) == (422, True)
    assert len(asked_by(world_app, "buyer")) == 1


def test_time_to_ask_and_to_answer_ends(world_app: Flask) -> None:
    with world_app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        event.ask_until = event.answer_until = datetime.now(UTC) - timedelta(minutes=1)
        commit()
    supplier, buyer = (sign_in(world_app, address(actor)) for actor in ("supplier", "buyer"))
    response = post(buyer, ask_page(world_app, "buyer", "other supplier"), {"strength": "must"})
    assert (response.status_code, "The time to ask for meetings is over." in response.text) == (422, True)
    overview = page_of(world_app, "supplier", "/meetings")
    assert ">Accept<" not in supplier.get(overview).text
    request = request_id(world_app, "buyer", "supplier")
    url = page_of(world_app, "supplier", "/details")
    assert post(supplier, f"{EVENT}/requests/{request}/answer", {"answer": "accepted"}, form_at=url).status_code == 409
    assert asked_by(world_app, "buyer")[0][2] is Answer.OPEN


def test_nobody_asks_whom_they_cannot_meet(world_app: Flask) -> None:
    buyer, supplier = (sign_in(world_app, address(actor)) for actor in ("buyer", "supplier"))
    seen = [
        buyer.get(ask_page(world_app, "buyer", asked)).status_code
        for asked in ("buyer", "other buyer", "facilitator", "supplier elsewhere")
    ]
    assert seen == [404, 404, 404, 404]
    assert supplier.get(ask_page(world_app, "supplier", "other supplier")).status_code == 200


def test_suggestions_say_why_best_first_and_leave_out_who_was_asked(world_app: Flask) -> None:
    browser, url = sign_in(world_app, address("other buyer")), page_of(world_app, "other buyer", "/suggested")
    page = browser.get(url).text
    assert re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", page) == ["House of the other supplier"]
    assert "same product group; strategy C2" in words(page)
    with world_app.test_request_context():
        ask_for_meeting(of("other buyer"), of("other supplier"), Strength.RATHER_NOT, None)
        commit()
    assert "Nobody left fits by product group." in words(browser.get(url).text)


def test_better_fit_is_suggested_first(world_app: Flask) -> None:
    with world_app.test_request_context():
        for request in db.session.scalars(select(MeetingRequest)):
            db.session.delete(request)
        save_offer(of("supplier"), TAXONOMY, OfferWords(title="Brooms", product_group="CLE"), offer=of("supplier").offers[0])
        save_offer(of("supplier"), TAXONOMY, OfferWords(title="Stools", product_group="FUR", strategies=["A1"]))
        commit()
    page = sign_in(world_app, address("buyer")).get(page_of(world_app, "buyer", "/suggested")).text
    assert re.findall(r"<h2><a [^>]*>([^<]*)</a></h2>", page) == ["House of the other supplier", "House of the supplier"]


def test_who_waits_for_approval_is_told_so(world_app: Flask) -> None:
    with world_app.test_request_context():
        of("supplier").state = RegistrationState.SUBMITTED
        commit()
    browser = sign_in(world_app, address("supplier"))
    for page in ("/meetings", "/suggested", "/buyers"):
        text = words(browser.get(page_of(world_app, "supplier", page)).text)
        assert ("approved your registration" in text, "House of the buyer" in text) == (True, False), page
    assert browser.get(ask_page(world_app, "supplier", "buyer")).status_code == 403


@both_databases
def test_requests_sent_at_once_do_not_go_over_the_quota(app: Flask) -> None:
    with app.test_request_context():
        world = make_world()
        world.event.quotas = {"buyer": {"wishes": 2}}
        others = [world["other supplier"], *(take_part(world.event, Role.SUPPLIER, f"supplier {number}") for number in range(4))]
        commit()
        asker, asked = world["buyer"].public_id, [other.public_id for other in others]
    browsers = [sign_in(app, address("buyer")) for _ in asked]
    urls = [f"{EVENT}/registrations/{asker}/ask/{id_}" for id_ in asked]
    with ThreadPoolExecutor(len(urls)) as pool:
        answers = list(pool.map(lambda browser, url: post(browser, url, {"strength": "would like"}).status_code, browsers, urls))
    assert sorted(answers) == [303, 422, 422, 422, 422]
    assert len(asked_by(app, "buyer")) == 2


def test_request_can_be_changed_where_the_quota_is_used_up(world_app: Flask) -> None:
    with world_app.test_request_context():
        of("buyer").event.quotas = {"buyer": {"wishes": 1, "musts": 1}}
        commit()
    browser, page = sign_in(world_app, address("buyer")), ask_page(world_app, "buyer", "supplier")
    assert [post(browser, page, {"strength": strength}).status_code for strength in ("must", "must", "would like")] == [303, 303, 303]
    assert [row[1] for row in asked_by(world_app, "buyer")] == [Strength.WOULD_LIKE]


def test_disliking_uses_up_no_quota(world_app: Flask) -> None:
    with world_app.test_request_context():
        of("buyer").event.quotas = {"buyer": {"wishes": 1}}
        ask_for_meeting(of("buyer"), of("supplier"), Strength.RATHER_NOT, None)
        commit()
    assert (
        post(sign_in(world_app, address("buyer")), ask_page(world_app, "buyer", "other supplier"), {"strength": "must"}).status_code == 303
    )


@pytest.mark.parametrize(("over", "asks", "answers"), [("ask_until", 422, 303), ("answer_until", 303, 409)])
def test_time_to_ask_is_not_the_time_to_answer(world_app: Flask, over: str, asks: int, answers: int) -> None:
    with world_app.test_request_context():
        event = of("buyer").event
        event.ask_until = event.answer_until = datetime.now(UTC) + timedelta(hours=1)
        setattr(event, over, datetime.now(UTC) - timedelta(minutes=1))
        commit()
    supplier, buyer = (sign_in(world_app, address(actor)) for actor in ("supplier", "buyer"))
    assert post(buyer, ask_page(world_app, "buyer", "other supplier"), {"strength": "must"}).status_code == asks
    url = f"{EVENT}/requests/{request_id(world_app, 'buyer', 'supplier')}/answer"
    form_at = page_of(world_app, "supplier", "/details")
    assert post(supplier, url, {"answer": "accepted"}, form_at=form_at).status_code == answers


def test_meeting_is_not_locked_at_a_place_of_another_event(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        place = add_place(world.elsewhere, find_or_add_zone(world.elsewhere, "Hall"), "Table 1", PlaceKind.TABLE)
        with pytest.raises(Invalid):
            lock_meeting(world["buyer"], world["supplier"], world.slots[0], place, None)
