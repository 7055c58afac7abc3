"""Planning runs: ask for one, watch it, stop it, take its plan over."""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Conflict, Invalid
from web.core.organiser_pages import page, pages, redirect_to
from web.planning.forms.plan import AskForRun
from web.planning.queries.curves import curves_of
from web.planning.queries.drafts import draft_row
from web.planning.queries.runs import elapsed_of, goals_so_far, newest_runs, run_of
from web.planning.services.drafts import adopt_run
from web.planning.services.runs import ask_for_run, cancel_run, live_run
from web.publishing.queries.published import newest_version


@pages.get("/runs")
@access(organiser_of_event)
def runs(slug: str) -> ResponseReturnValue:
    """List the planning runs, with the form for the next one."""
    return _page(AskForRun(formdata=None, keep=True))


@pages.post("/runs")
@access(organiser_of_event)
def start_run(slug: str) -> ResponseReturnValue:
    """Ask for a plan of the event as it is now."""
    event, form = the_event(), AskForRun()
    if form.validate_on_submit():
        try:
            run = ask_for_run(event, the_person(), seconds=float(form.seconds.data or 0), keep_published=form.keep.data)
            return redirect_to("runs_one", run_id=run.public_id)
        except (Conflict, Invalid) as error:
            form.form_errors.append(error.message)
    return _page(form), 422


@pages.get("/runs/<run_id>")
@access(organiser_of_event)
def runs_one(slug: str, run_id: str) -> ResponseReturnValue:
    """Show where a run stands; the part that changes alone where the page asks for it."""
    event = the_event()
    found = run_of(event, run_id)
    template = "planning/run_part.html" if request.headers.get("HX-Request") else "planning/run.html"
    return page(template, run=found, goals=goals_so_far(found), curves=curves_of(found), draft=draft_row(event), elapsed=elapsed_of(found))


@pages.post("/runs/<run_id>/stop")
@access(organiser_of_event)
def stop_run(slug: str, run_id: str) -> ResponseReturnValue:
    """Stop a run and keep the best plan that it has."""
    found = run_of(the_event(), run_id)
    cancel_run(found, the_person())
    return redirect_to("runs_one", run_id=found.public_id)


@pages.post("/runs/<run_id>/use")
@access(organiser_of_event)
def use_run(slug: str, run_id: str) -> ResponseReturnValue:
    """Make the plan of a run the one that the organisers work on."""
    adopt_run(the_event(), run_of(the_event(), run_id), the_person())
    return redirect_to("plan", _("This is now the plan that you work on. Nobody else sees it before you publish it."))


def _page(form: AskForRun) -> str:
    event = the_event()
    context = {"runs": newest_runs(event), "live": live_run(event), "draft": draft_row(event), "published": newest_version(event)}
    return page("planning/runs.html", form=form, **context)
