"""What people write in cells: numbers, yes and no, lists, shares, dates and times."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.cells import CellProblem, cell_text, parse_flag, parse_shares, parse_whole, split_list
from matchmaking.convert.faults import quoted, suggestion
from matchmaking.convert.moments import ZoneClock, parse_day, parse_moment
from matchmaking.convert.order import find_circles
from matchmaking.convert.source import decode_text

NINE = datetime(2026, 11, 24, 9, 0)


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


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-24 09:00",
        "2026-11-24T09:00:00",
        "24/11/2026 09:00",
        "24-11-2026 9:00",
        "24.11.2026 9.00",
        "24/11/2026, 9h",
        "24/11/2026 9u00",
        "2026/11/24  09:00:00.000",
        NINE,
        46350.375,
        46350.37499999,
    ],
)
def test_moments_as_people_write_them(cell):
    assert parse_moment(cell) == NINE


@pytest.mark.parametrize("cell", ["09:00", "9h", "9u00", time(9), timedelta(hours=9), 0.375, 0.3749999999])
def test_times_take_the_date_beside_them(cell):
    assert parse_moment(cell, date(2026, 11, 24)) == NINE


@pytest.mark.parametrize("cell", ["2026-11-24", "24/11/2026", "24.11.2026 00:00", "24/11/2026 0:00:00", date(2026, 11, 24), 46350, 46350.0])
def test_days_as_people_write_them(cell):
    assert parse_day(cell) == date(2026, 11, 24)


@pytest.mark.parametrize(("text", "hours"), [("Z", 0), ("z", 0), ("+01:00", 1), (" +0100", 1), ("-05:00", -5)])
def test_offset_is_kept(text, hours):
    assert parse_moment(f"2026-11-24T09:00{text}") == NINE.replace(tzinfo=timezone(timedelta(hours=hours)))


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("soon", '"soon" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        ("2026-11-24", '"2026-11-24" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        ("11/24/2026 09:00", '"11/24/2026 09:00" is not a day of the calendar, read as day, month, year'),
        ("2026-02-30 09:00", '"2026-02-30 09:00" is not a day of the calendar'),
        ("24/11/26 09:00", '"24/11/26 09:00" has a year of 2 digits; write all four'),
        ("24/11/1026 09:00", '"24/11/1026 09:00" is not in the years 1980 to 2199'),
        ("2026-11-24 24:00", '"2026-11-24 24:00" is not a time of day, from 00:00 to 23:59'),
        ("2026-11-24 09:00+25:00", '"+25:00" is not an offset from UTC; write +01:00'),
        ("46350.375", '"46350.375" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (900.0, '"900" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (0.375, '"09:00:00" has no date; write 2026-11-24 09:00, or give the date in a column of its own'),
        (datetime(2500, 1, 1), '"2500-01-01 00:00:00" is not in the years 1980 to 2199'),
        (datetime.max, '"9999-12-31 23:59:59.999999" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (float("nan"), '"nan" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
        (True, '"true" is not a date and time; write 2026-11-24 09:00 or 24/11/2026 09:00'),
    ],
)
def test_other_moments_are_told(cell, problem):
    with pytest.raises(CellProblem) as caught:
        parse_moment(cell)
    assert str(caught.value) == problem


@pytest.mark.parametrize("cell", ["24/11/2026 09:00", NINE, "09:00", time(9), 0.5, "tuesday"])
def test_a_day_with_more_or_less_is_told(cell):
    with pytest.raises(CellProblem, match=r"is not a date; write 2026-11-24 or 24/11/2026$"):
        parse_day(cell)


@given(
    st.datetimes(datetime(1980, 1, 2), datetime(2199, 12, 30)), st.sampled_from(["Europe/Brussels", "America/New_York", "Asia/Kathmandu"])
)
def test_local_times_are_shown_by_that_clock_or_refused(local, name):
    zone = ZoneInfo(name)
    try:
        shown = [ZoneClock(zone).moment(local)]
    except CellProblem:
        shown = []
    possible = {
        moment
        for fold in (0, 1)
        if (moment := local.replace(tzinfo=zone, fold=fold).astimezone(UTC)).astimezone(zone).replace(tzinfo=None) == local
    }
    assert [moment.astimezone(UTC) for moment in shown] == (list(possible) if len(possible) == 1 else [])


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é€".encode(), "é€"),
        (b"\xef\xbb\xbfa", "a"),
        ("é€".encode("cp1252"), "é€"),
        ("é€".encode("utf-16"), "é€"),
        (b"\xfe\xff\x00a", "a"),
        (b"\xff\xfea\x00\x00", "a\N{REPLACEMENT CHARACTER}"),
        (b"\x81\xe9", "\x81é"),
        (b"", ""),
    ],
)
def test_bytes_become_text_by_a_fixed_rule(data, text):
    assert decode_text(data) == text


def test_quotes_are_short_and_on_one_line():
    assert quoted('a\n"b"\t\x07c') == "\"a 'b' \N{REPLACEMENT CHARACTER}c\""
    assert quoted("x" * 100) == f'"{"x" * 57}..."'


def test_suggestions_are_close_or_none():
    assert suggestion("organistion", ["organisation", "id"]) == '; did you mean "organisation"?'
    assert suggestion("ROLE", ["role"]) == '; did you mean "role"?'
    assert suggestion("zzz", ["role"]) == ""
    assert suggestion("a" * 1000, ["a" * 1000]) == ""


@pytest.mark.parametrize(
    ("before", "circles"),
    [
        ({1: [], 2: [1], 3: [1, 2]}, []),
        ({1: [1]}, [[1]]),
        ({1: [2], 2: [3], 3: [1], 4: [1]}, [[1, 2, 3]]),
        ({4: [4], 3: [2], 2: [3]}, [[3, 2], [4]]),
    ],
)
def test_circles_are_found(before, circles):
    assert sorted(find_circles(before)) == circles


@given(st.dictionaries(st.integers(0, 5), st.lists(st.integers(0, 5), max_size=3), max_size=6))
def test_circles_are_true_and_none_means_an_order(before):
    circles = find_circles(before)
    for circle in circles:
        assert all(earlier in before[item] for item, earlier in zip(circle, circle[1:] + circle[:1], strict=True))
    reached = {item: set(earlier) for item, earlier in before.items()}
    for _ in reached:
        reached = {item: earlier.union(*(reached.get(other, ()) for other in earlier)) for item, earlier in reached.items()}
    assert (not circles) == all(item not in earlier for item, earlier in reached.items())
