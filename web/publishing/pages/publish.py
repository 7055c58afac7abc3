"""Publish the plan: what it would change for whom, the versions so far, and everybody's agenda for the organisers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.changes import Kind
from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Conflict, Invalid
from web.core.extensions import limiter
from web.core.paging import page_number
from web.publishing.forms.publish import Publish
from web.publishing.queries.published import PAGE, diaries, newest_version, read_published
from web.publishing.services.plan_changes import differences
from web.publishing.services.publishing import candidate, publish, refusal

pages = Blueprint("publish", __name__, url_prefix="/events/<slug>/organise")
ROWS = 100


@pages.get("/publish")
@access(organiser_of_event)
def show(slug: str) -> ResponseReturnValue:
    """Show what publishing would change, and for whom."""
    return _page(Publish(formdata=None))


@pages.post("/publish")
@limiter.limit("30 per hour")
@access(organiser_of_event)
def show_and_publish(slug: str) -> ResponseReturnValue:
    """Publish."""
    event, form = the_event(), Publish()
    if form.validate_on_submit():
        try:
            publication = publish(
                event, the_person(), seen=form.seen.data or "", although_stale=form.although_stale.data, note=form.note.data or ""
            )
        except (Conflict, Invalid) as error:
            form.take_faults(error if isinstance(error, Invalid) else Invalid(error.message))
        else:
            flash(_("Version %(version)s is published.", version=publication.version), "good")
            return redirect(url_for("publish.show", slug=slug), 303)
    return _page(form), 422


@pages.get("/agendas")
@access(organiser_of_event)
def people(slug: str) -> ResponseReturnValue:
    """List everybody who has an agenda."""
    search, page = request.args.get("q", "").strip()[:100], page_number()
    found, total = diaries(the_event(), search, page)
    return render_template(
        "publishing/people.html",
        event=the_event(),
        people=found,
        total=total,
        search=search,
        page=page,
        pages=-(-total // PAGE),
        published=newest_version(the_event()),
    )


def _page(form: Publish) -> str:
    event = the_event()
    published = read_published(event)
    found = candidate(event, published)
    rows = differences(found.changes) if found else []
    page = page_number()
    return render_template(
        "publishing/publish.html",
        event=event,
        form=form,
        found=found,
        refusal=refusal(found) if found and found.gone else "",
        kinds=Kind,
        rows=rows[(page - 1) * ROWS : page * ROWS],
        page=page,
        pages=-(-len(rows) // ROWS),
        versions=published.versions,
        departed=published.departed,
    )
