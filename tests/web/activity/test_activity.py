from __future__ import annotations

import ast
import html
import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import web
from matchmaking.planning.event import Answer
from tests.support.web.fixtures import both_databases, counted_statements, sign_in
from tests.support.web.published import the_event, who
from tests.support.web.world import address, make_world
from web.activity.pages.activity_words import KINDS, SUBJECTS, VERBS
from web.activity.queries import activity
from web.catalogue.services.catalogue import remove_offer
from web.core.database import commit, db
from web.csv_exchange.services.importing_people import import_participants
from web.meetings.services.meetings import lock_meeting
from web.models import Activity, Dialogue, EditKind, EventState
from web.planning.services.plan_settling import note
from web.registration.services.registrations import edit_registration

pytestmark = pytest.mark.slow

HERE = "/events/spring-market/organise/activity"
ENUMS = {"kind.value": EditKind, "answer.value": Answer, "state.value": EventState}
# Of no event: who joined the site and who may make events.
OF_THE_SITE = {"joined", "made site organiser"}


def rows(browser: FlaskClient, query: str = "") -> list[list[str]]:
    """The cells of the page as they read, without the times."""
    answer = browser.get(HERE + query)
    assert answer.status_code == 200
    rows = re.findall(r"<tr>(.*?)</tr>", answer.text, re.S)[1:]
    return [
        [html.unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.S)][1:] for row in rows
    ]


def begin(app: Flask) -> FlaskClient:
    with app.test_request_context():
        make_world()
        for row in db.session.scalars(db.select(Activity)):
            db.session.delete(row)
        commit()
    return sign_in(app, address("organiser"))


def verbs_written() -> set[str]:
    """All that the services write into the log, with every word that a part in braces can become."""
    found: set[str] = set()
    for path in Path(web.__file__).parent.glob("*/services/*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "record":
                found |= texts_of(node.args[0])
    return found


def texts_of(node: ast.expr) -> set[str]:
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    assert isinstance(node, ast.JoinedStr)
    start, part = node.values
    assert isinstance(start, ast.Constant)
    assert isinstance(part, ast.FormattedValue)
    return {f"{start.value}{member.value}" for member in ENUMS[ast.unparse(part.value)]}


def test_everything_that_is_written_down_has_its_words() -> None:
    assert set(VERBS) == verbs_written() - OF_THE_SITE
    assert set(KINDS) == set(activity.SUBJECTS)
    assert set(SUBJECTS) == {name for names in activity.SUBJECTS.values() for name in names}


def test_log_says_who_did_what_to_whom(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        olga, supplier, buyer = who("organiser").person, who("supplier"), who("buyer")
        dialogue = db.session.scalars(db.select(Dialogue)).one()
        edit_registration(supplier, supplier.person, function="seller", people=3)
        lock_meeting(supplier, buyer, the_event().slots[0], None, olga)
        note(the_event(), olga, EditKind.MOVE, f"{buyer.public_id}+{supplier.public_id}", None, None)
        note(the_event(), olga, EditKind.CANCEL, dialogue.public_id, None, None)
        remove_offer(supplier.offers[0], None)
        commit()
    assert rows(browser) == [
        ["The site, or a deleted account", "removed", "offer: no longer there", ""],
        ["Olga Organiser", "cancelled in the plan", "dialogue: Who repairs?", ""],
        ["Olga Organiser", "moved in the plan", "meeting: Buyer – Supplier", ""],
        ["Olga Organiser", "locked", "meeting: Supplier – Buyer", ""],
        ["Supplier", "changed", "registration: Supplier", "what: function, people at the booth"],
    ]


def test_imports_name_who_changed_a_telephone_and_a_kind(app: Flask) -> None:
    browser = begin(app)
    text = "role,name,email,phone,kind\nsupplier,Supplier,supplier@example.org,+32 1,SME\n"
    for again in (0, 1):
        with app.test_request_context():
            assert import_participants(the_event(), text.encode(), who("organiser").person, approved=True).unchanged == again
            commit()
    once = ["Olga Organiser", "changed"]
    assert rows(browser)[1:] == [
        ["Olga Organiser", "took a table in", "event", "table: participants; rows: 1; nothing new in: 0"],
        [*once, "organisation: House of the supplier", "what: kind of organisation"],
        [*once, "person: Supplier", "what: telephone"],
    ]


@both_databases
def test_log_is_narrowed_by_person_and_kind_and_turned_page_by_page(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        supplier = who("supplier")
        for number in range(activity.A_PAGE):
            edit_registration(supplier, supplier.person, people=number + 2)
        note(the_event(), who("organiser").person, EditKind.LOCK, "gone", None, None)
        commit()
    assert [len(rows(browser)), len(rows(browser, "?page=2")), len(rows(browser, "?page=3"))] == [activity.A_PAGE, 1, 0]
    found = [[row[1] for row in rows(browser, f"?kind={kind}")] for kind in ("plan", "event", "wishes")]
    assert found == [["locked in the plan"], [], []]
    assert [len(rows(browser, f"?name={name}")) for name in ("OLGA", "organiser@example.org", "%", "supplier")] == [
        1,
        1,
        0,
        activity.A_PAGE,
    ]
    assert "Nothing fits." in browser.get(f"{HERE}?kind=plan&name=supplier").text


def test_log_of_one_event_says_nothing_of_another(app: Flask) -> None:
    begin(app)
    elsewhere = sign_in(app, address("organiser elsewhere"))
    with app.test_request_context():
        edit_registration(who("supplier"), who("organiser").person, people=7)
        commit()
    assert elsewhere.get(HERE).status_code == 403
    assert elsewhere.get(HERE.replace("spring", "autumn")).text.count("<tr>") == 0


@both_databases
def test_log_asks_the_database_as_often_for_many(app: Flask) -> None:
    browser, counted = begin(app), []
    for number in (1, 30):
        with app.test_request_context():
            for step in range(number):
                edit_registration(who("supplier"), who("organiser").person, people=step + number + 1)
            commit()
        with app.app_context(), counted_statements() as seen:
            browser.get(HERE)
        counted.append(len(seen))
    assert counted == [6, 6]


def test_registration_leads_to_what_was_done_about_it_and_by_its_person(app: Flask) -> None:
    with app.test_request_context():
        world = make_world()
        edit_registration(world["buyer"], world["organiser"].person, function="chief")
        edit_registration(world["supplier"], world["organiser"].person, function="seller")
        lock_meeting(world["buyer"], world["other supplier"], world.slots[0], None, world["organiser"].person)
        ids = {actor: world[actor].public_id for actor in ("buyer", "facilitator")}
        commit()
    browser = sign_in(app, address("organiser"))
    own = browser.get(f"{HERE.removesuffix('/activity')}/registrations/{ids['buyer']}").text
    assert f'href="{HERE}?about={ids["buyer"]}"' in own
    page = browser.get(f"{HERE}?about={ids['buyer']}").text
    assert "Only what Buyer did, and what was done about them." in page
    assert ("function" in page, "Other Supplier" in page, "House of the supplier" in page) == (True, True, False)
    assert f'name="about" value="{ids["buyer"]}"' in page
    rows = browser.get(f"{HERE}?about={ids['facilitator']}").text.count("<tr>")
    assert 1 < rows < page.count("<tr>")
    assert "Nothing fits." in browser.get(f"{HERE}?about=nobody").text
