"""Ctrl-C and SIGTERM: a command ends tidily and for certain, and one that plans ends with its best plan so far.

Python runs a signal's handler in the main thread only, between two steps of its own. While that thread is inside a solver, or waits without
a limit, a signal may wake nobody; so work that takes long goes on in another thread, and the main one looks up every now and then.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from functools import partial
from types import FrameType
from typing import TypeVar

from scheduler.stop import Stop

SIGNALS = (signal.SIGINT, signal.SIGTERM)
GRACE = 15  # seconds to tidy up in, after which the process ends all the same
ONCE = 1.0  # seconds within which signals are one request: a terminal and `timeout` send theirs to a process and to its group
LOOK_UP = 0.1  # seconds between two moments in which a handler can run

T = TypeVar("T")


def end_on_signals(grace: int = GRACE) -> None:
    """Have a signal end this process by an exception, so that nothing half done is left behind.

    Parameters
    ----------
    grace
        Seconds after which an alarm ends it in any case: the exception can be lost in a callback that ignores it, or wait for a thread.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    handler = _acting_once(partial(_end, grace))
    for number in SIGNALS:
        signal.signal(number, handler)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM, *SIGNALS})


def _end(grace: int, number: int) -> None:
    signal.alarm(grace)
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    raise SystemExit(128 + number)


@contextmanager
def signals_ask(numbers: Sequence[signal.Signals] = SIGNALS) -> Iterator[Stop]:
    """Have signals ask to stop inside the block, which is given what they ask."""
    stop = Stop()
    handler = _acting_once(lambda number: stop.request())
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield stop
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


def _acting_once(act: Callable[[int], None]) -> Callable[[int, FrameType | None], None]:
    """A handler for the first signal; a later one, that is not the same request, ends the process at once."""
    first = list[float]()

    def handle(number: int, frame: FrameType | None) -> None:
        if not first:
            first.append(time.monotonic())
            act(number)
        elif time.monotonic() > first[0] + ONCE:
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)

    return handle


def work_beside(work: Callable[[], T], stop: Stop) -> T:
    """Do work in a thread of its own, so that handlers of signals run meanwhile; returns or raises what it does.

    Parameters
    ----------
    stop
        Ends the work, also where a handler raises.
    """
    with ThreadPoolExecutor(1) as thread:
        future = thread.submit(work)
        try:
            while not wait([future], LOOK_UP).done:
                pass
        except BaseException:
            stop.request()
            raise
    return future.result()
