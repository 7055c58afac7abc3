from __future__ import annotations

from datetime import UTC, datetime, timedelta

from matchmaking.clock import is_over


def test_deadline_is_over_once_its_moment_has_passed() -> None:
    until, second = datetime(2031, 5, 20, 12, tzinfo=UTC), timedelta(seconds=1)
    assert [is_over(until, until + after * second) for after in (-1, 0, 1)] == [False, False, True]
    assert not is_over(None, until)
