"""Whether the app is well, for whoever watches over it."""

from __future__ import annotations

from flask import Blueprint, current_app
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from web.core.access import access, anyone
from web.core.database import db
from web.core.extensions import limiter
from web.core.queue import queue

pages = Blueprint("health", __name__)


@pages.get("/health")
@limiter.exempt
@access(anyone)
def show() -> ResponseReturnValue:
    """Say part by part what works; 503 where one does not."""
    parts = {"database": _database_is_well(), "queue": queue().is_well()}
    return {name: "ok" if well else "down" for name, well in parts.items()}, 200 if all(parts.values()) else 503


def _database_is_well() -> bool:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        current_app.logger.exception("database is not to be reached")
        return False
    return True
