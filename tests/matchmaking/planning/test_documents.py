"""Event data as files: what is written is read back, and what is wrong is named with its place."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from matchmaking.demo import load_demo
from matchmaking.demo.generate import store
from matchmaking.planning import from_documents, read_folder, to_documents, to_text
from scheduler.errors import UnusableInput

DEMO = load_demo()


def documents() -> dict[str, Any]:
    return copy.deepcopy(json.loads(json.dumps(to_documents(DEMO))))


def form_faults(changed: dict[str, Any]) -> list[str]:
    with pytest.raises(UnusableInput) as caught:
        from_documents(changed, DEMO.taxonomy)
    return [str(fault) for fault in caught.value.faults]


def test_documents_are_read_as_they_were_written() -> None:
    assert from_documents(documents(), DEMO.taxonomy) == DEMO


def test_text_is_json_with_flat_rows_on_one_line() -> None:
    document = [{"id": "é", "tags": ["a", "b"], "rows": [{"n": 1}, {"n": 2}]}, {"id": "x", "empty": []}]
    expected = """[
 {
  "id": "é",
  "tags": ["a", "b"],
  "rows": [
   {"n": 1},
   {"n": 2}
  ]
 },
 {"id": "x", "empty": []}
]
"""
    assert to_text(document) == expected
    assert json.loads(to_text(document)) == document


def test_every_fault_of_form_is_reported_with_its_path() -> None:
    changed = documents()
    changed["event"]["slots"][1]["start"] = "2026-11-24T10:25:00"
    changed["places"][2]["capacity"] = "1"
    changed["offers"][0]["colour"] = "red"
    del changed["needs"][3]["step"]
    changed["requests"][4]["strength"] = "perhaps"
    changed["requests"][5]["asked_on"] = "tomorrow"
    changed["dialogues"][0]["seats"] = [6]
    changed["dialogues"][1]["must"] = 1
    changed["locks"] = {}
    assert form_faults(changed) == [
        "event.slots[1].start: has to be a time with its offset",
        "places[2].capacity: has to be a whole number",
        "offers[0]: unknown key 'colour'",
        "needs[3]: misses 'step'",
        "dialogues[0].seats: has to be a list of 2",
        "dialogues[1].must: has to be true or false",
        "requests[4].strength: has to be 'must' or 'would like' or 'rather not'",
        "requests[5].asked_on: has to be a date",
        "locks: has to be a list",
    ]


def test_event_that_is_absent_is_a_fault() -> None:
    assert form_faults({}) == ["event: has to be an object"]


def test_folder_with_a_broken_file_is_refused_by_name(tmp_path: Path) -> None:
    store(DEMO, tmp_path)
    assert read_folder(tmp_path, DEMO.taxonomy) == DEMO
    (tmp_path / "needs.json").write_text("[", "utf-8")
    with pytest.raises(UnusableInput) as caught:
        read_folder(tmp_path, DEMO.taxonomy)
    assert caught.value.file == "needs.json"
    (tmp_path / "needs.json").unlink()
    with pytest.raises(UnusableInput):
        read_folder(tmp_path, DEMO.taxonomy)
