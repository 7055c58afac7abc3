"""HiGHS in a child process: linear and integer programs, ended at any moment."""

from __future__ import annotations

import pickle
import queue
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import numpy as np

from scheduler.arrays import Bools, Floats, Ints
from scheduler.parameters import DEFAULTS, HighsParameters
from scheduler.program.integer_program import Linear
from scheduler.program.relaxation import Relaxation, proven_by
from scheduler.solvers.child_process import HIGHS, start_child
from scheduler.stop import Stop


@dataclass(frozen=True)
class HighsResult:
    """What HiGHS ended with.

    Attributes
    ----------
    x
        (n,) the best solution, fractional for a linear program; None: none.
    dual
        (m,) row duals of a linear program.
    bound
        Lower bound of the cost of an integer program.
    optimal, infeasible
        What was proven.
    """

    x: Floats | None = None
    dual: Floats | None = None
    bound: float | None = None
    optimal: bool = False
    infeasible: bool = False


class Highs:
    """A HiGHS process with one program loaded at a time; use it as a context manager."""

    def __init__(self, stop: Stop, parameters: HighsParameters = DEFAULTS.highs) -> None:
        self._stop, self._parameters = stop, parameters
        self._process: subprocess.Popen[bytes] | None = None
        self._messages: queue.Queue[tuple[Any, ...]] = queue.Queue()
        self._linear: Linear | None = None
        self._handed_over = False
        self._start()

    def __enter__(self) -> Highs:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    with suppress(OSError):  # what was not sent yet is lost with the process
                        stream.close()
            self._process.wait()
            self._process = None
            self._handed_over = False

    def load(self, linear: Linear) -> None:
        """Give it a program to work on, which is handed over when it is first to be solved."""
        self._linear, self._handed_over = linear, False

    def relax(self, linear: Linear, cost: Ints, seconds: float) -> Relaxation | None:
        """Load a program and solve it as a linear one: what that proves; None if it did not end in time."""
        self.load(linear)
        result = self.minimise(cost, seconds=seconds, integral=False)
        if result.x is None or result.dual is None or not result.optimal:
            return None
        return proven_by(linear, cost, result.x, result.dual)

    def minimise(
        self,
        cost: Ints | Floats,
        *,
        seconds: float,
        integral: bool | Bools,
        start: Ints | None = None,
        gap: float = 0.99,
        presolve: bool = True,
        on_solution: Callable[[Ints], object] | None = None,
        on_bound: Callable[[float], object] | None = None,
    ) -> HighsResult:
        """Minimise `cost` over the loaded program; an empty result after `seconds`, a request to stop or a crash.

        Parameters
        ----------
        seconds
            Wall clock limit, with handing the program over; nothing is done where it is 0 or below.
        integral
            Whether columns have to be whole, or (n,) which of them.
        gap
            An integer program may end when cost and bound are this near.
        presolve
            Whether to simplify the program first, which takes longer than solving one that is nearly a flow.
        """
        assert self._linear is not None
        if seconds <= 0 or self._stop.requested:
            return HighsResult()
        grace = self._parameters.grace
        end = time.monotonic() + seconds + grace
        self._hand_over(self._linear)
        left = max(0.0, end - grace - time.monotonic())
        self._send("run", {"cost": cost, "integral": integral, "seconds": left, "start": start, "gap": gap, "presolve": presolve})
        best: Floats | None = None
        bound: float | None = None
        while not self._stop.requested and time.monotonic() < end:
            try:
                name, *content = self._messages.get(timeout=self._parameters.poll)
            except queue.Empty:
                continue
            if name == "solution":
                best = content[0]
                if on_solution is not None:
                    on_solution(np.round(best).astype(np.int64))
            elif name == "bound":
                bound = content[0]
                if on_bound is not None:
                    on_bound(content[0])
            elif name == "done":
                return HighsResult(**content[0])
            else:  # the process ended by itself: a crash or its memory cap
                break
        self.close()  # another one is started where there is more to do
        return HighsResult(x=best, bound=bound)

    def _start(self) -> None:
        self._process = start_child(HIGHS)
        self._messages = queue.Queue()
        threading.Thread(target=_read, args=(self._process, self._messages), daemon=True).start()

    def _hand_over(self, linear: Linear) -> None:
        if self._process is None:
            self._start()
        if self._handed_over:
            return
        matrix = linear.matrix.tocsc()
        self._send(
            "load",
            {
                "indptr": matrix.indptr,
                "indices": matrix.indices,
                "data": matrix.data,
                "low": linear.low,
                "high": linear.high,
                "lower": linear.lower,
                "upper": linear.upper,
            },
        )
        self._handed_over = True

    def _send(self, *message: object) -> None:
        if self._process is None or self._process.stdin is None:
            return
        try:
            pickle.dump(message, self._process.stdin, protocol=5)
            self._process.stdin.flush()
        except OSError:
            self._messages.put(("ended",))


def _read(process: subprocess.Popen[bytes], messages: queue.Queue[tuple[Any, ...]]) -> None:
    assert process.stdout is not None
    try:
        while True:
            messages.put(pickle.load(process.stdout))
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        messages.put(("ended",))
