"""The app factory."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from web.background import TASKS
from web.blueprints import BLUEPRINTS
from web.core import extensions
from web.core.access import init_access
from web.core.database import commit, db, init_database, rollback
from web.core.error_pages import init_error_pages
from web.core.logs import init_logs
from web.core.mailing import make_backend
from web.core.queue import Queue
from web.core.security import init_security, refuse_unwritten_characters
from web.core.settings import Settings
from web.core.templating import init_templating
from web.core.uploads import CappedRequest
from web.models import Base, Person


def create_app(settings: Settings | None = None) -> Flask:
    """Make the app of an installation.

    Parameters
    ----------
    settings
        None: read from the environment.
    """
    settings = settings or Settings()
    settings.var.mkdir(parents=True, exist_ok=True)
    app = Flask(__name__)
    app.request_class = CappedRequest
    app.config.from_mapping(settings.flask_config())
    app.extensions["settings"] = settings
    app.extensions["mail_backend"] = make_backend(settings)
    app.extensions["queue"] = Queue(app, settings, TASKS)
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]  # as Flask documents it
    init_logs(app)
    init_database(app)
    _init_extensions(app)
    refuse_unwritten_characters(app)
    init_access(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_templating(app)
    init_error_pages(app)
    app.after_request(_end_unit_of_work)
    init_security(app, https=settings.base_url.startswith("https://"))
    return app


def _init_extensions(app: Flask) -> None:
    extensions.migrate.init_app(app, db, directory=f"{app.root_path}/migrations", metadata=Base.metadata)
    # First of the two: forged and broken forms count as well.
    extensions.limiter.init_app(app)
    extensions.csrf.init_app(app)
    extensions.babel.init_app(app, locale_selector=extensions.select_language)
    extensions.login_manager.init_app(app)
    extensions.login_manager.user_loader(_load_person)


def _load_person(remembered: str) -> Person | None:
    public_id, _dot, number = remembered.partition(".")
    person = db.session.scalar(db.select(Person).where(Person.public_id == public_id))
    return person if person is not None and str(person.session_number) == number else None


def _end_unit_of_work(response: Response) -> Response:
    """The edge of every request: what its services have flushed is committed at once, or not at all where it failed."""
    if response.status_code < 400:
        commit()
    else:
        rollback()
    return response
