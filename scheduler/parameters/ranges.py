"""The check that every part makes of its own values."""

from __future__ import annotations

import math


def require_range(part: object, *names: str, least: float = 0, most: float = math.inf) -> None:
    """Refuse a part of the parameters that has a value out of its range, ends included.

    Parameters
    ----------
    names
        Those of its fields that have this range.

    Raises
    ------
    ValueError
        For the first field that is out of it.
    """
    for name in names:
        value = getattr(part, name)
        if not least <= value <= most:
            limit = f"at least {least:g}" if most == math.inf else f"from {least:g} to {most:g}"
            raise ValueError(f"{type(part).__name__}.{name} has to be {limit}, not {value:g}")
