"""Requests that are not held, with the reasons in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from matchmaking.report.remedies import Telling
from scheduler.checker.timetable import Timetable
from scheduler.plan import Plan, Reason
from scheduler.problem import Problem

# Rows of the table; the rest is counted and named as left out.
ROWS = 3_000

# Name, what it says of a request, and what would help.
WORDS = {
    "no_common_slot": (
        "Never free together",
        "They are never both free in a slot that the request allows",
        "Ask one of them to free a slot, or allow the request more slots.",
    ),
    "participant_full": (
        "Diary full",
        "{who} has no room for another meeting",
        "Raise the limit of that participant, ask for another free slot, or withdraw another of its requests.",
    ),
    "no_slot_left": (
        "No slot left together",
        "In every slot that suits both, one of them is busy",
        "Ask one of them to free another slot, or withdraw a request that matters less.",
    ),
    "no_place_left": (
        "No place left",
        "In the slots that suit both, every place that the request allows is taken",
        "Add a table, or allow the request more places.",
    ),
    "outweighed": (
        "Outweighed",
        "Holding it would cost the plan more than it brings, which is proven",
        "Give it a higher value, or say that it must be held.",
    ),
    "not_proven": (
        "Not decided",
        "No other reason could be shown: another plan, just as good, may hold it",
        "Say that it must be held to see what that costs, or give the planner more time.",
    ),
}


@dataclass(frozen=True, slots=True)
class UnheldRow:
    """One request: ``codes`` are the numbers of its reasons in the list of `Unheld.kinds`; ``remedy`` is what would help, in a sentence."""

    request: str
    first: str
    second: str
    value: int
    reasons: tuple[str, ...]
    codes: tuple[int, ...]
    remedy: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One reason: how many requests have it, what it means and what would help."""

    number: int
    name: str
    meaning: str
    remedy: str
    requests: int


@dataclass(frozen=True, slots=True)
class Unheld:
    """All that is not held: ``rows`` of ``total``, those of the highest value first."""

    rows: tuple[UnheldRow, ...]
    kinds: tuple[Kind, ...]
    total: int


def unheld(problem: Problem, plan: Plan, rows: int = ROWS) -> Unheld:
    """Put the unscheduled requests in words.

    Parameters
    ----------
    rows
        How many to list at most.
    """
    requests = {request.id: request for request in problem.requests}
    names = {person.id: person.label for person in problem.participants}
    # In the order of the words above, then whatever the plan brings that has none.
    met = Counter(code for item in plan.unscheduled for code in {reason.code for reason in item.reasons})
    codes = [code for code in WORDS if code in met] + sorted(set(met) - set(WORDS))
    number = {code: k for k, code in enumerate(codes, start=1)}
    known = sorted((item for item in plan.unscheduled if item.request in requests), key=lambda item: -requests[item.request].value)
    listed, telling, full = [], Telling(problem), _fullness(problem, plan)
    for item in known[:rows]:
        request = requests[item.request]
        first, second = (names[who] for who in request.participants)
        implied = any(reason.participant in full.diaries for reason in item.reasons if reason.code == "participant_full")
        shown = [reason for reason in item.reasons if reason.code != "no_slot_left" or not implied]
        sentences = (*(_sentence(reason, names, full) for reason in shown), telling.details(item), telling.moving(item))
        reasons = tuple(text[0].upper() + text[1:] for text in sentences if text)
        numbers = tuple(sorted({number[r.code] for r in item.reasons}))
        listed.append(UnheldRow(item.request, first, second, request.value, reasons, numbers, telling.remedy(item)))
    return Unheld(tuple(listed), tuple(_kind(number[code], code, met[code]) for code in codes), len(plan.unscheduled))


@dataclass(frozen=True, slots=True)
class _Full:
    """How people are full: ``diaries`` are those busy in every slot in which they are there, with the number of those slots."""

    limits: Mapping[str, int]
    diaries: Mapping[str, int]


def _fullness(problem: Problem, plan: Plan) -> _Full:
    """Who of a plan is full, and how: at its limit, or in its whole diary."""
    timetable = Timetable(problem, plan)
    limits, diaries = {}, {}
    for person in problem.participants:
        if person.max_meetings is not None and timetable.meetings_held(person.id) >= person.max_meetings:
            limits[person.id] = person.max_meetings
        elif timetable.available_slots(person.id) and not timetable.free_slots(person.id):
            diaries[person.id] = len(timetable.available_slots(person.id))
    return _Full(limits, diaries)


def _sentence(reason: Reason, names: dict[str, str], full: _Full) -> str:
    person = reason.participant or ""
    who = names.get(person, person or "one of them")
    if reason.code == "participant_full" and person in full.limits:
        most = full.limits[person]
        return f"{who} holds {most} meeting{'' if most == 1 else 's'}, which is the limit" if most else f"{who} has a limit of no meetings"
    if reason.code == "participant_full" and person in full.diaries:
        slots = full.diaries[person]
        return f"{who} is busy in {'the only slot that suits' if slots == 1 else f'each of the {slots} slots that suit'} them"
    if reason.code in WORDS:
        return WORDS[reason.code][1].replace("{who}", who)
    return _plain(reason.code)


def _kind(number: int, code: str, requests: int) -> Kind:
    name, meaning, remedy = WORDS.get(code, (_plain(code), "", ""))
    return Kind(number, name, meaning.replace("{who}", "One of the two"), remedy, requests)


def _plain(code: str) -> str:
    return code.replace("_", " ").capitalize()
