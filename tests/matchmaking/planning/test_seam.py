"""From an event to a problem: each rule on a small event written by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from matchmaking.planning import EventData, Weights, faults_of, pair_id, pairs_of, questions, to_problem, value_of
from matchmaking.planning.event import (
    Absence,
    Dialogue,
    Lock,
    Period,
    Request,
    SeatWish,
)
from matchmaking.planning.seam import why
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.problem import Fixed, Problem
from tests.support.seam_event import ACCEPTED, DATA, DECLINED, EVENT, LIKE, MUST, NOT, moment, request

WEIGHTS = Weights(must=1000, would_like=100, accepted=10, mutual=20, fit=5, seat_must=7, seat_would_like=3)


def with_requests(*requests: Request, **more: Any) -> EventData:
    data = replace(DATA, requests=requests, **more)
    assert faults_of(data) == ()
    return data


def problem_of(*requests: Request, **more: Any) -> Problem:
    return to_problem(with_requests(*requests, **more), WEIGHTS)


def values(*requests: Request) -> dict[str, int]:
    return {row.id: row.value for row in problem_of(*requests).requests}


@pytest.mark.parametrize(
    "rows",
    [
        [request("B2", "S2", MUST, DECLINED)],
        [request("B2", "S2", NOT)],
        [request("S2", "B2", NOT)],
        [request("B2", "S2", MUST, ACCEPTED), request("S2", "B2", NOT)],
        [request("B2", "S2", MUST), request("S2", "B2", LIKE, DECLINED)],
    ],
)
def test_pair_with_a_refusal_makes_no_request(rows: list[Request]) -> None:
    assert values(*rows) == {}


@pytest.mark.parametrize(
    ("rows", "value"),
    [
        ([request("B2", "S2")], 100),
        ([request("B2", "S2", MUST)], 1000),
        ([request("B2", "S2", answer=ACCEPTED)], 110),
        ([request("B2", "S2", MUST, ACCEPTED)], 1010),
        ([request("B2", "S2"), request("S2", "B2", day=2)], 120),
        ([request("B2", "S2", MUST), request("S2", "B2", day=2)], 1020),
        ([request("B2", "S2", answer=ACCEPTED), request("S2", "B2", day=2)], 120),
    ],
)
def test_value_follows_strength_answer_and_mutuality(rows: list[Request], value: int) -> None:
    assert values(*rows) == {"B2+S2": value}


def test_fit_adds_to_the_value_and_is_explained() -> None:
    assert values(request("B1", "S1")) == {"B1+S1": 105}
    (pair,) = pairs_of(with_requests(request("B1", "S1", answer=ACCEPTED)))
    assert [(term.weight, term.points, term.because) for term in value_of(pair, WEIGHTS).terms] == [
        ("would_like", 100, "asked for as would like"),
        ("accepted", 10, "accepted"),
        ("fit", 5, "same product group; strategies C2, D5"),
    ]


def test_request_of_a_pair_keeps_its_id_whoever_asks() -> None:
    assert pair_id("S2", "B2") == pair_id("B2", "S2") == "B2+S2"
    both = (request("S2", "B2", day=5), request("B2", "S2", day=2))
    other = (request("B2", "S2", day=5), request("S2", "B2", day=2))
    for rows, first in ((both, ("B2", "S2")), (both[:1], ("S2", "B2")), (other, ("S2", "B2"))):
        (pair,) = pairs_of(with_requests(*rows))
        assert (pair.id, pair.participants) == ("B2+S2", first)


def test_must_is_a_value_and_nothing_but_locks_is_hard() -> None:
    rows = (request("B1", "S1", MUST, ACCEPTED), request("B2", "S2", MUST))
    assert [row.must for row in problem_of(*rows).requests] == [False, False]
    assert problem_of(*rows).fixed == ()
    locked = problem_of(*rows, locks=(Lock(("S2", "B2"), "b"), Lock(("B1", "S1"), "c", "booth")))
    assert locked.fixed == (Fixed("B2+S2", "b"), Fixed("B1+S1", "c", "booth"))


def test_lock_on_a_pair_that_nobody_asked_for_adds_a_request() -> None:
    data = with_requests(locks=(Lock(("B2", "S2"), "a", "T1"),))
    problem = to_problem(data, WEIGHTS)
    assert [(row.id, row.value) for row in problem.requests] == [("B2+S2", 100)]
    assert problem.fixed == (Fixed("B2+S2", "a", "T1"),)
    assert value_of(pairs_of(data)[0], WEIGHTS).terms[0].because == "added by the organiser"


def test_lock_gives_way_to_a_refusal() -> None:
    problem = problem_of(request("B2", "S2", MUST, DECLINED), locks=(Lock(("B2", "S2"), "a"),))
    assert (problem.requests, problem.fixed) == ((), ())


@pytest.mark.parametrize(("people", "room", "parallel"), [(1, 2, 1), (2, 2, 2), (3, 2, 2), (2, 1, 1)])
def test_booth_holds_as_many_meetings_as_its_people_and_room_allow(people: int, room: int, parallel: int) -> None:
    participants = tuple(replace(p, people=people) if p.id == "S1" else p for p in DATA.participants)
    places = tuple(replace(p, capacity=room) if p.owner else p for p in DATA.places)
    problem = problem_of(participants=participants, places=places)
    (host,) = [p for p in problem.participants if p.home]
    assert (host.id, host.home, host.parallel) == ("S1", "booth", parallel)
    assert {place.id: (place.capacity, place.owner) for place in problem.places} == {"T1": (1, None), "booth": (parallel, "S1")}


def test_slots_of_the_hour_that_the_clock_repeats_survive_a_file() -> None:
    twice = tuple(Period(f"{hours}", *(datetime.fromisoformat(f"2026-10-25T02:{m}+0{hours}:00") for m in ("10", "30"))) for hours in (2, 1))
    problem = problem_of(event=replace(EVENT, slots=twice))
    assert [slot.start.utcoffset() for slot in problem.slots] == [timedelta(hours=2), timedelta(hours=1)]
    assert parse_problem(json.loads(json.dumps(problem_to_json(problem))), "event.json") == problem


def test_people_without_a_booth_are_one_diary() -> None:
    assert {p.id: p.parallel for p in problem_of().participants if p.id != "S1"} == {"B1": 1, "B2": 1, "S2": 1, "F1": 1}


@pytest.mark.parametrize(
    ("absence", "slots"),
    [
        (Absence("B1", "attends a session", session="talk"), {"c"}),
        (Absence("B1", "arrives late", end=moment("10:25")), {"a"}),
        (Absence("B1", "arrives late", end=moment("10:26")), {"a", "b"}),
        (Absence("B1", "leaves early", start=moment("13:20")), {"e"}),
        (Absence("B1", "leaves early", start=moment("13:19")), {"d", "e"}),
        (Absence("B1", "elsewhere", start=moment("10:20"), end=moment("10:50")), {"b"}),
        (Absence("B1", "away all day"), {"a", "b", "c", "d", "e"}),
    ],
)
def test_absence_takes_the_slots_that_it_touches(absence: Absence, slots: set[str]) -> None:
    problem = problem_of(absences=(absence,))
    assert {p.id: set(p.unavailable) for p in problem.participants if p.unavailable} == {"B1": slots}


def test_absences_of_one_person_add_up() -> None:
    both = (Absence("B1", "attends a session", session="talk"), Absence("B1", "leaves early", start=moment("13:25")))
    assert problem_of(absences=both).participants[0].unavailable == {"c", "e"}


def test_floor_is_for_who_asked_and_no_more_than_can_be_reached() -> None:
    rows = (request("B1", "S1"), request("B1", "S2"), request("B2", "S2"), request("S1", "B2", LIKE, DECLINED))
    assert {p.id: p.floor for p in problem_of(*rows).participants} == {"B1": 2, "B2": 1, "S1": 1, "S2": 0, "F1": 0}


def test_floor_is_not_above_an_own_limit() -> None:
    participants = tuple(replace(p, max_meetings=1) if p.id == "B1" else p for p in DATA.participants)
    problem = problem_of(request("B1", "S1"), request("B1", "S2"), participants=participants)
    assert problem.participants[0].floor == 1


def test_own_limit_goes_before_the_quota_of_the_role() -> None:
    participants = tuple(replace(p, max_meetings=0) if p.id == "B1" else p for p in DATA.participants)
    problem = problem_of(participants=participants)
    assert {p.id: p.max_meetings for p in problem.participants} == {"B1": 0, "B2": 4, "S1": None, "S2": None, "F1": None}


DIALOGUE = Dialogue(
    id="D",
    topic="Zitten",
    theme="design",
    product_group="FUR",
    language="nl",
    questions=("Wie?", "Waarom?"),
    length=2,
    seats=(1, 3),
    minimum={"buyer": 1},
    moderators=("F1",),
    places=("T1",),
    wanted=(SeatWish("B1", MUST), SeatWish("B2", LIKE), SeatWish("S1", NOT)),
)


def test_dialogue_seats_are_worth_the_wish_to_join() -> None:
    (dialogue,) = problem_of(dialogues=(DIALOGUE,)).dialogues
    assert [(seat.participant, seat.value) for seat in dialogue.wanted] == [("B1", 14), ("B2", 6)]
    assert (dialogue.topic, dialogue.length, dialogue.places, dialogue.moderators) == ("Zitten", 2, ("T1",), ("F1",))
    assert (dialogue.seats, dialogue.minimum, dialogue.must) == ((1, 3), {"buyer": 1}, True)


@pytest.mark.parametrize(
    ("length", "starts"),
    [(1, ("a", "b", "c", "d", "e")), (2, ("a", "b", "d")), (3, ("a",)), (4, ()), (6, ())],
)
def test_dialogue_starts_where_no_break_interrupts_it(length: int, starts: tuple[str, ...]) -> None:
    (dialogue,) = problem_of(dialogues=(replace(DIALOGUE, length=length),)).dialogues
    assert dialogue.starts == starts


def test_dialogue_does_not_run_past_its_day() -> None:
    following = Period("f", datetime.fromisoformat("2026-11-25T10:00+01:00"), datetime.fromisoformat("2026-11-25T10:20+01:00"))
    event = replace(EVENT, slots=(*EVENT.slots, following), breaks=())
    (dialogue,) = problem_of(event=event, dialogues=(replace(DIALOGUE, length=2),)).dialogues
    assert dialogue.starts == ("a", "b", "c", "d")


def test_slots_are_told_in_the_time_of_the_event() -> None:
    utc = Period("a", datetime.fromisoformat("2026-11-24T23:30+00:00"), datetime.fromisoformat("2026-11-24T23:50+00:00"))
    problem = problem_of(event=replace(EVENT, slots=(utc,)))
    assert (problem.slots[0].day, problem.slots[0].start.isoformat()) == ("2026-11-25", "2026-11-25T00:30:00+01:00")


def test_participants_carry_their_names() -> None:
    first = problem_of().participants[0]
    assert (first.role, first.name, first.organisation) == ("buyer", "Name of B1", "Organisatie Één")


def test_questions_and_reasons_are_within_reach_of_agendas() -> None:
    data = with_requests(request("S1", "B1"), request("B2", "S2"), dialogues=(DIALOGUE,))
    assert questions(data) == {"D": ("Wie?", "Waarom?")}
    assert why(data) == {"B1+S1": "“Stoelen” for “Zitten” (same product group; strategies C2, D5)"}


def test_problem_of_everything_at_once_is_valid() -> None:
    problem = problem_of(
        request("B1", "S1", MUST, ACCEPTED),
        request("S2", "B2"),
        dialogues=(DIALOGUE,),
        locks=(Lock(("B1", "S1"), "b"),),
        absences=(Absence("F1", "attends a session", session="talk"),),
    )
    assert parse_problem(problem_to_json(problem), "event") == problem


def test_event_without_anything_is_a_valid_problem() -> None:
    empty = replace(DATA, event=replace(EVENT, slots=()), places=(), participants=(), offers=(), needs=())
    assert faults_of(empty) == ()
    problem = to_problem(empty)
    assert parse_problem(problem_to_json(problem), "event") == problem
