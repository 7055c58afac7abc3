from __future__ import annotations

from collections.abc import Iterator

import pytest

from scheduler.solvers.highs import Highs
from scheduler.stop import Stop


@pytest.fixture(scope="module")
def highs() -> Iterator[Highs]:
    """HiGHS in a process of its own."""
    with Highs(Stop()) as process:
        yield process
