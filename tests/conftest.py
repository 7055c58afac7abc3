from __future__ import annotations

from hypothesis import settings

from tests.web_fixtures import app, browser, client, databases, db_kind, redis_url, sqlite_app

__all__ = ["app", "browser", "client", "databases", "db_kind", "redis_url", "sqlite_app"]

# The same examples on every machine and in every run, and no deadline: the machine may be busy.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")
