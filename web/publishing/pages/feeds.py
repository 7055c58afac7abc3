"""The calendars that clients fetch by themselves, without cookies; the secret in the address is all that they have."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from web.core.access import access, anyone
from web.core.extensions import limiter
from web.publishing.services.agendas import feed_of_token

pages = Blueprint("feeds", __name__)


@pages.get("/calendars/<calendar_token>.ics")
@limiter.exempt
@access(anyone)
def feed(calendar_token: str) -> ResponseReturnValue:
    """Give a calendar, or 304 where the client has it already."""
    found = feed_of_token(calendar_token)
    response = Response(found.content, mimetype="text/calendar")
    response.set_etag(hashlib.sha256(found.content).hexdigest())
    response.last_modified = found.modified
    response.headers["Cache-Control"] = "private, max-age=300"
    # Sent as an attachment by some clients' browsers otherwise, under the name of the secret.
    response.headers["Content-Disposition"] = 'inline; filename="agenda.ics"'
    return response.make_conditional(request)
