"""What a test does in ``make test``, and what more of the same it does in ``make test-deep``."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest
from hypothesis import settings

DOZEN = 12


def deep(*values: Any, id: str | None = None) -> Any:
    """One case of a parametrized test, for ``make test-deep`` only."""
    return pytest.param(*values, marks=pytest.mark.deep, id=id)


def seeds(numbers: Iterable[int], quick: int | Collection[int] = DOZEN) -> list[Any]:
    """Cases by seed, all of them deep but a few.

    Parameters
    ----------
    quick
        Which are not deep, or how many, the first ones then.
    """
    numbers = list(numbers)
    few = numbers[:quick] if isinstance(quick, int) else quick
    return [number if number in few else deep(number) for number in numbers]


def batches(numbers: range, quick: int = DOZEN) -> list[Any]:
    """Cases that are whole ranges of seeds, for a test that counts over many: the first few seeds, and the others, which are deep."""
    return [pytest.param(numbers[:quick], id="few"), deep(numbers[quick:], id="many")]


def examples(share: float = 1, **more: Any) -> settings:
    """Hypothesis settings with this share of the profile's number of examples, in place of a number that no profile can change."""
    return settings(max_examples=max(1, round(settings.default.max_examples * share)), **more)
