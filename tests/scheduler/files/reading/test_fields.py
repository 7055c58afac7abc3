"""Typed values out of JSON objects, each fault noted and a stand-in taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading.faults import Faults
from scheduler.files.reading.fields import MOST_COUNT, Fields, Ids, Keys, is_broken, open_document, open_object

KNOWN = Ids("slot", {"S1": 0, "S2": 1})
UNREAD = Ids("slot", None)


def read(data: dict[str, object], take: Callable[[Fields], Any]) -> tuple[Any, list[str]]:
    """What is taken out of an object, and the faults noted; every key of it is known."""
    faults = Faults("p.json")
    taken = take(Fields(faults, ("x",), data, Keys.of(optional=data)))
    try:
        faults.raise_if_any()
    except UnusableInput as refused:
        return taken, [str(fault) for fault in refused.faults]
    return taken, []


ABSENT = [
    (lambda f: f.text("k", "d"), "d"),
    (lambda f: f.optional_text("k"), None),
    (lambda f: f.prose("k"), None),
    (lambda f: f.whole("k", 7, 1), 7),
    (lambda f: f.optional_whole("k", 0), None),
    (lambda f: f.flag("k", True), True),
    (lambda f: f.items("k"), []),
    (lambda f: f.reference("k", KNOWN), ""),
    (lambda f: f.optional_reference("k", KNOWN), None),
    (lambda f: f.references("k", KNOWN), ()),
    (lambda f: f.optional_references("k", KNOWN), None),
]


@pytest.mark.parametrize(("take", "default"), ABSENT)
def test_absent_key_has_its_default(take, default):
    assert read({}, take) == (default, [])


@pytest.mark.parametrize(
    ("value", "take", "taken"),
    [
        ("é", lambda f: f.text("k"), "é"),
        (None, lambda f: f.optional_text("k"), None),
        ("", lambda f: f.prose("k"), None),
        (1, lambda f: f.whole("k", 7, 1), 1),
        (MOST_COUNT, lambda f: f.whole("k", 7, 1), MOST_COUNT),
        (None, lambda f: f.optional_whole("k", 0), None),
        (False, lambda f: f.flag("k", True), False),
        (["S2", "S1", "S2"], lambda f: f.references("k", KNOWN), ("S2", "S1")),
        ([], lambda f: f.optional_references("k", KNOWN), ()),
        (None, lambda f: f.optional_references("k", KNOWN), None),
        ("S9", lambda f: f.reference("k", UNREAD), "S9"),
        (["S9"], lambda f: f.references("k", UNREAD), ("S9",)),
    ],
)
def test_value_of_its_type_is_taken(value, take, taken):
    assert read({"k": value}, take) == (taken, [])


@pytest.mark.parametrize(
    ("value", "take", "stand_in", "told"),
    [
        ("", lambda f: f.text("k"), "", "must not be empty"),
        (None, lambda f: f.text("k"), "", "must be a text, and is null"),
        ("\ud800", lambda f: f.text("k"), "", "'\\ud800' holds half of a character (an unpaired surrogate)"),
        ("", lambda f: f.optional_text("k"), "", "must not be empty"),
        (0, lambda f: f.whole("k", 7, 1), 1, "must be from 1 to 1,000,000, and is 0"),
        (10, lambda f: f.whole("k", 7, 1, 9), 1, "must be from 1 to 9, and is 10"),
        (True, lambda f: f.whole("k", 7, 1), 1, "must be a whole number, and is true"),
        (1.0, lambda f: f.whole("k", 7, 1), 1, "must be a whole number, and is 1.0"),
        (1, lambda f: f.flag("k", True), True, "must be true or false, and is 1"),
        ("a", lambda f: f.items("k"), [], "must be a list, and is the text 'a'"),
        ("S3", lambda f: f.reference("k", KNOWN), "S3", "unknown slot 'S3'"),
        (3, lambda f: f.reference("k", KNOWN), "", "must be the id of a slot, and is 3"),
    ],
)
def test_other_value_is_noted_and_something_else_taken(value, take, stand_in, told):
    assert read({"k": value}, take) == (stand_in, [f"$.x.k: {told}"])


def test_faults_in_a_list_have_their_place():
    taken, told = read({"k": ["S1", 2, "S9"]}, lambda f: f.references("k", KNOWN))
    assert taken == ("S1", "", "S9")
    assert told == ["$.x.k[1]: must be the id of a slot, and is 2", "$.x.k[2]: unknown slot 'S9'"]


def test_objects_of_a_list_are_read_and_all_else_left_out():
    taken, told = read({"k": [{"id": "a"}, 3, {"id": "b"}]}, lambda f: [each.text("id") for each in f.each("k", Keys.of("id"))])
    assert (taken, told) == (["a", "b"], ["$.x.k[1]: must be an object, and is 3"])


def test_ids_are_known_once():
    ids, told = read({"k": [{"id": "a"}, {"id": "b"}, {"id": "a"}, {"id": 3}, 4]}, lambda f: f.ids("k", "slot"))
    assert ids == Ids("slot", {"a": 0, "b": 1})
    assert told == ["$.x.k[2].id: the id 'a' belongs to k[0] already"]
    unread, told = read({"k": 3}, lambda f: f.ids("k", "slot"))
    assert (unread, told) == (UNREAD, [])
    assert (unread.has("anything"), ids.has("a"), ids.has("c")) == (True, True, False)


def test_keys_that_are_missing_or_unknown_are_noted_at_once():
    faults = Faults("p.json")
    fields = open_object(faults, ("x",), {"id": "a", "valeu": 1, "zz": 2}, Keys.of("id", "format", optional=("value",)))
    assert fields is not None
    assert [str(fault) for fault in faults.as_error().faults] == [
        "$.x: the key 'format' is missing",
        "$.x.valeu: unknown key 'valeu' (did you mean 'value'?)",
        "$.x.zz: unknown key 'zz'",
    ]


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "$: must be an object, and is a list"),
        ({"format": "b"}, "$.format: must be the text 'a', and is the text 'b'"),
        ({"format": None}, "$.format: must be the text 'a', and is null"),
    ],
)
def test_document_of_another_form_is_refused_and_nothing_else_said(document, told):
    with pytest.raises(UnusableInput) as refused:
        open_document(document, "p.json", "a", Keys.of("format", "id"))
    assert [str(fault) for fault in refused.value.faults] == [told]


def test_document_without_a_format_lacks_a_key_only():
    fields = open_document({"id": "x"}, "p.json", "a", Keys.of("format", "id"))
    assert [str(fault) for fault in fields.faults.as_error().faults] == ["$: the key 'format' is missing"]


@pytest.mark.parametrize(("text", "broken"), [("abc", False), ("é€", False), ("a\ud800", True), ("\udfff", True), ("😀", False)])
def test_half_a_character_breaks_a_text(text, broken):
    assert is_broken(text) is broken
