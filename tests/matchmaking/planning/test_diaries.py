"""Somebody who takes part in two roles is one person: every plan of small events, against what is possible for people."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from itertools import islice
from typing import Any

import pytest

from matchmaking.agendas.entries import agendas
from matchmaking.planning import EventData, by_role, diaries, faults_of, pair_id, to_problem
from matchmaking.planning.event import Absence, Dialogue, Lock, Organisation, Participant, Place, Quota, Request, SeatWish, Strength
from matchmaking.programme import programme
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.problem import Problem
from tests.support.bruteforce import all_plans
from tests.support.seam_event import DATA, LIKE, MUST, NOT, person, request
from tests.support.tiers import seeds

EMAIL = "both@o1.example.org"


def both(**more: Any) -> tuple[Participant, ...]:
    """Pb buys and Ps supplies, one person; Q supplies and B buys."""
    return (
        replace(person("Pb", "buyer"), email=EMAIL),
        replace(person("Ps", "supplier", **more), email=EMAIL.upper(), organisation="O2"),
        person("Q", "supplier"),
        person("B", "buyer"),
    )


def event(rows: tuple[Request, ...], people: tuple[Participant, ...] | None = None, capacity: int = 0, **more: object) -> EventData:
    booth = (Place("stand", "Stand", "booth", "hall", capacity, "Ps"),) if capacity else ()
    data = EventData(
        event=replace(DATA.event, slots=DATA.event.slots[:3], quotas={}),
        taxonomy=DATA.taxonomy,
        places=(Place("T1", "Tafel 1", "table", "hall"), Place("T2", "Tafel 2", "table", "hall"), *booth),
        organisations=(*DATA.organisations, Organisation("O2", "Tweede", "supplier", "Meïgem")),
        participants=people or both(),
        requests=rows,
    )
    data = replace(data, **more)
    assert faults_of(data) == ()
    return data


def dialogue(*wanted: SeatWish, moderators: tuple[str, ...] = (), **more: object) -> Dialogue:
    plain = Dialogue("D", "Topic", "longer use", "FUR", "en", (), 1, (1, 4), {}, moderators, ("T1",), wanted, must=False)
    return replace(plain, **{"theme": DATA.taxonomy.themes[0].code} | more)


def planned(data: EventData) -> Problem:
    problem = to_problem(data)
    assert parse_problem(problem_to_json(problem), "problem") == problem
    return problem


def random_event(seed: int) -> EventData:
    rng = random.Random(seed)
    people, capacity = both(people=rng.randint(1, 3)), rng.choice([0, 1, 2, 3])
    pairs = [("Pb", "Q"), ("Ps", "Q"), ("B", "Ps"), ("B", "Q")]
    rows = tuple(request(*pair) for pair in pairs if rng.random() < 0.8)
    away = tuple(Absence(who, "late", end=DATA.event.slots[0].end) for who in ("Pb", "Ps", "B") if rng.random() < 0.3)
    wanted = tuple(SeatWish(who, LIKE) for who in ("Pb", "Ps", "B") if rng.random() < 0.5)
    leads = ("Pb",) if rng.random() < 0.3 else ()
    tables = (dialogue(*wanted, moderators=leads or ("Q",)),) if wanted and rng.random() < 0.6 else ()
    return event(rows, people, capacity, absences=away, dialogues=tables)


@pytest.mark.parametrize("seed", seeds(range(40)))
def test_no_plan_has_more_meetings_at_once_than_people(seed: int) -> None:
    data = random_event(seed)
    problem, stands = planned(data), "Ps" in data.booth
    people = data.participant["Ps"].people if stands else 1
    for plan in islice(all_plans(problem), 3000):
        busy = Counter((who.id, slot.id) for item in programme(*by_role(problem, plan, data)) for who in item.people for slot in item.slots)
        assert all(busy["Pb", slot.id] <= 1 and busy["Pb", slot.id] + busy["Ps", slot.id] <= people for slot in problem.slots), plan


@pytest.mark.parametrize("seed", seeds(range(25)))
def test_no_plan_is_lost_that_one_person_could_keep(seed: int) -> None:
    """With nobody beside them at the booth: the plans are those of two independent diaries in which the two never meet at once."""
    data = random_event(seed)
    data = replace(data, dialogues=(), participants=both(people=1), absences=tuple(row for row in data.absences if row.participant == "B"))
    apart = replace(data, participants=tuple(replace(row, email=f"{row.id}@example.org") for row in data.participants))
    found = [frozenset(plan.meetings) for plan in all_plans(planned(data))]
    possible = set()
    for plan in all_plans(planned(apart)):
        slots = Counter(held.slot for held in plan.meetings if "P" in held.request)
        if max(slots.values(), default=0) <= 1:
            possible.add(frozenset(plan.meetings))
    assert len(found) == len(set(found))
    assert set(found) == possible


def test_one_person_is_one_participant_of_the_planner() -> None:
    away = (Absence("Pb", "late", end=DATA.event.slots[0].end), Absence("Ps", "early", start=DATA.event.slots[2].start))
    limits = {"buyer": Quota(max_meetings=4, floor=1), "supplier": Quota(max_meetings=3, floor=2)}
    data = event((request("Pb", "Q"), request("B", "Ps")), capacity=2, absences=away)
    data = replace(data, event=replace(data.event, quotas=limits))
    problem = planned(data)
    one = problem.participants[0]
    assert [who.id for who in problem.participants] == ["Pb", "Q", "B"]
    assert (one.unavailable, one.max_meetings, one.home, one.parallel) == ({"a", "c"}, 7, "stand", 1)
    # As a buyer they asked and are owed a meeting; as a supplier they asked for none.
    assert (one.floor, one.role, one.organisation) == (1, "buyer", "Organisatie Één / Tweede")
    assert problem.places[2].owner == "Pb"
    # Their own booth is for those who meet the supplier; the two ids of each meeting stay those of the roles.
    assert {row.id: (row.participants, row.places) for row in problem.requests} == {
        pair_id("Pb", "Q"): (("Pb", "Q"), ("T1", "T2")),
        pair_id("B", "Ps"): (("B", "Pb"), None),
    }


@pytest.mark.parametrize(
    ("own", "quotas", "most"),
    [
        ((None, None), {"buyer": Quota(max_meetings=4)}, None),
        ((None, None), {"buyer": Quota(max_meetings=4), "supplier": Quota(max_meetings=3)}, 7),
        ((2, None), {"buyer": Quota(max_meetings=4)}, 2),
        ((None, 5), {}, 5),
        ((2, 5), {}, 2),
        ((0, None), {}, 0),
    ],
)
def test_limit_of_ones_own_is_for_both_roles_together(
    own: tuple[int | None, int | None], quotas: dict[str, Quota], most: int | None
) -> None:
    people = tuple(replace(role, max_meetings=limit) for role, limit in zip(both()[:2], own, strict=True))
    data = event((), people)
    assert planned(replace(data, event=replace(data.event, quotas=quotas))).participants[0].max_meetings == most


@pytest.mark.parametrize(
    ("people", "capacity", "rows", "parallel"),
    [
        (3, 3, (request("Pb", "Q"), request("B", "Ps")), [("Pb", 1), ("Ps", 2), ("Q", 1), ("B", 1)]),
        # A booth with room for one conversation loses nothing: a colleague holds it.
        (2, 1, (request("Pb", "Q"), request("B", "Ps")), [("Pb", 1), ("Ps", 1), ("Q", 1), ("B", 1)]),
        # Nothing can become of the other role: all of them stay at the booth.
        (2, 2, (request("Pb", "Q", NOT), request("B", "Ps")), [("Pb", 1), ("Ps", 2), ("Q", 1), ("B", 1)]),
        (1, 2, (request("Pb", "Q"), request("B", "Ps")), [("Pb", 1), ("Q", 1), ("B", 1)]),
    ],
)
def test_booth_with_colleagues_keeps_its_own_diary(
    people: int, capacity: int, rows: tuple[Request, ...], parallel: list[tuple[str, int]]
) -> None:
    problem = planned(event(rows, both(people=people), capacity))
    assert [(who.id, who.parallel) for who in problem.participants] == parallel


def test_seat_asked_for_twice_is_one_seat_of_the_stronger_wish() -> None:
    data = event((), dialogues=(dialogue(SeatWish("Pb", LIKE), SeatWish("Ps", MUST), SeatWish("B", LIKE), moderators=("Q", "Pb")),))
    problem = planned(data)
    (table,) = problem.dialogues
    assert [(seat.participant, seat.value) for seat in table.wanted] == [("Pb", 120), ("B", 50)]
    assert table.moderators == ("Q", "Pb")
    assert problem.participants[0].role == "supplier"
    plan = next(plan for plan in all_plans(problem) if plan.dialogues and plan.dialogues[0].participants == ("Pb", "B"))
    assert by_role(problem, plan, data)[1].dialogues[0].participants == ("Ps", "B")


def test_role_of_who_moderates_counts_least_at_dialogues() -> None:
    people = (replace(person("Pf", "facilitator"), email=EMAIL), *both()[:1], *both()[2:])
    data = event((request("Pb", "Q"),), people, dialogues=(dialogue(SeatWish("B", LIKE), moderators=("Pf",)),))
    problem = planned(data)
    assert next((who.id, who.role) for who in problem.participants) == ("Pf", "buyer")
    plan = next(plan for plan in all_plans(problem) if plan.dialogues and plan.meetings)
    roles, role_plan = by_role(problem, plan, data)
    assert [entry.title for entry in agendas(roles, role_plan)["Pf"]] == ["Dialogue: Topic (you moderate)"]
    assert [entry.title for entry in agendas(roles, role_plan)["Pb"]] == ["Meeting: Name of Q, Organisatie Één"]


def test_each_role_has_its_own_agenda_with_its_own_organisation() -> None:
    data = event((request("Q", "Pb"), request("B", "Ps"), request("Ps", "Q")), capacity=1)
    problem = planned(data)
    plan = max(all_plans(problem), key=lambda plan: len(plan.meetings))
    found = agendas(*by_role(problem, plan, data))
    company = {who: sorted(other for entry in entries for other in entry.who) for who, entries in found.items()}
    assert company == {
        "Pb": ["Name of Q, Organisatie Één"],
        "Ps": ["Name of B, Organisatie Één", "Name of Q, Organisatie Één"],
        "Q": ["Name of Pb, Organisatie Één", "Name of Ps, Tweede"],
        "B": ["Name of Ps, Tweede"],
    }


def test_plan_of_who_has_left_in_one_role_is_still_told_apart() -> None:
    data = event((request("Q", "Pb"), request("B", "Ps")))
    problem = planned(data)
    plan = max(all_plans(problem), key=lambda plan: len(plan.meetings))
    remaining = tuple(who for who in data.participants if who.id != "Pb")
    after = replace(data, participants=remaining, requests=data.requests[1:])
    roles, _role_plan = by_role(problem, plan, after)
    assert {row.id: row.participants for row in roles.requests} == {"Pb+Q": ("Q", "Pb"), "B+Ps": ("B", "Ps")}
    assert {"Pb", "Ps", "Q", "B"} == {who.id for who in roles.participants}


def test_who_is_alone_in_every_role_is_as_before() -> None:
    assert [len(diary.roles) for diary in diaries(DATA)] == [1] * len(DATA.participants)
    nameless = replace(DATA, participants=tuple(replace(row, email="") for row in DATA.participants))
    assert to_problem(nameless) == to_problem(DATA)


def test_nobody_meets_themselves_in_another_role() -> None:
    data = event(())
    for wrong in (replace(data, requests=(request("Pb", "Ps"),)), replace(data, locks=(Lock(("Pb", "Ps"), "a"),))):
        assert [fault.problem for fault in faults_of(wrong)] == ["nobody can meet themselves"]


@pytest.mark.parametrize(("as_buyer", "as_supplier"), [(MUST, LIKE), (LIKE, MUST)])
def test_seat_is_worth_the_stronger_wish_in_whichever_role_it_was_made(as_buyer: Strength, as_supplier: Strength) -> None:
    data = event((), dialogues=(dialogue(SeatWish("Pb", as_buyer), SeatWish("Ps", as_supplier)),))
    (found,) = planned(data).dialogues
    assert [(seat.participant, seat.value) for seat in found.wanted] == [("Pb", 120)]
