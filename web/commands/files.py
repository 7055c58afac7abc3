"""Where commands write: refused before the work starts, not after it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

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
    _try_to_write(path, parent)
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
    _try_to_write(path, nearest)


@contextmanager
def replaced_folder(path: Path, contents: frozenset[str]) -> Iterator[Path]:
    """Give an empty folder that takes the place of `path` once all is in it, and never by halves.

    Parameters
    ----------
    contents
        Names that a folder to replace may hold; one with anything else in it is somebody's, not ours.

    Raises
    ------
    UnusableInput
        If there is something else at `path`, or nothing can be made there.
    """
    require_writable_folder(path)
    path = path.absolute()
    strangers = sorted({entry.name for entry in path.iterdir()} - contents) if path.exists() else []
    if strangers:
        _refuse(path, f"would be replaced, but it holds {strangers[0]}, which no demo has made; name another folder")
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as beside:
        fresh = Path(beside) / "new"
        fresh.mkdir()
        yield fresh
        if path.exists():
            path.rename(Path(beside) / "old")
        fresh.rename(path)


def _try_to_write(path: Path, folder: Path) -> None:
    try:
        # Asking for permission would not do: root has it everywhere, on a read-only disk as well.
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        _refuse(path, f"the folder {folder} is not writable")


def _refuse(path: Path, problem: str) -> NoReturn:
    raise UnusableInput(str(path), [Fault("", problem)])
