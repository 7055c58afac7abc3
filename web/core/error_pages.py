"""From what went wrong to an answer that says what to do next; the one place that knows both exceptions and HTTP."""

from __future__ import annotations

import logging

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from web.core.database import rollback
from web.core.errors import DomainError, NotSignedIn

log = logging.getLogger(__name__)


def init_error_pages(app: Flask) -> None:
    """Answer every exception with a page."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RateLimitExceeded, _too_often)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(500, _defect)


def error_page(status: int, message: str = "") -> ResponseReturnValue:
    """Show what happened, why if that is known, and what to do next."""
    rollback()
    heading, advice = _words(status)
    known = {"viewer": None} if status >= 500 else {}
    return render_template("error.html", status=status, heading=heading, message=message, advice=advice, **known), status


def _words(status: int) -> tuple[str, str]:
    words = {
        400: (_("We could not read that"), _("Go back, reload the page and try again.")),
        401: (_("Please sign in"), _("Ask for a sign-in link by mail.")),
        403: (_("This is not for you"), _("If you think that it should be, ask the organisers of the event.")),
        404: (_("There is nothing here"), _("The address may be mistyped, or what stood here is gone. Start again from the first page.")),
        405: (_("That cannot be done here"), _("Go back, reload the page and try again.")),
        409: (_("Something has changed meanwhile"), _("Go back and reload the page to see how things stand now.")),
        410: (_("This has run out"), _("Ask for a new link.")),
        413: (
            _("That is too large"),
            _("Nothing was saved. Go back: most browsers keep what you typed. Then choose a smaller file."),
        ),
        422: (_("Something is not right yet"), _("Go back, mend it and try again.")),
        429: (_("That was a little fast"), _("Wait a minute, then try again.")),
        503: (_("We are busy"), _("Wait a moment, then try again. Nothing that you sent has been lost or half done.")),
    }
    return words.get(status, (_("Something went wrong on our side"), _("Try again in a moment. If it happens again, tell the organisers.")))


def _domain(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, NotSignedIn):
        rollback()
        if request.method == "GET":
            return redirect(url_for("sign_in.ask", next=request.full_path.rstrip("?")), 303)
    return error_page(error.status, error.message)


def _csrf(error: CSRFError) -> ResponseReturnValue:
    return error_page(400, _("The page was open for too long, or in another session."))


def _too_often(error: RateLimitExceeded) -> ResponseReturnValue:
    return error_page(429)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    return error_page(error.code)


def _busy(error: OperationalError) -> ResponseReturnValue:
    log.exception("database is not to be used")
    return error_page(503)


def _defect(error: Exception) -> ResponseReturnValue:
    return error_page(500)
