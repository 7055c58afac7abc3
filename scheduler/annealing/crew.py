"""Several annealers on one plan, each on a core of its own: rounds from hot to cold, each longer than the one before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from threading import Lock

from scheduler.annealing.annealer import Annealer, Arrangement
from scheduler.annealing.event import Event
from scheduler.run.incumbent import Search

Offer = Callable[[Arrangement], object]


@dataclass(frozen=True)
class Heat:
    """Temperatures: at the beginning of the first round, of later ones, and at the end of each."""

    first: float
    later: float
    cold: float


class Crew:
    """Annealers that work on the same plan.

    Parameters
    ----------
    search
        Whose time and seed they have.
    event
        That suits the kernel.
    offer
        Called, from any thread, with plans that are better than those before.
    over
        Ends the work once true.
    """

    def __init__(self, search: Search, event: Event, workers: int, offer: Offer, over: Callable[[], bool]) -> None:
        self.search, self.event, self.offer, self.over = search, event, offer, over
        self.parameters = search.settings.parameters.annealing
        begin, seed = Arrangement(*event.begin(), {}), search.settings.seed * 64
        self.annealers = [Annealer(event, begin, seed + k) for k in range(workers)]
        for annealer in self.annealers:
            annealer.limit({goal: annealer.now[goal] for goal in ("floor", "value")})
        self.begin = self.annealers[0].now
        self.held = max(1, int((begin.slot >= 0).sum()))
        self._told, self._lock = self.key(self.begin), Lock()
        self._next_offer = 0.0

    def key(self, reached: Mapping[str, int]) -> tuple[int, ...]:
        """What plans are compared by, the best the smallest."""
        return tuple(-reached[goal] if goal == "value" else reached[goal] for goal in self.event.goals)

    def work(self, heat: Heat, end: float) -> None:
        """Rounds until this monotonic time, or as many as a reproducible run has."""
        with ThreadPoolExecutor(len(self.annealers)) as pool:
            hot = heat.first
            for steps in self._rounds(end):
                list(pool.map(partial(self._round, steps=steps, hot=hot, cold=heat.cold, end=end), self.annealers))
                best = min((annealer.best for annealer in self.annealers), key=lambda found: self.key(found.reached))
                self._hand_over(best)
                for annealer in self.annealers:
                    if self.key(annealer.best.reached) > self.key(best.reached):
                        annealer.take(best)
                hot = heat.later

    def _rounds(self, end: float) -> Iterator[int]:
        """Changes to try in each round; the last one is over when the time is."""
        settings, parameters = self.search.settings, self.parameters
        steps = float(parameters.first_steps * self.held)
        budget = settings.seconds * parameters.step_rate
        while not self._ended(end):
            began = time.monotonic()
            if settings.reproducible:
                if budget <= 0:
                    return
                steps = min(steps, budget)
                budget -= steps
            yield int(steps)
            rate = steps / max(1e-3, time.monotonic() - began)
            steps *= parameters.growth
            if not settings.reproducible:
                left = rate * self.search.left_until(end)
                steps = left if steps > left / 2 else steps

    def _round(self, annealer: Annealer, steps: int, hot: float, cold: float, end: float) -> None:
        chunks = max(1, steps // self.parameters.chunk)
        for k in range(chunks):
            if self._ended(end):
                return
            annealer.anneal(steps // chunks, hot * (cold / hot) ** (k / chunks), hot * (cold / hot) ** ((k + 1) / chunks))
            if not self.search.settings.reproducible and time.monotonic() >= self._next_offer:
                self._hand_over(annealer.best)

    def _ended(self, end: float) -> bool:
        return self.search.left_until(end) <= 0.02 or self.over()

    def _hand_over(self, found: Arrangement) -> None:
        with self._lock:
            key = self.key(found.reached)
            if key >= self._told:
                return
            self._told, began = key, time.monotonic()
            self.offer(found)
            now = time.monotonic()
            self._next_offer = now + (now - began) / max(1e-6, self.parameters.offer_share)
