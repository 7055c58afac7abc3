"""What would let a meeting be held, as a link to the form that does it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask import Flask

from scheduler.plan import Change, Remedy, Unscheduled
from tests.support.web.fixtures import post, sign_in
from tests.support.web.published import BASE, finished, first_plan, pair, the_event, who, without
from tests.support.web.world import address, make_world
from web.core.database import commit
from web.core.event_data import read_event
from web.planning.pages.remedies import first_step
from web.planning.queries.drafts import read_draft
from web.planning.services.drafts import adopt_run

pytestmark = pytest.mark.slow

HERE = f"{BASE}/organise"
MOVE = Change("move", request="c+d", slot="s3", place="T1")
LOOK = "/plan/participants?name=Ann&meeting=a%2Bb"


@pytest.mark.parametrize(
    ("remedy", "label", "path"),
    [
        (None, "Look for a time", LOOK),
        (Remedy((), ("s1", "s2")), "Hold it", "/plan/meetings/a+b?slot=s1"),
        (
            Remedy((MOVE,), ("s1",)),
            "Move the other meeting",
            "/plan/meetings/c+d?slot=s3&place=T1",
        ),
        (Remedy((Change("place"),), ("s1",)), "Add a place", "/places"),
        (Remedy((Change("slot"),), ()), "Add a slot", "/times"),
        (Remedy((Change("max_meetings", "a"),), ("s1",)), "Change the registration", "/registrations/a/edit"),
        (Remedy((Change("parallel", "b"),), ("s1",)), "Change the registration", "/registrations/b/edit"),
        # Nothing that one form does.
        (
            Remedy((MOVE,) * 2, ("s1",)),
            "Look for a time",
            LOOK,
        ),
        (Remedy((Change("slots"),), ("s1",)), "Look for a time", LOOK),
    ],
)
def test_first_step_leads_to_the_form_that_does_it(sqlite_app: Flask, remedy: Remedy | None, label: str, path: str) -> None:
    with sqlite_app.test_request_context():
        step = first_step("spring-market", Unscheduled("a+b", (), remedy=remedy), "Ann")
    assert (step.label, step.href) == (label, HERE + path)


def test_absence_is_changed_where_the_participant_does(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        step = first_step("spring-market", Unscheduled("a+b", (), remedy=Remedy((Change("available", "a"),), ("s1",))), "Ann")
    assert (step.label, step.href) == ("Change when they are away", f"{BASE}/registrations/a/availability")


def test_meeting_that_fits_in_is_held_by_the_form_that_the_button_leads_to(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        make_world()
        run = finished(without(first_plan(), 0))
        slots = [slot.id for slot in read_event(the_event()).problem.slots]
        subject = pair("buyer", "supplier")
        run.plan = json.dumps(left_out(json.loads(run.plan or ""), subject, slots[0]))
        adopt_run(the_event(), run, who("organiser").person)
        commit()
    browser = sign_in(sqlite_app, address("organiser"))
    found = re.search(r'href="([^"]+)">Hold it</a>', browser.get(f"{HERE}/plan/not-held").text)
    assert found
    form = browser.get(found[1].replace("&amp;", "&")).text
    assert "Filled in with what would help." in form
    assert f'<option selected value="{slots[0]}">' in form
    with sqlite_app.test_request_context():
        draft = read_draft(the_event())
        assert draft
        sent = {"slot": slots[0], "place": "Booth 1", "revision": str(draft.row.revision)}
    at = f"{HERE}/plan/meetings/{subject}"
    assert post(browser, f"{at}/put", sent, form_at=at).status_code == 303
    # A second time it is no longer what was looked at.
    assert post(browser, f"{at}/put", sent, form_at=at).status_code == 409


def left_out(plan: dict[str, Any], request: str, slot: str) -> dict[str, Any]:
    """The plan with a remedy for what it leaves out, and no claim that nothing is better."""
    remedy = {"changes": [], "slots": [slot]}
    goals = [goal | {"bound": 1000 if goal["name"] == "value" else 0, "proven": False} for goal in plan["goals"]]
    goals = [goal | {"proven": goal["bound"] == goal["achieved"]} for goal in goals]
    left = [item | ({"remedy": remedy} if item["request"] == request else {}) for item in plan["unscheduled"]]
    return plan | {"goals": goals, "unscheduled": left, "status": "feasible"}
