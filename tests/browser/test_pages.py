"""Every page in every state in a real browser, at both widths, light and dark: accessible, by itself, and without a sideways scroll."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.tiers import deep
from tests.support.web.bad_input_organisers import ORGANISERS
from tests.support.web.bad_input_participants import PARTICIPANTS
from tests.support.web.browser import OTHER_SIDES, SIDES, Side, Visitor, served
from tests.support.web.fixtures import Databases
from tests.support.web.servers import spare_port
from tests.support.web.stage import Stage, set_stage
from tests.support.web.visits import NO_PAGES, PAGES, Visit, every_state, names_of
from web.core.database import commit

GROUPS = 4  # each with a browser and a world of its own, for as many workers
FORMS = ORGANISERS | PARTICIPANTS
SIDED = pytest.mark.parametrize("sides", [pytest.param(SIDES, id="sides"), deep(OTHER_SIDES, id="other sides")])
ACTORS = tuple(sorted({visit.actor for visit in PAGES} | {case.actor for case in FORMS.values()}))


@dataclass
class Site:
    """The world in every state, served, with a browser window for each actor that stays open."""

    stage: Stage
    base: str
    browser: Browser
    windows: dict[str, Visitor] = field(default_factory=dict)

    def window_of(self, actor: str) -> Visitor:
        if actor not in self.windows:
            self.windows[actor] = Visitor(self.browser, self.base, session=self.stage.sessions.get(actor, ""))
        return self.windows[actor]


@pytest.fixture(scope="module")
def site(databases: Databases, browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    port = spare_port()
    with set_stage(databases, tmp_path_factory.mktemp("site"), make=every_state, actors=ACTORS) as stage:
        with stage.app.test_request_context():
            stage.arguments |= names_of(stage)
            commit()
        with served(stage.app, port) as base:
            site = Site(stage, base, browser)
            yield site
            for visitor in site.windows.values():
                visitor.context.close()


@pytest.mark.xdist_group("pages-0")
def test_every_page_is_visited(site: Site) -> None:
    answers = {rule.endpoint for rule in site.stage.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert answers - NO_PAGES == {visit.endpoint for visit in PAGES if visit.status == 200}


def grouped(cases: Iterable[Any], ids: Iterable[str]) -> list[Any]:
    """Cases of a parametrized test, dealt out to the groups."""
    return [
        pytest.param(case, id=id, marks=pytest.mark.xdist_group(f"pages-{k % GROUPS}"))
        for k, (case, id) in enumerate(zip(cases, ids, strict=True))
    ]


@SIDED
@pytest.mark.parametrize("visit", grouped(PAGES, [visit.id for visit in PAGES]))
def test_page_can_be_used_by_everybody(site: Site, visit: Visit, sides: Sequence[Side]) -> None:
    window = site.window_of(visit.actor)
    with window.expecting(visit.status):
        answer = window.page.goto(visit.address(site.stage))
        assert answer is not None
        assert answer.status == visit.status
        window.look_from_sides(visit.id, sides)


@SIDED
@pytest.mark.parametrize("endpoint", grouped(FORMS, FORMS))
def test_form_with_faults_can_be_used_by_everybody(site: Site, endpoint: str, sides: Sequence[Side]) -> None:
    case, window = FORMS[endpoint], site.window_of(FORMS[endpoint].actor)
    arguments = case.named_arguments(site.stage.arguments)
    with window.expecting(422):
        window.page.goto(site.stage.address(case.page, **arguments))
        window.send_spoilt(site.stage.address(endpoint, **arguments))
        window.look_from_sides(f"{endpoint}-faults", sides)
