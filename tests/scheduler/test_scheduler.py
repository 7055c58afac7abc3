"""What the engine's package offers to others."""

from __future__ import annotations

import scheduler
from scheduler.errors import NoPlanInTime
from scheduler.settings import Settings


def test_every_name_that_is_offered_is_there() -> None:
    assert [name for name in scheduler.__all__ if not hasattr(scheduler, name)] == []
    assert sorted(set(scheduler.__all__)) == scheduler.__all__


def test_names_are_those_of_their_modules() -> None:
    assert (scheduler.Settings, scheduler.NoPlanInTime) == (Settings, NoPlanInTime)
