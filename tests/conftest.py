from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import settings

from scheduler import solve as solving
from scheduler.files.writing import plan_to_json, problem_to_json
from scheduler.plan import Plan
from scheduler.run.incumbent import Search
from tests.support.judge import judge
from tests.support.web.fixtures import app, browser, client, databases, db_kind, published_app, redis_url, sqlite_app, world_app

__all__ = ["app", "browser", "client", "databases", "db_kind", "published_app", "redis_url", "sqlite_app", "world_app"]

# The same examples on every machine and in every run, and no deadline: the machine may be busy.
settings.register_profile("commit", max_examples=20, deadline=None, derandomize=True)
settings.register_profile("deep", max_examples=200, deadline=None, derandomize=True)  # make test-deep: --hypothesis-profile deep
settings.load_profile("commit")

SERVERS = {"browser", "redis_url"}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes a second or more, or needs a server; not in make check")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What needs a server or a browser is for no inner loop."""
    for item in items:
        groups = {mark.args[0] for mark in item.iter_markers("xdist_group")}
        if "postgres" in groups or SERVERS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


def _judged(search: Search, goals: Sequence[str], sha256: str, *more: Any) -> Plan:
    """A plan as the planner makes it, shown to the tests' own judge before anybody else sees it."""
    plan = MAKE_PLAN(search, goals, sha256, *more)
    kept = next((part.reference.plan for part in more if hasattr(part, "reference")), None)
    problem = problem_to_json(search.model.instance.problem)
    violations, _ = judge(problem, plan_to_json(plan), kept and plan_to_json(kept), sha256, list(goals))
    assert violations == []
    return plan


MAKE_PLAN = solving.make_plan
solving.make_plan = _judged
