"""What is written reads back equal, and a file is written whole or not at all."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from scheduler.files.reading import parse_problem, read_plan, read_problem
from scheduler.files.writing import plan_to_json, problem_to_json, write_json
from scheduler.problem import Dialogue, Problem, Seat, Slot
from tests.support.whole_problem import whole
from tests.support.written_plan import PLAN


def test_problem_with_every_key_reads_back_equal():
    problem = parse_problem(whole(), "p.json")
    assert parse_problem(json.loads(json.dumps(problem_to_json(problem))), "p.json") == problem


def test_problem_is_written_without_defaults():
    start, end = datetime(2026, 11, 24, 9, 0, tzinfo=UTC), datetime(2026, 11, 24, 9, 20, tzinfo=UTC)
    assert problem_to_json(Problem("e", (Slot("S1", start, end),), (), (), dialogues=(Dialogue("D1"),))) == {
        "format": "bms-problem/1",
        "id": "e",
        "slots": [{"id": "S1", "start": "2026-11-24T09:00:00+00:00", "end": "2026-11-24T09:20:00+00:00"}],
        "participants": [],
        "requests": [],
        "dialogues": [{"id": "D1"}],
    }


def test_seats_without_a_most_are_written_as_all_who_asked():
    dialogue = Dialogue("D1", seats=(1, None), wanted=(Seat("B"), Seat("S")))
    assert problem_to_json(Problem("e", (), (), (), dialogues=(dialogue,)))["dialogues"] == [
        {"id": "D1", "seats": [1, 2], "wanted": [{"participant": "B"}, {"participant": "S"}]}
    ]


def test_plan_is_written_as_the_format_says():
    assert plan_to_json(PLAN) == {
        "format": "bms-plan/1",
        "problem_sha256": "ab" * 32,
        "status": "feasible",
        "meetings": [{"request": "R1", "slot": "S1", "place": "T1"}],
        "dialogues": [
            {"dialogue": "D1", "start": "S1", "place": "T1", "moderator": "F", "participants": ["B", "S"]},
            {"dialogue": "D2", "start": "S2", "place": "T1", "moderator": None, "participants": []},
        ],
        "unscheduled": [{"request": "R2", "reasons": [{"code": "participant_full", "participant": "B"}, {"code": "no_slot_left"}]}],
        "goals": [
            {"name": "value", "achieved": 7, "bound": 9, "proven": False},
            {"name": "breaks", "achieved": 2, "bound": 2, "proven": True},
        ],
        "run": {"seconds": 1.5, "versions": {"ortools": "9.15"}},
        "evidence": [{"goal": "value", "kind": "prices", "bound": 9, "data": {"diary": {"B": [0, 1]}}}],
    }


def test_plan_reads_back_equal(tmp_path):
    write_json(tmp_path / "plan.json", plan_to_json(PLAN))
    assert read_plan(tmp_path / "plan.json") == PLAN


def test_problem_survives_a_file(tmp_path):
    problem = parse_problem(whole(), "p.json")
    write_json(tmp_path / "p.json", problem_to_json(problem))
    assert read_problem(tmp_path / "p.json").problem == problem


def test_file_is_replaced_whole_with_usual_permissions(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("old")
    write_json(path, {"name": "Bé"})
    assert path.read_bytes() == '{\n "name": "Bé"\n}\n'.encode()
    assert os.listdir(tmp_path) == ["x.json"]
    fresh = tmp_path / "fresh"
    fresh.touch()
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(fresh.stat().st_mode)


def test_file_has_a_line_for_each_entry(tmp_path):
    write_json(tmp_path / "x.json", {"id": "e", "slots": [], "requests": [{"id": "R1", "after": []}, {"id": "R2"}], "run": {"seed": 0}})
    assert (tmp_path / "x.json").read_text().splitlines() == [
        "{",
        ' "id": "e",',
        ' "slots": [],',
        ' "requests": [',
        '  {"id": "R1", "after": []},',
        '  {"id": "R2"}',
        " ],",
        ' "run": {"seed": 0}',
        "}",
    ]


def test_link_is_followed(tmp_path):
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_json(tmp_path / "link", 1)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text() == "1\n"


@pytest.mark.parametrize(("document", "error"), [({"a": float("nan")}, ValueError), ({"a": "\ud800"}, ValueError), ({"a": {1}}, TypeError)])
def test_document_that_is_no_json_leaves_the_old_file(tmp_path, document, error):
    (tmp_path / "x.json").write_text("old")
    with pytest.raises(error):
        write_json(tmp_path / "x.json", document)
    assert os.listdir(tmp_path) == ["x.json"]
    assert (tmp_path / "x.json").read_text() == "old"


def test_failed_writing_leaves_nothing(tmp_path):
    (tmp_path / "folder").mkdir()
    with pytest.raises(IsADirectoryError):
        write_json(tmp_path / "folder", 1)
    with pytest.raises(FileNotFoundError):
        write_json(tmp_path / "none" / "x.json", 1)
    assert os.listdir(tmp_path) == ["folder"]


def test_device_is_written_to_and_stays():
    write_json(Path("/dev/null"), 1)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)
