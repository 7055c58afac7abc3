from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from flask import Blueprint, Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.web.access_table import ACTORS, AT_EVENT, BUYER, EVERYBODY, MAY_CALL, ORGANISER, SIGNED_IN, SUPPLIER
from tests.support.web.fixtures import Databases, sign_in
from tests.support.web.stage import Stage, set_stage
from tests.support.web.world import address, make_world
from web.core.access import (
    access,
    at_event,
    event_creator,
    event_visitor,
    member_of_event,
    organiser_of_event,
    own_registration,
    owner_of,
    rule_of,
    signed_in,
    target,
    the_event,
    visitor,
)
from web.core.database import commit, db
from web.models import EventState, Offer, Person, Registration, RegistrationState, Role
from web.registration.services.registrations import approve, register

pytestmark = pytest.mark.slow

DENIED = (401, 403, 404)


def call(stage: Stage, actor: str, method: str, url: str) -> TestResponse:
    """From the beginning again before every call that may change something."""
    if method != "GET":
        stage.restore()
    return stage.browser_of(actor).open(url, method=method)


def who_gets_in(stage: Stage, method: str, url: str, actors: Iterable[str] = ACTORS) -> frozenset[str]:
    # Whoever deleted their account just now is back.
    stage.restore()
    return frozenset(actor for actor in actors if gets_in(call(stage, actor, method, url)))


def gets_in(response: TestResponse) -> bool:
    return response.status_code not in DENIED and not response.headers.get("Location", "").startswith("/sign-in?next=")


tried = Blueprint("tried", __name__)


def _try(path: str, rule: Any, answer: Callable[[], str] = lambda: "in") -> None:
    name = path.strip("/").replace("/", "-").replace("<", "").replace(">", "")

    def view(**arguments: str) -> str:
        return answer()

    tried.add_url_rule(f"/events/<slug>/tried/{path}", name, access(rule)(view))


_try("visitor", visitor)
_try("signed-in", signed_in)
_try("creator", event_creator)
_try("event-visitor", event_visitor, lambda: the_event().name)
_try("at-event", at_event)
_try("member", member_of_event(), lambda: own_registration().role.value)
_try("buyer", member_of_event(Role.BUYER, approved=True), lambda: own_registration(Role.BUYER).role.value)
_try("organiser", organiser_of_event)
_try("offer/<offer_id>", owner_of(Offer, "offer_id"), lambda: target(Offer).title)
_try("registration/<registration_id>", owner_of(Registration, "registration_id"), lambda: target(Registration).role.value)
RULES = {
    "visitor": EVERYBODY,
    "signed-in": SIGNED_IN,
    "creator": ORGANISER,
    "event-visitor": EVERYBODY,
    "at-event": SIGNED_IN,
    "member": AT_EVENT,
    "buyer": BUYER | {"other buyer"},
    "organiser": ORGANISER,
    "offer-offer_id": SUPPLIER | ORGANISER,
    "registration-registration_id": SUPPLIER | ORGANISER,
}


@pytest.fixture(scope="module")
def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with set_stage(databases, tmp_path_factory.mktemp("stage"), blueprints=(tried,)) as stage:
        stage.app.config["WTF_CSRF_CHECK_DEFAULT"] = False
        yield stage


def test_every_route_declares_a_rule(stage: Stage) -> None:
    endpoints = {rule.endpoint for rule in stage.app.url_map.iter_rules()}
    assert {endpoint for endpoint in endpoints if rule_of(stage.app, endpoint) is None} == set()


def test_every_route_stands_in_the_table(stage: Stage) -> None:
    endpoints = {rule.endpoint for rule in stage.app.url_map.iter_rules() if not rule.endpoint.startswith("tried.")}
    assert endpoints == set(MAY_CALL)


@pytest.mark.parametrize("endpoint", MAY_CALL)
def test_route_lets_in_whom_the_table_says(stage: Stage, endpoint: str) -> None:
    for rule in stage.app.url_map.iter_rules(endpoint):
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}):
            assert who_gets_in(stage, method, stage.address_of(rule)) == MAY_CALL[endpoint], method


@pytest.mark.parametrize("name", RULES)
def test_rule_lets_in_whom_it_says(stage: Stage, name: str) -> None:
    (rule,) = stage.app.url_map.iter_rules(f"tried.{name}")
    assert who_gets_in(stage, "GET", stage.address_of(rule)) == RULES[name]


def test_rule_of_one_event_does_not_open_rows_of_another(stage: Stage) -> None:
    offer = stage.arguments["offer_id"]
    url = f"/events/autumn-market/tried/offer/{offer}"
    assert who_gets_in(stage, "GET", url) == frozenset()


NO_ROWS = {"slug", "role", "filename", "token", "calendar_token", "table", "subject", "kind", "code"}  # words are every event's own
WHO_COULD = ("supplier", "buyer", "organiser", "organiser elsewhere", "supplier elsewhere")


def rules_with_rows(stage: Stage) -> list[Rule]:
    """The routes whose addresses name a row of an event."""
    rules = [rule for rule in stage.app.url_map.iter_rules() if not rule.endpoint.startswith("tried.")]
    return [rule for rule in rules if "slug" in rule.arguments and rule.arguments - NO_ROWS]


def methods_of(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def test_no_route_opens_a_row_of_one_event_under_the_address_of_another(stage: Stage) -> None:
    got_in = {}
    for rule in rules_with_rows(stage):
        url = stage.address_of(rule).replace("/spring-market/", "/autumn-market/")
        for method in methods_of(rule):
            got_in[rule.endpoint, method] = who_gets_in(stage, method, url, WHO_COULD)
    assert {route: actors for route, actors in got_in.items() if actors} == {}


# Which pages about a registration there are for suppliers only, and which ask for nothing that a facilitator has.
OF_SUPPLIERS = {"catalogue.buyers", "catalogue.preview", "offers.add"}
OF_EVERYBODY_WITH_A_DIARY = {"agenda.calendar", "agenda.download", "agenda.end", "agenda.renew", "agenda.show", "leave.ask", "leave.go"}


@pytest.mark.parametrize("owner", ["buyer", "other supplier", "facilitator"])
def test_pages_about_a_registration_are_for_its_owner_whoever_that_is(stage: Stage, owner: str) -> None:
    with stage.app.app_context():
        of = Registration.person.has(Person.email == address(owner))
        registration = db.session.scalars(db.select(Registration.public_id).where(of)).one()
    seen, expected = {}, {}
    for rule in rules_with_rows(stage):
        if rule.arguments == {"slug", "registration_id"} and not rule.endpoint.startswith("organise."):
            url = stage.address_of(rule).replace(stage.arguments["registration_id"], registration)
            seen[rule.endpoint] = [who_gets_in(stage, method, url) for method in methods_of(rule)]
            foreign = OF_SUPPLIERS if owner == "buyer" else set(MAY_CALL) - OF_EVERYBODY_WITH_A_DIARY if owner == "facilitator" else set()
            allowed = frozenset() if rule.endpoint in foreign else MAY_CALL[rule.endpoint] - SUPPLIER | {owner}
            expected[rule.endpoint] = [allowed] * len(methods_of(rule))
    assert seen == expected


def test_unfinished_event_exists_for_its_organisers_only(app: Flask) -> None:
    app.register_blueprint(tried)
    with app.test_request_context():
        make_world().event.state = EventState.DRAFT
        commit()
    seen = {}
    for actor in ("organiser", "supplier", "organiser elsewhere"):
        seen[actor] = sign_in(app, address(actor)).get("/events/spring-market").status_code
    seen["anonymous"] = app.test_client().get("/events/spring-market").status_code
    assert seen == {"organiser": 200, "supplier": 404, "organiser elsewhere": 404, "anonymous": 404}


def test_who_left_is_out_and_who_waits_is_not_yet_in(sqlite_app: Flask) -> None:
    app = sqlite_app
    app.register_blueprint(tried)
    with app.test_request_context():
        world = make_world()
        world["buyer"].state = RegistrationState.SUBMITTED
        world["other buyer"].state = RegistrationState.LEFT
        commit()
    seen = {}
    for actor in ("buyer", "other buyer"):
        browser = sign_in(app, address(actor))
        seen[actor] = [browser.get(f"/events/spring-market/tried/{name}").status_code for name in ("member", "buyer")]
    assert seen == {"buyer": [200, 403], "other buyer": [403, 403]}


def test_approval_in_one_role_opens_no_page_for_another(sqlite_app: Flask) -> None:
    sqlite_app.register_blueprint(tried)
    with sqlite_app.test_request_context():
        world = make_world()
        buyer = world["buyer"]
        buyer.state = RegistrationState.SUBMITTED
        approve(register(world.event, buyer.person, Role.SUPPLIER, None, buyer.organisation), None)
        commit()
    browser = sign_in(sqlite_app, address("buyer"))
    assert [browser.get(f"/events/spring-market/tried/{name}").status_code for name in ("member", "buyer")] == [200, 403]


def test_organiser_who_is_not_approved_organises_nothing(sqlite_app: Flask) -> None:
    sqlite_app.register_blueprint(tried)
    with sqlite_app.test_request_context():
        make_world()["organiser"].state = RegistrationState.SUBMITTED
        commit()
    assert sign_in(sqlite_app, address("organiser")).get("/events/spring-market/tried/organiser").status_code == 403


def test_a_route_without_a_rule_answers_nobody(sqlite_app: Flask) -> None:
    sqlite_app.add_url_rule("/open", "open", lambda: "everything")
    sqlite_app.testing = False
    assert sqlite_app.test_client().get("/open").status_code == 500


def test_who_is_not_signed_in_comes_back_to_the_page_asked_for(stage: Stage) -> None:
    response = call(stage, "anonymous", "GET", "/my?tab=2")
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in?next=/my?tab%3D2")
