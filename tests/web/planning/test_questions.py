"""Who could meet as things are, and why two do not: from a plan kept laid out, which is always the one that is stored."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
from urllib.parse import quote_plus

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.errors import UnusableInput
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import Meeting, Plan
from tests.support.schedules import event
from tests.support.web.fixtures import post, sign_in
from tests.support.web.published import BASE, finished, first_plan, pair, the_event, who, without
from tests.support.web.world import address, make_world
from web.core.database import commit, db
from web.planning.queries.drafts import draft_row, read_draft
from web.planning.queries.warm_plans import WarmLimits, WarmPlan, WarmPlans, read_warm, warm_draft
from web.planning.services.drafts import adopt_run

pytestmark = pytest.mark.slow

HERE = f"{BASE}/organise"


@pytest.fixture
def browser(sqlite_app: Flask) -> FlaskClient:
    """An organiser; the plan leaves out the first of its three meetings."""
    with sqlite_app.test_request_context():
        make_world()
        run = finished(without(first_plan(), 0))
        stored = json.loads(run.plan or "")
        for goal in stored["goals"]:  # no claim that nothing is better
            goal["bound"] = 1000 if goal["name"] == "value" else 0
        run.plan = json.dumps(stored)
        adopt_run(the_event(), run, who("organiser").person)
        commit()
    return sign_in(sqlite_app, address("organiser"))


def names(app: Flask) -> tuple[str, str, str, str]:
    """Ids of two who do not meet, their request, and the first slot."""
    with app.test_request_context():
        draft = read_draft(the_event())
        assert draft
        return who("buyer").public_id, who("supplier").public_id, pair("buyer", "supplier"), draft.problem.slots[0].id


def held_by_hand(app: Flask, browser: FlaskClient) -> None:
    """Hold the meeting that the plan leaves out."""
    _, _, subject, slot = names(app)
    with app.test_request_context():
        row = draft_row(the_event())
        assert row
        sent = {"slot": slot, "place": "Booth 1", "revision": str(row.revision)}
    at = f"{HERE}/plan/meetings/{subject}"
    assert post(browser, f"{at}/put", sent, form_at=at).status_code == 303


def test_pages_say_who_could_meet_and_lead_to_the_form_that_holds_it(sqlite_app: Flask, browser: FlaskClient) -> None:
    _, _, subject, slot = names(sqlite_app)
    text = browser.get(f"{HERE}/plan/could-meet?slot={quote_plus(slot)}").text
    assert "1 meeting that was asked for is not held, and could be with nothing else moved" in text
    found = re.search(r'href="([^"]+)">Hold it</a>', text)
    assert found
    assert found[1].replace("&amp;", "&") == f"{HERE}/plan/meetings/{subject}?slot={quote_plus(slot, safe=':')}"
    assert "Free at that time" in text
    assert "nothing more can be held as things are" in browser.get(f"{HERE}/plan/could-meet?name=zzz").text


def test_two_who_do_not_meet_are_told_where_they_could(sqlite_app: Flask, browser: FlaskClient) -> None:
    one, other, subject, slot = names(sqlite_app)
    text = browser.get(f"{HERE}/plan/why-not?one={one}&other={other}").text
    assert "They could meet at Booth 1." in text
    assert f"{HERE}/plan/meetings/{subject}?slot={quote_plus(slot, safe=':')}&amp;place=Booth+1" in text


def test_answers_are_those_of_the_plan_as_it_is_stored_after_an_edit(sqlite_app: Flask, browser: FlaskClient) -> None:
    one, other, subject, _ = names(sqlite_app)
    pages = f"{HERE}/plan/could-meet", f"{HERE}/plan/why-not?one={one}&other={other}"
    before = [browser.get(page).text for page in pages]
    held_by_hand(sqlite_app, browser)
    after = [browser.get(page).text for page in pages]
    assert "nothing more can be held as things are" in after[0]
    assert "They meet:" in after[1]
    at = f"{HERE}/plan/meetings/{subject}"
    with sqlite_app.test_request_context():
        row = draft_row(the_event())
        assert row
        sent = {"revision": str(row.revision)}
    assert post(browser, f"{at}/cancel", sent, form_at=at).status_code == 303
    # The request is set aside now, so nobody asks for it any more; the two could still meet.
    assert "nothing more can be held as things are" in browser.get(pages[0]).text
    assert "nobody asked, or one of them would rather not" in browser.get(pages[1]).text
    assert before != after


def test_a_plan_with_an_old_number_and_other_words_is_not_taken_for_the_one_before(sqlite_app: Flask, browser: FlaskClient) -> None:
    # As after a database that was brought back from a copy: the same row, revision and hash of the problem, another plan.
    page = f"{HERE}/plan/could-meet"
    assert "1 meeting that was asked for" in browser.get(page).text
    _, _, subject, slot = names(sqlite_app)
    with sqlite_app.test_request_context():
        row = draft_row(the_event())
        assert row
        stored = json.loads(row.plan)
        stored["meetings"].append({"request": subject, "slot": slot, "place": "Booth 1"})
        stored["unscheduled"] = [left for left in stored["unscheduled"] if left["request"] != subject]
        numbers = row.revision, row.problem_sha256
        row.plan = json.dumps(stored)
        db.session.flush()
        assert (row.revision, row.problem_sha256) == numbers
        commit()
    assert "nothing more can be held as things are" in browser.get(page).text


@pytest.mark.parametrize("query", ["", "?one=x&other=y", "?one=ONE&other=ONE", "?one=ONE"])
def test_without_two_people_it_asks_for_them(sqlite_app: Flask, browser: FlaskClient, query: str) -> None:
    one, *_ = names(sqlite_app)
    answer = browser.get(f"{HERE}/plan/why-not{query.replace('ONE', one)}")
    assert answer.status_code == 200
    assert "Choose two different people" in answer.text


def test_a_slot_that_there_is_not_is_no_filter(browser: FlaskClient) -> None:
    text = browser.get(f"{HERE}/plan/could-meet?slot=nowhen").text
    assert "1 meeting that was asked for" in text
    assert "Free at that time" not in text


def test_a_warm_plan_answers_like_a_fresh_process(sqlite_app: Flask, browser: FlaskClient) -> None:
    """Whole answers: all openings, and every slot of every two people."""
    browser.get(f"{HERE}/plan/could-meet")
    with sqlite_app.test_request_context():
        found = warm_draft(the_event())
        assert found
        draft, warm = found
        again = warm_draft(the_event())
        assert again
        assert again[1] is warm
        people = [person.id for person in warm.problem.participants]
        answers = [repr(warm.openings.open_requests), *(repr(warm.openings.between(p, q)) for p in people for q in people if p != q)]
        texts = json.dumps([draft.row.problem, draft.row.plan])
    script = (
        "import json, sys; from web.planning.queries.warm_plans import read_warm; warm = read_warm(*json.load(sys.stdin))\n"
        "people = [person.id for person in warm.problem.participants]; openings = warm.openings\n"
        "print(repr(openings.open_requests)); [print(repr(openings.between(p, q))) for p in people for q in people if p != q]"
    )
    fresh = subprocess.run([sys.executable, "-c", script], input=texts, capture_output=True, text=True, check=True)
    assert fresh.stdout.splitlines() == answers


def texts_of(meetings: int) -> tuple[str, str]:
    """A problem of some requests, and its plan that holds so many of them."""
    problem = event([4], {"a": {}, "b": {}}, {f"ab{n}": {} for n in range(4)})
    plan = Plan("0" * 64, tuple(Meeting(f"ab{n}", f"S{n + 1}", "T") for n in range(meetings)), (), (), ())
    return json.dumps(problem_to_json(problem)), json.dumps(plan_to_json(plan))


def test_what_was_asked_about_longest_ago_goes_first() -> None:
    built = []

    def build(problem: str, plan: str) -> WarmPlan:
        built.append(plan)
        return read_warm(problem, plan)

    plans = WarmPlans(WarmLimits(plans=2), build)
    zero, one, two = (texts_of(n) for n in range(3))
    for texts in (zero, one, zero, two, zero, one):
        assert len(plans.of(*texts).plan.meetings) == (zero, one, two).index(texts)
    assert built == [zero[1], one[1], two[1], one[1]]
    assert len(plans) == 2


def test_a_plan_that_is_too_large_is_answered_and_not_kept() -> None:
    size = len("".join(texts_of(2))) / 1e6
    roomy, narrow = WarmPlans(WarmLimits(megabytes=1.5 * size)), WarmPlans(WarmLimits(megabytes=0.9 * size))
    for plans in (roomy, narrow):
        assert len(plans.of(*texts_of(2)).openings.open_requests) == 2
        assert len(plans.of(*texts_of(1)).openings.open_requests) == 3
    assert (len(roomy), len(narrow)) == (1, 0)


def test_threads_that_ask_at_once_lay_a_plan_out_once() -> None:
    built = []
    together = threading.Barrier(4)

    def build(problem: str, plan: str) -> WarmPlan:
        built.append(plan)
        return read_warm(problem, plan)

    plans, answers = WarmPlans(build=build), []

    def ask() -> None:
        together.wait()
        answers.append(plans.of(*texts_of(1)))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1
    assert all(answer is answers[0] for answer in answers)


def test_what_cannot_be_read_is_said_and_not_kept() -> None:
    plans = WarmPlans()
    for _ in range(2):
        with pytest.raises(UnusableInput):
            plans.of('{"format": "bms-problem/1"}', texts_of(0)[1])
    assert len(plans) == 0


@pytest.mark.parametrize("limits", [{"plans": 0}, {"megabytes": -1}])
def test_limits_check_themselves(limits: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        WarmLimits(**limits)
