"""An event as the kernel sees it, by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from scheduler.annealing.event import Event, divide_pools
from scheduler.annealing.event import suits as fits
from scheduler.construction.place_assignment import place_all
from scheduler.instance.instance import build_instance
from scheduler.instance.reference_plan import index_reference
from scheduler.model.model import Model, build_model
from scheduler.plan import Meeting, Plan
from scheduler.problem import Slot
from tests.support.decisions import core_with
from tests.support.schedules import event

PEOPLE = {name: {} for name in "abc"}
ZONES = {"T": {"zone": "east"}, "U": {"zone": "west"}, "V": {"zone": "west"}}


def model_of(problem: Any, goals: tuple[str, ...] = ("value", "breaks"), kept: Plan | None = None) -> Model:
    instance = build_instance(problem)
    if kept is not None:
        instance = replace(instance, reference=index_reference(problem, kept, instance.pools))
    return build_model(instance, goals)


def event_of(model: Model, *held: str, zones: bool = False) -> Event:
    core = core_with(model.layout, held)
    placed = place_all(model.layout, core) if zones else None
    return Event(model, model.layout.complete(core), {"value": 1, "breaks": 2}, placed)


def test_pools_are_divided_by_zone_where_zones_count():
    model = model_of(event([2], PEOPLE, {"ab": {}}, ZONES))
    assert len(model.instance.pools) == 1
    pools = divide_pools(model, True)
    assert (pools.whole.tolist(), pools.zone.tolist(), pools.places.tolist()) == ([0, 0], [0, 1], [1, 2])
    assert pools.of_place == {0: 0, 1: 1, 2: 1}
    whole = divide_pools(model, False)
    assert (whole.whole.tolist(), whole.zone.tolist(), whole.places.tolist()) == ([0], [0], [3])


def test_plan_is_read_and_written_again():
    table = {"D": {"wanted": "ac", "moderators": ["b"], "places": ["T"]}}
    model = model_of(event([3], PEOPLE, {"ab": {}, "bc": {}, "ac": {}}, {"T": {}, "U": {}}, table))
    held = ["D S1", "D S1 in T", "D S1 by b", "D S1 with a", "D S1 with c", "ab S2 U", "bc S3 T"]
    begun = event_of(model, *held)
    slot, pool, start = begun.begin()
    assert (slot.tolist(), start.tolist()) == ([1, 2, -1], [0])
    assert begun.core_vector(slot, pool, start).tolist() == core_with(model.layout, held).tolist()


def test_starts_of_a_dialogue_are_those_with_the_same_people_free():
    table = {"D": {"wanted": "a", "moderators": ["b"]}}
    model = model_of(event([3], PEOPLE | {"a": {"unavailable": ["S2"]}}, {}, {"T": {}}, table))
    begun = event_of(model, "D S1", "D S1 in T", "D S1 by b", "D S1 with a")
    assert [int(model.layout.dialogues.start_slot[n]) for n in begun.starts_like(0)] == [0, 2]
    assert begun.arrays["start"].tolist() == [[0b101]]  # type: ignore[attr-defined]  # it is an array


def test_zones_and_places_are_wished_for_where_the_plan_has_them():
    table = {"D": {"wanted": "a"}}
    model = model_of(event([3], PEOPLE, {"bc": {}}, {"T": {"zone": "east"}, "U": {"zone": "west"}}, table))
    begun = event_of(model, "D S1", "D S1 in TU", "D S1 with a", "bc S2 TU", zones=True)
    slot, pool, start = begun.begin()
    wishes = begun.wishes(slot, pool, start)
    place = begun._placed.meeting  # type: ignore[union-attr]  # zones count, so there are places
    assert wishes.zones == place
    (n,) = begun.starts
    moved = begun.wishes(slot, 1 - pool, start + 2)
    assert moved.zones == {option: 1 - zone for option, zone in place.items()}
    assert list(moved.dialogues.values()) == [begun._placed.dialogue[n]]  # type: ignore[union-attr]  # zones count, so there are places
    assert int(model.layout.dialogues.start_slot[next(iter(moved.dialogues))]) == 2


def test_meetings_that_stay_where_they_were_do_not_move():
    problem = event([3], PEOPLE, {"ab": {}, "bc": {}}, {"T": {}})
    kept = Plan("", (Meeting("ab", "S1", "T"), Meeting("bc", "S3", "T")), (), (), ())
    model = model_of(problem, ("changes", "breaks"), kept)
    assert event_of(model, "ab S1 T", "bc S2 T").arrays["fixed"].tolist() == [1, 0]  # type: ignore[attr-defined]  # it is an array
    free = model_of(problem)
    assert event_of(free, "ab S1 T", "bc S2 T").arrays["fixed"].tolist() == [0, 0]  # type: ignore[attr-defined]  # it is an array


def test_locked_meetings_can_be_held_nowhere_else_and_have_to():
    model = model_of(event([3], PEOPLE, {"ab": {}, "bc": {}}, {"T": {}}, fixed=[{"request": "bc", "slot": "S2"}]))
    arrays = event_of(model, "ab S1 T", "bc S2 T").arrays
    assert arrays["open"].tolist() == [[0b111], [0b010]]  # type: ignore[attr-defined]  # it is an array
    assert arrays["must"].tolist() == [0, 1]  # type: ignore[attr-defined]  # it is an array


def test_nobody_falls_below_the_lowest_satisfaction_where_that_is_a_goal():
    # a and b can hold two, c one: at the level of 50 percent each keeps one
    problem = event([2], PEOPLE, {"ab": {}, "ba": {}, "bc": {}}, {"T": {}, "U": {}})
    model = model_of(problem, ("lowest", "breaks"))
    assert event_of(model, "ab S1 TU", "bc S2 TU").arrays["least"].tolist() == [1, 1, 1]  # type: ignore[attr-defined]  # it is an array
    assert event_of(model, "ab S1 TU").arrays["least"].tolist() == [0, 0, 0]  # type: ignore[attr-defined]  # it is an array
    assert event_of(model_of(problem), "ab S1 TU", "bc S2 TU").arrays["least"].tolist() == [0, 0, 0]  # type: ignore[attr-defined]  # it is an array


def test_slots_of_a_day_are_bits():
    model = model_of(event([2, 3], PEOPLE | {"a": {"unavailable": ["S1", "S4"]}}, {"ab": {"slots": ["S2", "S5"]}}, {"T": {}}))
    arrays = event_of(model).arrays
    assert arrays["free"].tolist() == [[0b10, 0b101], [0b11, 0b111], [0b11, 0b111]]  # type: ignore[attr-defined]  # it is an array
    assert arrays["open"].tolist() == [[0b10010]]  # type: ignore[attr-defined]  # it is an array
    assert (arrays["day"].tolist(), arrays["first"].tolist()) == ([0, 0, 1, 1, 1], [0, 2, 5])  # type: ignore[attr-defined]  # it is an array


def test_day_of_more_slots_than_a_word_has_bits_does_not_suit():
    for slots, suits in ((64, True), (65, False)):
        problem = event([1], {"a": {}, "b": {}}, {"ab": {}}, {"T": {}})
        begin, step = problem.slots[0].start, timedelta(minutes=10)
        problem = replace(problem, slots=tuple(Slot(f"S{n}", begin + n * step, begin + (n + 1) * step) for n in range(slots)))
        assert fits(build_instance(problem)) == suits


def test_more_days_zones_or_meetings_at_once_than_the_kernel_holds_do_not_suit():
    for days, suits in ((32, True), (33, False)):
        assert fits(build_instance(event([1] * days, {"a": {}, "b": {}}, {"ab": {"slots": ["S1"]}}, {"T": {}}))) == suits
    for many, suits in ((255, True), (256, False)):
        people = {"a": {"parallel": many, "home": "A"}, "b": {}}
        assert fits(build_instance(event([1], people, {"ab": {}}, {"A": {"owner": "a"}}))) == suits
    for zones, suits in ((256, True), (257, False)):
        places = {f"T{z}": {"zone": f"zone {z}"} for z in range(zones)}
        assert fits(build_instance(event([1], PEOPLE, {"ab": {}}, places))) == suits
