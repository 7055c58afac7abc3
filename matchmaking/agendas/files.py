"""Agendas as a folder of calendar files, one for each participant."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from matchmaking.agendas.entries import Words, agendas, called
from matchmaking.agendas.ical import Revision, calendar
from matchmaking.clock import named_zone
from scheduler.plan import Plan
from scheduler.problem import Problem

# What Windows keeps for its devices, whatever stands behind the dot.
_DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)})
_LONGEST = 60


def write_agendas(
    problem: Problem,
    plan: Plan,
    directory: Path,
    *,
    questions: Mapping[str, Sequence[str]] | None = None,
    why: Mapping[str, str] | None = None,
    timezone: str | None = None,
    modified: datetime | None = None,
) -> list[Path]:
    """Write one calendar file a participant, an empty one for who does nothing.

    The same input gives the same bytes. Files of others in the folder stay as they are.

    Parameters
    ----------
    directory
        Made if it is not there.
    questions
        Dialogue id to its questions.
    why
        Request id to a sentence that says what connects the two.
    timezone
        Whose local time the descriptions tell (``Europe/Brussels``); without one, that of each slot's own offset.
    modified
        When the plan was last changed; without it, `first_issue` of the problem.

    Returns
    -------
    list of Path
        The files, in the order of the participants.

    Raises
    ------
    UnusableInput
        Where the plan is not one of this problem, or there is no such time zone.
    """
    zone = named_zone(timezone) if timezone else None
    entries = agendas(problem, plan, Words(questions or {}, why or {}))
    names = file_names(entries)
    revision = Revision(modified or first_issue(problem))
    directory.mkdir(parents=True, exist_ok=True)
    paths = []
    for person in problem.participants:
        name = f"{problem.name or problem.id} – {called(person)}"
        path = directory / names[person.id]
        _replace(path, calendar(entries[person.id], revision, name=name, zone=zone))
        paths.append(path)
    return paths


def first_issue(problem: Problem) -> datetime:
    """Date a plan that nobody has dated: midnight UTC a year before the first slot.

    It follows from the event alone, so that writing a calendar again changes nothing in it, and it lies before any
    change that is recorded later, so that no client takes that change for an older version.
    """
    first = problem.slots[0].start.astimezone(UTC).date() if problem.slots else datetime.fromtimestamp(0, UTC).date()
    return datetime.combine(first, time(), UTC) - timedelta(days=365 if problem.slots else 0)


def file_names(ids: Iterable[str]) -> dict[str, str]:
    """Give each id a file name that is safe and distinct on every system, also where case does not count.

    A plain id is its own name. Any other, and ids that differ by case alone, get a fingerprint after a tilde, which
    no plain id holds.
    """
    known = list(ids)
    folded: dict[str, int] = {}
    for name in known:
        folded[name.lower()] = folded.get(name.lower(), 0) + 1
    plain = {name for name in known if _is_plain(name) and folded[name.lower()] == 1}
    for digits in (8, 64):  # 64: the whole fingerprint, should two ids share its beginning
        names = {name: f"{name if name in plain else _marked(name, digits)}.ics" for name in known}
        if len({name.lower() for name in names.values()}) == len(names):
            break
    return names


def _is_plain(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]*", name) is not None and len(name) <= _LONGEST and name.lower() not in _DEVICES


def _marked(name: str, digits: int) -> str:
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    readable = re.sub(r"[^A-Za-z0-9_]+", "-", letters).strip("-")[:_LONGEST]
    return f"{readable or 'participant'}~{hashlib.sha256(name.encode(errors='surrogatepass')).hexdigest()[:digits]}"


def _replace(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, as a folder that is being synchronised or served asks for."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
