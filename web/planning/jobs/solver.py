"""The child process of a planning run: one order on standard input, progress and one answer on standard output, a line each.

It knows no database and no app. A line ``stop`` ends it with the best plan so far, and so does SIGTERM. It also ends when standard
input closes, which means that its parent is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import IO, Any

from matchmaking.wording import in_words
from scheduler.checker import check
from scheduler.errors import NoPlanExists, NoPlanInTime, SchedulerError, TooLarge
from scheduler.files.reading import parse_plan, parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.instance.memory import cap_memory
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.settings import Progress, Settings
from scheduler.solve import solve
from scheduler.stop import Stop
from web.core.signals import signals_ask, work_beside

MOST_A_SECOND = 4.0


class Voice:
    """Tells the parent one thing a line; progress at most so often that a page could show it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._lock = threading.Lock()
        self._goal = ""
        self._sent = 0.0

    def say(self, **what: Any) -> None:
        with self._lock:
            self._stream.write(json.dumps(what, ensure_ascii=False) + "\n")
            self._stream.flush()

    def progress(self, progress: Progress) -> None:
        moment = time.monotonic()
        if progress.goal == self._goal and moment - self._sent < 1 / MOST_A_SECOND:
            return
        self._goal, self._sent = progress.goal, moment
        self.say(**asdict(progress))


def answer(order: dict[str, Any], voice: Voice, stop: Stop) -> dict[str, Any]:
    """Solve as ordered and say how it ended; a plan is checked before anybody sees it."""
    settings = Settings(order["seconds"], order["workers"], order["seed"], reproducible=order["reproducible"])
    try:
        problem = parse_problem(json.loads(order["problem"]), "event")
        keep = _to_keep(order)
        plan = solve(problem, settings, order["sha256"], voice.progress, stop, reference=keep)
    except NoPlanExists as error:
        return {"outcome": "impossible", "message": "\n".join(error.conflict)}
    except (NoPlanInTime, TooLarge) as error:
        return {"outcome": "undecided", "message": str(error)}
    except SchedulerError as error:
        return {"outcome": "defect", "message": str(error)}
    if violations := check(problem, plan, keep.plan if keep else None, sha256=order["sha256"]).violations:
        return {"outcome": "defect", "message": "\n".join(in_words(problem, violations))}
    for goal in plan.goals:
        voice.say(goal=goal.name, achieved=goal.achieved, bound=goal.bound, elapsed=plan.run["seconds"], note="")
    return {"outcome": "plan", "plan": json.dumps(plan_to_json(plan), ensure_ascii=False)}


def _to_keep(order: dict[str, Any]) -> ReferencePlan | None:
    """The published plan to change as little of as possible, as it was ordered."""
    if order["keep"] is None:
        return None
    return ReferencePlan(parse_plan(json.loads(order["keep"]), "published plan"), datetime.fromisoformat(order["frozen_until"]))


def main() -> None:
    """Take one order and answer it."""
    # What libraries print must not come between the lines of the answer.
    stream = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    # Whoever opens a page meanwhile goes first.
    os.nice(5)
    # Ctrl-C on a terminal is for the parent, which then decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cap_memory()
    voice = Voice(stream)
    try:
        with signals_ask([signal.SIGTERM]) as stop:
            order = json.loads(sys.stdin.buffer.readline())
            threading.Thread(target=_listen, args=(stop,), daemon=True).start()
            voice.say(**work_beside(partial(answer, order, voice, stop), stop))
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    # At once: the thread that listens may be inside a read, and holds the lock that an orderly end would wait for.
    os._exit(0)


def _listen(stop: Stop) -> None:
    for _ in sys.stdin.buffer:
        stop.request()
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main()
