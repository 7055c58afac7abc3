"""The plan that organisers work on: as a timetable by place and by participant, with what it reaches and what it leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from matchmaking.report.unscheduled import UnheldRow, unheld
from web.core.access import access, organiser_of_event, the_event
from web.core.event_data import read_event
from web.core.organiser_pages import address_with, page, pages
from web.core.paging import page_number
from web.dialogues.queries.dialogues import topics_not_in
from web.planning.pages.panel import panel, view_of
from web.planning.pages.remedies import Step, first_step
from web.planning.queries.drafts import Draft, read_draft
from web.planning.queries.plan_views import PlanView
from web.planning.queries.runs import goals_of

A_PAGE = 100


@pages.get("/plan")
@access(organiser_of_event)
def plan(slug: str) -> ResponseReturnValue:
    """Show what the plan reaches of each goal."""
    draft = read_draft(the_event())
    if draft is None:
        return page("planning/plan_empty.html")
    stale = read_event(the_event()).document.sha256 != draft.row.problem_sha256
    newer = topics_not_in(the_event(), [dialogue.id for dialogue in draft.problem.dialogues])
    return page("planning/plan.html", draft=draft, goals=goals_of(draft.plan.goals), stale=stale, newer=newer)


@pages.get("/plan/places")
@access(organiser_of_event)
def plan_by_place(slug: str) -> ResponseReturnValue:
    """Show the timetable with a row a place."""
    draft = read_draft(the_event())
    if draft is None:
        return page("planning/plan_empty.html")
    view, chosen = view_of(draft), _chosen(draft, "zone")
    rows = view.by_place(chosen["day"], chosen["zone"])
    zones = tuple(dict.fromkeys(place.zone for place in draft.problem.places if place.zone))
    return page("planning/plan_places.html", **_beside(draft, view), rows=rows, slots=view.slots(chosen["day"]), chosen=chosen, zones=zones)


@pages.get("/plan/participants")
@access(organiser_of_event)
def plan_by_participant(slug: str) -> ResponseReturnValue:
    """Show the timetable with a row a participant."""
    draft = read_draft(the_event())
    if draft is None:
        return page("planning/plan_empty.html")
    view, chosen = view_of(draft), _chosen(draft, "role", "name")
    rows = view.by_participant(chosen["day"], chosen["name"], chosen["role"])
    roles = tuple(dict.fromkeys(person.role for person in draft.problem.participants))
    return page(
        "planning/plan_participants.html", **_beside(draft, view), rows=rows, slots=view.slots(chosen["day"]), chosen=chosen, roles=roles
    )


@pages.get("/plan/not-held")
@access(organiser_of_event)
def plan_not_held(slug: str) -> ResponseReturnValue:
    """List the requests that are not held, each with its reasons."""
    draft = read_draft(the_event())
    if draft is None:
        return page("planning/plan_empty.html")
    left, kind, name = unheld(draft.problem, draft.plan), request.args.get("reason", ""), request.args.get("name", "").strip()
    rows = [row for row in left.rows if _fits(row, kind, name)]
    number = page_number()
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    paging = {"found": len(rows), "number": number, "pages": -(-len(rows) // A_PAGE), "link": lambda page: address_with(page=page)}
    listed = {"left": left, "rows": shown, "steps": _steps(draft, shown), "kind": kind, "name": name}
    return page("planning/plan_not_held.html", draft=draft, **paging, **listed)


def _steps(draft: Draft, rows: Sequence[UnheldRow]) -> dict[str, Step]:
    """What to do first about each request that is listed."""
    left = {item.request: item for item in draft.plan.unscheduled}
    return {row.request: first_step(the_event().slug, left[row.request], row.first) for row in rows}


def _beside(draft: Draft, view: PlanView) -> dict[str, Any]:
    """The details of the meeting or dialogue that the address names, beside the timetable."""
    links = {"link": lambda subject: address_with(meeting=subject), "closed": address_with(meeting=None)}
    return {"draft": draft, "view": view} | links | panel(draft, view, request.args.get("meeting", ""))


def _fits(row: UnheldRow, kind: str, name: str) -> bool:
    if kind.isdecimal() and int(kind) not in row.codes:
        return False
    return name.casefold() in f"{row.first} {row.second}".casefold()


def _chosen(draft: Draft, *names: str) -> dict[str, str]:
    """What the address filters by; the first day where it names none of the event's."""
    days = tuple(dict.fromkeys(slot.day for slot in draft.problem.slots))
    day = request.args.get("day", "")
    return {"day": day if day in days else days[0]} | {name: request.args.get(name, "").strip() for name in names}
