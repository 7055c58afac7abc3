"""The measure of pages that ask about a plan."""

from __future__ import annotations

import pytest

from benchmarks.command import run as bench

pytestmark = pytest.mark.slow


def test_each_question_is_asked_and_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["pages", "--preset", "club", "--seconds", "20", "--times", "2"]) == 0
    titles, *rows = capsys.readouterr().out.splitlines()
    assert titles.split() == ["instance", "question", "first", "ms", "p50", "ms", "p95", "ms", "CPU", "p95", "process", "ms"]
    assert [row.split()[:-5] for row in rows] == [["club", "who", "could", "meet"], ["club", "why", "not", "these", "two"]]
    assert all(float(number) > 0 for row in rows for number in row.split()[-5:])
