"""The demo event: its size, its structure, and that the stored files are exactly what the generator makes."""

from __future__ import annotations

import json
import re
from collections import Counter
from statistics import median

import pytest

from matchmaking.data import fixture
from matchmaking.demo import load_demo
from matchmaking.demo.generate import generate
from matchmaking.planning import EventData, best_fit, faults_of, pairs_of, questions, to_problem, why
from matchmaking.planning.event import Answer, Strength
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.problem import Problem

pytestmark = pytest.mark.slow

ADDRESS = re.compile(r"[a-z]+(-[a-z]+)*\.[a-z]+@[a-z0-9]+(-[a-z0-9]+)*\.example\.org")


@pytest.fixture(scope="module")
def demo() -> EventData:
    return load_demo()


@pytest.fixture(scope="module")
def problem(demo: EventData) -> Problem:
    return to_problem(demo)


def sizes(data: EventData) -> dict[str, int]:
    roles = Counter(person.role for person in data.participants)
    rest = {"slots": len(data.event.slots), "places": len(data.places), "dialogues": len(data.dialogues), "requests": len(data.requests)}
    return {"suppliers": roles["supplier"], "buyers": roles["buyer"], "facilitators": roles["facilitator"]} | rest


def test_demo_has_the_size_of_the_first_real_event(demo: EventData, problem: Problem) -> None:
    expected = {"suppliers": 40, "buyers": 160, "facilitators": 5, "slots": 12, "places": 30, "dialogues": 5, "requests": 940}
    assert sizes(demo) == expected
    assert 855 <= len(problem.requests) <= 945
    assert {(slot.end - slot.start).total_seconds() for slot in problem.slots} == {20 * 60.0}
    assert len({slot.day for slot in problem.slots}) == 1


@pytest.mark.parametrize("seed", [0, 1, 7])
def test_any_seed_makes_another_valid_event_of_the_same_size(demo: EventData, seed: int) -> None:
    other = generate(seed)
    assert faults_of(other) == ()
    assert sizes(other) == sizes(demo)
    assert other.requests != demo.requests
    assert other == generate(seed)


def test_letters_are_stored_as_they_are() -> None:
    stored = "".join(path.read_text("utf-8") for path in fixture("demo").iterdir())
    assert "\\u" not in stored
    assert {"ë", "ï", "é", "ö", "à"} <= set(stored)


def test_addresses_are_at_example_org_and_unique(demo: EventData) -> None:
    addresses = [person.email for person in demo.participants]
    assert [address for address in addresses if not ADDRESS.fullmatch(address)] == []
    assert len(set(addresses)) == 205


def test_nobody_and_nothing_occurs_twice(demo: EventData) -> None:
    for words in (
        [person.name for person in demo.participants],
        [organisation.name for organisation in demo.organisations],
        [offer.title for offer in demo.offers],
        [offer.description for offer in demo.offers],
        [need.functional_need for need in demo.needs],
        [place.name for place in demo.places],
    ):
        assert len(set(words)) == len(words)


def test_every_supplier_offers_and_every_buyer_needs_one_to_three_things(demo: EventData) -> None:
    ids = {role: {person.id for person in demo.participants if person.role == role} for role in ("supplier", "buyer")}
    for role, owned in (("supplier", demo.offers_of), ("buyer", demo.needs_of)):
        assert set(owned) == ids[role]
        assert {len(rows) for rows in owned.values()} == {1, 2, 3} - ({3} if role == "buyer" else set())


def test_tags_are_diverse(demo: EventData) -> None:
    offered = {code for offer in demo.offers for code in offer.strategies}
    wanted = {code for need in demo.needs for code in need.strategies}
    assert offered == set(demo.taxonomy.strategies)
    assert len(wanted) >= 25
    assert {need.product_group for need in demo.needs} == set(demo.taxonomy.groups)
    assert {need.step for need in demo.needs} == set("1234567")
    assert {need.language for need in demo.needs} == {"nl", "en", "fr"}
    assert {offer.language for offer in demo.offers} == {"nl", "en", "fr"}
    kinds = {"municipality", "province", "hospital", "university", "school", "intercommunal", "company", "supplier", "facilitator"}
    assert {organisation.kind for organisation in demo.organisations} == kinds


def test_popular_suppliers_have_many_times_the_median(demo: EventData) -> None:
    asked = Counter(request.asked for request in demo.requests if request.strength is not Strength.RATHER_NOT)
    counts = [asked[person.id] for person in demo.participants if person.role == "supplier"]
    assert max(counts) >= 4 * median(counts)
    assert min(counts) <= median(counts) / 3


def test_most_requests_are_in_a_shared_product_group(demo: EventData) -> None:
    shared = sum(best_fit(demo, request.asker, request.asked)[0].group is not None for request in demo.requests)
    pairs = [best_fit(demo, s, b)[0].group for s in demo.offers_of for b in demo.needs_of]
    by_chance = sum(group is not None for group in pairs) / len(pairs)
    assert shared / len(demo.requests) > 0.6
    assert by_chance < 0.2


def test_requests_go_both_ways_with_every_strength_and_answer(demo: EventData) -> None:
    ways = Counter((demo.participant[r.asker].role, demo.participant[r.asked].role) for r in demo.requests)
    assert ways == {("buyer", "supplier"): 816, ("supplier", "buyer"): 112, ("supplier", "supplier"): 12}
    assert Counter(request.answer for request in demo.requests)[Answer.DECLINED] == 30
    assert Counter(request.strength for request in demo.requests)[Strength.RATHER_NOT] == 16
    assert sum(pair.mutual for pair in pairs_of(demo)) == 30
    assert {(pair.strength, pair.accepted) for pair in pairs_of(demo)} == {
        (strength, accepted) for strength in (Strength.MUST, Strength.WOULD_LIKE) for accepted in (True, False)
    }


def test_nobody_asks_for_more_than_their_quota(demo: EventData) -> None:
    wanted = [request for request in demo.requests if request.strength is not Strength.RATHER_NOT]
    asks = Counter(request.asker for request in wanted)
    musts = Counter(request.asker for request in wanted if request.strength is Strength.MUST)
    for person in demo.participants:
        quota = demo.event.quotas[person.role]
        assert asks[person.id] <= (quota.wishes or 0)
        assert musts[person.id] <= (quota.musts or 0)


def test_problem_of_the_demo_is_valid_and_survives_a_file(problem: Problem) -> None:
    document = json.loads(json.dumps(problem_to_json(problem)))
    assert parse_problem(document, "demo.json") == problem


def test_booths_with_two_people_hold_two_meetings(demo: EventData, problem: Problem) -> None:
    capacity = {place.id: place.capacity for place in problem.places}
    hosts = [person for person in problem.participants if person.home]
    assert Counter(place.kind for place in demo.places) == {"booth": 14, "table": 13, "round table": 3}
    assert {person.parallel for person in hosts} == {1, 2}
    assert all(person.parallel == capacity[person.home or ""] == demo.participant[person.id].people for person in hosts)
    assert {person.parallel for person in problem.participants if not person.home} == {1}


def test_absences_have_reasons_and_take_slots(demo: EventData, problem: Problem) -> None:
    assert {absence.reason.partition(":")[0] for absence in demo.absences} == {
        "attends a session", "arrives late", "leaves early", "elsewhere",
    }  # fmt: skip
    assert {person.id for person in problem.participants if person.unavailable} == {absence.participant for absence in demo.absences}
    assert all(len(person.unavailable) < len(problem.slots) for person in problem.participants)


def test_every_dialogue_can_be_held(problem: Problem) -> None:
    order = [slot.id for slot in problem.slots]
    people = {person.id: person for person in problem.participants}

    def is_free(person: str, start: str, length: int) -> bool:
        first = order.index(start)
        return not people[person].unavailable & set(order[first : first + length])

    assert [dialogue.length for dialogue in problem.dialogues] == [2, 2, 1, 2, 1]
    for dialogue in problem.dialogues:
        good = []
        for start in dialogue.starts or ():
            free = [seat.participant for seat in dialogue.wanted if is_free(seat.participant, start, dialogue.length)]
            roles = Counter(people[person].role for person in free)
            led = any(is_free(moderator, start, dialogue.length) for moderator in dialogue.moderators or ())
            enough = len(free) >= dialogue.seats[0] and all(roles[role] >= least for role, least in dialogue.minimum.items())
            good += [start] * (led and enough)
        assert len(good) >= 3, dialogue.id
        assert len(dialogue.wanted) > (dialogue.seats[1] or 0)


def test_tables_and_slots_are_too_few_for_everything(problem: Problem) -> None:
    room = len(problem.slots) * sum(place.capacity for place in problem.places)
    assert 300 < room < len(problem.requests)


def test_dialogues_are_about_the_five_groups_and_carry_questions(demo: EventData) -> None:
    assert {dialogue.product_group for dialogue in demo.dialogues} == {"CON", "FUR", "LIG", "ICT", "TEX"}
    asked = questions(demo)
    assert set(asked) == {dialogue.id for dialogue in demo.dialogues}
    assert {len(lines) for lines in asked.values()} == {3, 4, 5}


def test_why_two_meet_is_told_in_words(demo: EventData, problem: Problem) -> None:
    reasons = why(demo)
    fitting = {pair.id for pair in pairs_of(demo) if pair.fit.score}
    assert set(reasons) == fitting
    assert fitting <= {request.id for request in problem.requests}
    assert all("product group" in reason for reason in reasons.values())
