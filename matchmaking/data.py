"""The readable data that ships with the package: the demo event and the taxonomy."""

from __future__ import annotations

from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures"


def fixture(name: str) -> Path:
    """Find a file or folder of `fixtures/`, from a checkout as from an installed wheel.

    Parameters
    ----------
    name
        Path below `fixtures/`, with forward slashes, for example ``demo`` or ``taxonomy.json``.

    Raises
    ------
    FileNotFoundError
        If there is nothing of that name.
    """
    path = FIXTURES / name
    if not path.exists():
        raise FileNotFoundError(f"no such fixture: {name}")
    return path
