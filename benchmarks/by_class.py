"""Many runs in few lines: how many of each class are proven, and how long that takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.measuring import Run
from benchmarks.plain_maxsat import Plain

TITLES = ("class", "events", "proven", "none", "open", "breaks", "slowest", "together")
ALL = "all"


@dataclass(frozen=True, slots=True)
class Ended:
    """One event: its class, whether it is proven that nothing better exists or nothing at all, its breaks (None: no plan), the seconds."""

    kind: str
    proven: bool
    impossible: bool
    breaks: int | None
    seconds: float


def ended_run(kind: str, run: Run) -> Ended:
    """How a run of the planner ended."""
    breaks = run.goal("breaks")
    return Ended(kind, run.proven, run.proven and run.plan is None, None if breaks is None else breaks.achieved, run.seconds)


def ended_plain(kind: str, plain: Plain) -> Ended:
    """How plain MaxSAT ended."""
    fewest = None if plain.fewest in (None, "none") else int(plain.fewest)
    return Ended(kind, plain.fewest is not None, plain.fewest == "none", fewest, plain.seconds)


def by_class(events: Sequence[Ended], total: bool = True) -> Iterator[tuple[str, ...]]:
    """A title, and a row a class in order of appearance: events, those proven, of these without a plan, those not, breaks, seconds."""
    yield TITLES
    kinds = dict.fromkeys(event.kind for event in events)
    for kind in (*kinds, *([ALL] if total else [])):
        own = [event for event in events if kind in (event.kind, ALL)]
        proven, impossible = sum(event.proven for event in own), sum(event.impossible for event in own)
        seconds = [event.seconds for event in own]
        numbers = len(own), proven, impossible, len(own) - proven, sum(event.breaks or 0 for event in own)
        yield kind, *map(str, numbers), f"{max(seconds, default=0):.1f}", f"{sum(seconds):.1f}"
