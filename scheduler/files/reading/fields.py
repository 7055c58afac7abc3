"""Take typed values out of JSON objects, noting each fault and going on with a stand-in, so that all faults are found at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scheduler.files.reading.faults import Faults, Steps, quoted

MOST_COUNT = 1_000_000
"""The largest number of anything counted; keeps sums well inside 64 bit and models well conditioned."""

_MOST_FOR_HINT = 2_000
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys that an object must and may have."""

    mandatory: frozenset[str]
    known: frozenset[str]

    @classmethod
    def of(cls, *mandatory: str, optional: Iterable[str] = ()) -> Keys:
        """The keys of one kind of object."""
        return cls(frozenset(mandatory), frozenset(mandatory) | frozenset(optional))


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids of one list, to check references against; ``word`` is what one of them is called.

    ``known`` None: the list itself could not be read, so nothing is said of what refers to it.
    """

    word: str
    known: dict[str, int] | None

    def has(self, name: str) -> bool:
        """Whether something may refer to this id."""
        return self.known is None or name in self.known


def is_broken(text: str) -> bool:
    """Whether a text cannot be written as UTF-8, which JSON's escapes make possible (half a surrogate pair)."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


class Fields:
    """One JSON object, read key by key.

    Parameters
    ----------
    faults
        Where faults are noted.
    steps
        Where in the document the object stands.
    data
        The object.
    keys
        The keys that it must and may have; the others, and those missing, are noted at once.
    """

    __slots__ = ("data", "faults", "steps")

    def __init__(self, faults: Faults, steps: Steps, data: dict[str, object], keys: Keys) -> None:
        self.faults, self.steps, self.data = faults, steps, data
        present = data.keys()
        for key in sorted(keys.mandatory - present):
            faults.add(steps, f"the key {quoted(key)} is missing")
        if not present <= keys.known:
            for key in sorted(present - keys.known):
                faults.add_unknown((*steps, key), "key", key, sorted(keys.known - present))

    def text(self, key: str, default: str = "") -> str:
        """A text that is not empty."""
        value = self.data.get(key, _MISSING)
        if value is _MISSING:
            return default
        return text_at(self.faults, (*self.steps, key), value)

    def optional_text(self, key: str) -> str | None:
        """A text that is not empty; None where it is absent or null."""
        if self.data.get(key) is None:
            return None
        return self.text(key)

    def prose(self, key: str) -> str | None:
        """A text for people; None where it is absent, null or empty."""
        return None if self.data.get(key) == "" else self.optional_text(key)

    def whole(self, key: str, default: int, least: int, most: int = MOST_COUNT) -> int:
        """A whole number from ``least`` to ``most``."""
        value = self.data.get(key, _MISSING)
        if value is _MISSING:
            return default
        if type(value) is int and least <= value <= most:
            return value
        return whole_at(self.faults, (*self.steps, key), value, least, most)

    def optional_whole(self, key: str, least: int) -> int | None:
        """A whole number; None where it is absent or null."""
        return None if self.data.get(key) is None else self.whole(key, least, least)

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        value = self.data.get(key, default)
        if value is True or value is False:
            return value
        self.faults.add_wrong_type((*self.steps, key), "true or false", value)
        return default

    def items(self, key: str) -> list[object]:
        """A list of anything; empty where it is absent."""
        value = self.data.get(key, _MISSING)
        if value is _MISSING:
            return []
        return list_at(self.faults, (*self.steps, key), value)

    def reference(self, key: str, ids: Ids) -> str:
        """The id of something in the document."""
        value = self.data.get(key, _MISSING)
        return "" if value is _MISSING else reference_at(self.faults, (*self.steps, key), value, ids)

    def optional_reference(self, key: str, ids: Ids) -> str | None:
        """The id of something in the document; None where it is absent or null."""
        return None if self.data.get(key) is None else self.reference(key, ids)

    def references(self, key: str, ids: Ids) -> tuple[str, ...]:
        """Ids of things in the document, each once; none where the key is absent."""
        values, known = self.items(key), ids.known or {}
        return tuple(
            dict.fromkeys(
                value if type(value) is str and value in known else reference_at(self.faults, (*self.steps, key, k), value, ids)
                for k, value in enumerate(values)
            )
        )

    def optional_references(self, key: str, ids: Ids) -> tuple[str, ...] | None:
        """Ids of things in the document, each once; None (no restriction) where the key is absent or null."""
        return None if self.data.get(key) is None else self.references(key, ids)

    def each(self, key: str, keys: Keys) -> Iterator[Fields]:
        """The objects in a list, each to be read in turn; whatever else is in it is noted and left out."""
        steps = (*self.steps, key)
        for k, value in enumerate(self.items(key)):
            fields = open_object(self.faults, (*steps, k), value, keys)
            if fields is not None:
                yield fields

    def ids(self, key: str, word: str) -> Ids:
        """The ids of the objects in a list, each of which may be there once."""
        values = self.data.get(key, [])
        if not isinstance(values, list):
            return Ids(word, None)
        known: dict[str, int] = {}
        for k, value in enumerate(values):
            name = value.get("id") if isinstance(value, dict) else None
            if isinstance(name, str) and known.setdefault(name, k) != k:
                self.faults.add((*self.steps, key, k, "id"), f"the id {quoted(name)} belongs to {key}[{known[name]}] already")
        return Ids(word, known)


def open_object(faults: Faults, steps: Steps, value: object, keys: Keys) -> Fields | None:
    """Begin to read an object; None, and a fault noted, where the value is none."""
    if isinstance(value, dict):
        return Fields(faults, steps, value, keys)
    faults.add_wrong_type(steps, "an object", value)
    return None


def open_document(document: object, file: str, form: str, keys: Keys) -> Fields:
    """Begin to read a whole document.

    Raises
    ------
    UnusableInput
        It is not an object, or says that it is of another format: nothing else would be worth saying of it.
    """
    faults = Faults(file)
    if not isinstance(document, dict):
        faults.add_wrong_type((), "an object", document)
    elif "format" in document and document["format"] != form:
        faults.add_wrong_type(("format",), f"the text {quoted(form)}", document["format"])
    else:
        return Fields(faults, (), document, keys)
    raise faults.as_error()


def text_at(faults: Faults, steps: Steps, value: object) -> str:
    """A text that is neither empty nor broken."""
    if not isinstance(value, str):
        faults.add_wrong_type(steps, "a text", value)
    elif not value:
        faults.add(steps, "must not be empty")
    elif is_broken(value):
        faults.add(steps, f"{quoted(value)} holds half of a character (an unpaired surrogate)")
    else:
        return value
    return ""


def whole_at(faults: Faults, steps: Steps, value: object, least: int, most: int) -> int:
    """A whole number in a range, ends included; neither true nor 1.0 is one."""
    if type(value) is not int:
        faults.add_wrong_type(steps, "a whole number", value)
    elif not least <= value <= most:
        faults.add_wrong_type(steps, f"from {least:,} to {most:,}", value)
    else:
        return value
    return least


def list_at(faults: Faults, steps: Steps, value: object) -> list[object]:
    """A list of anything."""
    if isinstance(value, list):
        return value
    faults.add_wrong_type(steps, "a list", value)
    return []


def reference_at(faults: Faults, steps: Steps, value: object, ids: Ids) -> str:
    """The id of something that is in the document."""
    if not isinstance(value, str):
        faults.add_wrong_type(steps, f"the id of a {ids.word}", value)
        return ""
    if not ids.has(value):
        known = list(ids.known or ())
        faults.add_unknown(steps, ids.word, value, known if len(known) <= _MOST_FOR_HINT else [])
    return value
