"""What fits beside what stays: the model of it has just the plans that keep that, and no others."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.plan import HeldDialogue
from scheduler.repair.fewest import stand_still
from scheduler.repair.opened import beside, open_up
from tests.support.repairs import PEOPLE, TWO, instance_of, kept, slots_of
from tests.support.schedules import event


def fitting(problem, plan, *frozen: str, dear=None) -> set[str]:
    """Options, as request and slot, that fit beside a plan that stands still."""
    instance, shut = instance_of(problem, plan), slots_of(problem, *frozen)
    still = stand_still(instance, shut)
    assert still is not None
    found = beside(instance, shut, still, still.stays, dear)
    assert not (found.held & found.shut).any()
    names = [f"{problem.requests[r].id} {problem.slots[t].id}" for r, t in zip(instance.option_request, instance.option_slot, strict=True)]
    return {name for name, fits in zip(names, found.fits.tolist(), strict=True) if fits}


WISHES = {"ab": {}, "ac": {}, "cd": {}, "ef": {}}


def test_option_fits_where_both_are_free_and_a_place_is():
    problem = event([2], PEOPLE, WISHES, {"T": {}})
    # ab stays in S1, which takes the only table too
    assert fitting(problem, kept("ab S1 T")) == {"ac S2", "cd S2", "ef S2"}
    assert fitting(event([2], PEOPLE, WISHES, TWO), kept("ab S1 T")) == {"ac S2", "cd S1", "cd S2", "ef S1", "ef S2"}


def test_who_has_had_all_its_meetings_gets_no_more():
    limited = PEOPLE | {"a": {"max_meetings": 1}}
    assert fitting(event([2], limited, WISHES, TWO), kept("ab S1 T")) == {"cd S1", "cd S2", "ef S1", "ef S2"}
    two = PEOPLE | {"a": {"max_meetings": 2}}
    assert "ac S2" in fitting(event([2], two, WISHES, TWO), kept("ab S1 T"))


def test_who_can_hold_two_at_once_may_get_another_beside():
    people, places = PEOPLE | {"a": {"parallel": 2}}, {"T": {"capacity": 2}}
    assert "ac S1" in fitting(event([1], people, WISHES, places), kept("ab S1 T"))
    assert "ac S1" not in fitting(event([1], PEOPLE, WISHES, places), kept("ab S1 T"))


def test_nothing_new_fits_into_a_frozen_slot():
    assert fitting(event([2], PEOPLE, WISHES, TWO), kept("ab S1 T"), "S1") == {"ac S2", "cd S2", "ef S2"}


def test_dear_options_do_not_fit():
    problem = event([2], PEOPLE, WISHES, TWO)
    dear = np.zeros(instance_of(problem, kept()).options, dtype=bool)
    dear[2:] = True
    assert fitting(problem, kept(), dear=dear) == {"ab S1", "ab S2"}


def test_people_and_place_of_a_dialogue_that_stays_are_taken():
    table = HeldDialogue("D", "S1", "T", "c", ("a",))
    problem = event([2], PEOPLE, WISHES, {"T": {"capacity": 5}}, {"D": {"wanted": "ae", "moderators": ["c", "d"]}})
    # nothing fits into S1: T is taken as a whole
    assert fitting(problem, kept(tables=(table,))) == {"ab S2", "ac S2", "cd S2", "ef S2"}
    roomy = event([2], PEOPLE, WISHES, {"T": {}, "U": {}}, {"D": {"wanted": "ae", "moderators": ["c", "d"]}})
    assert fitting(roomy, kept(tables=(table,))) == {"ab S2", "ac S2", "cd S2", "ef S1", "ef S2"}


def test_dialogue_that_stays_is_nowhere_else_and_with_no_other_moderator_but_may_seat_more():
    problem = event([2], PEOPLE, {}, {"T": {}, "U": {"zone": "west"}}, {"D": {"wanted": "ae", "moderators": ["c", "d"]}})
    instance = instance_of(problem, kept(tables=(HeldDialogue("D", "S1", "T", "c", ("a",)),)))
    still = stand_still(instance, slots_of(problem))
    assert still is not None
    opened = open_up(instance, beside(instance, slots_of(problem), still, still.stays), ("value",))
    layout, seating = opened.model.layout, opened.model.layout.dialogues
    upper = opened.model.linear.upper[: layout.core]
    assert upper[seating.start_column].tolist() == [1, 0]
    assert upper[seating.moderator_column].tolist() == [1, 0, 0, 0]
    assert upper[seating.seat_column].tolist() == [1, 1, 0, 0]
    free = np.flatnonzero(opened.free[: layout.core])
    assert free.tolist() == [int(seating.seat_column[1])]


@pytest.mark.parametrize("stays", [True, False])
def test_what_stays_has_to_be_held_and_all_else_may_be(stays):
    problem = event([2], PEOPLE, WISHES, TWO)
    instance = instance_of(problem, kept("ab S1 T"))
    still = stand_still(instance, slots_of(problem))
    assert still is not None
    opened = open_up(instance, beside(instance, slots_of(problem), still, still.stays if stays else ~still.stays), ("value",))
    assert opened.part.instance.must.tolist() == [stays, False, False, False]
    lower = opened.model.linear.lower[: opened.part.instance.options]
    assert lower.sum() == stays
    assert not opened.free[: opened.part.instance.options][lower == 1].any()
