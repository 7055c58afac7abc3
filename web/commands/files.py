"""Where commands write: refused before the work starts, not after it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from scheduler.errors import Fault, UnusableInput

FILE = click.Path(path_type=Path)


def require_writable_file(path: Path, *inputs: Path) -> None:
    """Refuse an output file that could not be written, or that would overwrite one of `inputs`.

    Raises
    ------
    UnusableInput
        If so.
    """
    parent = path.parent
    if path.is_dir():
        _refuse(path, "is a folder; name a file")
    if not parent.is_dir():
        _refuse(path, f"the folder {parent} does not exist")
    if not os.access(parent, os.W_OK | os.X_OK):
        _refuse(path, f"the folder {parent} is not writable")
    if path.exists() and any(other.exists() and path.samefile(other) for other in inputs):
        _refuse(path, "is an input of this command; name another file")


def require_writable_folder(path: Path) -> None:
    """Refuse a folder that neither exists nor could be made, or that is not writable.

    Raises
    ------
    UnusableInput
        If so.
    """
    nearest = next(folder for folder in (path.absolute(), *path.absolute().parents) if folder.exists())
    if not nearest.is_dir():
        _refuse(path, f"{nearest} is a file, not a folder")
    if not os.access(nearest, os.W_OK | os.X_OK):
        _refuse(path, f"the folder {nearest} is not writable")


def _refuse(path: Path, problem: str) -> None:
    raise UnusableInput(str(path), [Fault("", problem)])
