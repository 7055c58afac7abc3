"""What every change of the plan by hand goes through: the plan is brought onto the event as it is now, and judged by the checker."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from matchmaking.wording import for_people
from scheduler.checker import Violation, broken_rules, check, made_worse
from scheduler.checker.reasons import TRUTHS
from scheduler.checker.timetable import Timetable
from scheduler.files.reading import parse_problem
from scheduler.files.writing import plan_to_json
from scheduler.plan import GoalResult, Plan, Reason, Table, Unscheduled
from scheduler.problem import Dialogue, Problem
from scheduler.reasons import add_remedies
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Conflict, Invalid
from web.core.event_data import problem_text
from web.models import EditKind, Event, Person, PlanEdit
from web.planning.queries.drafts import Draft, read_draft

PAIR = ("no_common_slot", "no_slot_left", "no_place_left")
UNKNOWN = "not_proven"


def draft_to_change(event: Event, revision: int) -> Draft:
    """Read the draft, and keep others from changing it.

    Raises
    ------
    Conflict
        Where somebody has changed the plan since ``revision``, or there is none.
    """
    draft = read_draft(event, lock=True)
    if draft is None:
        raise Conflict(_("There is no plan yet. Start a planning run and use its plan first."))
    if draft.row.revision != revision:
        raise Conflict(_("Somebody has changed the plan since you looked at it."))
    return draft


def settle(event: Event, draft: Draft, edited: Plan, baseline: Sequence[Violation]) -> None:
    """Make a changed plan the draft, for the event as it is now.

    Parameters
    ----------
    edited
        The plan with the change in it; goals, bounds and reasons are made anew.
    baseline
        What was wrong before the change already (`faults_now`); it may stay as wrong as it was.

    Raises
    ------
    Invalid
        With the rules that the change would break, or break further, one a line.
    """
    db.session.flush()
    text, sha256 = problem_text(event)
    problem = parse_problem(json.loads(text), "problem")
    plan = replace(brought_onto(problem, edited), problem_sha256=sha256)
    wrong = {name for held in edited.meetings if (name := held.request) not in {request.id for request in problem.requests}}
    wrong -= {held.request for held in draft.plan.meetings}
    if wrong:
        raise Invalid(_("One of the two has declined to meet the other."))
    broken = broken_rules(problem, plan)
    _refuse(problem, made_worse(baseline, broken))
    if not broken:
        plan = _sound(draft, problem, plan)
    row = draft.row
    row.problem, row.problem_sha256, row.plan = text, sha256, json.dumps(plan_to_json(plan), ensure_ascii=False)
    row.revision += 1
    db.session.flush()


def _refuse(problem: Problem, faults: Sequence[Violation]) -> None:
    if faults:
        raise Invalid(lines=for_people(problem, faults, str(get_locale() or "en")))


def _sound(draft: Draft, problem: Problem, plan: Plan) -> Plan:
    """A plan that breaks no rule, with the bounds and reasons that hold of such a plan, and what would let in what is left out."""
    plan = _with_what_is_proven(draft, problem, plan)
    plan = replace(plan, unscheduled=add_remedies(problem, plan))
    _refuse(problem, check(problem, plan, sha256=plan.problem_sha256).violations)
    return plan


def _with_what_is_proven(draft: Draft, problem: Problem, plan: Plan) -> Plan:
    """Give the plan the bounds and reasons that the run has proven, as far as they hold.

    Fewer requests and more locks only narrow the choice. A bound of a goal holds among the plans that equal this one in the goals
    above it, so it goes where one of those has changed; what is outweighed stays so where nothing has changed in any goal.
    """
    same = _is_narrower(problem, draft.problem) and [goal.name for goal in draft.plan.goals] == [goal.name for goal in plan.goals]
    goals = []
    for old, new in zip(draft.plan.goals, plan.goals, strict=False):
        goals.append(replace(new, bound=old.bound) if same else new)
        same = same and old.achieved == new.achieved
    plan = replace(plan, goals=tuple(goals) or plan.goals)
    if not same:
        return plan
    before = {left.request: left.reasons for left in draft.plan.unscheduled}
    left_out = tuple(replace(left, reasons=_carried(before.get(left.request, ()), left.reasons)) for left in plan.unscheduled)
    return replace(plan, unscheduled=left_out)


def _carried(before: tuple[Reason, ...], seen: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What can be seen from the plan, and what the run has found out besides; *not proven* only where there is nothing else."""
    found = (*(reason for reason in seen if reason.code in TRUTHS), *(reason for reason in before if reason.code not in TRUTHS))
    told = tuple(reason for reason in found if reason.code != UNKNOWN)
    return told or (Reason(UNKNOWN),)


def _is_narrower(problem: Problem, before: Problem) -> bool:
    """Whether every plan of a problem is one of the problem before it, too."""
    bare = [replace(each, requests=(), fixed=(), dialogues=()) for each in (problem, before)]
    return (
        bare[0] == bare[1]
        and set(problem.requests) <= set(before.requests)
        and set(before.fixed) <= set(problem.fixed)
        and [dialogue.id for dialogue in problem.dialogues] == [dialogue.id for dialogue in before.dialogues]
        and all(_is_narrower_dialogue(*pair) for pair in zip(problem.dialogues, before.dialogues, strict=True))
    )


def _is_narrower_dialogue(dialogue: Dialogue, before: Dialogue) -> bool:
    chosen = ("starts", "places", "moderators", "wanted")
    nothing: dict[str, Any] = {"starts": None, "places": None, "moderators": None, "wanted": (), "must": True}
    return (
        replace(dialogue, **nothing) == replace(before, **nothing)
        and all(_is_part(getattr(dialogue, name), getattr(before, name)) for name in chosen)
        and dialogue.must >= before.must
    )


def _is_part(values: tuple[Any, ...] | None, of: tuple[Any, ...] | None) -> bool:
    """Whether one choice leaves no more than another; None leaves everything."""
    return of is None or (values is not None and set(values) <= set(of))


def faults_now(event: Event, draft: Draft) -> tuple[Violation, ...]:
    """What is wrong with the plan already, because the event has changed since; a change by hand is not to blame for it."""
    text, sha256 = problem_text(event)
    if sha256 == draft.row.problem_sha256:
        return broken_rules(draft.problem, draft.plan)
    problem = parse_problem(json.loads(text), "problem")
    return broken_rules(problem, brought_onto(problem, draft.plan))


def brought_onto(problem: Problem, plan: Plan) -> Plan:
    """Give a plan as it is for a problem that has changed since: what is no longer known is left out, the goals counted anew.

    Bounds become those that hold for any plan, because nothing is proven of the changed event; reasons those that can be seen.
    """
    requests, slots = {request.id for request in problem.requests}, {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    meetings = tuple(held for held in plan.meetings if held.request in requests and held.slot in slots and held.place in places)
    tables = tuple(_seated(problem, table) for table in plan.dialogues if _fits(problem, table))
    bare = replace(plan, meetings=meetings, dialogues=tables, unscheduled=())
    recomputed = check(problem, bare).goals
    goals = tuple(GoalResult(name, recomputed[name], _bound(problem, name)) for name in problem.goals)
    return replace(bare, goals=goals, unscheduled=_reasons(problem, bare), evidence=())


def _reasons(problem: Problem, plan: Plan) -> tuple[Unscheduled, ...]:
    timetable = Timetable(problem, plan)
    left = []
    for request in problem.requests:
        if request.id not in timetable.held:
            each = [Reason("participant_full", who) for who in request.participants]
            told = [r for r in (*each, *(Reason(code) for code in PAIR)) if TRUTHS[r.code](timetable, request.id, r) is None]
            left.append(Unscheduled(request.id, tuple(told) or (Reason(UNKNOWN),)))
    return tuple(left)


def _bound(problem: Problem, goal: str) -> int:
    """What no plan can beat, whatever is proven."""
    if goal == "value":
        seats = sum(seat.value for dialogue in problem.dialogues for seat in dialogue.wanted)
        return seats + sum(request.value for request in problem.requests)
    return 100 if goal == "lowest" else 0


def _fits(problem: Problem, table: Table) -> bool:
    """Whether dialogue, place and as many slots as it takes are still there."""
    dialogue = next((dialogue for dialogue in problem.dialogues if dialogue.id == table.dialogue), None)
    starts = [slot.id for slot in problem.slots]
    if dialogue is None or table.start not in starts or all(place.id != table.place for place in problem.places):
        return False
    return starts.index(table.start) + dialogue.length <= len(starts)


def _seated(problem: Problem, table: Table) -> Table:
    """The table with those only who still take part and want to."""
    dialogue = next(dialogue for dialogue in problem.dialogues if dialogue.id == table.dialogue)
    wanted, there = {seat.participant for seat in dialogue.wanted}, {person.id for person in problem.participants}
    seated = tuple(who for who in table.participants if who in wanted)
    return replace(table, participants=seated, moderator=table.moderator if table.moderator in there else None)


def note(event: Event, by: Person, kind: EditKind, subject: str, before: dict[str, Any] | None, after: dict[str, Any] | None) -> None:
    """Write down a change of the plan by hand, from what it was to what it is now; None: nothing is held."""
    db.session.add(PlanEdit(event_id=event.id, person_id=by.id, kind=kind, subject=subject, before=before, after=after))
    record(f"changed the plan: {kind.value}", event, by, event, about=subject)
