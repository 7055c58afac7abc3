"""Events that cannot fit into memory are refused with a message, and no process takes more than there is."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from scheduler.errors import TooLarge
from scheduler.files.reading import parse_problem
from scheduler.instance import memory
from scheduler.instance.instance import build_instance
from web.cli import run

GIGA = memory.GIGA
BEGIN = datetime(2026, 11, 24, 9, tzinfo=UTC)


def event(people: int, requests: int, slots: int, places: int = 1) -> dict[str, Any]:
    """Everybody asks for their neighbours, any time, at any table, no two of which stand in the same lists."""
    grid = [BEGIN + timedelta(minutes=k) for k in range(slots)]
    tables = [f"T{k}" for k in range(places)]
    return {
        "format": "bms-problem/1",
        "id": "large",
        "slots": [{"id": f"S{k}", "start": at.isoformat(), "end": (at + timedelta(minutes=1)).isoformat()} for k, at in enumerate(grid)],
        "places": [{"id": name, "capacity": 1 + k} for k, name in enumerate(tables)],
        "participants": [{"id": f"P{k}"} for k in range(people)],
        "requests": [{"id": f"R{k}", "participants": [f"P{k % people}", f"P{(k + 1 + k // people) % people}"]} for k in range(requests)],
    }


def test_event_that_fits_is_not_refused(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 20 * GIGA)
    memory.require_memory(15_000_000)
    with pytest.raises(TooLarge):
        memory.require_memory(20_000_000)


def test_event_that_is_never_written_down_takes_less(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 20 * GIGA)
    memory.require_memory(100_000_000, memory.LEAN)
    with pytest.raises(TooLarge):
        memory.require_memory(140_000_000, memory.LEAN)
    assert memory.fits(15_000_000)
    assert not memory.fits(20_000_000)


def test_small_event_is_planned_however_little_is_free(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 1)
    memory.require_memory(500_000)


def test_event_of_any_size_is_tried_where_nobody_says_what_is_free(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: None)
    memory.require_memory(1 << 50)


def test_refusal_says_how_many_ways_there_are_and_what_to_do(monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: 1 * GIGA)
    problem = parse_problem(event(200, 10_000, 200, 3), "large.json")
    with pytest.raises(TooLarge) as caught:
        build_instance(problem)
    assert "in 6,000,000 ways" in str(caught.value)
    assert "1.2 GB of memory at least, and 1.0 GB are free; give the requests fewer slots or places" in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(("people", "requests", "slots"), [(500, 20_000, 100), (100, 200, 10_000)])
def test_command_refuses_what_is_too_large_at_once(people, requests, slots, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(memory, "free_memory", lambda: GIGA)
    (tmp_path / "large.json").write_text(json.dumps(event(people, requests, slots)))
    solved = ["solve", str(tmp_path / "large.json"), "-o", str(tmp_path / "plan.json"), "--seconds", "60", "--goals", "lowest,value"]
    assert run(solved) == 2
    assert capsys.readouterr().err.startswith("bms: the event is too large for this machine: its requests could be held in ")
    assert not (tmp_path / "plan.json").exists()


def test_free_memory_is_what_the_container_leaves(monkeypatch):
    monkeypatch.setattr(memory, "_of_the_machine", lambda: 8 * GIGA)
    monkeypatch.setattr(memory, "_of_the_container", lambda: 3 * GIGA)
    assert memory.free_memory() == 3 * GIGA
    monkeypatch.setattr(memory, "_of_the_container", lambda: None)
    assert memory.free_memory() == 8 * GIGA


def test_limit_of_a_container_is_read_from_its_control_group(monkeypatch):
    files = {"/proc/self/cgroup": ["0::/some/group"], "memory.max": ["5000"], "memory.current": ["2000"]}
    monkeypatch.setattr(memory, "_lines", lambda path: files.get(str(path)) or files.get(Path(path).name, []))
    assert memory._of_the_container() == 3000
    files["memory.max"] = ["max"]
    assert memory._of_the_container() is None


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="only Linux says what is free")
def test_process_gets_a_message_instead_of_all_memory_of_the_machine():
    code = (
        "import numpy, resource\n"
        "from scheduler.instance import memory\n"
        "memory.free_memory = lambda: 0\n"
        "memory.cap_memory(slack=1 << 28)\n"
        "import web.cli\n"
        "web.cli.commands.main = lambda *a, **k: numpy.zeros(1 << 30)\n"
        "raise SystemExit(web.cli.run(['solve']))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (
        2,
        "bms: there is not enough memory for an event of this size; give its requests fewer slots or places\n",
    )


def test_cap_is_never_raised(monkeypatch):
    told = []
    monkeypatch.setattr(memory, "free_memory", lambda: 100 * GIGA)
    monkeypatch.setattr(resource, "getrlimit", lambda which: (GIGA, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda which, limits: told.append(limits))
    memory.cap_memory()
    assert told == []
