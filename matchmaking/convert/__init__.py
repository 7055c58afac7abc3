"""An event from what organisers have: a folder of CSV files, an XLSX workbook, or a published B2BSOP instance."""

from __future__ import annotations

from pathlib import Path

from matchmaking.convert.published import read_published
from scheduler.errors import Fault, UnusableInput
from scheduler.problem import Problem
from scheduler.reading import parse_problem


def convert(source: Path, timezone: str | None = None) -> Problem:
    """Turn a source into a problem.

    Parameters
    ----------
    source
        A published instance (``.dzn``).
    timezone
        Name of the zone of times that are given without one, such as ``Europe/Brussels``.

    Raises
    ------
    UnusableInput
        The source cannot be used; holds every fault found, each with its file, row and column.
    """
    if source.suffix.lower() == ".dzn":
        return parse_problem(read_published(source), str(source))
    raise UnusableInput(str(source), [Fault("", "is not a .dzn file")])
