"""Problems and plans from their files."""

from __future__ import annotations

import hashlib
import json

import pytest

from scheduler.errors import UnusableInput
from scheduler.files.reading import parse_plan, parse_problem, read_plan, read_problem
from tests.support.whole_problem import whole

EMPTY = {"format": "bms-plan/1", "problem_sha256": "ab", "status": "optimal"} | {
    key: [] for key in ("meetings", "dialogues", "unscheduled", "goals")
}


def test_file_is_read_with_its_hash(tmp_path):
    path = tmp_path / "p.json"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(whole()).encode())
    loaded = read_problem(path)
    assert loaded.problem == parse_problem(whole(), "p.json")
    assert loaded.file == str(path)
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_plan_is_read_from_its_file(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(EMPTY))
    assert read_plan(path) == parse_plan(EMPTY, "plan.json")


@pytest.mark.parametrize(("read", "form"), [(read_problem, "bms-problem/1"), (read_plan, "bms-plan/1")])
def test_file_of_the_other_format_is_refused_by_its_name(tmp_path, read, form):
    path = tmp_path / "other.json"
    path.write_text(json.dumps(EMPTY if read is read_problem else whole()))
    with pytest.raises(UnusableInput) as refused:
        read(path)
    assert refused.value.file == str(path)
    assert str(refused.value).startswith(f"{path}: $.format: must be the text '{form}'")


def test_every_fault_of_a_file_is_told(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps(whole() | {"goals": ["valu"], "places": 3, "what": 1}))
    with pytest.raises(UnusableInput) as refused:
        read_problem(path)
    assert len(refused.value.faults) == 3
