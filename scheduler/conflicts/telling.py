"""A conflict as a few lines: what belongs together in one, and what one has to know beside the requirements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence

from scheduler.conflicts.index import Index
from scheduler.conflicts.narrowing import Conflict
from scheduler.conflicts.requirement import Requirement
from scheduler.conflicts.wording import Wording, counted, listed
from scheduler.problem import Problem

MANY = 4  # meetings of one participant from which on they are told in one line
LONGEST = 12  # lines of one kind above which they become one
MOST_IDS = 60  # named in such a line

SMALLEST = "no smaller set exists: whatever fewer requirements are kept, a plan exists for them"
IRREDUCIBLE = "none of these can be left out; whether a smaller set exists is not known"
FOUND = "this is as small as was found: perhaps not all of these are needed, the time was over before each had been tried"

ORDER = (
    *("dialogue", "fixed", "must", "after", "slots", "places", "starts", "tables", "moderators", "least", "minimum", "most"),
    *("max_meetings", "parallel", "unavailable", "capacity", "max_break_difference"),
)

IN_ONE = {
    "dialogue": "dialogues must be held",
    "fixed": "meetings are fixed in a slot",
    "must": "meetings must be held",
    "after": "meetings come after others",
    "slots": "meetings may only be held in some slots",
    "places": "meetings may only be held at some places",
    "starts": "dialogues may only start in some slots",
    "tables": "dialogues may only be held at some places",
    "moderators": "dialogues must be moderated by some people",
    "least": "dialogues need a least number of people seated",
    "minimum": "dialogues need some roles seated",
    "most": "dialogues seat fewer than their roles need",
    "max_meetings": "participants have a limit to their meetings",
    "parallel": "participants have a limit to their meetings at a time",
    "unavailable": "participants are unavailable in some slots",
    "capacity": "groups of places have a limit to the meetings at a time",
}


def tell(problem: Problem, conflict: Conflict) -> list[str]:
    """Sentences without full stops, in the user's names: first what has to be held, then what limits it."""
    index = Index(problem)
    teller = _Teller(index)
    by_kind: dict[str, list[Requirement]] = defaultdict(list)
    for requirement in conflict.requirements:
        by_kind[requirement.kind].append(requirement)
    lines = [line for kind in ORDER for line in teller.tell_kind(kind, by_kind[kind])]
    lines += _beside(index, by_kind)
    return [*lines, _how_small(conflict)]


def _how_small(conflict: Conflict) -> str:
    if conflict.smallest:
        return SMALLEST
    return IRREDUCIBLE if conflict.irreducible else FOUND


class _Teller:
    def __init__(self, index: Index) -> None:
        self._index = index
        self._wording = Wording(index)

    def tell_kind(self, kind: str, requirements: Sequence[Requirement]) -> list[str]:
        """The lines of one kind, few in any case."""
        index, wording = self._index, self._wording
        if kind == "must":
            lines = self._meetings([requirement.key[0] for requirement in requirements])
        elif kind == "slots":
            lines = self._alike(requirements, wording.slots_of, lambda name: index.requests[name].slots)
        elif kind == "places":
            lines = self._alike(requirements, wording.places_of, lambda name: index.requests[name].places or name)
        elif kind == "unavailable":
            lines = self._people(requirements, wording.absence, lambda name: index.people[name].unavailable)
        elif kind == "parallel":
            lines = self._people(requirements, wording.at_once, lambda name: index.people[name].parallel)
        else:
            lines = [requirement.text for requirement in requirements]
        if len(lines) <= LONGEST:
            return lines
        names = _names(requirements)
        return [f"{len(names)} {IN_ONE[kind]}: {listed(names, most=MOST_IDS)}"]

    def _meetings(self, names: list[str]) -> list[str]:
        """Those of one participant together where there are many."""
        lines = []
        while names:
            met = Counter(person for name in names for person in self._index.requests[name].participants)
            person, number = met.most_common(1)[0]
            if number < MANY:
                break
            mine = [name for name in names if person in self._index.requests[name].participants]
            others = [next(p for p in self._index.requests[name].participants if p != person) for name in mine]
            shown = [f"{name} with {self._wording.who(other)}" for name, other in zip(mine, others, strict=True)]
            lines.append(f"{self._wording.who(person)} must hold these {number} meetings: {listed(shown, most=MOST_IDS)}")
            names = [name for name in names if name not in mine]
        return lines + [self._wording.sentence("must", (name,)) for name in names]

    def _alike(self, requirements: Sequence[Requirement], predicate: Callable[[str], str], value: Callable[[str], Hashable]) -> list[str]:
        """Requests of which the same is said in one line."""
        return [
            group[0].text if len(group) == 1 else f"{listed(_names(group), most=MOST_IDS)} {predicate(group[0].key[0])}"
            for group in _groups(requirements, value)
        ]

    def _people(
        self, requirements: Sequence[Requirement], predicate: Callable[[str, bool], str], value: Callable[[str], Hashable]
    ) -> list[str]:
        """Participants of whom the same is said in one line."""
        return [
            f"{listed([self._wording.who(name) for name in _names(group)], most=MOST_IDS)} {predicate(group[0].key[0], len(group) > 1)}"
            for group in _groups(requirements, value)
        ]


def _groups(requirements: Sequence[Requirement], value: Callable[[str], Hashable]) -> list[list[Requirement]]:
    same: dict[Hashable, list[Requirement]] = defaultdict(list)
    for requirement in requirements:
        same[value(requirement.key[0])].append(requirement)
    return list(same.values())


def _names(requirements: Sequence[Requirement]) -> list[str]:
    return list(dict.fromkeys(requirement.key[0] for requirement in requirements))


def _beside(index: Index, by_kind: dict[str, list[Requirement]]) -> list[str]:
    """Rules that nobody set, where the conflict cannot be understood without them."""
    held = [requirement.key[0] for kind in ("fixed", "must") for requirement in by_kind[kind]]
    lines = []
    if by_kind["dialogue"] and len(held) + len(by_kind["dialogue"]) > 1:
        room = f"the event has {counted(len(index.places), 'place')} and {counted(len(index.slots), 'slot')}"
        lines.append(f"a dialogue takes its place as a whole, and who is at it does nothing else meanwhile; {room}")
    met = Counter(person for name in held for person in index.requests[name].participants)
    told = {requirement.key[0] for kind in ("parallel", "max_meetings") for requirement in by_kind[kind]}
    most = sum(index.places[place].capacity for requirement in by_kind["capacity"] for place in requirement.key) * len(index.slots)
    if any(number > 1 and person not in told for person, number in met.items()) and not (
        told or 0 < most < len(held) or by_kind["after"] or by_kind["dialogue"] or by_kind["max_break_difference"]
    ):
        lines.append("the meetings that a participant has at one time are all at one place")
    return lines
