"""MiniZinc data files: what is read, and what is told by line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.faults import FaultList
from matchmaking.convert.minizinc import DEEPEST, IntSet, Rows, parse_data
from scheduler.errors import UnusableInput


def read(text: str) -> tuple[dict[str, Any], list[str]]:
    """The values by name, and the faults."""
    faults = FaultList("a.dzn")
    found = {name: assignment.value for name, assignment in parse_data(text, faults).items()}
    try:
        faults.raise_any()
    except UnusableInput as refused:
        return found, [str(fault) for fault in refused.faults]
    return found, []


def ints(*ranges: tuple[int, int]) -> IntSet:
    return IntSet(tuple(range(first, last + 1) for first, last in ranges))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("-3", -3),
        ("+ 3", 3),
        ("2.5e1", 25.0),
        ("true", True),
        ("false", False),
        ('"a;b"', "a;b"),
        ("<>", None),
        ("{}", IntSet(())),
        ("{1, 3}", ints((1, 1), (3, 3))),
        ("1..3", ints((1, 3))),
        ("3..3", ints((3, 3))),
        ("3..2", IntSet(())),
        ("{1} union 4..6", ints((1, 1), (4, 6))),
        ("{1, 4..6}", ints((1, 1), (4, 6))),
        ("[1, 2,]", (1, 2)),
        ("[{1}, {}]", (ints((1, 1)), IntSet(()))),
        ("[| 1, 2 | 3, 4 |]", Rows(((1, 2), (3, 4)))),
        ("[| 1, 2 | 3 |]", Rows(((1, 2), (3,)))),
        ("array1d(1..2, [7, 8])", (7, 8)),
        ("array2d(1..2, 1..3, [1, 2, 3, 4, 5, 6])", Rows(((1, 2, 3), (4, 5, 6)))),
    ],
)
def test_value_is_read(text, value):
    assert read(f"x = {text};") == ({"x": value}, [])


def test_last_semicolon_comments_and_lines_do_not_matter():
    text = "% a comment; x = 9;\nx = 1; /* y = 2;\n */ z\n=\n3"
    assert read(text) == ({"x": 1, "z": 3}, [])
    faults = FaultList("a.dzn")
    assert {name: assignment.line for name, assignment in parse_data(text, faults).items()} == {"x": 2, "z": 3}


def test_name_given_before_is_its_value():
    assert read("n = 3; m = 1..n; k = n;") == ({"n": 3, "m": ints((1, 3)), "k": 3}, [])


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("x = ;", 'line 1: ";" stands where a value is expected'),
        ("x = 1 y = 2;", 'line 1: "y" stands where ";" is expected'),
        ("\n3 = x;", 'line 2: "3" stands where a name is expected'),
        ("x = y;", 'line 1: "y" stands where a value or a name that was given one before is expected'),
        ("x = [1 2];", 'line 1: "2" stands where a comma or "]" is expected'),
        ("x = [1", 'line 1: the file ends where a comma or "]" is expected'),
        ("x = 1.5..3;", 'line 1: "1.5" stands where a range of whole numbers is expected'),
        ("x = {true};", 'line 1: "{" stands where a set of whole numbers is expected'),
        ("x = {1} union 3;", 'line 1: "3" stands where a set is expected'),
        ("x = 1234567890123456;", 'line 1: "1234567890123456" stands where a number of at most 15 digits is expected'),
        ("x = array2d(1..2, 1..2, [1, 2, 3]);", 'line 1: "array2d" stands where array2d whose 3 values fill its rows is expected'),
        ("x = array1d([1]);", 'line 1: "array1d" stands where array1d of index sets and an array is expected'),
    ],
)
def test_what_cannot_be_read_is_told_by_line(text, fault):
    assert read(text) == ({}, [fault])


def test_reading_goes_on_after_the_statement_that_is_wrong():
    found, faults = read("a = 1;\nb = [1, ;\nc = 3;\na = 4;")
    assert found == {"a": 1, "c": 3}
    assert faults == [
        'line 2: ";" stands where a value is expected',
        "line 4: a is given a second time; the first is on line 1",
    ]


@pytest.mark.parametrize(("depth", "possible"), [(DEEPEST - 1, True), (DEEPEST, False)])
def test_arrays_are_read_up_to_a_depth(depth, possible):
    found, faults = read(f"x = {'[' * depth}1{']' * depth};")
    assert (bool(found), bool(faults)) == (possible, not possible)


@given(st.text(alphabet="xy=;[]{}|,.1 -\"'%/*\n", max_size=40))
def test_any_text_is_read_or_told(text):
    found, faults = read(text)
    assert found or faults or not text.strip("\n ;") or "%" in text or "/*" in text
