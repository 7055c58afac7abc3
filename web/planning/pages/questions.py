"""Questions about the plan that organisers work on: who could meet as things are, and why two do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.report.unscheduled import unheld
from scheduler.problem import Participant, Request
from scheduler.reasons.openings import Obstacle, Opening
from web.core.access import access, organiser_of_event, the_event
from web.core.organiser_pages import address_with, page, pages
from web.core.paging import page_number
from web.planning.forms.plan import slot_choices
from web.planning.pages.remedies import first_step
from web.planning.queries.warm_plans import WarmPlan, warm_draft

A_PAGE = 100


@pages.get("/plan/could-meet")
@access(organiser_of_event)
def plan_could_meet(slug: str) -> ResponseReturnValue:
    """List the requests that are not held and could be with nothing moved; of one slot also who is free then."""
    found = warm_draft(the_event())
    if found is None:
        return page("planning/plan_empty.html")
    draft, warm = found
    slot, name = request.args.get("slot", ""), request.args.get("name", "").strip()
    chosen = slot if any(each.id == slot for each in warm.problem.slots) else ""
    rows = [each for each in warm.openings.open_requests if (not chosen or chosen in each.slots) and _is_called(_pair(warm, each), name)]
    number = page_number()
    times = _times(warm)
    shown = [_row(warm, each, times) for each in rows[(number - 1) * A_PAGE : number * A_PAGE]]
    paging = {"found": len(rows), "number": number, "pages": -(-len(rows) // A_PAGE), "link": lambda page: address_with(page=page)}
    free, tables = warm.openings.free_in(chosen) if chosen else ((), 0)
    people = [person.label for person in _people(warm, free) if _is_called((person,), name)]
    beside = {"slots": slot_choices(warm.problem), "slot": chosen, "name": name, "people": people, "tables": tables}
    return page("planning/plan_could_meet.html", draft=draft, rows=shown, **paging, **beside)


@pages.get("/plan/why-not")
@access(organiser_of_event)
def plan_why_not(slug: str) -> ResponseReturnValue:
    """Say of any two people whether they meet, and if not what is in the way in each slot and what would help."""
    found = warm_draft(the_event())
    if found is None:
        return page("planning/plan_empty.html")
    draft, warm = found
    one, other = (request.args.get(name, "") for name in ("one", "other"))
    known = warm.people
    chosen = {"one": one if one in known else "", "other": other if other in known else ""}
    answer = _answer(warm, one, other) if all(chosen.values()) and one != other else None
    listed = sorted(known.values(), key=lambda person: person.label.casefold())
    return page("planning/plan_why_not.html", draft=draft, listed=listed, answer=answer, times=_times(warm), **chosen)


def _row(warm: WarmPlan, opening: Opening, times: Mapping[str, str]) -> dict[str, Any]:
    shown = [times[slot] for slot in opening.slots]
    return {"request": warm.requests[opening.request], "slots": opening.slots, "times": shown, "people": _pair(warm, opening)}


def _pair(warm: WarmPlan, opening: Opening) -> list[Participant]:
    return _people(warm, warm.requests[opening.request].participants)


def _answer(warm: WarmPlan, one: str, other: str) -> dict[str, Any]:
    """What the page says about two people."""
    asked = warm.openings.request_of(one, other)
    held = next((meeting for meeting in warm.plan.meetings if asked is not None and meeting.request == asked.id), None)
    people = _people(warm, (one, other))
    answer: dict[str, Any] = {"asked": asked, "held": held, "people": people, "reasons": None, "step": None, "slots": ()}
    if held is None:
        answer["slots"] = [(each, [_said(warm, obstacle) for obstacle in each.obstacles]) for each in warm.openings.between(one, other)]
        answer |= _reasons(warm, asked) if asked is not None else {}
    return answer


def _reasons(warm: WarmPlan, asked: Request) -> dict[str, Any]:
    """What the plan says about a request that it does not hold, in words, and what to do first."""
    left = next((left for left in warm.plan.unscheduled if left.request == asked.id), None)
    if left is None:
        return {}
    (row,) = unheld(warm.problem, replace(warm.plan, unscheduled=(left,))).rows
    return {"reasons": row, "step": first_step(the_event().slug, left, row.first)}


def _said(warm: WarmPlan, obstacle: Obstacle) -> str:
    """What is in the way, in words."""
    (who,) = [person.label for person in _people(warm, (obstacle.participant or "",))] or [""]
    if obstacle.code == "meeting":
        others = ", ".join(_others(warm, obstacle))
        return str(_("%(who)s meets %(others)s", who=who, others=others))
    words = {
        "away": _("%(who)s is away", who=who),
        "dialogue": _("%(who)s is at a dialogue", who=who),
        "max_meetings": _("%(who)s has all the meetings that they want", who=who),
        "slots": _("the request does not allow this time"),
        "order": _("the request has to come before or after another one"),
        "apart": _("they would have to be at two places"),
        "place": _("no place is left"),
        "break_difference": _("breaks would differ by more than the event allows"),
    }
    return str(words[obstacle.code])


def _others(warm: WarmPlan, obstacle: Obstacle) -> Iterable[str]:
    """Whom somebody meets then."""
    for subject in obstacle.subjects:
        others = [who for who in warm.requests[subject].participants if who != obstacle.participant]
        yield from (person.label for person in _people(warm, others))


def _people(warm: WarmPlan, ids: Iterable[str]) -> list[Participant]:
    return [warm.people[id_] for id_ in ids if id_ in warm.people]


def _times(warm: WarmPlan) -> dict[str, str]:
    return {choice.value: str(choice.label) for choice in slot_choices(warm.problem)}


def _is_called(people: Iterable[Participant], name: str) -> bool:
    return not name or name.casefold() in " ".join(f"{person.label} {person.organisation or ''}" for person in people).casefold()
