from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.mutation.__main__ import ROOT, main, notice
from tests.mutation.mutants import Mutant, read_mutants

ADDS = "def add(a, b):\n    return a + b\n\n\ndef twice(a):\n    return a * 2\n"
TESTS = "from scheduler.adds import add\n\n\ndef test_add_adds():\n    assert add(2, 3) == 5\n"
NOTICED = Mutant("scheduler/adds.py", "a + b", "a - b", ("tests/test_adds.py",))
SURVIVED = Mutant("scheduler/adds.py", "a * 2", "a * 3", ("tests/test_adds.py",))


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A package of one module with a test of one of its two functions."""
    for name, text in {"scheduler/__init__.py": "", "scheduler/adds.py": ADDS, "tests/test_adds.py": TESTS}.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("mutant", read_mutants(), ids=lambda mutant: f"{mutant.file} {mutant.old}")
def test_planted_fault_changes_one_place_of_code_that_still_compiles(mutant: Mutant) -> None:
    compile(mutant.planted(ROOT), mutant.file, "exec")
    assert mutant.tests
    assert all((ROOT / name).is_file() for name in mutant.tests)


def test_list_has_faults_in_all_three_packages() -> None:
    planted = Counter(mutant.package for mutant in read_mutants())
    assert planted.total() >= 66
    assert planted.keys() == {"scheduler", "matchmaking", "web"}
    assert planted["scheduler"] >= 30
    assert planted["matchmaking"] >= 16
    assert planted["web"] >= 20


def test_no_fault_is_planted_twice() -> None:
    places = [(mutant.file, mutant.old) for mutant in read_mutants()]
    assert len(places) == len(set(places))


@pytest.mark.deep
def test_share_of_each_package_is_told_and_a_fault_that_survives_fails(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], [NOTICED, SURVIVED], tree) == 1
    assert capsys.readouterr().out.splitlines() == [
        "noticed   scheduler/adds.py: 'a + b' -> 'a - b'",
        "survived  scheduler/adds.py: 'a * 2' -> 'a * 3'",
        "scheduler: 1 of 2 noticed",
    ]
    assert (tree / "scheduler/adds.py").read_text("utf-8") == ADDS


def test_packages_that_are_not_asked_for_are_left_alone(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["web"], [NOTICED, SURVIVED], tree) == 0
    assert capsys.readouterr().out == ""


def test_fault_is_taken_out_again(tree: Path) -> None:
    assert notice(tree, NOTICED) == "noticed"
    assert (tree / "scheduler/adds.py").read_text("utf-8") == ADDS


def test_tests_that_never_end_notice(tree: Path) -> None:
    assert notice(tree, NOTICED, seconds=0.01) == "endless"
    assert (tree / "scheduler/adds.py").read_text("utf-8") == ADDS


def test_tests_that_fail_anyway_tell_nothing(tree: Path) -> None:
    (tree / "tests/test_adds.py").write_text("def test_fails():\n    assert False\n", "utf-8")
    with pytest.raises(RuntimeError, match="fails without a fault as well"):
        main([], [NOTICED], tree)


def test_tests_that_are_not_there_tell_nothing(tree: Path) -> None:
    (tree / "tests/test_adds.py").unlink()
    with pytest.raises(RuntimeError, match="pytest ended with 4"):
        notice(tree, NOTICED)


@pytest.mark.parametrize(("old", "new"), [("a - b", "a + b"), ("return", "yield"), ("a + b", "a + b")])
def test_fault_that_is_nowhere_in_two_places_or_no_change_is_refused(tree: Path, old: str, new: str) -> None:
    with pytest.raises(ValueError, match="stands there"):
        Mutant("scheduler/adds.py", old, new, ()).planted(tree)
