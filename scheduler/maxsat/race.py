"""MaxSAT in child processes, beside whatever else a run does: the strongest proof of compact agendas known, and good plans.

See Bofill et al., "Constraint Solving Approaches to the Business-to-Business Meeting Scheduling Problem", JAIR 74 (2022), and
Ignatiev, Morgado and Marques-Silva, "RC2: an Efficient MaxSAT Solver", JSAT 11 (2019).
"""

from __future__ import annotations

import pickle
import subprocess
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from scheduler.maxsat.diaries import encode_diaries, is_diary_event
from scheduler.maxsat.rows import Formula, encode, is_clausal
from scheduler.maxsat.worker import UNLIMITED
from scheduler.model.implied import with_implied
from scheduler.run.incumbent import Search
from scheduler.settings import Settings
from scheduler.solvers.child_process import start_child
from scheduler.stop import Stop

GOALS = ("breaks", "idle")
WAYS = {"climb": "below", "descend": "above"}  # and what each is called in the portfolio


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Task:
    """What MaxSAT is to solve.

    Attributes
    ----------
    encode
        Writes it as clauses; called in another process.
    goal
        Index of the goal that its cost is.
    holds
        Whether the best plan by now is as good in the goals before as the clauses demand, so that bounds count for it.
    """

    encode: Callable[[], Formula]
    goal: int = 0
    holds: Callable[[], bool] = _always


class MaxSat:
    """MaxSAT runs on one goal of a search, from below and, with a second worker, from above; use it as a context manager.

    Parameters
    ----------
    task
        By default the first goal, where it suits.
    ways
        ``climb`` from below and ``descend`` from above, as far as there are workers; none where it had
        better come later, with a plan to start from.

    Attributes
    ----------
    found
        Requested once the search has a plan from here, or a run has ended by itself.
    finished
        Requested once a run has ended by itself, with an optimal plan offered to the search or a proof that there is none.
    infeasible
        Whether it is proven that no plan exists.
    """

    def __init__(self, search: Search, task: Task | None = None, ways: Iterable[str] = WAYS) -> None:
        self.found = Stop()
        self.finished = Stop()
        self.infeasible = False
        self._search = search
        self._processes: list[subprocess.Popen[bytes]] = []
        self._listeners: list[threading.Thread] = []
        self._bound = 0
        self._counted = search.settings.reproducible  # its answers then come in when all else is done, the same every time
        self._answers: list[tuple[str, Any]] = []
        self._task = task or (Task(encoding(search)) if suits(search) else None)
        if self._task is None:
            return
        parameters = search.settings.parameters.maxsat
        conflicts = int(search.settings.seconds * parameters.conflict_rate) if self._counted else UNLIMITED
        job = {"encode": self._task.encode, "parameters": parameters, "conflicts": conflicts}
        for way in _usable(ways, search.settings):
            if not search.stop.requested:  # starting a process takes its time
                self._start(job | {"way": way})

    @property
    def cores(self) -> int:
        """How many processes it has."""
        return len(self._processes)

    @property
    def running(self) -> bool:
        """Whether it is at work and may still prove something."""
        return not self.finished.requested and any(process.poll() is None for process in self._processes)

    def __enter__(self) -> MaxSat:
        return self

    def __exit__(self, *exception: object) -> None:
        for process in self._processes:
            process.kill()
            process.wait()
        for listener in self._listeners:  # nothing may come any more of what was said before
            listener.join()

    def _start(self, job: dict[str, Any]) -> None:
        process = start_child("scheduler.maxsat.worker")
        self._processes.append(process)
        assert process.stdin is not None
        with suppress(OSError):
            pickle.dump(job, process.stdin, protocol=5)
            process.stdin.close()
        self._listeners.append(threading.Thread(target=self._listen, args=(process,), daemon=True))
        self._listeners[-1].start()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None
        with suppress(EOFError, OSError, ValueError, pickle.UnpicklingError), process.stdout as answers:
            while True:
                name, *content = pickle.load(answers)
                if self._counted:
                    self._answers.append((name, content))
                else:
                    self._take(name, content)

    def _take(self, name: str, content: list[Any]) -> None:
        if name == "bound":
            self._bound = max(self._bound, content[0])
            self._tell_bound()
        elif name == "solution":
            if self._search.offer(content[0]):
                self.found.request()
            self._tell_bound()
        else:
            self.infeasible = self.infeasible or name == "infeasible"
            self.finished.request()
            self.found.request()

    def collect(self, end: float) -> None:
        """In a reproducible run: wait until all conflicts are used up, and take what was found and proven.

        Parameters
        ----------
        end
            Monotonic time to end by, with nothing then: what has come by then depends on the machine.
        """
        while any(process.poll() is None for process in self._processes):
            if self._search.left_until(end) <= 0:
                return
            self._search.stop.wait(0.05)
        for listener in self._listeners:
            listener.join()
        for name, content in self._answers:
            self._take(name, content)

    def _tell_bound(self) -> None:
        task = self._task
        if task is not None and task.holds():
            self._search.raise_bound(task.goal, self._bound, "MaxSAT")


def _usable(ways: Iterable[str], settings: Settings) -> list[str]:
    return [way for way in ways if settings.uses(WAYS[way]) and settings.uses("maxsat")][: settings.workers]


def encoding(search: Search) -> Callable[[], Formula]:
    """What writes the rules and the first goal of a search as clauses: diary by diary where it can, otherwise row by row."""
    model, parameters = search.model, search.settings.parameters.clauses
    if _writes_diaries(search):
        return partial(encode_diaries, model.instance, parameters)
    return partial(encode, with_implied(model), model.objectives[0].cost, parameters)


def _writes_diaries(search: Search) -> bool:
    model = search.model
    return search.settings.uses("diaries") and model.objectives[0].name == "breaks" and is_diary_event(model.instance)


def suits(search: Search) -> bool:
    """Whether the first goal of this search can be written as clauses of a sensible size, and is hard enough to be worth it."""
    model, parameters = search.model, search.settings.parameters
    return (
        bool(model.objectives)
        and not search.settings.reproducible
        and model.objectives[0].name in GOALS
        and model.linear.columns <= parameters.maxsat.columns
        and (_writes_diaries(search) or is_clausal(model.linear, model.objectives[0].cost, parameters.clauses))
    )
