"""A remedy carried out: the problem and the plan as they would be, with the request held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from scheduler.checker import broken_rules
from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.plan import Change, Meeting, Plan, Unscheduled
from scheduler.problem import Place, Problem, Request, Slot


def is_true(problem: Problem, plan: Plan, left: Unscheduled, slot: str | None) -> bool:
    """Whether the remedy of an unscheduled request does what it says in one of its slots (None: in the one that it adds)."""
    applied = apply_remedy(problem, plan, left, slot)
    return applied is not None and not broken_rules(*applied)


def apply_remedy(problem: Problem, plan: Plan, left: Unscheduled, slot: str | None) -> tuple[Problem, Plan] | None:
    """Change problem and plan as a remedy says, and hold the request; all else stays as it is.

    Parameters
    ----------
    slot
        One of the remedy's; None where it adds one.

    Returns
    -------
    tuple or None
        None where there is no remedy, or no place for the request even so.
    """
    if left.remedy is None:
        return None
    if slot is None:
        added = _slot_more(problem)
        problem, slot = replace(problem, slots=(*problem.slots, added)), added.id
    for change in left.remedy.changes:
        problem, plan = _changed(problem, plan, change, left.request, slot)
    place = _place_left(problem, plan, left.request, slot)
    return None if place is None else (problem, replace(plan, meetings=(*plan.meetings, Meeting(left.request, slot, place))))


def _changed(problem: Problem, plan: Plan, change: Change, request: str, slot: str) -> tuple[Problem, Plan]:
    if change.change == "move":
        moved = Meeting(change.request or "", change.slot or "", change.place or "")
        return problem, replace(plan, meetings=tuple(moved if held.request == moved.request else held for held in plan.meetings))
    if change.change in ("slots", "slot"):
        return _with_request(problem, request, lambda r: replace(r, slots=None if r.slots is None else r.slots | {slot})), plan
    if change.change == "place" and change.place is None:
        return _with_place(problem, request), plan
    if change.change == "place":
        return _roomier(problem, change.place), plan
    people = []
    for person in problem.participants:
        if person.id == change.participant:
            if change.change == "available":
                person = replace(person, unavailable=person.unavailable - {slot})
            elif change.change == "max_meetings":
                person = replace(person, max_meetings=(person.max_meetings or 0) + 1)
            else:
                person = replace(person, parallel=person.parallel + 1)
                problem = _roomier(problem, person.home)
        people.append(person)
    return replace(problem, participants=tuple(people)), plan


def _slot_more(problem: Problem) -> Slot:
    """A slot after the last one, as long as that, on its day."""
    last = problem.slots[-1]
    return Slot(_new("slot", {slot.id: slot for slot in problem.slots}), last.end, last.end + (last.end - last.start))


def _new(word: str, known: Mapping[str, object]) -> str:
    return next(name for k in range(len(known) + 1) if (name := f"{word}+{k + 1}") not in known)


def _with_request(problem: Problem, request: str, change: Callable[[Request], Request]) -> Problem:
    return replace(problem, requests=tuple(change(each) if each.id == request else each for each in problem.requests))


def _with_place(problem: Problem, request: str) -> Problem:
    added = Place(_new("place", {place.id: place for place in problem.places}), owner=None)
    allowed = AllowedPlaces(problem)
    changed = _with_request(problem, request, lambda each: replace(each, places=(*allowed.of(each), added.id)))
    return replace(changed, places=(*problem.places, added))


def _roomier(problem: Problem, name: str | None) -> Problem:
    return replace(problem, places=tuple(replace(p, capacity=p.capacity + 1) if p.id == name else p for p in problem.places))


def _place_left(problem: Problem, plan: Plan, name: str, slot: str) -> str | None:
    """A place for a request in a slot: where one of the two is already, else the first allowed one with room."""
    request = next(each for each in problem.requests if each.id == name)
    pairs = {each.id: each.participants for each in problem.requests}
    now = [held for held in plan.meetings if held.slot == slot]
    bound = [held.place for held in now if set(pairs[held.request]) & set(request.participants)]
    if bound:
        return bound[0]
    position = {each.id: t for t, each in enumerate(problem.slots)}
    length = {dialogue.id: dialogue.length for dialogue in problem.dialogues}
    used = Counter(held.place for held in now)
    used.update({t.place: 1 << 30 for t in plan.dialogues if 0 <= position[slot] - position[t.start] < length[t.dialogue]})
    room = {place.id: place.capacity - used[place.id] for place in problem.places}
    return next((place for place in AllowedPlaces(problem).of(request) if room[place] > 0), None)
