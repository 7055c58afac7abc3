"""Carry a plan over to an event that has changed since: what can still be held, and what is still proven of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scheduler.checker import goals_of
from scheduler.checker.reasons import TRUTHS
from scheduler.checker.timetable import Timetable
from scheduler.plan import GoalResult, HeldDialogue, Plan, Reason, Unscheduled
from scheduler.problem import Dialogue, Problem

PAIR = ("no_common_slot", "no_slot_left", "no_place_left")
UNKNOWN = "not_proven"


def carry_over(problem: Problem, plan: Plan) -> Plan:
    """Give a plan as it is for a problem that has changed since: what is no longer known is left out, the goals counted anew.

    Bounds become those that hold for any plan, because nothing is proven of the changed event; reasons those that can be seen.
    """
    requests, slots = {request.id for request in problem.requests}, {slot.id for slot in problem.slots}
    places = {place.id for place in problem.places}
    meetings = tuple(held for held in plan.meetings if held.request in requests and held.slot in slots and held.place in places)
    dialogues = tuple(_seated(problem, held) for held in plan.dialogues if _fits(problem, held))
    bare = replace(plan, meetings=meetings, dialogues=dialogues, unscheduled=())
    recomputed = goals_of(problem, bare)
    goals = tuple(GoalResult(name, recomputed[name], _bound(problem, name)) for name in problem.goals)
    return replace(bare, goals=goals, unscheduled=_reasons(problem, bare), evidence=())


def _fits(problem: Problem, held: HeldDialogue) -> bool:
    """Whether dialogue, place and as many slots as it takes are still there."""
    dialogue = next((dialogue for dialogue in problem.dialogues if dialogue.id == held.dialogue), None)
    starts = [slot.id for slot in problem.slots]
    if dialogue is None or held.start not in starts or all(place.id != held.place for place in problem.places):
        return False
    return starts.index(held.start) + dialogue.length <= len(starts)


def _seated(problem: Problem, held: HeldDialogue) -> HeldDialogue:
    """The dialogue with those only who still take part and want to."""
    dialogue = next(dialogue for dialogue in problem.dialogues if dialogue.id == held.dialogue)
    wanted, there = {seat.participant for seat in dialogue.wanted}, {person.id for person in problem.participants}
    seated = tuple(who for who in held.participants if who in wanted)
    return replace(held, participants=seated, moderator=held.moderator if held.moderator in there else None)


def _bound(problem: Problem, goal: str) -> int:
    """What no plan can beat, whatever is proven."""
    if goal == "value":
        seats = sum(seat.value for dialogue in problem.dialogues for seat in dialogue.wanted)
        return seats + sum(request.value for request in problem.requests)
    return 100 if goal == "lowest" else 0


def _reasons(problem: Problem, plan: Plan) -> tuple[Unscheduled, ...]:
    timetable = Timetable(problem, plan)
    left = []
    for request in problem.requests:
        if request.id not in timetable.held:
            each = [Reason("participant_full", who) for who in request.participants]
            reasons = [r for r in (*each, *(Reason(code) for code in PAIR)) if TRUTHS[r.code](timetable, request.id, r) is None]
            left.append(Unscheduled(request.id, tuple(reasons) or (Reason(UNKNOWN),)))
    return tuple(left)


def keep_proofs(before: tuple[Problem, Plan], problem: Problem, plan: Plan) -> Plan:
    """Give a plan that was carried over the bounds and reasons that the plan before it had proven, as far as they hold.

    Fewer requests and more locks only narrow the choice. A bound of a goal holds among the plans that equal this one in the goals
    above it, so it goes where one of those has changed; what is outweighed stays so where nothing has changed in any goal.
    """
    old_problem, old_plan = before
    same = is_narrower(problem, old_problem) and [goal.name for goal in old_plan.goals] == [goal.name for goal in plan.goals]
    goals = []
    for old, new in zip(old_plan.goals, plan.goals, strict=False):
        goals.append(replace(new, bound=old.bound) if same else new)
        same = same and old.achieved == new.achieved
    plan = replace(plan, goals=tuple(goals) or plan.goals)
    if not same:
        return plan
    known = {left.request: left.reasons for left in old_plan.unscheduled}
    left_out = tuple(replace(left, reasons=_kept(known.get(left.request, ()), left.reasons)) for left in plan.unscheduled)
    return replace(plan, unscheduled=left_out)


def _kept(before: tuple[Reason, ...], seen: tuple[Reason, ...]) -> tuple[Reason, ...]:
    """What can be seen from the plan, and what the run has found out besides; *not proven* only where there is nothing else."""
    found = (*(reason for reason in seen if reason.code in TRUTHS), *(reason for reason in before if reason.code not in TRUTHS))
    reasons = tuple(reason for reason in found if reason.code != UNKNOWN)
    return reasons or (Reason(UNKNOWN),)


def is_narrower(problem: Problem, before: Problem) -> bool:
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
