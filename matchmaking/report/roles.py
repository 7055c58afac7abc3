"""How meetings are spread over the participants of each role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from matchmaking.programme import Appointment
from scheduler.problem import Participant, Problem, Request

COLUMNS = 16
NAMED = 60


@dataclass(frozen=True, slots=True)
class Bar:
    """How many participants have ``label`` meetings; ``share`` of the highest bar, 0 to 1."""

    label: str
    people: int
    share: float


@dataclass(frozen=True, slots=True)
class RoleRow:
    """One role: its meetings asked for and held (each counted for every participant of the role), and their spread."""

    role: str
    people: int
    asked: int
    held: int
    least: int
    middle: float
    most: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A participant with fewer meetings than it should have."""

    person: Participant
    held: int
    due: int


@dataclass(frozen=True, slots=True)
class Spread:
    """All roles, who is below the minimum promised, and who else asked for meetings and has none."""

    roles: tuple[RoleRow, ...]
    short: tuple[Short, ...]
    without: tuple[Participant, ...]

    @property
    def all_met(self) -> bool:
        """Whether everybody who asked has at least one meeting."""
        return not self.without and all(row.held for row in self.short)


def spread(problem: Problem, programme: Iterable[Appointment]) -> Spread:
    """Count meetings asked for and held; dialogues are not meetings."""
    asked = Counter(who for request in problem.requests for who in request.participants)
    held = Counter(who for item in programme if isinstance(item.about, Request) for who in item.about.participants)
    by_role: dict[str, list[Participant]] = {}
    for person in problem.participants:
        by_role.setdefault(person.role, []).append(person)
    short = tuple(Short(person, held[person.id], person.floor) for person in problem.participants if held[person.id] < person.floor)
    named = {row.person.id for row in short}
    return Spread(
        roles=tuple(_role(role, people, asked, held) for role, people in by_role.items()),
        short=short,
        without=tuple(person for person in problem.participants if asked[person.id] and not held[person.id] and person.id not in named),
    )


def _role(role: str, people: list[Participant], asked: Counter[str], held: Counter[str]) -> RoleRow:
    counts = [held[person.id] for person in people]
    return RoleRow(
        role=role,
        people=len(people),
        asked=sum(asked[person.id] for person in people),
        held=sum(counts),
        least=min(counts),
        middle=median(counts),
        most=max(counts),
        bars=_bars(counts) if any(counts) else (),
    )


def _bars(counts: list[int]) -> tuple[Bar, ...]:
    """One bar a number of meetings, or a few numbers together where there are many."""
    step = -(-(max(counts) + 1) // COLUMNS)
    people = Counter(count // step for count in counts)
    highest = max(people.values())
    labels = ((k, str(k) if step == 1 else f"{k * step}–{k * step + step - 1}") for k in range(max(people) + 1))
    return tuple(Bar(label, people[k], round(people[k] / highest, 3)) for k, label in labels)
