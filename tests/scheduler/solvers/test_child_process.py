"""Child processes: of this package wherever they are started, and never without their parent."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import scheduler
from scheduler.solvers.child_process import PARENT, prepare_child, start_child

CHILD = "tests.support.telling_child"
ROOT = Path(__file__).parents[3]
LONG = 60.0  # seconds that no test waits


def told(child: subprocess.Popen[bytes]) -> dict[str, Any]:
    assert child.stdout is not None
    found: dict[str, Any] = pickle.load(child.stdout)
    return found


def test_child_has_the_code_of_its_parent_and_nothing_of_the_folder_it_is_started_in(tmp_path, monkeypatch):
    (tmp_path / "scheduler.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.chdir(tmp_path)
    with start_child(CHILD) as child:
        found = told(child)
    assert found == {"scheduler": scheduler.__file__, "parent": str(os.getpid()), "folder on the path": False, "Ctrl-C": True}
    assert child.returncode == 0


def test_child_answers_what_it_reads_until_that_is_closed():
    with start_child(CHILD) as child:
        told(child)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"one\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"one\n"
        child.stdin.close()
        assert child.wait(LONG) == 0


def test_interrupt_is_left_to_the_parent():
    with start_child(CHILD) as child:
        told(child)
        child.send_signal(signal.SIGINT)
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"still here\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"still here\n"


def test_paths_of_the_environment_come_after_the_package(tmp_path, monkeypatch):
    (tmp_path / "scheduler.py").write_text("raise SystemExit('the wrong module')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with start_child(CHILD) as child:
        assert told(child)["scheduler"] == scheduler.__file__


def test_child_whose_parent_is_another_process_by_now_ends_at_once():
    environment = {**os.environ, PARENT: "1", "PYTHONPATH": str(ROOT)}
    ended = subprocess.run([sys.executable, "-m", CHILD], env=environment, capture_output=True, text=True, timeout=LONG, check=False)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.strip() == "the parent process has ended already"


def test_child_made_ready_before_is_taken_once_and_not_when_it_has_ended():
    prepare_child(CHILD)
    with start_child(CHILD) as first, start_child(CHILD) as second:
        assert first.pid != second.pid
        assert told(first) == told(second)
    prepare_child(CHILD)
    with start_child(CHILD) as child:
        child.kill()
        child.wait(LONG)
        prepared = child.pid
    with start_child(CHILD) as other:
        assert told(other)["parent"] == str(os.getpid())
        assert other.pid != prepared
