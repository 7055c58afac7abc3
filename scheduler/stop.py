"""Asking a run to end early and keep its best plan."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stop:
    """A request to stop that any thread can make and that reaches solvers in mid-search."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._actions: list[Callable[[], None]] = []

    @property
    def requested(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def request(self) -> None:
        """Ask to stop; harmless when repeated."""
        self._event.set()
        with self._lock:
            actions = list(self._actions)
        for action in actions:
            action()

    def wait(self, seconds: float) -> bool:
        """Sleep until asked to stop, at most this long; returns whether asked."""
        return self._event.wait(max(0.0, seconds))

    @contextmanager
    def calling(self, action: Callable[[], None]) -> Iterator[None]:
        """Call `action` when asked to stop inside the block, at once if that was asked before."""
        with self._lock:
            self._actions.append(action)
        if self.requested:
            action()
        try:
            yield
        finally:
            with self._lock:
                self._actions.remove(action)
