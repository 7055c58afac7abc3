"""A conflict as a few lines: what belongs together in one, and what one has to know beside the requirements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.narrowing import Conflict
from scheduler.infeasibility.requirement import Requirement
from scheduler.infeasibility.wording import Wording, counted, listed
from scheduler.parameters import DEFAULTS, TellingParameters
from scheduler.problem import Problem

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


def tell(problem: Problem, conflict: Conflict, parameters: TellingParameters = DEFAULTS.telling) -> list[str]:
    """Sentences without full stops, in the user's names: first what has to be held, then what limits it."""
    index = Index(problem)
    crowded = [name for name, number in _meetings(index, conflict).items() if number > index.people[name].parallel]
    teller = _Teller(index, crowded, parameters)
    by_kind: dict[str, list[Requirement]] = defaultdict(list)
    for requirement in conflict.requirements:
        by_kind[requirement.kind].append(requirement)
    lines = [] if by_kind["fixed"] else teller.tell_chains(by_kind)
    lines += [line for kind in ORDER for line in teller.tell_kind(kind, by_kind[kind])]
    lines += _beside(index, conflict)
    return [*lines, _how_small(conflict)]


def _how_small(conflict: Conflict) -> str:
    if conflict.smallest:
        return SMALLEST
    return IRREDUCIBLE if conflict.irreducible else FOUND


class _Teller:
    def __init__(self, index: Index, crowded: Sequence[str], parameters: TellingParameters) -> None:
        self._index, self._crowded, self._parameters = index, crowded, parameters
        self._wording = Wording(index)

    def tell_kind(self, kind: str, requirements: Sequence[Requirement]) -> list[str]:
        """The lines of one kind, few in any case."""
        index, wording = self._index, self._wording
        if kind == "must":
            lines = self._meetings([requirement.key[0] for requirement in requirements])
        elif kind == "slots":
            lines = self._alike(requirements, wording.slots_of, lambda name: index.requests[name].slots)
        elif kind == "places":
            lines = self._alike(requirements, wording.places_of, lambda name: index.allowed.of(index.requests[name]))
        elif kind == "unavailable":
            lines = self._people(requirements, wording.absence, lambda name: index.people[name].unavailable)
        elif kind == "parallel":
            lines = [self._at_once(requirement) for requirement in requirements]
        else:
            lines = [requirement.text for requirement in requirements]
        if len(lines) <= self._parameters.lines:
            return lines
        names = _names(requirements)
        return [f"{len(names)} {IN_ONE[kind]}: {self._many(names)}"]

    def tell_chains(self, by_kind: dict[str, list[Requirement]]) -> list[str]:
        """Meetings that must be held one after the other, in that order; these requirements are then said."""
        follows = {earlier: later for later, earlier in (requirement.key for requirement in by_kind["after"])}
        musts = {requirement.key[0] for requirement in by_kind["must"]}
        lines = []
        for first in [name for name in follows if name not in {*follows.values()}]:
            chain = [first]
            while (after := follows.get(chain[-1])) is not None:
                chain.append(after)
            if len(chain) >= self._parameters.chain and musts.issuperset(chain):
                shown = self._many([self._wording.what(name) for name in chain])
                lines.append(f"these {len(chain)} meetings must be held, each in a later slot than the one before it: {shown}")
                links = {(later, earlier) for earlier, later in pairwise(chain)}
                by_kind["after"] = [requirement for requirement in by_kind["after"] if requirement.key not in links]
                by_kind["must"] = [requirement for requirement in by_kind["must"] if requirement.key[0] not in chain]
        return lines

    def _at_once(self, requirement: Requirement) -> str:
        """How many meetings those hold at once who would have to hold more."""
        index = self._index
        people = [name for name in self._crowded if str(index.people[name].parallel) == requirement.key[0]]
        if not people:
            return requirement.text
        return f"{listed([self._wording.who(name) for name in people])} {self._wording.at_once(people[0], len(people) > 1)}"

    def _meetings(self, names: list[str]) -> list[str]:
        """Those of one participant together where there are many."""
        lines = []
        while names:
            met = Counter(person for name in names for person in self._index.requests[name].participants)
            person, number = met.most_common(1)[0]
            if number < self._parameters.meetings:
                break
            mine = [name for name in names if person in self._index.requests[name].participants]
            others = [next(p for p in self._index.requests[name].participants if p != person) for name in mine]
            shown = [f"{name} with {self._wording.who(other)}" for name, other in zip(mine, others, strict=True)]
            lines.append(f"{self._wording.who(person)} must hold these {number} meetings: {self._many(shown)}")
            names = [name for name in names if name not in mine]
        return lines + [self._wording.sentence("must", (name,)) for name in names]

    def _alike(self, requirements: Sequence[Requirement], predicate: Callable[[str], str], value: Callable[[str], Hashable]) -> list[str]:
        """Requests of which the same is said in one line."""
        return [
            group[0].text if len(group) == 1 else f"{self._many(_names(group))} {predicate(group[0].key[0])}"
            for group in _groups(requirements, value)
        ]

    def _people(
        self, requirements: Sequence[Requirement], predicate: Callable[[str, bool], str], value: Callable[[str], Hashable]
    ) -> list[str]:
        """Participants of whom the same is said in one line."""
        return [
            f"{self._many([self._wording.who(name) for name in _names(group)])} {predicate(group[0].key[0], len(group) > 1)}"
            for group in _groups(requirements, value)
        ]

    def _many(self, names: Sequence[str]) -> str:
        """All of some names, and of very many the first."""
        ids = self._parameters.ids
        return listed(names, most=ids if len(names) <= ids else self._parameters.first_ids)


def _groups(requirements: Sequence[Requirement], value: Callable[[str], Hashable]) -> list[list[Requirement]]:
    same: dict[Hashable, list[Requirement]] = defaultdict(list)
    for requirement in requirements:
        same[value(requirement.key[0])].append(requirement)
    return list(same.values())


def _names(requirements: Sequence[Requirement]) -> list[str]:
    return list(dict.fromkeys(requirement.key[0] for requirement in requirements))


def _meetings(index: Index, conflict: Conflict) -> Counter[str]:
    """How many meetings that have to be held each participant has."""
    held = {requirement.key[0] for requirement in conflict.requirements if requirement.kind in ("fixed", "must")}
    return Counter(person for name in sorted(held) for person in index.requests[name].participants)


def _beside(index: Index, conflict: Conflict) -> list[str]:
    """Rules that nobody set, where the conflict cannot be understood without them."""
    by_kind: dict[str, list[Requirement]] = defaultdict(list)
    for requirement in conflict.requirements:
        by_kind[requirement.kind].append(requirement)
    held = {requirement.key[0] for kind in ("fixed", "must") for requirement in by_kind[kind]}
    lines = []
    if by_kind["dialogue"] and len(held) + len(by_kind["dialogue"]) > 1:
        room = f"the event has {counted(len(index.places), 'place')} and {counted(len(index.slots), 'slot')}"
        lines.append(f"a dialogue takes its place as a whole, and who is at it does nothing else meanwhile; {room}")
    met = _meetings(index, conflict)
    named = {requirement.key[0] for requirement in by_kind["max_meetings"]}
    named |= {name for name in met if any(requirement.key[0] == str(index.people[name].parallel) for requirement in by_kind["parallel"])}
    most = sum(index.places[place].capacity for requirement in by_kind["capacity"] for place in requirement.key) * len(index.slots)
    if any(number > 1 and person not in named for person, number in met.items()) and not (
        named or 0 < most < len(held) or by_kind["after"] or by_kind["dialogue"] or by_kind["max_break_difference"]
    ):
        lines.append("the meetings that a participant has at one time are all at one place")
    return lines
