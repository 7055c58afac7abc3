"""The judge of plans that is no part of this project, where it lies beside the repository."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

import pytest

_FILE = Path(__file__).resolve().parents[3] / "shared" / "tools" / "check_plan.py"


def is_here() -> bool:
    """Whether there is a judge."""
    return _FILE.is_file()


needs_judge = pytest.mark.skipif(not is_here(), reason="the outside judge is not here: ../shared/tools/check_plan.py")


def judge(
    problem: dict[str, Any],
    plan: dict[str, Any],
    kept: dict[str, Any] | None = None,
    sha256: str | None = None,
    goals: list[str] | None = None,
) -> tuple[list[str], dict[str, int]]:
    """The violations and the goals that the outside judge finds, all documents being parsed JSON."""
    found: tuple[list[str], dict[str, int]] = _module().check(problem, plan, kept, sha256, goals)
    return found


@cache
def _module() -> Any:
    spec = importlib.util.spec_from_file_location("check_plan", _FILE)
    if spec is None or spec.loader is None:
        raise ImportError(str(_FILE))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
