from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import counted_statements, post, sign_in
from tests.support.web.world import address, make_world, take_part
from web.core.database import commit, db
from web.core.errors import Invalid
from web.core.event_data import read_event, taxonomy_of
from web.event_setup.services.vocabulary import set_words
from web.models import Activity, Event, Role

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise"
WORDS = f"{HERE}/words"
POINTS = {"must": 150, "would_like": 40, "accepted": 30, "mutual": 45, "fit": 30, "seat_must": 120, "seat_would_like": 50}


@pytest.fixture
def organiser(sqlite_app: Flask) -> FlaskClient:
    return begin(sqlite_app)


def begin(app: Flask) -> FlaskClient:
    with app.test_request_context():
        make_world()
        commit()
    return sign_in(app, address("organiser"))


def event() -> Event:
    db.session.expire_all()
    return db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()


def test_word_is_added_translated_and_offered_to_suppliers(app: Flask) -> None:
    browser = begin(app)
    typed = {"code": "FUR-CHA", "en": "Chairs", "nl": "Stoelen", "fr": "", "parent": "FUR"}
    added = post(browser, f"{WORDS}/product-groups/new", typed)
    assert added.headers.get("Location") == f"{WORDS}#product-groups"
    with app.app_context():
        group = taxonomy_of(event()).groups["FUR-CHA"]
        assert (group.label, taxonomy_of(event()).top_of("FUR-CHA")) == ({"en": "Chairs", "nl": "Stoelen", "fr": "Chairs"}, "FUR")
        supplier = next(row.public_id for row in event().registrations if row.person.email == address("supplier"))
    offer_form = browser.get(f"/events/spring-market/registrations/{supplier}/offers/new")
    assert (offer_form.status_code, 'value="FUR-CHA"' in offer_form.text) == (200, True)
    one = f"{WORDS}/product-groups/FUR-CHA"
    assert 'value="Stoelen"' in browser.get(one).text
    assert post(browser, one, {"en": "Seats", "nl": "Zitjes", "fr": "Sièges", "parent": ""}).status_code == 303
    with app.app_context():
        assert taxonomy_of(event()).top_of("FUR-CHA") == "FUR-CHA"
        done = db.session.execute(select(Activity.verb, Activity.details).where(Activity.verb.contains("word")).order_by(Activity.id)).all()
        assert [tuple(row) for row in done] == [
            ("added a word", {"list": "product-groups", "code": "FUR-CHA"}),
            ("changed a word", {"list": "product-groups", "code": "FUR-CHA"}),
        ]


def test_wrong_word_is_told_beside_the_field_and_kept(organiser: FlaskClient) -> None:
    typed = {"code": "C9", "en": "Repair <b>cafés</b>", "parent": "C"}
    for change, message in (
        ({"code": ""}, "Write a short code."),
        ({"code": "C 9"}, "Write a short code of letters, digits and hyphens"),
        ({"code": "new"}, "Write a short code of letters, digits and hyphens"),
        ({"code": "c2"}, "There is this code already."),
        ({"code": "D9"}, "The code of a strategy begins with that of its goal: C…"),
        ({"parent": ""}, "Choose the goal that it serves."),
        ({"parent": "Z"}, "Choose from the list."),
        ({"en": ""}, "Write the words in English."),
        ({"nl": "x" * 200}, "This is too long."),
    ):
        wrong = post(organiser, f"{WORDS}/strategies/new", typed | change)
        assert (change, wrong.status_code, message in wrong.text) == (change, 422, True)
        if "en" not in change:
            assert "Repair &lt;b&gt;cafés&lt;/b&gt;" in wrong.text
    assert organiser.get(f"{WORDS}/strategies/C9").status_code == 404
    assert organiser.get(f"{WORDS}/colours/new").status_code == 404
    below = post(organiser, f"{WORDS}/product-groups/ICT", {"en": "ICT", "parent": "FUR"})
    assert (below.status_code, "Groups stand below this one" in below.text) == (422, True)


def test_word_that_something_carries_stays(sqlite_app: Flask, organiser: FlaskClient) -> None:
    for kind, code, message in (
        ("strategies", "C2", "4 offers, needs or dialogues carry C2."),
        ("product-groups", "FUR", "5 offers, needs or dialogues carry FUR."),
        ("steps", "3", "2 offers, needs or dialogues carry 3."),
        ("product-groups", "ICT", "Other words stand below ICT."),
        ("goals", "A", "Other words stand below A."),
    ):
        page = f"{WORDS}/{kind}/{code}"
        refused = post(organiser, f"{page}/remove", form_at=page)
        assert (code, refused.status_code, message in refused.text) == (code, 409, True)
    assert post(organiser, f"{WORDS}/strategies/A1/remove", form_at=f"{WORDS}/strategies/A1").status_code == 303
    assert organiser.get(f"{WORDS}/strategies/A1").status_code == 404
    with sqlite_app.app_context():
        assert "A1" not in taxonomy_of(event()).strategies


def test_last_word_of_a_list_stays(organiser: FlaskClient) -> None:
    codes = ["sale", "lease", "rent", "service", "take-back"]
    answers = []
    for code in codes:
        page = f"{WORDS}/business-models/{code}"
        answers.append(post(organiser, f"{page}/remove", form_at=page).status_code)
    # The offers of the world are leased.
    assert answers == [303, 409, 303, 303, 303]


def test_default_words_come_back_unless_something_carries_another(sqlite_app: Flask, organiser: FlaskClient) -> None:
    assert "Go back to the default words" not in organiser.get(WORDS).text
    post(organiser, f"{WORDS}/themes/new", {"code": "light", "en": "Light as a service"})
    with sqlite_app.app_context():
        dialogue_theme = event()
        from web.models import Dialogue

        row = db.session.scalars(select(Dialogue).where(Dialogue.event_id == dialogue_theme.id)).one()
        before, row.theme = row.theme, "light"
        commit()
    refused = post(organiser, f"{WORDS}/default", form_at=WORDS)
    assert (refused.status_code, "themes: light is in use and would be gone" in refused.text) == (422, True)
    with sqlite_app.app_context():
        event()
        db.session.scalars(select(Dialogue).where(Dialogue.theme == "light")).one().theme = before
        commit()
    assert post(organiser, f"{WORDS}/default", form_at=WORDS).status_code == 303
    with sqlite_app.app_context():
        assert event().vocabulary is None


def test_vocabulary_without_a_list_is_refused(sqlite_app: Flask, organiser: FlaskClient) -> None:
    with sqlite_app.test_request_context(), pytest.raises(Invalid, match="themes: at least one word is needed"):
        set_words(event(), event().registrations[0].person, ())


def test_points_are_saved_and_the_planner_goes_by_them(app: Flask) -> None:
    browser = begin(app)
    page = browser.get(f"{HERE}/values").text
    assert ("asked for as must 150" in page, "3 meetings that could be planned" in page) == (True, True)
    saved = post(browser, f"{HERE}/values", POINTS | {"must": 1000, "fit": 0})
    assert saved.status_code == 303
    with app.app_context():
        assert event().weights == {"must": 1000, "fit": 0}
        assert sorted(request.value for request in read_event(event()).problem.requests) == [40, 40, 1000]
    assert "asked for as must 1,000" in browser.get(f"{HERE}/values?name=supplier").text
    assert "Nobody of that name" in browser.get(f"{HERE}/values?name=nobody").text


def test_points_that_turn_wishes_round_are_told_beside_the_field(sqlite_app: Flask, organiser: FlaskClient) -> None:
    for change, message in (
        ({"must": 40}, "This has to be more than 40"),
        ({"would_like": 0}, "This has to be at least 1"),
        ({"seat_must": 50}, "This has to be more than 50"),
        ({"mutual": 29}, "This has to be at least 30"),
        ({"fit": -1}, "Write a number from 0 to 100000."),
        ({"fit": "many"}, "Write a whole number"),
        ({"must": ""}, "Write a number."),
    ):
        wrong = post(organiser, f"{HERE}/values", POINTS | change)
        assert (change, wrong.status_code, message in wrong.text) == (change, 422, True)
    with sqlite_app.app_context():
        assert event().weights == {}


def test_lists_ask_the_database_as_often_for_many(sqlite_app: Flask, organiser: FlaskClient) -> None:
    def statements(path: str) -> int:
        with sqlite_app.app_context(), counted_statements() as seen:
            assert organiser.get(f"{HERE}/{path}").status_code == 200
        return len(seen)

    before = {path: statements(path) for path in ("words", "values")}
    with sqlite_app.test_request_context():
        found = event()
        for number in range(5):
            take_part(found, Role.SUPPLIER, f"supplier {number}")
            take_part(found, Role.BUYER, f"buyer {number}")
        commit()
    assert {path: statements(path) for path in before} == before
