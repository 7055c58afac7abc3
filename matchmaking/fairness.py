"""How fairly a plan serves people: meetings held against those asked for and possible, and the worst served with the reasons."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.plan import Plan
from scheduler.problem import Participant, Problem

BANDS = ((0, 0), (1, 24), (25, 49), (50, 74), (75, 99), (100, 100))
"""Bands of satisfaction, in whole percent, ends included."""

WORST = 10

WHY = {
    "no_common_slot": "never free together",
    "participant_full": "{who} full",
    "no_slot_left": "no slot left together",
    "no_place_left": "no place left",
    "outweighed": "outweighed",
    "not_proven": "not decided",
}


@dataclass(frozen=True, slots=True)
class Served:
    """One participant with requests.

    Attributes
    ----------
    possible
        The least of its requests, its available slots times what it can hold at once, and its limit.
    percent
        Meetings held of those possible, rounded down.
    why
        What keeps its other requests from being held, each once and the most frequent first, and what it says itself.
    """

    person: Participant
    asked: int
    possible: int
    held: int
    percent: int
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RoleFairness:
    """One role: its people with something possible, what is asked, possible and held in all, and how many are in each of `BANDS`."""

    role: str
    people: int
    asked: int
    possible: int
    held: int
    least: int
    middle: int
    bands: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Fairness:
    """All roles in the order of the problem, and the worst served first."""

    roles: tuple[RoleFairness, ...]
    worst: tuple[Served, ...]

    @property
    def lowest(self) -> int:
        """The lowest satisfaction in whole percent, as the goal of that name counts it; 100 where nobody can have a meeting."""
        return min((role.least for role in self.roles), default=100)


def fairness(problem: Problem, plan: Plan, worst: int = WORST) -> Fairness:
    """Measure how fairly a valid plan serves people; dialogues are not meetings.

    Parameters
    ----------
    worst
        How many of the worst served to name at most; who has all that is possible is not among them.
    """
    pairs = {request.id: request.participants for request in problem.requests}
    asked = Counter(name for pair in pairs.values() for name in pair)
    held = Counter(name for meeting in plan.meetings for name in pairs[meeting.request])
    people = [(person, _possible(problem, person, asked[person.id])) for person in problem.participants]
    found = [(person, most, 100 * held[person.id] // most) for person, most in people if most > 0]
    by_role: dict[str, list[tuple[Participant, int, int]]] = {}
    for entry in found:
        by_role.setdefault(entry[0].role, []).append(entry)
    last = sorted((entry for entry in found if entry[2] < 100), key=lambda entry: (entry[2], -entry[1]))[:worst]
    why = _why(problem, plan, {person.id for person, _, _ in last})
    return Fairness(
        tuple(_role(role, entries, asked, held) for role, entries in by_role.items()),
        tuple(Served(p, asked[p.id], most, held[p.id], share, (*why[p.id], *_own(problem, p))) for p, most, share in last),
    )


def _possible(problem: Problem, person: Participant, asked: int) -> int:
    most = min(asked, (len(problem.slots) - len(person.unavailable)) * person.parallel)
    return most if person.max_meetings is None else min(most, person.max_meetings)


def _role(role: str, entries: list[tuple[Participant, int, int]], asked: Counter[str], held: Counter[str]) -> RoleFairness:
    shares = sorted(share for _, _, share in entries)
    return RoleFairness(
        role=role,
        people=len(entries),
        asked=sum(asked[person.id] for person, _, _ in entries),
        possible=sum(most for _, most, _ in entries),
        held=sum(held[person.id] for person, _, _ in entries),
        least=shares[0],
        middle=shares[len(shares) // 2],
        bands=tuple(sum(low <= share <= high for share in shares) for low, high in BANDS),
    )


def _why(problem: Problem, plan: Plan, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each of these people, what keeps its requests from being held and how often; of each request the first reason counts."""
    counted: dict[str, Counter[str]] = {name: Counter() for name in names}
    pairs = {request.id: request.participants for request in problem.requests}
    for left in plan.unscheduled:
        for name in counted.keys() & {*pairs.get(left.request, ())}:
            for reason in left.reasons[:1]:
                who = "itself" if reason.participant == name else "the other side"
                counted[name][WHY.get(reason.code, reason.code).format(who=who)] += 1
    return {name: tuple(f"{count} {text}" for text, count in found.most_common()) for name, found in counted.items()}


def _own(problem: Problem, person: Participant) -> tuple[str, ...]:
    """What somebody says of itself that leaves little room."""
    free = len(problem.slots) - len(person.unavailable)
    short = (f"available in {free} of {len(problem.slots)} slots",) if 2 * free < len(problem.slots) else ()
    return (*short, *((f"wants {person.max_meetings} at most",) if person.max_meetings is not None else ()))
