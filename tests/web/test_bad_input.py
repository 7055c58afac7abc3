"""Every form with missing, too long, wrong, hostile and contradictory values: nothing typed is lost, and the page says what to do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from werkzeug.routing import Rule

from tests.support.web.bad_input import WAYS, WORDS, assert_kept_and_told, assert_words_are_words, hostile, sit_down
from tests.support.web.bad_input_organisers import BUTTONS_OF_ORGANISERS, ORGANISERS
from tests.support.web.bad_input_participants import BUTTONS_OF_PARTICIPANTS, PARTICIPANTS
from tests.support.web.fixtures import POSTGRES, Databases, post, sign_in
from tests.support.web.published import planned_world
from tests.support.web.stage import Stage, set_stage
from tests.support.web.world import address as address_of

pytestmark = pytest.mark.slow

CASES = ORGANISERS | PARTICIPANTS
BUTTONS = dict.fromkeys(BUTTONS_OF_ORGANISERS, "organiser") | BUTTONS_OF_PARTICIPANTS
CONTRADICTIONS = [(endpoint, number) for endpoint, case in CASES.items() for number in range(len(case.contradictions))]


@pytest.fixture(scope="module")
def stage(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    with set_stage(
        databases, tmp_path_factory.mktemp("stage"), make=planned_world, actors=tuple({case.actor for case in CASES.values()})
    ) as stage:
        yield stage


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=POSTGRES)])
def either_stage(request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """For what one kind of database minds and the other does not; never put back."""
    with set_stage(
        databases, tmp_path_factory.mktemp("stage"), request.param, planned_world, tuple({case.actor for case in CASES.values()})
    ) as stage:
        yield stage


def test_every_form_is_listed(stage: Stage) -> None:
    posts = {rule.endpoint for rule in stage.app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posts == {*CASES, *BUTTONS}


@pytest.mark.parametrize("endpoint", CASES)
def test_form_that_is_filled_in_is_taken(stage: Stage, endpoint: str) -> None:
    stage.restore()
    desk = sit_down(stage, endpoint, CASES[endpoint])
    assert desk.send(desk.filled()).status_code == 303


@pytest.mark.parametrize("endpoint", CASES)
@pytest.mark.parametrize("way", WAYS)
def test_spoilt_form_keeps_what_was_typed_and_says_what_to_do(stage: Stage, endpoint: str, way: str) -> None:
    stage.restore()
    faults = getattr(CASES[endpoint], way)
    desk = sit_down(stage, endpoint, CASES[endpoint])
    sent = WAYS[way](desk)
    response = desk.send(sent)
    if faults:
        assert_kept_and_told(desk, sent, response, faults)
    else:
        assert response.status_code == 303


@pytest.mark.parametrize(("endpoint", "number"), CONTRADICTIONS)
def test_contradiction_is_told_where_it_stands(stage: Stage, endpoint: str, number: int) -> None:
    stage.restore()
    desk, contradiction = sit_down(stage, endpoint, CASES[endpoint]), CASES[endpoint].contradictions[number]
    sent = desk.filled(**contradiction.values)
    assert_kept_and_told(desk, sent, desk.send(sent), contradiction.faults)


@pytest.mark.parametrize("endpoint", CASES)
def test_hostile_words_are_words(either_stage: Stage, endpoint: str) -> None:
    desk = sit_down(either_stage, endpoint, CASES[endpoint])
    response = desk.send(hostile(desk))
    assert response.status_code in (303, 422)
    assert_words_are_words(response.text)
    if response.status_code == 303:
        shown = desk.browser.get(response.headers["Location"])
        assert shown.status_code == 200
        assert_words_are_words(shown.text)


@pytest.mark.parametrize("endpoint", BUTTONS)
@pytest.mark.parametrize("values", [{}, {"revision": "9" * 40, "item": WORDS, "answer": WORDS}], ids=["nothing", "hostile"])
def test_button_pressed_elsewhere_says_what_to_do(either_stage: Stage, endpoint: str, values: dict[str, object]) -> None:
    """A button whose hidden values were left out or forged, about something that is not there."""
    nowhere = dict.fromkeys((*either_stage.arguments.keys() - {"slug", "role", "table"},), WORDS.replace("\0", ""))
    where = either_stage.address("home.my_events")
    for address in (either_stage.address(endpoint), either_stage.address(endpoint, **nowhere)):
        browser = sign_in(either_stage.app, address_of(BUTTONS[endpoint]))
        response = post(browser, address, dict(values), form_at=where)
        assert response.status_code in (303, 403, 404, 409, 410, 422), address
        assert_words_are_words(response.text)


def pages(stage: Stage) -> list[Rule]:
    return [rule for rule in stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())]


def test_hostile_addresses_are_answered(either_stage: Stage) -> None:
    """What stands in the address of any page, before or after the question mark."""
    browser = either_stage.browser_of("organiser")
    names = ("q", "name", "page", "role", "state", "zone", "day", "reason", "meeting", "group", "goal", "strategy", "next", "v")
    answers = {}
    for rule in pages(either_stage):
        forged = dict.fromkeys(rule.arguments - {"role", "filename"}, WORDS)
        asked = [(either_stage.address_of(rule, **forged), {})]
        asked += [(either_stage.address_of(rule), dict.fromkeys(names, value)) for value in (WORDS, "9" * 5, "9" * 40, "-1")]
        for address, query in asked:
            response = browser.get(address, query_string=query)
            answers[address, str(query)] = response.status_code
            assert response.status_code < 500, (address, query)
            if response.mimetype == "text/html":
                assert_words_are_words(response.text)
    assert 200 in answers.values()
