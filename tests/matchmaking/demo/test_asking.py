"""Who asks to meet whom in the demo event, and what the others answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.demo import load_demo
from matchmaking.demo.asking import DECLINED, LOCKS, RATHER_NOT, make_locks, make_requests
from matchmaking.demo.sellers import pull_of
from matchmaking.demo.texts import text
from matchmaking.planning import EventData, best_fit
from matchmaking.planning.event import Answer, Request, Strength
from matchmaking.planning.seam import unavailable_slots

DEMO = load_demo()
SUPPLIERS = [person for person in DEMO.participants if person.role == "supplier"]


@pytest.fixture(scope="module")
def asked() -> list[Request]:
    return make_requests(3, DEMO, pull_of(3, SUPPLIERS))


def test_nobody_asks_somebody_twice_and_requests_are_numbered_as_they_came(asked: list[Request]) -> None:
    assert len({(request.asker, request.asked) for request in asked}) == len(asked)
    assert [request.id for request in asked] == [f"R{k:04}" for k in range(1, len(asked) + 1)]
    days = [request.asked_on for request in asked]
    first, last = text("programme")["event"]["registration"]
    assert days == sorted(days)
    assert first <= days[0]
    assert days[-1] <= last


def test_nobody_answers_a_refusal_nor_declines_whom_they_asked_too(asked: list[Request]) -> None:
    pairs = {(request.asker, request.asked) for request in asked}
    refusals = [request for request in asked if request.strength is Strength.RATHER_NOT]
    declined = [request for request in asked if request.answer is Answer.DECLINED]
    assert (len(refusals), len(declined)) == (RATHER_NOT, DECLINED)
    assert {request.answer for request in refusals} == {Answer.OPEN}
    assert not any((request.asked, request.asker) in pairs for request in declined)


def test_first_wishes_of_a_buyer_fit_where_they_matter_most(asked: list[Request]) -> None:
    musts = [request for request in asked if request.strength is Strength.MUST]
    assert musts
    assert all(DEMO.participant[request.asker].role == "buyer" for request in musts)
    assert all(best_fit(DEMO, request.asked, request.asker)[0].score > 0 for request in musts)


def test_supplier_asks_buyers_whose_need_it_fits(asked: list[Request]) -> None:
    roles = {person.id: person.role for person in DEMO.participants}
    rows = [request for request in asked if (roles[request.asker], roles[request.asked]) == ("supplier", "buyer")]
    assert rows
    assert all(best_fit(DEMO, request.asker, request.asked)[0].score >= 50 for request in rows)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_locks_are_few_wanted_and_possible(seed: int) -> None:
    data: EventData = replace(DEMO, locks=())
    locks = make_locks(seed, data)
    wanted = {(r.asker, r.asked) for r in data.requests if r.strength is Strength.MUST and r.answer is Answer.ACCEPTED}
    people = [who for lock in locks for who in lock.participants]
    assert 0 < len(locks) <= LOCKS
    assert len(people) == len(set(people))
    for lock in locks:
        assert lock.participants in wanted
        assert lock.slot not in unavailable_slots(data, tuple(a for a in data.absences if a.participant in lock.participants))
