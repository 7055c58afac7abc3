"""What people write in cells: numbers, yes and no, lists, shares."""

from __future__ import annotations

import pytest

from matchmaking.convert.cells import CellProblem, cell_text, parse_flag, parse_shares, parse_whole, split_list


@pytest.mark.parametrize(("cell", "text"), [(None, ""), (" a ", "a"), (7.0, "7"), (7.5, "7.5"), (True, "true"), (1e300, "1e+300")])
def test_cell_as_text(cell, text):
    assert cell_text(cell) == text


@pytest.mark.parametrize(("cell", "number"), [("12", 12), (" +7 ", 7), (12.0, 12), (3, 3)])
def test_whole_numbers(cell, number):
    assert parse_whole(cell, 0, 100) == number


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("many", '"many" is not a whole number'),
        ("2,5", '"2,5" is not a whole number'),
        (2.5, '"2.5" is not a whole number'),
        ("1 000", '"1 000" is not a whole number; write it without separators: 1000'),
        ("1.000.000", '"1.000.000" is not a whole number; write it without separators: 1000000'),
        ("1\u202f000", '"1 000" is not a whole number; write it without separators: 1000'),
        (True, '"true" is not a whole number'),
        ("٣", '"٣" is not a whole number'),
        ("9" * 5000, f'"{"9" * 57}..." is not a whole number'),
        ("101", "101 is not between 0 and 100"),
        ("-1", "-1 is not between 0 and 100"),
    ],
)
def test_other_numbers_are_told(cell, problem):
    with pytest.raises(CellProblem) as caught:
        parse_whole(cell, 0, 100)
    assert str(caught.value) == problem


@pytest.mark.parametrize("cell", ["yes", "TRUE", "1", 1.0, True, "Ja", "oui", "x", "X", "WAAR", "VRAI"])
def test_yes_in_three_languages(cell):
    assert parse_flag(cell) is True


@pytest.mark.parametrize("cell", ["no", "False", "0", 0.0, False, "nee", "NON", "ONWAAR", "faux"])
def test_no_in_three_languages(cell):
    assert parse_flag(cell) is False


def test_neither_yes_nor_no_is_told():
    with pytest.raises(CellProblem, match=r'^"perhaps" is neither yes nor no$'):
        parse_flag("perhaps")


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("A B", ["A", "B"]),
        ("A|B", ["A", "B"]),
        ("A, B", ["A", "B"]),
        ("A;B\nC", ["A", "B", "C"]),
        ("Table 1 | Table 2", ["Table 1", "Table 2"]),
        ("Table 1, Table 2", ["Table 1", "Table 2"]),
        ("Table 1", ["Table 1"]),
        ("Hall A, left | A", ["Hall A, left", "A"]),
        ("Table 3", ["Table", "3"]),
        ("| ,", []),
        ("geen", []),
        ("None", []),
    ],
)
def test_lists_keep_known_names_whole(text, items):
    assert split_list(text, {"Table 1", "Table 2", "Hall A, left"}) == items


def test_none_is_a_name_where_something_is_called_so():
    assert split_list("none", {"none"}) == ["none"]


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("buyer=1 supplier=2", {"buyer": 1, "supplier": 2}),
        ("buyer = 1,supplier: 2", {"buyer": 1, "supplier": 2}),
        ("key account=3|buyer=0 | x=1", {"key account": 3, "buyer": 0, "x": 1}),
        ("", {}),
    ],
)
def test_shares_by_role(text, shares):
    assert parse_shares(text, 10) == shares


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("buyer", '"buyer" is not of the form buyer=1 supplier=1'),
        ("buyer=1 2", '"buyer=1 2" is not of the form buyer=1 supplier=1'),
        ("=1", '"=1" is not of the form buyer=1 supplier=1'),
        ("buyer=1 buyer=2", '"buyer" is named twice'),
        ("buyer=11", "11 is not between 0 and 10"),
        ("a" + " " * 200_000, '"a" is not of the form buyer=1 supplier=1'),
    ],
)
def test_other_shares_are_told(text, problem):
    with pytest.raises(CellProblem) as caught:
        parse_shares(text, 10)
    assert str(caught.value) == problem
