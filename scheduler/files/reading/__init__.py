"""Read problems and plans from JSON files, strictly: anything wrong ends in `UnusableInput` with every fault and its place."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scheduler.files.reading.document import read_json
from scheduler.files.reading.plan import parse_plan
from scheduler.files.reading.problem import parse_problem
from scheduler.plan import Plan
from scheduler.problem import Problem

__all__ = ["LoadedProblem", "parse_plan", "parse_problem", "read_plan", "read_problem"]


@dataclass(frozen=True, slots=True)
class LoadedProblem:
    """A problem with the SHA-256 (hexadecimal) of the bytes that it was read from, and their file."""

    problem: Problem
    sha256: str
    file: str


def read_problem(path: Path) -> LoadedProblem:
    """Read and validate a problem file.

    Raises
    ------
    UnusableInput
        The file cannot be read, is no JSON, or is no valid problem; with every fault found.
    """
    document, sha256 = read_json(path)
    return LoadedProblem(parse_problem(document, str(path)), sha256, str(path))


def read_plan(path: Path, held_only: bool = False) -> Plan:
    """Read a plan file and validate its form; with `held_only` no more than what it holds, and its goals.

    Raises
    ------
    UnusableInput
        The file cannot be read, is no JSON, or does not have the form of a plan; with every fault found.
    """
    document, _ = read_json(path)
    return parse_plan(document, str(path), held_only)
