"""An instance cut down to some of its options, and the way back."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.instance.instance import build_instance
from scheduler.instance.narrow import narrow
from scheduler.model.columns import Layout
from tests.support.repairs import PEOPLE
from tests.support.schedules import event

WHOLE = build_instance(event([3], PEOPLE, {"ab": {}, "cd": {"slots": ["S1", "S3"]}}, None, {"D": {"wanted": "ef", "moderators": ["a"]}}))
LEFT = np.array([True, False, True, False, True])


def test_options_left_are_those_of_the_whole_in_their_order():
    part = narrow(WHOLE, LEFT)
    assert (part.options, part.index.tolist()) == (5, [0, 2, 4])
    assert part.instance.option_request.tolist() == [0, 0, 1]
    assert part.instance.option_slot.tolist() == [0, 2, 2]
    assert part.instance.first_option.tolist() == [0, 2, 3]


def test_columns_of_dialogues_are_the_same_in_both():
    part = narrow(WHOLE, LEFT)
    assert Layout(part.instance).core == Layout(WHOLE).core - 2
    core = np.arange(1, Layout(WHOLE).core + 1)
    small = part.narrow(core)
    assert small[:3].tolist() == [1, 3, 5]
    assert small[3:].tolist() == core[5:].tolist()


@pytest.mark.parametrize("left", [LEFT, ~LEFT, np.ones(5, dtype=bool), np.zeros(5, dtype=bool)])
def test_way_there_and_back_loses_nothing_and_holds_nothing_that_was_left_out(left):
    part = narrow(WHOLE, left)
    core = np.ones(Layout(WHOLE).core, dtype=np.int64)
    back = part.widen(part.narrow(core))
    assert back[:5].tolist() == left.astype(int).tolist()
    assert (back[5:] == 1).all()
    assert part.narrow(back).tolist() == part.narrow(core).tolist()


def test_what_must_be_held_can_be_said_anew():
    must = np.array([False, True])
    assert narrow(WHOLE, LEFT).instance.must.tolist() == WHOLE.must.tolist()
    assert narrow(WHOLE, LEFT, must).instance.must.tolist() == [False, True]
