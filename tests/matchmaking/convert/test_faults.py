"""Faults of one source, told all at once and in order."""

from __future__ import annotations

import pytest

from matchmaking.convert.faults import MOST_FAULTS, MOST_HINTS, FaultList, UnusableFolder, quoted, suggestion
from scheduler.errors import UnusableInput


def test_quotes_are_short_and_on_one_line():
    assert quoted('a\n"b"\t\x07c') == "\"a 'b' \N{REPLACEMENT CHARACTER}c\""
    assert quoted("x" * 100) == f'"{"x" * 57}..."'


def test_suggestions_are_close_or_none():
    assert suggestion("organistion", ["organisation", "id"]) == '; did you mean "organisation"?'
    assert suggestion("ROLE", ["role"]) == '; did you mean "role"?'
    assert suggestion("zzz", ["role"]) == ""
    assert suggestion("a" * 1000, ["a" * 1000]) == ""


def told(faults: FaultList) -> list[str]:
    with pytest.raises(UnusableInput) as refused:
        faults.raise_any()
    return [str(fault) for fault in refused.value.faults]


def test_nothing_is_raised_where_nothing_was_noted():
    FaultList("event").raise_any()


def test_faults_come_by_their_order_and_equal_ones_as_they_came():
    faults = FaultList("event")
    for path, order in (("c", (2, 1)), ("a", (1, 9)), ("d", (2, 1)), ("b", (2,)), ("first", ())):
        faults.add(path, "is wrong", order)
    assert told(faults) == [f"{path}: is wrong" for path in ("first", "a", "b", "c", "d")]


@pytest.mark.parametrize(
    ("count", "closing"), [(MOST_FAULTS, []), (MOST_FAULTS + 1, ["and 1 more faults"]), (3500, ["and 2,500 more faults"])]
)
def test_thousands_are_counted(count, closing):
    faults = FaultList("event")
    for k in range(count):
        assert faults.hinting is (k < MOST_HINTS)
        faults.add("", f"fault {k}")
    assert told(faults) == [f"fault {k}" for k in range(MOST_FAULTS)] + closing


def test_fault_of_a_folder_reads_as_a_path_from_it():
    faults = FaultList("event", UnusableFolder)
    faults.add("slots.csv, row 2", "is odd")
    faults.add("", "has no files")
    with pytest.raises(UnusableFolder) as refused:
        faults.raise_any()
    assert str(refused.value) == "event/slots.csv, row 2: is odd\nevent: has no files"
