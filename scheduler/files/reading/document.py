"""From a file to a JSON document: size, encoding, syntax, and what JSON leaves open (keys given twice, numbers without end)."""

from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading.faults import Faults, Steps, quoted

MOST_BYTES = 64 * 1024 * 1024
"""The largest file that is read."""


class _Doubled(dict[str, object]):
    """An object in which keys were given more than once; kept apart so that their place can be found afterwards."""

    keys_given_twice: tuple[str, ...] = ()


class _Parser:
    """Parses JSON and remembers whether anything was odd; where it was is looked up only then, as JSON's hooks do not know."""

    def __init__(self) -> None:
        self.odd = False

    def parse(self, text: str) -> object:
        return json.loads(text, object_pairs_hook=self._object, parse_constant=self._number, parse_float=self._number)

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) == len(pairs):
            return made
        self.odd = True
        doubled = _Doubled(made)
        doubled.keys_given_twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
        return doubled

    def _number(self, text: str) -> float:
        number = float(text)
        self.odd |= not math.isfinite(number)
        return number


def _walk(document: object) -> Iterator[tuple[Steps, object]]:
    """Every value in a document with its place, in the order of the text; without recursion, as documents may be deep."""
    waiting: list[tuple[Steps, object]] = [((), document)]
    while waiting:
        steps, value = waiting.pop()
        yield steps, value
        if isinstance(value, dict):
            waiting.extend(((*steps, key), inner) for key, inner in reversed(value.items()))
        elif isinstance(value, list):
            waiting.extend(((*steps, k), inner) for k, inner in reversed(list(enumerate(value))))


def _refuse_oddities(document: object, file: str) -> None:
    faults = Faults(file)
    for steps, value in _walk(document):
        if isinstance(value, _Doubled):
            for key in value.keys_given_twice:
                faults.add(steps, f"the key {quoted(key)} is given more than once")
        elif isinstance(value, float) and not math.isfinite(value):
            faults.add(steps, f"{value} is not a number that can be used")
    faults.raise_if_any()


def parse_json(text: str, file: str) -> object:
    """Parse one JSON document strictly.

    Parameters
    ----------
    text
        The whole document.
    file
        Its name as the user gave it, for the message.

    Raises
    ------
    UnusableInput
        The text is not JSON (with line and column), is nested too deeply, has a key twice in one object, or a number
        that is infinite or not a number.
    """
    parser = _Parser()
    try:
        document = parser.parse(text)
    except json.JSONDecodeError as why:
        where = f"line {why.lineno}, column {why.colno}"
        raise UnusableInput(file, [Fault(where, f"not JSON: {why.msg}" if text.strip() else "not JSON: the file is empty")]) from None
    except RecursionError:
        raise UnusableInput(file, [Fault("$", "lists or objects are nested too deeply")]) from None
    except ValueError:  # Python refuses to convert whole numbers of thousands of digits
        raise UnusableInput(file, [Fault("$", "holds a number of thousands of digits")]) from None
    if parser.odd:
        _refuse_oddities(document, file)
    return document


def read_bytes(path: Path) -> bytes:
    """Read a whole file of at most `MOST_BYTES`; its size is looked at first, and a pipe is read no further than that.

    Raises
    ------
    UnusableInput
        The file is missing, cannot be read, is a folder, or is too large.
    """
    try:
        size = path.stat().st_size
        if size <= MOST_BYTES:
            with path.open("rb") as stream:
                raw = stream.read(MOST_BYTES + 1)
            size = len(raw)
    except OSError as why:
        raise UnusableInput(str(path), [Fault("", f"cannot be read: {why.strerror or why}")]) from None
    except (ValueError, MemoryError) as why:
        raise UnusableInput(str(path), [Fault("", f"cannot be read: {why or 'not enough memory'}")]) from None
    if size > MOST_BYTES:
        raise UnusableInput(str(path), [Fault("", f"larger than {MOST_BYTES // 1024**2} MB, which is the most that is read")])
    return raw


def read_json(path: Path) -> tuple[object, str]:
    """Read a JSON file.

    Returns
    -------
    document, sha256
        The parsed document, and the hash of the file's bytes in hexadecimal.

    Raises
    ------
    UnusableInput
        As `read_bytes` and `parse_json`; and where the file is not UTF-8 (a byte order mark is allowed).
    """
    raw = read_bytes(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        line = raw.count(b"\n", 0, why.start) + 1
        raise UnusableInput(str(path), [Fault(f"line {line}", f"not UTF-8: byte {raw[why.start]:#04x} at offset {why.start}")]) from None
    return parse_json(text, str(path)), hashlib.sha256(raw).hexdigest()
