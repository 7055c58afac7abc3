"""What a problem's parts must be to each other."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta, timezone
from graphlib import CycleError, TopologicalSorter

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_problem
from scheduler.files.reading.faults import Faults
from scheduler.files.reading.relations import NO_TIME, check_after, check_once, check_slots
from scheduler.problem import Request, Slot
from tests.support.tiers import seeds
from tests.support.whole_problem import whole


def told(faults: Faults) -> list[str]:
    """What was noted, as it is printed."""
    try:
        faults.raise_if_any()
    except UnusableInput as refused:
        return [str(fault) for fault in refused.faults]
    return []


def of_orders(orders: dict[str, list[str]]) -> list[str]:
    """The faults of requests that come after others."""
    faults = Faults("p.json")
    check_after(
        faults, [(("requests", k), Request(name, ("a", "b"), after=tuple(after))) for k, (name, after) in enumerate(orders.items())]
    )
    return told(faults)


def test_circle_of_after_is_named_once_however_long():
    def ring(n: int) -> dict[str, list[str]]:
        return {f"R{k}": [f"R{(k + 1) % n}"] for k in range(n)}

    assert of_orders(ring(3)) == ["$.requests[0].after: goes round in a circle: 'R0' after 'R1' after 'R2' after 'R0'"]
    (line,) = of_orders(ring(5_000))
    assert line.endswith("'R10' after 'R11' after '…' after 'R0'")


def test_long_chain_of_after_is_read():
    chain = [{"id": f"R{k}", "participants": ["B", "S"], "after": [f"R{k - 1}"] if k else []} for k in range(5_000)]
    assert len(parse_problem(whole() | {"requests": chain, "fixed": []}, "p.json").requests) == 5_000


@pytest.mark.parametrize("seed", seeds(range(40)))
def test_circle_is_told_just_where_requests_have_no_order(seed):
    rng = random.Random(seed)
    names = [f"R{k}" for k in range(5)]
    orders = {name: [other for other in names if other != name and rng.random() < 0.25] for name in names}
    try:
        list(TopologicalSorter(orders).static_order())
        circular = False
    except CycleError:
        circular = True
    assert bool(of_orders(orders)) is circular


def test_request_after_itself_is_no_circle():
    assert of_orders({"R0": ["R0"], "R1": ["R0"]}) == ["$.requests[0].after: 'R0' cannot come after itself"]


def test_two_circles_are_each_told():
    assert of_orders({"A": ["B"], "B": ["A"], "C": ["D"], "D": ["C"], "E": ["A", "C"]}) == [
        "$.requests[0].after: goes round in a circle: 'A' after 'B' after 'A'",
        "$.requests[2].after: goes round in a circle: 'C' after 'D' after 'C'",
    ]


def minutes(start: int, end: int, zone: timezone = UTC, name: str = "") -> Slot:
    begin = datetime(2026, 11, 24, 9, tzinfo=UTC)
    return Slot(name or f"S{start}", *((begin + timedelta(minutes=at)).astimezone(zone) for at in (start, end)))


def of_slots(*slots: Slot) -> list[str]:
    faults = Faults("p.json")
    check_slots(faults, [(("slots", k), slot) for k, slot in enumerate(slots)])
    return told(faults)


def test_slots_that_touch_are_in_order_and_those_that_overlap_are_not():
    assert of_slots(minutes(0, 20), minutes(20, 40), minutes(50, 60)) == []
    assert of_slots(minutes(0, 20), minutes(19, 40)) == [
        "$.slots[1].start: overlaps the slot 'S0', which ends at 2026-11-24T09:20:00+00:00"
    ]
    assert of_slots(minutes(20, 40), minutes(0, 20)) == [
        "$.slots[1].start: slots must be in time order, and this one starts earlier than 'S20' before it"
    ]


@pytest.mark.parametrize("end", [0, -20])
def test_slot_ends_after_it_starts(end):
    assert of_slots(minutes(0, end)) == ["$.slots[0].end: the slot must end after it starts, at 2026-11-24T09:00:00+00:00"]


def test_slot_has_no_earlier_date_than_the_one_before_though_its_offset_is_another():
    west = timezone(timedelta(hours=-12))
    (line,) = of_slots(minutes(0, 20), minutes(20, 40, west))
    assert line.startswith("$.slots[1].start: has an earlier date than the slot 'S0'")


def test_nothing_is_said_of_a_slot_whose_time_could_not_be_read():
    unread = Slot("S", NO_TIME, NO_TIME)
    assert of_slots(minutes(40, 60), unread, minutes(70, 80)) == []
    assert of_slots(minutes(40, 60), unread, minutes(0, 20))[0].endswith("this one starts earlier than 'S40' before it")


def test_name_given_again_is_told_with_where_it_was_first():
    faults = Faults("p.json")
    check_once(faults, "request", [(("fixed", k), name) for k, name in enumerate(["A", "B", "A", "", "", "A"])])
    assert told(faults) == [f"$.fixed[{k}].request: 'A' is named already in fixed[0]" for k in (2, 5)]
    bare = Faults("p.json")
    check_once(bare, "", [(("goals", k), name) for k, name in enumerate(["A", "A"])])
    assert told(bare) == ["$.goals[1]: 'A' is named already in goals[0]"]
