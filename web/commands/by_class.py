"""Many runs in few lines: how many of each class are proven, and how long that takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from web.commands.measuring import Run
from web.commands.plain_maxsat import Plain

TITLES = ("class", "events", "proven", "none", "open", "slowest", "together")
ALL = "all"


@dataclass(frozen=True, slots=True)
class Ended:
    """One event: its class, whether it is proven that nothing better exists or nothing at all, and the seconds."""

    kind: str
    proven: bool
    impossible: bool
    seconds: float


def ended_run(kind: str, run: Run) -> Ended:
    """How a run of the planner ended."""
    return Ended(kind, run.proven, run.proven and run.plan is None, run.seconds)


def ended_plain(kind: str, plain: Plain) -> Ended:
    """How plain MaxSAT ended."""
    return Ended(kind, plain.fewest is not None, plain.fewest == "none", plain.seconds)


def by_class(events: Sequence[Ended]) -> Iterator[tuple[str, ...]]:
    """A title, and a row a class in order of appearance: events, those proven, of these without a plan, those not proven, seconds."""
    yield TITLES
    for kind in (*dict.fromkeys(event.kind for event in events), ALL):
        own = [event for event in events if kind in (event.kind, ALL)]
        proven, impossible = sum(event.proven for event in own), sum(event.impossible for event in own)
        seconds = [event.seconds for event in own]
        numbers = len(own), proven, impossible, len(own) - proven
        yield kind, *map(str, numbers), f"{max(seconds, default=0):.1f}", f"{sum(seconds):.1f}"
