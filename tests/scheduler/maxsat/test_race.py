"""MaxSAT beside a search: what it proves, and that its process never outlives it."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.errors import NoPlanExists
from scheduler.files.reading import parse_problem
from scheduler.instance.instance import build_instance
from scheduler.maxsat.race import MaxSat, encoding, suits
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from tests.support.bruteforce import best_goals
from tests.support.maxsat_races import LONG, large, pid_of, search_of
from tests.support.schedules import event
from tests.support.strategies import small_problem

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
MUST = {"must": True}
CIRCLE = event(
    [6], {name: {} for name in "abcde"}, dict.fromkeys(("ab", "bc", "cd", "de", "ea"), MUST), {"T": {}, "U": {}}, goals=["breaks"]
)
TOO_MUCH = event([2], {name: {} for name in "abc"}, dict.fromkeys(("ab", "bc", "ca"), MUST), goals=["breaks"])


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that only waits for its parent to take note of its end does not."""
    state = Path(f"/proc/{pid}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] != "Z"


def wait_for_end(pid: int) -> None:
    """Give a process the time that the system needs to end it."""
    until = time.monotonic() + 20
    while is_alive(pid) and time.monotonic() < until:
        time.sleep(0.05)


def test_best_plan_is_found_and_proven_alone():
    search = search_of(CIRCLE)
    with MaxSat(search) as race:
        assert race.finished.wait(LONG)
        assert not race.infeasible
        assert not race.running
    # five people in a circle at two tables need a third slot; somebody then waits
    assert best_goals(CIRCLE) == search.costs == (search.bound(0),)
    assert search.proven(0)


def test_missing_plan_is_proven():
    search = search_of(TOO_MUCH)
    with MaxSat(search) as race:
        assert race.finished.wait(LONG)
        assert race.infeasible
    assert search.best is None


@pytest.mark.parametrize("goal", ["breaks", "idle"])
@pytest.mark.parametrize("seed", range(3))
def test_proof_is_that_of_the_brute_force(seed, goal):
    rng = random.Random(seed)
    while True:
        document = small_problem(rng, slots=5, participants=4, requests=5, dialogues=1) | {"goals": [goal]}
        for request in document["requests"]:
            request["must"] = True
        search = search_of(parse_problem(document, "small.json"))
        best = best_goals(parse_problem(document, "small.json"))
        if suits(search) and best != (0,):
            break
    with MaxSat(search) as race:
        assert race.finished.wait(LONG)
        assert race.infeasible == (best is None)
    if best is not None:
        assert (search.costs, search.bound(0)) == (best, best[0])


def test_bound_rises_core_by_core():
    # of three people who all meet one another somebody waits, in each of four such circles
    circles = ["abc", "def", "ghi", "jkl"]
    wishes = {pair: MUST for a, b, c in circles for pair in (a + b, b + c, c + a)}
    told: list[Progress] = []
    search = search_of(event([3], {name: {} for name in "abcdefghijkl"}, wishes, goals=["breaks"]), told.append)
    with MaxSat(search) as race:
        assert race.finished.wait(LONG)
    bounds = [progress.bound for progress in told]
    assert bounds == sorted(bounds)
    assert set(bounds) == {1, 2, 3, 4}
    assert search.costs == (4,)


def test_process_ends_with_its_context():
    with MaxSat(search_of(large())) as race:
        pid = pid_of(race)
        assert race.running
    assert not is_alive(pid)


def test_process_that_is_killed_proves_nothing():
    with MaxSat(search_of(large())) as race:
        pid = pid_of(race)
        os.kill(pid, signal.SIGKILL)
        wait_for_end(pid)
        assert (race.running, race.infeasible, race.finished.requested) == (False, False, False)


def test_process_ends_with_its_parent():
    script = """if True:
        from scheduler.maxsat.race import MaxSat
        from tests.support.maxsat_races import large, pid_of, search_of
        with MaxSat(search_of(large())) as race:
            print(pid_of(race), flush=True)
            input()
    """
    with subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
    wait_for_end(pid)
    assert not is_alive(pid)


def test_run_that_found_its_proof_leaves_no_process():
    before = children()
    plan = solve(CIRCLE, Settings(seconds=30), "")
    assert plan.status == "optimal"
    with pytest.raises(NoPlanExists):
        solve(TOO_MUCH, Settings(seconds=30), "")
    assert children() == before


def children() -> set[str]:
    """The processes that this one has started and that are still there."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


@pytest.mark.parametrize(("without", "processes"), [((), 2), (("below",), 1), (("above",), 1), (("maxsat",), 0)])
def test_workers_that_are_left_out_are_not_started(without, processes):
    with MaxSat(search_of(large(), None, Settings(workers=2, without=without))) as race:
        assert len(race._processes) == processes


def test_diaries_that_are_left_out_are_written_as_rows():
    formulas = {without: encoding(search_of(CIRCLE, None, Settings(without=without)))() for without in ((), ("diaries",))}
    assert len(formulas[()].lower) == build_instance(CIRCLE).options < len(formulas["diaries",].lower)


@pytest.mark.parametrize(
    ("more", "settings"),
    [
        ({"goals": ["value", "breaks"]}, Settings()),
        ({"goals": ["breaks", "value"]}, Settings(reproducible=True)),
        ({"goals": ["breaks"], "participants": [{"id": "a", "parallel": 2}, {"id": "b"}]}, Settings()),
    ],
    ids=["another goal first", "a reproducible run", "coefficients above 1"],
)
def test_nothing_is_started_where_it_does_not_suit(more, settings):
    search = search_of(event([4], {"a": {}, "b": {}}, {"ab": {}, "ba": {}}, **more), None, settings)
    with MaxSat(search) as race:
        assert (race._processes, race.running, race.finished.requested) == ([], False, False)
