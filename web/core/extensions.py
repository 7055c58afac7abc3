"""Flask extensions, made once and bound to each app."""

from __future__ import annotations

from flask import request
from flask_babel import Babel
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, current_user
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

from web.models.base import UtcDateTime

LANGUAGES = ("en",)


def who_asks() -> str:
    """Whom a limit counts: the signed-in person, else the address."""
    if current_user.is_authenticated:
        return str(current_user.get_id())
    return get_remote_address()


def is_reading() -> bool:
    """Whether a request changes nothing, and so is under no limit on writing."""
    return request.method in ("GET", "HEAD", "OPTIONS")


def select_language() -> str:
    """The person's own language where there is a translation, else the best that the browser asks for."""
    own = current_user.language if current_user.is_authenticated else None
    return own if own in LANGUAGES else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def render_type(kind: str, item: object, context: object) -> str | bool:
    """Write our own column types into migrations as what they are in the database, so that migrations need no models."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcDateTime) else False


babel = Babel()
csrf = CSRFProtect()
limiter = Limiter(
    key_func=who_asks, application_limits=["120 per minute"], application_limits_exempt_when=is_reading, in_memory_fallback_enabled=True
)
login_manager = LoginManager()
migrate = Migrate(render_as_batch=True, compare_type=True, render_item=render_type)
