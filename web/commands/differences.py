"""What a repaired plan changes, person by person, in lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from matchmaking.agendas import Entry
from matchmaking.changes import EntryChange, Kind, compare, earlier, planned_entries
from matchmaking.clock import hours
from scheduler.instance.reference_plan import ReferencePlan
from scheduler.plan import Plan
from scheduler.problem import Participant, Problem

ORDER = (Kind.CANCELLED, Kind.MOVED, Kind.NEW)


def tell_changes(problem: Problem, before: Plan, after: Plan, was: Problem | None = None, most: int | None = None) -> Iterator[str]:
    """Tell who has what cancelled, moved and new.

    Parameters
    ----------
    problem
        Of the plan that comes after.
    was
        That of the plan before, where it was another; it knows who met and when, even if `problem` does not any more.
    most
        Lines at most; how many more there are is said.
    """
    if was is None:
        before, after = _without_common(before, after)
    # Under the same id, so that what is the same meeting is known to be.
    old = earlier(replace(was, id=problem.id) if was else problem, before)
    found = compare(planned_entries(old.problem, old.plan), planned_entries(problem, after))
    changes = [change for change in found if change.kind is not Kind.REWORDED]
    yield _summary(changes)
    if old.left_out:
        yield (
            f"{old.left_out:,} of what was planned before is left out here: "
            f"{'that plan names what its problem does not know' if was else 'the problem does not know it any more'}"
        )
    every = list(_by_person(problem, old.problem, changes))
    yield from every[:most]
    if most is not None and len(every) > most:
        yield f"and {len(every) - most:,} lines more: bms diff tells all"


def tell_too_soon(problem: Problem, kept: ReferencePlan, after: Plan) -> Iterator[str]:
    """Tell what a repair had to put where nothing should come any more, because the problem demands it."""
    frozen = kept.frozen_slots(problem)
    slots = {slot.id: slot for slot, shut in zip(problem.slots, frozen.tolist(), strict=True) if shut}
    meetings = {(meeting.request, meeting.slot) for meeting in kept.plan.meetings}
    dialogues = {(held.dialogue, held.start) for held in kept.plan.dialogues}
    new = [(meeting.request, meeting.slot) for meeting in after.meetings if (meeting.request, meeting.slot) not in meetings]
    new += [(held.dialogue, held.start) for held in after.dialogues if (held.dialogue, held.start) not in dialogues]
    for name, slot in new:
        if slot in slots:
            yield (
                f"{name} now begins at {slots[slot].start:%H:%M}, which is over or too soon: it has to be held and cannot be later; "
                "if that is no good, take back its must, or let it be held later, and repair again"
            )


def _without_common(one: Plan, other: Plan) -> tuple[Plan, Plan]:
    """Two plans of one problem less what is the same in both: of a large event most is, and nothing is said of it."""
    meetings, dialogues = {*one.meetings} & {*other.meetings}, {*one.dialogues} & {*other.dialogues}

    def rest(plan: Plan) -> Plan:
        held = tuple(meeting for meeting in plan.meetings if meeting not in meetings)
        return replace(plan, meetings=held, dialogues=tuple(each for each in plan.dialogues if each not in dialogues))

    return rest(one), rest(other)


def _summary(changes: list[EntryChange]) -> str:
    counts = [(len({change.key for change in changes if change.kind is kind}), kind) for kind in ORDER]
    people = len({change.who for change in changes})
    if not people:
        return "nothing changes for anybody"
    return ", ".join(f"{count:,} {kind}" for count, kind in counts) + f"; {people:,} {'person has' if people == 1 else 'people have'} news"


def _by_person(problem: Problem, old: Problem, changes: list[EntryChange]) -> Iterator[str]:
    people = {person.id: person for person in (*old.participants, *problem.participants)}
    one_day = len({slot.start.date() for slot in (*old.slots, *problem.slots)}) == 1
    mine: dict[str, list[EntryChange]] = {}
    for change in sorted(changes, key=_when):
        mine.setdefault(change.who, []).append(change)
    for person in people.values():
        if person.id in mine:
            yield _called(person)
            yield from (_line(change, one_day) for change in mine[person.id])


def _called(person: Participant) -> str:
    name = person.id if person.label == person.id else f"{person.label} ({person.id})"
    return f"{name}, {person.organisation}" if person.organisation else name


def _when(change: EntryChange) -> tuple[float, str]:
    entry = change.becomes or change.was
    assert entry is not None
    return entry.start.timestamp(), change.uid


def _line(change: EntryChange, one_day: bool) -> str:
    spots = " -> ".join(_spot(entry, one_day) for entry in (change.was, change.becomes) if entry)
    entry = change.becomes or change.was
    return f"  {change.kind:<9}  {spots}: {entry.title if entry else ''}"


def _spot(entry: Entry, one_day: bool) -> str:
    day = "" if one_day else f"{entry.start:%Y-%m-%d} "
    return f"{day}{hours(entry.start, entry.end)} at {entry.place}"
