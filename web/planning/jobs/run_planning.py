"""A worker carries out one planning run: a child process solves, this one notes where it stands and listens for a stop."""

from __future__ import annotations

import json
import logging
import os
import queue as lines_in_order
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from flask import current_app

from web.core.settings import Settings
from web.models import RunOutcome
from web.planning.jobs.curve import Curve, add_point
from web.planning.services.runs import Claim, claim_run, end_run, keep_alive

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watch:
    """How closely a worker watches the process that solves.

    Attributes
    ----------
    heartbeats
        Signs of life within a lease, so that one that comes late loses no run.
    longest
        Seconds from one to the next at most: so late a stop is heard.
    grace
        Seconds after its time in which the process may end by itself. A plan takes some to be written and checked.
    """

    heartbeats: int = 5
    longest: float = 1.0
    grace: float = 30.0

    def interval(self, lease_seconds: float) -> float:
        """Seconds from one sign of life to the next."""
        return min(self.longest, lease_seconds / self.heartbeats)


USUAL = Watch()


def carry_out(run_id: int, watch: Watch = USUAL) -> None:
    """Carry a run out, if it is not somebody else's; whatever happens to the child, the run ends with an outcome.

    If this process is killed, its child ends by itself and the run is taken up again when the lease is over.
    """
    settings: Settings = current_app.extensions["settings"]
    claim = claim_run(run_id, settings.lease_seconds)
    if claim is None:
        return
    with _Child(claim, watch.grace) as child:
        _accompany(child, claim, settings.lease_seconds, watch.interval(settings.lease_seconds))


def _accompany(child: _Child, claim: Claim, lease_seconds: float, interval: float) -> None:
    stopping = False
    while not child.wait(interval):
        mine, stop = keep_alive(claim, child.progress, lease_seconds, curve=child.curve)
        if not mine:
            log.warning("run %s was taken over by another worker", claim.run_id)
            return
        if stop and not stopping:
            child.ask_to_stop()
            stopping = True
    outcome, plan, message = child.result()
    end_run(claim, outcome, plan=plan, message=message, progress=child.progress, curve=child.curve)


class _Child:
    """The process that solves; it can be stopped, and crash, without harm to the worker."""

    def __init__(self, claim: Claim, grace: float) -> None:
        self.claim = claim
        self.progress: list[dict[str, Any]] = []
        self.curve: Curve = {}
        self._answer: dict[str, Any] | None = None
        self._lines: lines_in_order.Queue[bytes | None] = lines_in_order.Queue()
        self._latest_end = time.monotonic() + claim.seconds + grace

    def __enter__(self) -> _Child:
        # Where the packages are, also when the worker was not started in the folder that holds them.
        environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[3]), os.environ.get("PYTHONPATH", "")])}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "web.planning.jobs.solver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        threading.Thread(target=self._read, args=(self._process.stdout,), daemon=True).start()
        order = {
            "problem": self.claim.problem,
            "sha256": self.claim.problem_sha256,
            "seconds": self.claim.seconds,
            "workers": self.claim.workers,
            "seed": self.claim.seed,
            "reproducible": self.claim.reproducible,
            "keep": self.claim.keep,
            "frozen_until": self.claim.frozen_until.isoformat() if self.claim.frozen_until else None,
        }
        self._send(json.dumps(order).encode() + b"\n")
        return self

    def __exit__(self, *error: object) -> None:
        # The group: solvers of the child's own go with it.
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):
                if pipe:
                    pipe.close()

    def _send(self, line: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError:
            log.warning("the solver of run %s has ended", self.claim.run_id)

    def _read(self, stdout: IO[bytes]) -> None:
        for line in stdout:
            self._lines.put(line)
        self._lines.put(None)

    def wait(self, seconds: float) -> bool:
        """Take in what the child says for at most this long; returns whether it has ended, and ends what is far over time."""
        if time.monotonic() > self._latest_end:
            self._answer = {"outcome": "defect", "message": "the solver did not end in its time"}
            return True
        deadline = time.monotonic() + seconds
        try:
            while (line := self._lines.get(timeout=max(0.0, deadline - time.monotonic()))) is not None:
                self._take(json.loads(line))
        except lines_in_order.Empty:
            return False
        return True

    def _take(self, message: dict[str, Any]) -> None:
        if "outcome" in message:
            self._answer = message
            return
        add_point(self.curve, message)
        if self.progress and self.progress[-1]["goal"] == message["goal"]:
            self.progress[-1] = message
        else:
            self.progress.append(message)

    def ask_to_stop(self) -> None:
        """Have it end with the best plan so far."""
        self._send(b"stop\n")

    def result(self) -> tuple[RunOutcome, str | None, str]:
        """How it ended: outcome, plan, and what to tell."""
        if self._answer is None:
            return RunOutcome.DEFECT, None, f"the solver ended without an answer (exit code {self._process.wait()})"
        return RunOutcome(self._answer["outcome"]), self._answer.get("plan"), self._answer.get("message", "")
