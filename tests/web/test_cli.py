from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path

import click
import pytest

from scheduler.errors import BrokenModel, Fault, NoPlanExists, NoPlanInTime, UnusableInput
from web.cli import COMMANDS, explain, run
from web.commands.files import require_writable_file, require_writable_folder
from web.commands.words import tell_goal


@pytest.mark.parametrize(
    ("error", "messages", "code"),
    [
        (UnusableInput("a.json", [Fault("$.id", "is empty"), Fault("", "is odd")]), ["a.json: $.id: is empty", "a.json: is odd"], 2),
        (NoPlanExists(["R1 is fixed", "R2 is fixed"]), ["no plan exists; these cannot hold together:\n- R1 is fixed\n- R2 is fixed"], 3),
        (NoPlanInTime("no plan in 2 s"), ["no plan in 2 s"], 4),
        (click.UsageError("No such option: --x"), ["No such option: --x"], 2),
        (click.FileError("a.json", "gone"), ["Could not open file 'a.json': gone"], 2),
        (PermissionError(13, "Permission denied", "a.json"), ["a.json: Permission denied"], 2),
        (
            BrokenModel("S1 is in two places"),
            ["S1 is in two places\nThis is a defect of this program; please report it with the problem file."],
            70,
        ),
        (
            KeyError("S1"),
            ["KeyError: 'S1'\nThis is a defect of this program; please report it with what BMS_TRACEBACK=1 in the environment shows."],
            70,
        ),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)
def test_error_is_told_with_its_exit_code(error: Exception, messages: list[str], code: int) -> None:
    assert explain(error) == (messages, code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["frob"], "No such command 'frob' (see bms --help)"),
        (["solve"], "Missing argument 'PROBLEM.json' (see bms solve --help)"),
        (["solve", "p.json"], "Missing option '-o' / '--output' (see bms solve --help)"),
        (["check", "p.json"], "Missing argument 'PLAN.json' (see bms check --help)"),
        (["convert", "x", "-o", "y", "--zone", "z"], "No such option '--zone'. Did you mean '--timezone'? (see bms convert --help)"),
    ],
)
def test_wrong_use_is_unusable_input(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2
    assert capsys.readouterr() == ("", f"bms: {message}\n")


def test_without_a_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 2
    shown = capsys.readouterr()
    assert run(["--help"]) == 0
    assert (shown.out, shown.err) == ("", capsys.readouterr().out)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_is_listed_with_its_own_first_sentence(name: str) -> None:
    command: click.Command = import_module(f"web.commands.{name}").command
    assert (command.name, command.get_short_help_str(1000)) == (name, COMMANDS[name])


@pytest.mark.parametrize(
    ("goal", "achieved", "bound", "words"),
    [
        ("value", 2819, 2819, "value 2,819 of at most 2,819: no plan can do better"),
        ("value", 2800, 2819, "value 2,800 of at most 2,819 (gap 0.67 %)"),
        ("value", 0, 0, "value 0 of at most 0: no plan can do better"),
        ("value", None, 2819, "value at most 2,819"),
        ("value", 12, None, "value 12"),
        ("breaks", 4, 1, "breaks 4, of which 1 are proven necessary"),
        ("breaks", 0, 0, "breaks 0: no plan can do better"),
        ("breaks", None, 2, "breaks at least 2"),
        ("breaks", None, None, "breaks not known yet"),
    ],
)
def test_goal_is_told_with_its_bound(goal: str, achieved: int | None, bound: int | None, words: str) -> None:
    assert tell_goal(goal, achieved, bound) == words


def test_output_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    there = tmp_path / "there.json"
    there.write_text("{}")
    refused = {
        tmp_path: "is a folder; name a file",
        tmp_path / "absent" / "plan.json": f"the folder {tmp_path / 'absent'} does not exist",
        Path("/proc/plan.json"): "the folder /proc is not writable",
        tmp_path / "." / "there.json": "is an input of this command; name another file",
    }
    for path, problem in refused.items():
        with pytest.raises(UnusableInput) as raised:
            require_writable_file(path, there)
        assert str(raised.value) == f"{path}: {problem}"
    require_writable_file(tmp_path / "plan.json", there)


def test_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    for path, problem in ((file / "ics", f"{file} is a file, not a folder"), (Path("/proc/ics"), "the folder /proc is not writable")):
        with pytest.raises(UnusableInput) as raised:
            require_writable_folder(path)
        assert str(raised.value) == f"{path}: {problem}"
    require_writable_folder(tmp_path / "new" / "ics")
    assert sorted(os.listdir(tmp_path)) == ["file"]
