"""Requirements as sentences, in the names that the organiser gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from scheduler.infeasibility.index import Index

MOST_NAMED = 8  # of a list of slots, places or people


class Wording:
    """Sentences about one problem, without full stops; they name people as `name (id)`."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def sentence(self, kind: str, key: tuple[str, ...]) -> str:
        """What a requirement asks, and what is obviously amiss with it."""
        if kind == "capacity":
            return self._capacity(key)
        write: Callable[..., str] = getattr(self, f"_{kind}")
        return write(*key)

    def who(self, person: str) -> str:
        """A participant by name and id."""
        label = self._index.people[person].label
        return person if label == person else f"{label} ({person})"

    def what(self, request: str) -> str:
        """A request with its two people."""
        first, second = self._index.requests[request].participants
        return f"{request} ({self.who(first)} with {self.who(second)})"

    def which(self, dialogue: str) -> str:
        """A dialogue with its topic."""
        topic = self._index.dialogues[dialogue].topic
        return f"dialogue {dialogue}" if topic is None else f"dialogue {dialogue} ({topic})"

    def when(self, slot: str) -> str:
        """A slot with its local time."""
        return f"{slot} ({self._index.problem.slots[self._index.slots[slot]].start:%Y-%m-%d %H:%M})"

    def slots_of(self, request: str) -> str:
        """Where in time a request may be held."""
        slots = self._index.requests[request].slots
        return f"may only be held in {self.whens(slots)}" if slots else "can be held in no slot, the list of slots being empty"

    def places_of(self, request: str) -> str:
        """Where a request may be held."""
        index = self._index
        own, homes = index.requests[request].places, index.allowed.homes(index.requests[request])
        if own is not None:
            return f"may only be held at {listed(own)}" if own else "can be held nowhere, the list of places being empty"
        if homes:
            owners = [p for p in index.requests[request].participants if index.people[p].home is not None]
            return f"may only be held at {listed(homes)}, the home of {listed([self.who(owner) for owner in owners])}"
        if index.allowed.shared:
            return f"may only be held at a shared place: {listed(index.allowed.shared)}"
        return "can only be held at a shared place, and there is none: name its places or a home of its people"

    def absence(self, person: str, plural: bool = False) -> str:
        """When a participant is away, or when it is there if that is said sooner."""
        away, verb = self._index.people[person].unavailable, "are" if plural else "is"
        present = [slot for slot in self._index.slots if slot not in away]
        if not present:
            return f"{verb} unavailable in every slot"
        if len(present) < len(away):
            return f"{verb} only available in {self.whens(present)}"
        return f"{verb} unavailable in {self.whens(away)}"

    def at_once(self, person: str, plural: bool = False) -> str:
        """How many meetings a participant can have at a time."""
        most, verb = self._index.people[person].parallel, "have" if plural else "has"
        return f"{verb} {'one meeting' if most == 1 else f'at most {most} meetings'} at a time"

    def whens(self, slots: Iterable[str]) -> str:
        """Several slots; three or more in a row of one day are said as a stretch."""
        index = self._index
        order = sorted(index.slots[slot] for slot in set(slots))
        runs: list[list[int]] = []
        for t in order:
            if runs and t == runs[-1][-1] + 1 and index.problem.slots[t].day == index.problem.slots[runs[-1][0]].day:
                runs[-1].append(t)
            else:
                runs.append([t])
        return listed([stretch for run in runs for stretch in self._stretch(run)])

    def _stretch(self, run: list[int]) -> list[str]:
        slots = [self._index.problem.slots[t] for t in run]
        if len(slots) < 3:
            return [self.when(slot.id) for slot in slots]
        return [f"{slots[0].id} to {slots[-1].id} ({slots[0].start:%Y-%m-%d %H:%M} to {slots[-1].end:%H:%M})"]

    def _must(self, request: str) -> str:
        return f"{self.what(request)} must be held{self._lacking()}"

    def _fixed(self, request: str) -> str:
        fixed = self._index.fixed[request]
        return f"{self.what(request)} is fixed in {self.when(fixed.slot)}{f' at {fixed.place}' if fixed.place else ''}{self._lacking()}"

    def _dialogue(self, dialogue: str) -> str:
        length = self._index.dialogues[dialogue].length
        long = f", {length} slots in a row" if length > 1 else ""
        if self._index.slots and not any(self._index.fits(t, length) for t in range(len(self._index.slots))):
            long += ", more than any day has"
        return f"{self.which(dialogue)} must be held{long}{self._lacking()}"

    def _lacking(self) -> str:
        problem = self._index.problem
        lacking = [f"no {name}" for name, things in (("slots", problem.slots), ("places", problem.places)) if not things]
        return f", and the event has {' and '.join(lacking)}" if lacking else ""

    def _slots(self, request: str) -> str:
        return f"{self.what(request)} {self.slots_of(request)}"

    def _places(self, request: str) -> str:
        return f"{self.what(request)} {self.places_of(request)}"

    def _after(self, later: str, earlier: str) -> str:
        return f"{self.what(later)} comes after {self.what(earlier)}"

    def _unavailable(self, person: str) -> str:
        return f"{self.who(person)} {self.absence(person)}"

    def _max_meetings(self, person: str) -> str:
        most, needed = self._index.people[person].max_meetings or 0, len(self._index.held_by[person])
        more = f", and {needed} of its requests must be held" if needed > most else ""
        return f"{self.who(person)} has at most {counted(most, 'meeting')}{more}"

    def _parallel(self, most: str) -> str:
        people = [person.id for person in self._index.problem.participants if str(person.parallel) == most]
        return f"{listed([self.who(person) for person in people])} {self.at_once(people[0], len(people) > 1)}"

    def _capacity(self, places: tuple[str, ...]) -> str:
        each, slots = self._index.places[places[0]].capacity, len(self._index.slots)
        room = f"room for {'one meeting' if each == 1 else f'{each} meetings'}{' each' if len(places) > 1 else ''} at a time"
        total = f", {len(places) * each * slots} in all {slots} slots" if slots > 1 else ""
        return f"{listed(places)} {'have' if len(places) > 1 else 'has'} {room}{total}"

    def _least(self, dialogue: str) -> str:
        least, asked = self._index.dialogues[dialogue].seats[0], len(self._index.dialogues[dialogue].wanted)
        return f"{self.which(dialogue)} needs at least {counted(least, 'person', 'people')} seated{too_few(asked, least)}"

    def _minimum(self, dialogue: str, role: str) -> str:
        found = self._index.dialogues[dialogue]
        asked = sum(self._index.people[seat.participant].role == role for seat in found.wanted)
        least = found.minimum[role]
        return f"{self.which(dialogue)} needs at least {least} of the role {role} seated{too_few(asked, least)}"

    def _most(self, dialogue: str) -> str:
        found = self._index.dialogues[dialogue]
        return f"{self.which(dialogue)} seats at most {found.seats[1]}, fewer than the {sum(found.minimum.values())} that its roles need"

    def _moderators(self, dialogue: str) -> str:
        found = self._index.dialogues[dialogue]
        if not found.moderators:
            return f"{self.which(dialogue)} can be moderated by nobody: name moderators, or leave the list out if it needs none"
        both = set(found.moderators) & {seat.participant for seat in found.wanted}
        seatless = ", who then has no seat" if both else ""
        return f"{self.which(dialogue)} must be moderated by {listed([self.who(person) for person in found.moderators], 'or')}{seatless}"

    def _starts(self, dialogue: str) -> str:
        found = self._index.dialogues[dialogue]
        if not found.starts:
            return f"{self.which(dialogue)} can start in no slot, the list of starts being empty"
        late = not any(self._index.fits(self._index.slots[slot], found.length) for slot in found.starts)
        more = f", too late on the day for {found.length} slots in a row" if late else ""
        return f"{self.which(dialogue)} may only start in {self.whens(found.starts)}{more}"

    def _tables(self, dialogue: str) -> str:
        places = self._index.dialogues[dialogue].places
        where = f"may only be held at {listed(places)}" if places else "can be held nowhere, the list of places being empty"
        return f"{self.which(dialogue)} {where}"

    def _max_break_difference(self) -> str:
        most = self._index.problem.max_break_difference
        return f"no two participants may differ by more than {counted(most or 0, 'break')} (max_break_difference)"


def listed(names: Sequence[str], last: str = "and", most: int = MOST_NAMED) -> str:
    """`a, b and c`; of a long list the first ones and how many more there are."""
    shown = list(names) if len(names) <= most else [*names[: most - 1], f"{len(names) - most + 1} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def counted(number: int, thing: str, things: str = "") -> str:
    """`1 meeting`, `2 meetings`."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def too_few(asked: int, least: int) -> str:
    """What is obviously amiss with a least number of seats."""
    if asked >= least:
        return ""
    return f", and only {asked} asked for a seat" if asked else ", and nobody asked for a seat"
