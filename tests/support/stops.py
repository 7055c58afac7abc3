"""Requests to stop that come at an awkward moment."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from scheduler.stop import Stop


class LastMoment(Stop):
    """Is asked to stop when a run has looked for the last time before it begins."""

    @contextmanager
    def calling(self, action: Callable[[], None]) -> Iterator[None]:
        self.request()
        with super().calling(action):
            yield
