"""An event's data as readable JSON, one document a kind, and back; the dataclasses of `matchmaking.planning.event` say the form."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints

from matchmaking.planning.event import (
    Absence,
    Dialogue,
    Event,
    EventData,
    Lock,
    Need,
    Offer,
    Organisation,
    Participant,
    Place,
    Request,
)
from matchmaking.taxonomy import Taxonomy
from scheduler.errors import Fault, UnusableInput

WIDTH = 140
KINDS: dict[str, type] = {
    "places": Place,
    "organisations": Organisation,
    "participants": Participant,
    "absences": Absence,
    "offers": Offer,
    "needs": Need,
    "dialogues": Dialogue,
    "requests": Request,
    "locks": Lock,
}


def to_documents(data: EventData) -> dict[str, object]:
    """Write an event as plain JSON values, by kind: ``event`` is an object, the others are lists; defaults are left out."""
    lists = {kind: [_write(row) for row in getattr(data, kind)] for kind in KINDS}
    return {"event": _write(data.event), **lists}


def to_text(document: object) -> str:
    """Write a document as people read and compare it: one step in a level, what fits a line on one line, letters as they are."""
    return _laid_out(document, 0) + "\n"


def from_documents(documents: dict[str, object], taxonomy: Taxonomy) -> EventData:
    """Read back what `to_documents` wrote.

    Raises
    ------
    UnusableInput
        With every fault of form, each naming its document and the path in it. What a document refers to is not looked at.
    """
    reader = _Reader()
    event = reader.read(documents.get("event"), Event, "event")
    rows = {kind: reader.sequence(documents.get(kind, []), (row, ...), kind) for kind, row in KINDS.items()}
    if reader.faults:
        raise UnusableInput("event data", reader.faults)
    return EventData(event=event, taxonomy=taxonomy, **rows)


def read_folder(folder: Path, taxonomy: Taxonomy) -> EventData:
    """Read an event from a folder with one JSON file a kind (``event.json``, ``places.json``, ...).

    Raises
    ------
    UnusableInput
        See `from_documents`; also where a file is not JSON.
    """
    documents: dict[str, object] = {}
    for kind in ("event", *KINDS):
        path = folder / f"{kind}.json"
        try:
            documents[kind] = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as why:
            raise UnusableInput(path.name, [Fault("", f"cannot be read: {why}")]) from why
    return from_documents(documents, taxonomy)


def _laid_out(value: object, level: int) -> str:
    line = json.dumps(value, ensure_ascii=False)
    held = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(held, list) or not held or (len(line) + level <= WIDTH and _is_flat(held)):
        return line
    names = [f"{json.dumps(key, ensure_ascii=False)}: " for key in value] if isinstance(value, dict) else [""] * len(held)
    inner = "\n" + " " * (level + 1)
    rows = f",{inner}".join(name + _laid_out(item, level + 1) for name, item in zip(names, held, strict=True))
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return f"{opening}{inner}{rows}\n{' ' * level}{closing}"


def _is_flat(held: list[Any]) -> bool:
    return not any(isinstance(item, dict) or (isinstance(item, list) and not _is_flat(item)) for item in held)


def _write(value: Any) -> Any:
    if is_dataclass(value):
        return {f.name: _write(getattr(value, f.name)) for f in fields(value) if getattr(value, f.name) != _default(f)}
    if isinstance(value, tuple):
        return [_write(item) for item in value]
    if isinstance(value, dict):
        return {key: _write(item) for key, item in value.items()}
    if isinstance(value, StrEnum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _default(spec: Any) -> Any:
    return spec.default_factory() if spec.default_factory is not MISSING else spec.default


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


class _Reader:
    """Reads by the types of the dataclasses and collects faults."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def read(self, value: object, kind: Any, path: str) -> Any:
        origin = get_origin(kind)
        if origin in (Union, types.UnionType):
            return None if value is None else self.read(value, next(a for a in get_args(kind) if a is not type(None)), path)
        if origin is tuple:
            return self.sequence(value, get_args(kind), path)
        if origin is dict:
            return self._mapping(value, get_args(kind)[1], path)
        if is_dataclass(kind):
            return self._record(value, kind, path)
        return self._scalar(value, kind, path)

    def _fault(self, path: str, problem: str) -> None:
        self.faults.append(Fault(path, problem))

    def sequence(self, value: object, kinds: tuple[Any, ...], path: str) -> tuple[Any, ...]:
        if not isinstance(value, list):
            self._fault(path, "has to be a list")
            return ()
        if kinds[-1] is Ellipsis:
            kinds = (kinds[0],) * len(value)
        if len(kinds) != len(value):
            self._fault(path, f"has to be a list of {len(kinds)}")
        return tuple(self.read(item, kind, f"{path}[{i}]") for i, (item, kind) in enumerate(zip(value, kinds, strict=False)))

    def _mapping(self, value: object, kind: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            self._fault(path, "has to be an object")
            return {}
        return {key: self.read(item, kind, f"{path}.{key}") for key, item in value.items()}

    def _record(self, value: object, kind: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self._fault(path, "has to be an object")
        before = len(self.faults)
        hints = _hints(kind)
        needed = [f.name for f in fields(kind) if _default(f) is MISSING]
        for name in [name for name in needed if name not in value]:
            self._fault(path, f"misses {name!r}")
        for name in [name for name in value if name not in hints]:
            self._fault(path, f"unknown key {name!r}")
        read = {name: self.read(item, hints[name], f"{path}.{name}") for name, item in value.items() if name in hints}
        return kind(**read) if len(self.faults) == before else None

    def _scalar(self, value: object, kind: Any, path: str) -> Any:
        parse, written_as, name = _scalars(kind)
        if type(value) is written_as:
            try:
                return parse(value)
            except ValueError:
                pass
        return self._fault(path, f"has to be {name}")


@cache
def _scalars(kind: type) -> tuple[Callable[[Any], Any], type, str]:
    """How a value of ``kind`` is parsed, what JSON holds it as, and what people call it."""
    if issubclass(kind, StrEnum):
        return kind, str, " or ".join(repr(member.value) for member in kind)
    known: dict[type, tuple[Callable[[Any], Any], type, str]] = {
        datetime: (_instant, str, "a time with its offset"),
        date: (date.fromisoformat, str, "a date"),
        str: (str, str, "a text"),
        int: (int, int, "a whole number"),
        bool: (bool, bool, "true or false"),
    }
    return known[kind]


def _instant(text: str) -> datetime:
    read = datetime.fromisoformat(text)
    if read.utcoffset() is None:
        raise ValueError("no offset")
    return read
