"""Every page asks the database as often for many rows as for few, and so does every change of the plan by hand."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from tests.support.web.fixtures import Databases, counted_statements
from tests.support.web.growth import grow, grown_plan, more_slots
from tests.support.web.published import first_plan, pair, published, the_event, who, world_with_plan
from tests.support.web.stage import Stage, set_stage
from tests.support.web.visits import PAGES, names_of
from tests.support.web.world import World
from web.core.database import commit
from web.planning.queries.drafts import read_draft

pytestmark = pytest.mark.slow

FULL = {f"{visit.endpoint}-{visit.actor}": visit for visit in PAGES if visit.state == "full" and visit.event == "spring-market"}
ACTORS = tuple(sorted({visit.actor for visit in FULL.values()}))
# Whoever changes what a page shows may well change its number here; the numbers of few and of many rows stay the same.
STATEMENTS = {
    "organise.setup-organiser": 3,
    "organise.times-organiser": 5,
    "organise.places-organiser": 5,
    "organise.dialogues-organiser": 7,
    "organise.dialogues_new-organiser": 5,
    "organise.words-organiser": 10,
    "organise.values-organiser": 16,
    "organise.registrations-organiser": 6,
    "organise.registrations_new-organiser": 3,
    "organise.people-organiser": 4,
    "organise.data-organiser": 3,
    "organise.runs-organiser": 7,
    "organise.plan-organiser": 18,
    "organise.plan_by_place-organiser": 5,
    "organise.plan_by_participant-organiser": 5,
    "organise.plan_not_held-organiser": 4,
    "organise.plan_could_meet-organiser": 4,
    "organise.plan_why_not-organiser": 4,
    "organise.plan_add-organiser": 5,
    "organise.plan_meeting-organiser": 9,
    "publish.show-organiser": 19,
    "publish.people-organiser": 8,
    "organise.activity-organiser": 6,
    "organise.registrations_edit-organiser": 10,
    "organise.dialogues_one-organiser": 8,
    "organise.words_new-organiser": 3,
    "organise.words_one-organiser": 3,
    "events.new-organiser": 1,
    "register.hub-supplier": 12,
    "register.hub-buyer": 11,
    "register.details-supplier": 5,
    "register.details-buyer": 5,
    "register.availability-supplier": 6,
    "register.availability-buyer": 6,
    "dialogues.join-supplier": 6,
    "dialogues.join-buyer": 6,
    "requests.overview-supplier": 10,
    "requests.overview-buyer": 10,
    "requests.suggested-supplier": 8,
    "requests.suggested-buyer": 8,
    "agenda.show-supplier": 6,
    "agenda.show-buyer": 6,
    "agenda.calendar-supplier": 5,
    "agenda.calendar-buyer": 5,
    "leave.ask-supplier": 5,
    "leave.ask-buyer": 5,
    "agenda.show-facilitator": 6,
    "catalogue.preview-supplier": 7,
    "catalogue.buyers-supplier": 9,
    "catalogue.index-anonymous": 5,
    "catalogue.index-buyer": 8,
    "catalogue.supplier-anonymous": 4,
    "catalogue.supplier-buyer": 7,
    "offers.add-supplier": 4,
    "offers.edit-supplier": 5,
    "needs.add-buyer": 4,
    "needs.edit-buyer": 5,
    "requests.ask-buyer": 10,
    "requests.ask-supplier": 10,
    "register.choose-newcomer": 3,
    "register.choose-supplier": 3,
    "facilitate.tables-facilitator": 7,
    "home.event-anonymous": 1,
    "home.event-newcomer": 3,
    "home.event-supplier": 3,
    "home.event-buyer": 3,
    "home.event-facilitator": 3,
    "home.event-organiser": 3,
    "home.index-anonymous": 1,
    "home.index-buyer": 2,
    "home.my_events-organiser": 3,
    "home.my_events-supplier": 3,
    "account.show-supplier": 1,
    "account.delete-supplier": 1,
    "sign_in.ask-anonymous": 0,
    "sign_in.sent-anonymous": 0,
    "sign_in.confirm-anonymous": 1,
}
# In this order: each finds what the one before it has left.
EDITS = {
    "meeting put": 29,
    "meeting unlock": 25,
    "meeting lock": 28,
    "meeting cancel": 27,
    "meeting add": 30,
    "dialogue put": 34,
    "dialogue unlock": 27,
    "dialogue lock": 31,
    "dialogue seat": 32,
    "dialogue unseat": 28,
    "dialogue cancel": 28,
}
HERE = "/events/spring-market/organise"


def small_world() -> World:
    world = world_with_plan()
    more_slots()
    published(first_plan(), adopted=True)
    return world


def counts(stage: Stage) -> dict[str, int]:
    found = {}
    for name, visit in FULL.items():
        browser, address = stage.browser_of(visit.actor), visit.address(stage)
        with stage.app.app_context(), counted_statements() as seen:
            assert browser.get(address).status_code == 200, address
        found[name] = len(seen)
    return found


def test_pages_ask_the_database_as_often_for_many(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> None:
    with set_stage(databases, tmp_path_factory.mktemp("stage"), make=small_world, actors=ACTORS) as stage:
        with stage.app.test_request_context():
            stage.arguments |= names_of(stage)
            commit()
        few = counts(stage)
        with stage.app.test_request_context():
            grow(1)
            grow(2)
            published(grown_plan((1, 2)), adopted=True)
            commit()
        many = counts(stage)
    wrong = {name: (number, many[name]) for name, number in few.items() if not number == many[name] == STATEMENTS.get(name)}
    assert (wrong, few.keys()) == ({}, STATEMENTS.keys())


def counts_of_edits(stage: Stage) -> dict[str, int]:
    """One meeting and one dialogue are put where they are held, and what else can be done to them."""
    browser = stage.browser_of("organiser")
    with stage.app.test_request_context():
        draft = read_draft(the_event())
        assert draft is not None
        one, other, subject = who("buyer").public_id, who("supplier").public_id, pair("buyer", "supplier")
        held = next(meeting for meeting in draft.plan.meetings if meeting.request == subject)
        table, newcomer = draft.plan.dialogues[0], who("other supplier").public_id
    where = {"slot": held.slot, "place": held.place}
    typed: dict[str, dict[str, object]] = {
        "meeting put": where,
        "meeting add": where | {"one": one, "other": other},
        "dialogue put": {"slot": table.start, "place": table.place, "moderator": table.moderator or ""},
        "dialogue seat": {"participant": newcomer},
        "dialogue unseat": {"participant": newcomer},
    }
    found = {}
    for name in EDITS:
        kind, what = name.split()
        about = subject if kind == "meeting" else table.dialogue
        page = f"{HERE}/plan/add" if what == "add" else f"{HERE}/plan/meetings/{about}"
        address = page if what == "add" else f"{HERE}/plan/{kind}s/{about}/{what}"
        found[name] = count_of_post(stage, browser, address, page, typed.get(name, {}))
    return found


def count_of_post(stage: Stage, browser: FlaskClient, url: str, form_at: str, typed: dict[str, object]) -> int:
    hidden = dict(re.findall(r'name="(csrf_token|revision)"[^>]*value="([^"]+)"', browser.get(form_at).text))
    with stage.app.app_context(), counted_statements() as seen:
        assert browser.post(url, data=hidden | typed).status_code == 303, url
    return len(seen)


def test_changes_of_the_plan_ask_the_database_as_often_for_many(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> None:
    with set_stage(databases, tmp_path_factory.mktemp("stage"), make=small_world, actors=("organiser",)) as stage:
        found = []
        for numbers in ((1,), (1, 2)):
            stage.restore()
            with stage.app.test_request_context():
                for number in numbers:
                    grow(number)
                published(grown_plan(numbers), adopted=True)
                commit()
            found.append(counts_of_edits(stage))
    assert found == [EDITS, EDITS]
