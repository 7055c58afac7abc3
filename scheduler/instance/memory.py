"""What an event needs of memory, held against what there is, before it is taken: a message instead of a machine that stands still."""

from __future__ import annotations

import resource
from pathlib import Path

from scheduler.errors import TooLarge

EACH = 1_200  # bytes that a way to hold a request takes at the very least, from the model to the solvers
LEAN = 150  # the same where the model is never written down
BASE = 300_000_000  # of the program with its solvers, without an event
SLACK = 4_000_000_000  # of addresses that libraries reserve and never use
GIGA = 1_000_000_000


def require_memory(ways: int, each: int = EACH) -> None:
    """Refuse an event that is sure not to fit.

    Parameters
    ----------
    ways
        To hold requests: each with each of its slots and sets of places.
    each
        Bytes that one of them takes.

    Raises
    ------
    TooLarge
        If so.
    """
    needed = BASE + each * ways
    if needed < GIGA:
        return
    free = free_memory()
    if free is not None and needed > free:
        raise TooLarge(
            f"the event is too large for this machine: its requests could be held in {ways:,} ways (a slot and a place each), which takes "
            f"{needed / GIGA:.1f} GB of memory at least, and {free / GIGA:.1f} GB are free; give the requests fewer slots or places, "
            "or plan its days apart"
        )


def fits(ways: int) -> bool:
    """Whether an event that need not be written down as a whole may be."""
    free = free_memory()
    return free is None or BASE + EACH * ways <= free


def cap_memory(slack: int = SLACK) -> None:
    """Let this process and those that it starts have no more memory than is free now, so that none of them brings others down.

    Parameters
    ----------
    slack
        Bytes of addresses beyond that which may be reserved and not used.
    """
    free = free_memory()
    if free is None:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = _used() + free + slack
    if soft == resource.RLIM_INFINITY or most < soft:
        resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def free_memory() -> int | None:
    """Bytes that can be taken without pushing anything out, by the kernel and by the container; None where nobody says."""
    found = [n for n in (_of_the_machine(), _of_the_container()) if n is not None]
    return min(found, default=None)


def _of_the_machine() -> int | None:
    for line in _lines("/proc/meminfo"):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    return None


def _of_the_container() -> int | None:
    """What the control group that this process is in leaves, if it has a limit (version 2)."""
    own = next((line.removeprefix("0::") for line in _lines("/proc/self/cgroup") if line.startswith("0::")), "")
    folder = Path("/sys/fs/cgroup") / own.lstrip("/")
    limits = [*_lines(folder / "memory.max"), *_lines(folder / "memory.current")]
    return max(0, int(limits[0]) - int(limits[1])) if len(limits) == 2 and limits[0].isdigit() else None


def _used() -> int:
    """Addresses that this process holds already."""
    lines = _lines("/proc/self/statm")
    return int(lines[0].split()[0]) * resource.getpagesize() if lines else 0


def _lines(path: str | Path) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []
