"""The list of planted faults, read strictly: each has to change exactly one place."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("mutants.toml")


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted fault.

    Attributes
    ----------
    file
        Of the product, relative to the root.
    old, new
        The text that stands there once, and what takes its place.
    tests
        Where a test is looked for that notices, relative to the root.
    """

    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def package(self) -> str:
        """The package at the top."""
        return self.file.partition("/")[0]

    def planted(self, root: Path) -> str:
        """The text of the file with the fault in it.

        Raises
        ------
        ValueError
            If the old text does not stand there exactly once, or the fault changes nothing.
        """
        text = (root / self.file).read_text("utf-8")
        if text.count(self.old) != 1 or self.old == self.new:
            raise ValueError(f"{self.file}: {self.old!r} stands there {text.count(self.old)} times")
        return text.replace(self.old, self.new)


def read_mutants(path: Path = LIST) -> list[Mutant]:
    """All planted faults, in the order of the list."""
    entries = tomllib.loads(path.read_text("utf-8"))["mutant"]
    return [Mutant(entry["file"], entry["old"], entry["new"], tuple(entry["tests"])) for entry in entries]
