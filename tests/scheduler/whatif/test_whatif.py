"""What if, as the command tells it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.files.writing import problem_to_json
from tests.support.changed_events import pairs
from web.cli import run


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(pairs(1, slots=1))), encoding="utf-8")
    return path


def test_whatif_tells_the_exact_change(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), "--tables", "+1", "--seconds", "200"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "what if: +1 tables"
    assert lines[3].split() == ["value", "1", "proven", "2", "proven", "+1,", "exactly"]
    assert lines[4].split()[:4] == ["meetings", "1", "2", "+1"]


def test_whatif_finds_the_fewest_tables(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(problem_to_json(pairs(5, slots=2))), encoding="utf-8")
    assert run(["whatif", str(path), "--fewest-tables", "--seconds", "200"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "the fewest shared tables for floor 0 and value 3: 2, proven"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "say what would be otherwise"),
        (["--tables", "1", "--fewest-tables"], "leave the other changes out"),
        (["--tables", "-5"], "only 1 shared tables"),
        (["--tables", "10001"], "at most 10,000 tables can be added"),
        (["--slots", "1000000000"], "at most 1,000 slots can be added"),
        (["--seats", "1000001"], "at most 1,000,000 seats can be added"),
        (["--max-meetings", "a"], "PARTICIPANT=N"),
        (["--max-meetings", "a=99999999999999999999"], "a limit of 99999999999999999999 meetings is not possible"),
        (["--without", "z"], "no participant 'z'"),
        (["--without", "a", "--must", "ab"], "ab cannot be held while one of its two does not come"),
        (["--available", "a="], "PARTICIPANT=SLOT"),
        (["--fewest-tables", "--goals", "value"], "leave --goals out"),
    ],
)
def test_whatif_refuses_what_means_nothing(file: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), *options]) == 2
    assert told in capsys.readouterr().err


def test_whatif_of_what_is_impossible_says_what_stands_against_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["whatif", str(file), "--must", "ab", "--must", "cd", "--seconds", "200"]) == 3
    assert "no plan exists" in capsys.readouterr().err
