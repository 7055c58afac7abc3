"""Every goal, recomputed from the plan and its problem."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import pairwise

from scheduler.checker.timetable import Timetable
from scheduler.plan import Plan


def floor(timetable: Timetable) -> int:
    """Meetings that participants are short of their floors, together."""
    short = (p.floor - timetable.meetings_held(p.id) for p in timetable.problem.participants if p.floor)
    return sum(missing for missing in short if missing > 0)


def value(timetable: Timetable) -> int:
    """Values of the meetings held and of the seats given, together."""
    total = sum(timetable.requests[name].value for name in timetable.held)
    for held in timetable.held_dialogues.values():
        seated = set(held.participants)
        total += sum(seat.value for seat in timetable.dialogues[held.dialogue].wanted if seat.participant in seated)
    return total


def breaks_of(timetable: Timetable, name: str) -> list[list[int]]:
    """A participant's breaks, each the positions of the slots that it waits in one go."""
    across, found = timetable.problem.unavailable_counts_as_break, list[list[int]]()
    for before, after in pairwise(timetable.busy_slots(name)):
        if after == before + 1 or timetable.days[before] != timetable.days[after]:
            continue
        run: list[int] = []
        for t in range(before + 1, after + 1):
            waits = t < after and (across or t in timetable.available_slots(name))
            if waits:
                run.append(t)
            elif run:
                found.append(run)
                run = []
    return found


def breaks(timetable: Timetable) -> int:
    """Breaks of all participants."""
    return sum(len(breaks_of(timetable, name)) for name in timetable.people)


def idle(timetable: Timetable) -> int:
    """Slots in the breaks of all participants."""
    return sum(len(run) for name in timetable.people for run in breaks_of(timetable, name))


def _zones(timetable: Timetable, name: str, t: int) -> set[str | None]:
    """The zones in which a participant is in a slot; places without a zone are all in the same one."""
    things = [*timetable.meetings_of.get(name, {}).get(t, ()), *timetable.dialogues_of.get(name, {}).get(t, ())]
    return {timetable.places[thing.place].zone for thing in things if thing.place in timetable.places}


def moves(timetable: Timetable) -> int:
    """Pairs of adjacent busy slots of a participant with no zone in common."""
    return sum(
        after == before + 1
        and timetable.days[before] == timetable.days[after]
        and _zones(timetable, name, before).isdisjoint(_zones(timetable, name, after))
        for name in timetable.people
        for before, after in pairwise(timetable.busy_slots(name))
    )


def lowest(timetable: Timetable) -> int:
    """The lowest satisfaction of anybody who can have a meeting, in whole percent; 100 where nobody can."""
    asked = Counter(name for request in timetable.problem.requests for name in request.participants)
    shares = []
    for participant in timetable.problem.participants:
        most = min(asked[participant.id], (len(timetable.slots) - len(participant.unavailable)) * participant.parallel)
        if participant.max_meetings is not None:
            most = min(most, participant.max_meetings)
        if most > 0:
            shares.append(100 * timetable.meetings_held(participant.id) // most)
    return min(shares, default=100)


def mix(timetable: Timetable) -> int:
    """Pairs of people of one organisation seated at the same dialogue."""
    pairs = 0
    for held in timetable.held_dialogues.values():
        seated = (timetable.people[name].organisation for name in set(held.participants) if name in timetable.people)
        pairs += sum(n * (n - 1) // 2 for n in Counter(filter(None, seated)).values())
    return pairs


def changes(timetable: Timetable, reference: Plan) -> int:
    """What people who know the reference plan have to be notified of: meetings, seats, and moderators."""
    count = 0
    for meeting in reference.meetings:
        if meeting.request in timetable.requests:
            count += timetable.held.get(meeting.request) != meeting
    for old in reference.dialogues:
        if old.dialogue not in timetable.dialogues:
            continue
        now = timetable.held_dialogues.get(old.dialogue)
        stays = now is not None and (now.start, now.place) == (old.start, old.place)
        seated = set(now.participants) if now is not None and stays else set[str]()
        count += sum(name in timetable.people and name not in seated for name in old.participants)
        if old.moderator in timetable.people:
            count += not (stays and now is not None and now.moderator == old.moderator)
    return count


GOALS: Mapping[str, Callable[[Timetable], int]] = {
    "floor": floor,
    "value": value,
    "breaks": breaks,
    "idle": idle,
    "moves": moves,
    "lowest": lowest,
    "mix": mix,
}


def recompute(timetable: Timetable, reference: Plan | None, names: Collection[str] = GOALS.keys()) -> dict[str, int]:
    """Every goal of a timetable, or some by name; ``changes`` in any case, where there is a reference plan."""
    first = {} if reference is None else {"changes": changes(timetable, reference)}
    return first | {name: goal(timetable) for name, goal in GOALS.items() if name in names}
