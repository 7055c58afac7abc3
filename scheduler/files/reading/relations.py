"""What a problem's parts must be to each other: slots in time order, no circle of ``after``, nothing asked for or fixed twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from scheduler.files.reading.faults import Faults, Steps, quoted
from scheduler.problem import Request, Slot

NO_TIME = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in, as this very object, for a time that could not be read; nothing more is said of such a slot."""

_LONGEST_CYCLE = 12


def check_once(faults: Faults, key: str, names: Sequence[tuple[Steps, str]]) -> None:
    """Nothing is named twice in one list; ``key`` is where in an entry the name stands, empty where the entry is the name."""
    first: dict[str, Steps] = {}
    for steps, name in names:
        if name and first.setdefault(name, steps) is not steps:
            faults.add((*steps, key) if key else steps, f"{quoted(name)} is named already in {first[name][-2]}[{first[name][-1]}]")


def check_slots(faults: Faults, slots: Sequence[tuple[Steps, Slot]]) -> None:
    """Each slot ends after it starts, and starts at no earlier instant than the one before it ends, nor on an earlier date."""
    readable = [(steps, slot) for steps, slot in slots if slot.start is not NO_TIME and slot.end is not NO_TIME]
    for steps, slot in readable:
        if slot.end <= slot.start:
            faults.add((*steps, "end"), f"the slot must end after it starts, at {slot.start.isoformat()}")
    for (_, before), (steps, slot) in pairwise(readable):
        problem = _disorder(before, slot)
        if problem:
            faults.add((*steps, "start"), problem)


def _disorder(before: Slot, slot: Slot) -> str | None:
    """What is wrong with one slot coming after another."""
    if slot.start < before.start:
        return f"slots must be in time order, and this one starts earlier than {quoted(before.id)} before it"
    if slot.start < before.end:
        return f"overlaps the slot {quoted(before.id)}, which ends at {before.end.isoformat()}"
    if slot.day < before.day:
        return f"has an earlier date than the slot {quoted(before.id)} before it, as its offset is another"
    return None


def check_after(faults: Faults, requests: Sequence[tuple[Steps, Request]]) -> None:
    """No request comes after itself, directly or by way of others."""
    where = {request.id: steps for steps, request in requests if request.after}
    for steps, request in requests:
        if request.id in request.after:
            faults.add((*steps, "after"), f"{quoted(request.id)} cannot come after itself")
    earlier = {request.id: [name for name in request.after if name != request.id] for _, request in requests if request.after}
    for cycle in _cycles(earlier):
        shown = cycle if len(cycle) <= _LONGEST_CYCLE else [*cycle[:_LONGEST_CYCLE], "…"]
        faults.add((*where[cycle[0]], "after"), "goes round in a circle: " + " after ".join([*map(quoted, shown), quoted(cycle[0])]))
        if not faults.wanted:
            break


def _cycles(earlier: dict[str, list[str]]) -> Iterator[list[str]]:
    """Walk depth first from each request to those that it comes after, and yield a cycle for each step that closes one."""
    done: set[str] = set()
    for root in earlier:
        if root in done:
            continue
        path = {root: iter(earlier[root])}  # in the order walked; what is left of each one's list
        while path:
            last = next(reversed(path))
            name = next(path[last], None)
            if name is None:
                path.popitem()
                done.add(last)
            elif name in path:
                walked = list(path)
                yield walked[walked.index(name) :]
            elif name in earlier and name not in done:
                path[name] = iter(earlier[name])
