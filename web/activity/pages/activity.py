"""Who did what at the event, for its organisers."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue

from web.activity.pages.activity_words import KINDS, row_in_words
from web.activity.queries.activity import Filter, read_log
from web.core.access import access, organiser_of_event, the_event
from web.core.organiser_pages import address_with, page, pages
from web.core.paging import page_number


@pages.get("/activity")
@access(organiser_of_event)
def activity(slug: str) -> ResponseReturnValue:
    """List what was done, the newest first."""
    event, number = the_event(), page_number()
    chosen = Filter(*(request.args.get(name, "").strip() for name in ("kind", "name", "about")))
    log = read_log(event, chosen, number)
    rows = [row_in_words(event, row, log.names) for row in log.rows]
    return page(
        "activity/activity.html",
        rows=rows,
        chosen=chosen,
        about=log.names.get(chosen.about),
        kinds=KINDS,
        found=log.found,
        number=number,
        pages=log.pages,
        link=lambda page: address_with(page=page),
    )
