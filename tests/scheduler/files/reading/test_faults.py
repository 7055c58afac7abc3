"""What is wrong with a document, each fault with its place, all at once."""

from __future__ import annotations

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading.faults import SHOWN, Faults, json_path, kind_of, quoted


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ((), "$"),
        (("requests", 3, "value"), "$.requests[3].value"),
        (("two words",), '$["two words"]'),
        (("minimum", "acheteur·se"), '$.minimum["acheteur\\u00b7se"]'),
        (("minimum", "é"), '$.minimum["\\u00e9"]'),
        (("", 0), '$[""][0]'),
    ],
)
def test_steps_are_a_json_path(steps, path):
    assert json_path(steps) == path


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        ("x", "the text 'x'"),
        ([1], "a list"),
        ({}, "an object"),
        (1, "1"),
        (-2.5, "-2.5"),
        (10**18 - 1, "999999999999999999"),
        (10**18, "a number of more than 18 digits"),
        (-(10**18), "a number of more than 18 digits"),
    ],
)
def test_value_is_named_as_what_it_is(value, told):
    assert kind_of(value) == told


def test_long_text_is_shortened_and_any_text_can_be_printed():
    assert quoted("x" * 60) == f"'{'x' * 60}'"
    assert quoted("x" * 61) == f"'{'x' * 59}…'"
    assert quoted("a\nb\ud800").encode() == b"'a\\nb\\ud800'"


def test_nothing_is_raised_where_nothing_is_wrong():
    faults = Faults("p.json")
    faults.raise_if_any()
    faults.add(("id",), "is odd")
    with pytest.raises(UnusableInput, match=r"p\.json: \$\.id: is odd"):
        faults.raise_if_any()


@pytest.mark.parametrize(("count", "more"), [(SHOWN, []), (SHOWN + 1, ["and 1 more"]), (SHOWN + 20, ["and 20 more"])])
def test_many_faults_are_told_as_far_as_anybody_reads_and_the_others_counted(count, more):
    faults = Faults("p.json")
    for k in range(count):
        assert faults.wanted is (k < SHOWN)
        faults.add_unknown(("x", k), "slot", "S", [])
    told = [str(fault) for fault in faults.as_error().faults]
    assert told == [f"$.x[{k}]: unknown slot 'S'" for k in range(SHOWN)] + more


def test_unknown_name_comes_with_the_one_that_was_probably_meant():
    faults = Faults("p.json")
    faults.add_unknown(("a",), "key", "valeu", ["floor", "value"])
    faults.add_unknown(("b",), "key", "quite other", ["floor", "value"])
    faults.add_unknown(("c",), "key", "v" * 61, ["v" * 60])
    told = [str(fault).split(": ")[1] for fault in faults.as_error().faults]
    assert told[:2] == ["unknown key 'valeu' (did you mean 'value'?)", "unknown key 'quite other'"]
    assert "did you mean" not in told[2]


def test_wrong_type_is_told_with_what_belongs_there():
    faults = Faults("p.json")
    faults.add_wrong_type(("a",), "a list", None)
    assert [str(fault) for fault in faults.as_error().faults] == ["$.a: must be a list, and is null"]
