"""Another checkout beside this one: both are run on the same event, and what one takes of the other is told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.before import Cost, Job, run_once, tree_memory
from benchmarks.command import run as bench
from benchmarks.presets import PRESETS, make_event
from scheduler.files.writing import write_json

pytestmark = pytest.mark.slow

BMS = Path(sys.executable).with_name("bms")
EATING = "import time; eaten = bytearray(80_000_000); print('ready', flush=True); time.sleep(60)"
TWO = f"import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', {EATING!r}]).wait())"


def checkout(folder: Path, planner: Path) -> Path:
    """Another checkout, whose command is this one."""
    place = folder / "other" / ".venv" / "bin"
    place.mkdir(parents=True)
    (place / "bms").symlink_to(planner)
    return folder / "other"


def test_both_are_told_with_their_ratio(tmp_path, capsys):
    assert bench(["before", str(checkout(tmp_path, BMS)), "--preset", "club", "--seconds", "60", "--goals", "floor,value"]) == 0
    title, before, now, ratio = capsys.readouterr().out.splitlines()
    assert title.split()[:3] == ["instance", "seed", "who"]
    assert before.split()[:4] == ["club", "1", "before", "734"]
    assert now.split()[:5] == ["club", "1", "now", "734", "734"]
    assert ratio.split()[:3] == ["club", "1", "ratio"]
    took = [[float(number) for number in line.split()[-3:]] for line in (before, now, ratio)]
    assert all(number > 0 for row in took for number in row)
    assert took[2][2] == pytest.approx(took[1][2] / took[0][2], abs=0.02)  # rounded to whole megabytes, of which there are many


def test_checkout_without_its_environment_is_refused(tmp_path, capsys):
    assert bench(["before", str(tmp_path)]) == 2
    assert "make .venv/bms.stamp there" in capsys.readouterr().err


def test_planner_that_writes_no_plan_is_measured_all_the_same(tmp_path):
    write_json(tmp_path / "event.json", make_event(PRESETS["club"], 1))
    plan, cost = run_once([sys.executable, "-c", "pass"], Job("club", 1, tmp_path / "event.json", ()), tmp_path / "plan.json")
    assert plan is None
    assert cost.megabytes > 1


def test_memory_is_that_of_all_processes():
    with subprocess.Popen([sys.executable, "-c", TWO], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        whole, alone = tree_memory(process.pid), tree_memory(int(children[0]))
        os.kill(int(children[0]), 9)
    assert whole > alone > 80_000_000
    assert tree_memory(process.pid) == 0


def test_ratio_is_of_each_by_itself():
    assert Cost(1, 2, 300).ratio(Cost(4, 2, 100)) == ("0.25", "1.00", "3.00")
    assert Cost(1, 5, 300).least(Cost(4, 2, 100)) == Cost(1, 2, 100)
