"""What the scheduler says to its user, word by word."""

from __future__ import annotations

import pytest

from scheduler.errors import BrokenModel, Fault, NoPlanExists, NoPlanInTime, SchedulerError, TooLarge, UnusableInput


@pytest.mark.parametrize(("path", "line"), [("$.slots[0]", "$.slots[0]: is no slot"), ("", "is no slot")])
def test_fault_is_told_with_its_place_where_it_has_one(path, line):
    assert str(Fault(path, "is no slot")) == line


def test_unusable_input_has_a_line_a_fault_in_their_order():
    faults = [Fault("$.id", "is missing"), Fault("", "is empty")]
    told = UnusableInput("day.json", faults)
    assert str(told) == "day.json: $.id: is missing\nday.json: is empty"
    assert (told.file, told.faults) == ("day.json", tuple(faults))


def test_missing_plan_is_told_with_a_line_a_requirement():
    told = NoPlanExists(["R1 must be held", "Cy is away"])
    assert str(told) == "no plan exists; these cannot hold together:\n- R1 must be held\n- Cy is away"
    assert told.conflict == ("R1 must be held", "Cy is away")


def test_proof_no_answer_and_defect_are_three_things():
    kinds = (UnusableInput, NoPlanExists, NoPlanInTime, TooLarge, BrokenModel)
    assert all(issubclass(kind, SchedulerError) for kind in kinds)
    assert [(one, other) for one in kinds for other in kinds if one is not other and issubclass(one, other)] == []
