"""Made-up instances of business-to-business meeting scheduling, written the way in which the published ones are.

The layout of such a file is known (MiniZinc data, one entry of an array a line); all that stands in these comes from a seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

MORNING, AFTERNOON, EITHER = 1, 2, 3


@dataclass(frozen=True)
class Instance:
    """An instance in its own numbers, which all begin at 1.

    Attributes
    ----------
    requested
        Two participants and the session of each meeting.
    forbidden
        The slots of each participant in which it does not meet.
    fixed
        The slot of each meeting, 0 where it is open.
    precedences
        The meetings that come before each meeting.
    """

    people: int
    tables: int
    slots: int
    morning_slots: int
    requested: tuple[tuple[int, int, int], ...]
    forbidden: tuple[frozenset[int], ...]
    fixed: tuple[int, ...]
    precedences: tuple[frozenset[int], ...]

    def session(self, number: int) -> frozenset[int]:
        """The slots of a session."""
        first = 1 if number != AFTERNOON else self.morning_slots + 1
        last = self.slots if number != MORNING else self.morning_slots
        return frozenset(range(first, last + 1))

    def common_slots(self, one: int, two: int, session: int) -> list[int]:
        """The slots of a session in which two participants both meet."""
        return sorted(self.session(session) - self.forbidden[one - 1] - self.forbidden[two - 1])

    def text(self) -> str:
        """The instance as a file."""
        people = range(1, self.people + 1)
        of_person = [[k for k, meeting in enumerate(self.requested, 1) if person in meeting[:2]] for person in people]
        sizes = {
            "nBusiness": self.people,
            "nMeetings": len(self.requested),
            "nTables": self.tables,
            "nTotalSlots": self.slots,
            "nMorningSlots": self.morning_slots,
        }
        parts = [
            "\n".join(f"{name} = {size};" for name, size in sizes.items()),
            f"requested = [|{_rows(self.requested)}|];",
            f"meetingsxBusiness = {_sets([1, *(k + 1 for k in meetings)] for meetings in of_person)};",
            f"nMeetingsBusiness = {_numbers(len(meetings) for meetings in of_person)};",
            f"forbidden = {_sets(sorted(slots) or [0] for slots in self.forbidden)};",
            f"fixed = {_numbers(self.fixed)};",
            f"precedences = {_sets(map(sorted, self.precedences))};",
        ]
        return "\n\n".join(parts) + "\n"


def _rows(rows: Iterable[tuple[int, int, int]]) -> str:
    return "|".join(f"{one}, {two},{session}, \n" for one, two, session in rows)


def _sets(sets: Iterable[Sequence[int]]) -> str:
    return "[" + ",\n".join("{" + ",".join(map(str, members)) + "}" for members in sets) + "]"


def _numbers(numbers: Iterable[int]) -> str:
    return "[" + ",".join(map(str, numbers)) + "]"


def make_instance(seed: int) -> Instance:
    """Draw an instance of the size of a real event; each of its meetings has a slot in which its two participants can hold it."""
    draw = random.Random(seed)
    slots, people, tables = draw.randint(8, 20), draw.randint(20, 50), draw.randint(8, 20)
    shares = draw.choices((0, 0, 0.2), k=people)
    forbidden = tuple(frozenset(slot for slot in range(1, slots + 1) if draw.random() < share) for share in shares)
    bare = Instance(people, tables, slots, draw.randint(2, slots - 2), (), forbidden, (), ())
    pairs = draw.sample(list(combinations(range(1, people + 1), 2)), draw.randint(60, 120))
    requested = tuple(meeting for pair in pairs for meeting in _meetings(draw, bare, *pair))
    fixed = tuple(draw.choice(bare.common_slots(*meeting)) if draw.random() < 0.1 else 0 for meeting in requested)
    before = tuple(
        frozenset(draw.choices(range(1, k), k=draw.choice((0, 0, 0, 1, 2))) if k > 1 else ()) for k in range(1, len(requested) + 1)
    )
    return replace(bare, requested=requested, fixed=fixed, precedences=before)


def _meetings(draw: random.Random, instance: Instance, one: int, two: int) -> list[tuple[int, int, int]]:
    """A meeting of two participants in a session in which they can meet; none where there is no such session."""
    sessions = [session for session in (MORNING, AFTERNOON, EITHER) if instance.common_slots(one, two, session)]
    return [(one, two, draw.choice(sessions))] if sessions else []
