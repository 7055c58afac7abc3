from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import post, sign_in
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.models import Dialogue, Event, EventState

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise"
BRUSSELS = ZoneInfo("Europe/Brussels")


@pytest.fixture
def organiser(sqlite_app: Flask) -> FlaskClient:
    with sqlite_app.test_request_context():
        make_world()
        commit()
    return sign_in(sqlite_app, address("organiser"))


def event(slug: str = "spring-market") -> Event:
    db.session.expire_all()
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def test_event_is_created_and_set_up_from_nothing(sqlite_app: Flask, organiser: FlaskClient) -> None:
    typed = {"name": "Zomermarkt", "starts_on": "2031-06-03", "ends_on": "2031-06-02", "venue": "Hal", "timezone": "Europe/Brussels"}
    wrong = post(organiser, "/events/new", typed)
    assert (wrong.status_code, "The last day has to be the first one or later." in wrong.text) == (422, True)
    made = post(organiser, "/events/new", typed | {"ends_on": "2031-06-03"})
    assert made.headers["Location"] == "/events/zomermarkt/organise/set-up"
    here = "/events/zomermarkt/organise"
    lunch = {"title": "Lunch", "kind": "break", "day": "2031-06-03", "start": "10:00", "end": "11:00"}
    assert post(organiser, f"{here}/times/programme", lunch, form_at=f"{here}/times").status_code == 303
    slots = {"start": "09:00", "end": "12:00", "length": "25", "pause": "5"}
    assert post(organiser, f"{here}/times/slots", slots, form_at=f"{here}/times").status_code == 303
    tables = {"kind": "table", "name": "Tafel", "zone": "Hal A", "capacity": "1", "count": "3"}
    assert post(organiser, f"{here}/places", tables).status_code == 303
    with sqlite_app.app_context():
        found = event("zomermarkt")
        starts = [f"{slot.start.astimezone(BRUSSELS):%H:%M}" for slot in found.slots]
        assert (found.state, starts) == (EventState.DRAFT, ["09:00", "09:30", "11:00", "11:30"])
        assert [place.name for place in found.places] == ["Tafel 1", "Tafel 2", "Tafel 3"]
        table, lunch_id = found.places[1].public_id, found.items[0].public_id
    assert post(organiser, f"{here}/places/{table}/remove", form_at=f"{here}/places").status_code == 303
    assert post(organiser, f"{here}/times/programme/remove", {"item": lunch_id}, form_at=f"{here}/times").status_code == 303
    assert post(organiser, f"{here}/places", tables | {"count": "1", "name": "Tafel 1"}).status_code == 422
    assert post(organiser, f"{here}/places", tables | {"count": "1"}).status_code == 303
    with sqlite_app.app_context():
        assert ([place.name for place in event("zomermarkt").places], event("zomermarkt").items) == (["Tafel 1", "Tafel 3", "Tafel"], [])


def test_facts_deadlines_and_quotas_are_saved_and_contradictions_told(sqlite_app: Flask, organiser: FlaskClient) -> None:
    typed = {
        "name": "Spring market",
        "starts_on": "2031-05-20",
        "ends_on": "2031-05-20",
        "timezone": "Europe/Brussels",
        "contact_email": "ask@example.org",
        "state": "open",
        "ask_until": "2031-05-01T18:00",
        "buyer_wishes": "8",
        "buyer_musts": "2",
        "supplier_floor": "1",
    }
    for change, message in (
        ({"buyer_musts": "9"}, "This cannot be more than the wishes."),
        ({"supplier_max_meetings": "0"}, "This cannot be more than the most meetings."),
        ({"timezone": "Mars/Base"}, "Choose a time zone such as"),
        ({"timezone": "../../etc"}, "Choose a time zone such as"),
        ({"ends_on": "2031-05-19"}, "The last day has to be"),
        ({"name": ""}, "Write the name."),
        ({"name": "x" * 300}, "This is too long."),
        ({"buyer_wishes": "-1"}, "Write a number from 0 to 500."),
    ):
        wrong = post(organiser, f"{HERE}/set-up", typed | change)
        assert (change, wrong.status_code, message in wrong.text) == (change, 422, True)
    assert post(organiser, f"{HERE}/set-up", typed).status_code == 303
    with sqlite_app.app_context():
        found = event()
        assert found.quotas == {"buyer": {"wishes": 8, "musts": 2}, "supplier": {"floor": 1}}
        assert found.ask_until == datetime(2031, 5, 1, 18, tzinfo=BRUSSELS)
    assert 'value="2031-05-01T18:00"' in organiser.get(f"{HERE}/set-up").text


def test_wrong_times_and_places_are_told_beside_the_field(organiser: FlaskClient) -> None:
    times = f"{HERE}/times"
    slots = {"start": "09:00", "end": "17:00", "length": "20", "pause": "5"}
    for change, text in (({"end": "09:10"}, "No slot fits"), ({"length": "2"}, "from 5 to 240"), ({"start": "soon"}, "Choose a time")):
        wrong = post(organiser, f"{times}/slots", slots | change, form_at=times)
        assert (change, wrong.status_code, text in wrong.text) == (change, 422, True)
    item = {"title": "Talk", "kind": "session", "day": "2031-05-20", "start": "10:00", "end": "09:00"}
    for change, text in (
        ({}, "The end has to be after the start."),
        ({"day": "2031-05-21", "end": "11:00"}, "Choose a day of the event."),
    ):
        wrong = post(organiser, f"{times}/programme", item | change, form_at=times)
        assert (change, wrong.status_code, text in wrong.text) == (change, 422, True)


def test_booth_of_somebody_is_not_removed(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.app_context():
        booth = next(place.public_id for place in event().places if place.owner_id)
    assert post(organiser, f"{HERE}/places/{booth}/remove", form_at=f"{HERE}/places").status_code == 409
    assert post(organiser, f"{HERE}/places/nowhere/remove", form_at=f"{HERE}/places").status_code == 404


def test_place_is_renamed_and_moved_to_another_part_of_the_venue(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.app_context():
        places = {place.name: place for place in event().places}
        table, booth = places["Table 1"].public_id, places["Booth 1"].public_id
    typed = {"kind": "table", "name": "Tafel 1", "zone": "Foyer", "capacity": "2"}
    assert post(organiser, f"{HERE}/places/{table}", typed).status_code == 303
    owned = post(organiser, f"{HERE}/places/{booth}", typed | {"name": "Booth 1"})
    assert (owned.status_code, "It is somebody&#39;s booth." in owned.text) == (422, True)
    with sqlite_app.app_context():
        found = {place.name: (place.zone.name, place.capacity) for place in event().places}
        assert (found["Tafel 1"], [zone.name for zone in event().zones]) == (("Foyer", 2), ["Hall", "Foyer"])
    # The part of the venue goes with its last place.
    assert post(organiser, f"{HERE}/places/{table}/remove", form_at=f"{HERE}/places").status_code == 303
    with sqlite_app.app_context():
        assert [zone.name for zone in event().zones] == ["Hall"]


def test_dialogue_is_added_and_changed(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.app_context():
        old = db.session.scalars(select(Dialogue).where(Dialogue.event_id == event().id)).one()
        typed = {
            "topic": "Who <i>pays</i>?",
            "theme": old.theme,
            "product_group": "FUR",
            "questions": "One?\n\n Two? ",
            "length": "2",
            "least_seats": "3",
            "most_seats": "2",
            "moderators": [row.public_id for row in old.moderators],
            "places": [row.public_id for row in old.places],
        }
        old_id = old.public_id
    wrong = post(organiser, f"{HERE}/dialogues/new", typed)
    assert (wrong.status_code, "There have to be at least as many seats" in wrong.text) == (422, True)
    assert post(organiser, f"{HERE}/dialogues/new", typed | {"theme": "none"}).status_code == 422
    assert post(organiser, f"{HERE}/dialogues/new", typed | {"most_seats": "8"}).status_code == 303
    assert post(organiser, f"{HERE}/dialogues/{old_id}", typed | {"most_seats": "9", "topic": "Changed"}).status_code == 303
    with sqlite_app.app_context():
        rows = db.session.scalars(select(Dialogue).where(Dialogue.event_id == event().id).order_by(Dialogue.id)).all()
        assert [(row.topic, row.questions, row.most_seats, len(row.moderators), row.must) for row in rows] == [
            ("Changed", ["One?", "Two?"], 9, 1, False),
            ("Who <i>pays</i>?", ["One?", "Two?"], 8, 1, False),
        ]
    assert "Who &lt;i&gt;pays&lt;/i&gt;?" in organiser.get(f"{HERE}/dialogues").text


def test_days_have_slots_and_breaks_of_their_own(sqlite_app: Flask, organiser: FlaskClient) -> None:
    two_days = {"name": "Beurs", "starts_on": "2031-06-03", "ends_on": "2031-06-04", "timezone": "Europe/Brussels"}
    assert post(organiser, "/events/new", two_days).status_code == 303
    here = "/events/beurs/organise/times"
    lunch = {"title": "Lunch", "kind": "break", "day": "", "start": "10:00", "end": "11:00"}
    keynote = {"title": "Keynote", "kind": "break", "day": "2031-06-04", "start": "09:00", "end": "09:30"}
    for item in (lunch, keynote):
        assert post(organiser, f"{here}/programme", item, form_at=here).status_code == 303
    every = {"day": "", "start": "09:00", "end": "12:00", "length": "25", "pause": "5"}
    assert post(organiser, f"{here}/slots", every, form_at=here).status_code == 303
    assert starts_by_day(sqlite_app) == {3: ["09:00", "09:30", "11:00", "11:30"], 4: ["09:30", "11:00", "11:30"]}
    second = {"day": "2031-06-04", "start": "13:00", "end": "14:00", "length": "30", "pause": "0"}
    made = post(organiser, f"{here}/slots", second, form_at=here)
    assert made.headers["Location"] == f"{here}?day=2031-06-04#slots"
    assert starts_by_day(sqlite_app) == {3: ["09:00", "09:30", "11:00", "11:30"], 4: ["13:00", "13:30"]}
    # The form says what each day was made from.
    assert 'value="13:00"' in organiser.get(f"{here}?day=2031-06-04").text
    assert ('value="09:00"' in organiser.get(f"{here}?day=2031-06-03").text, "Every day" in organiser.get(here).text) == (True, True)
    facts = two_days | {"ends_on": "2031-06-03", "contact_email": "ask@example.org", "state": "draft"}
    moved = post(organiser, "/events/beurs/organise/set-up", facts)
    assert (moved.status_code, "2 slots were on other days and are gone." in organiser.get(here).text) == (303, True)
    assert starts_by_day(sqlite_app) == {3: ["09:00", "09:30", "11:00", "11:30"]}
    elsewhere = post(organiser, f"{here}/slots", second | {"day": "2031-06-05"}, form_at=here)
    assert (elsewhere.status_code, "Choose a day of the event." in elsewhere.text) == (422, True)


def starts_by_day(app: Flask) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    with app.app_context():
        for slot in event("beurs").slots:
            start = slot.start.astimezone(BRUSSELS)
            found.setdefault(start.day, []).append(f"{start:%H:%M}")
    return found
