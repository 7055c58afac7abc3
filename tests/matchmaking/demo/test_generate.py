"""The demo event from a seed, and its files."""

from __future__ import annotations

from pathlib import Path

import pytest

from matchmaking.data import fixture
from matchmaking.demo import load_demo
from matchmaking.demo.generate import SEED, generate, main, store
from matchmaking.planning import faults_of, read_folder
from tests.support.seam_event import DATA


def test_stored_demo_is_what_the_generator_makes(tmp_path: Path) -> None:
    main(["--directory", str(tmp_path)])
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    stored = {path.name: path.read_bytes() for path in fixture("demo").iterdir()}
    assert made == stored


def test_stored_demo_is_read_as_it_was_made() -> None:
    assert load_demo() == generate(SEED)


def test_event_is_stored_in_a_file_a_kind_and_read_as_it_was(tmp_path: Path) -> None:
    paths = store(DATA, tmp_path / "new" / "folder")
    assert [path.parent for path in paths] == [tmp_path / "new" / "folder"] * len(paths)
    assert read_folder(tmp_path / "new" / "folder", DATA.taxonomy) == DATA


def test_seed_that_is_asked_for_is_taken_and_the_files_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--seed", "1", "--directory", str(tmp_path)])
    assert sorted(capsys.readouterr().out.split()) == sorted(str(path) for path in tmp_path.iterdir())
    made = read_folder(tmp_path, load_demo().taxonomy)
    assert made == generate(1)
    assert faults_of(made) == ()
