"""From a file to a JSON document, strictly."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading.document import MOST_BYTES, parse_json, read_bytes, read_json


def told_of_file(path: Path) -> list[str]:
    """The faults found in a file."""
    with pytest.raises(UnusableInput) as found:
        read_json(path)
    assert found.value.file == str(path)
    return [str(fault) for fault in found.value.faults]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", ["line 1, column 1: not JSON: the file is empty"]),
        (b'{"id": 1,\n  "slots" []}', ["line 2, column 11: not JSON: Expecting ':' delimiter"]),
        (b"[" * 100_000, ["$: lists or objects are nested too deeply"]),
        (b'{"id": ' + b"9" * 5_000 + b"}", ["$: holds a number of thousands of digits"]),
        (b'{"id": "x",\n"name": "caf\xe9"}', ["line 2: not UTF-8: byte 0xe9 at offset 24"]),
        (b'{"id": 1, "a": [{"b": 1, "b": 2}], "id": 2}', [
            "$: the key 'id' is given more than once",
            "$.a[0]: the key 'b' is given more than once",
        ]),
        (b'{"id": NaN, "a": [1, -Infinity, 1e999]}', [
            "$.id: nan is not a number that can be used",
            "$.a[1]: -inf is not a number that can be used",
            "$.a[2]: inf is not a number that can be used",
        ]),
    ],
)  # fmt: skip
def test_file_that_is_no_strict_json_is_refused(tmp_path, content, told):
    path = tmp_path / "p.json"
    path.write_bytes(content)
    assert told_of_file(path) == told


def test_missing_file_folder_and_oversized_file_are_refused(tmp_path):
    assert told_of_file(tmp_path / "none.json") == ["cannot be read: No such file or directory"]
    assert told_of_file(tmp_path) == ["cannot be read: Is a directory"]
    large = tmp_path / "large.json"
    with large.open("wb") as stream:
        stream.truncate(MOST_BYTES + 1)
    assert told_of_file(large) == ["larger than 64 MB, which is the most that is read"]


def test_pipe_is_read_no_further_than_the_limit():
    assert told_of_file(Path("/dev/zero")) == ["larger than 64 MB, which is the most that is read"]


@pytest.mark.parametrize(
    ("text", "document"), [("null", None), (" [1, -2.5e3] ", [1, -2500.0]), ('{"a": {"b": true}}', {"a": {"b": True}})]
)
def test_any_json_value_is_a_document(text, document):
    assert parse_json(text, "p.json") == document


def test_byte_order_mark_is_left_out_of_the_text_and_not_of_the_hash(tmp_path):
    raw = b'\xef\xbb\xbf{"id": "\xc3\xa9"}'
    (tmp_path / "p.json").write_bytes(raw)
    assert read_json(tmp_path / "p.json") == ({"id": "é"}, hashlib.sha256(raw).hexdigest())


def test_key_that_is_in_two_objects_is_given_once_in_each():
    assert parse_json('[{"a": 1}, {"a": 2, "b": {"a": 3}}]', "p.json") == [{"a": 1}, {"a": 2, "b": {"a": 3}}]


def test_key_given_three_times_is_told_once():
    with pytest.raises(UnusableInput) as refused:
        parse_json('{"a": 1, "a": 2, "a": 3}', "p.json")
    assert str(refused.value) == "p.json: $: the key 'a' is given more than once"


def test_largest_file_is_read_and_one_byte_more_is_not(tmp_path):
    path = tmp_path / "large"
    with path.open("wb") as stream:
        stream.truncate(MOST_BYTES)
    assert len(read_bytes(path)) == MOST_BYTES
