"""An event as it might be: more or fewer tables and slots, somebody not there, somebody there for longer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import count, islice

from scheduler.problem import Dialogue, Participant, Place, Problem, Request, Slot

TABLES, SLOTS, MOST = 10_000, 1_000, 1_000_000  # that can be added at once, and the largest number that a problem file may have


def spare_tables(problem: Problem) -> tuple[str, ...]:
    """Shared places that nothing names, so that one more or less of them changes nothing else; those to give up first come last."""
    named = {fixed.place for fixed in problem.fixed} | {person.home for person in problem.participants}
    for places in (*(request.places for request in problem.requests), *(dialogue.places for dialogue in problem.dialogues)):
        named.update(places or ())
    spare = [place for place in problem.places if place.owner is None and place.id not in named]
    return tuple(place.id for place in sorted(spare, key=lambda place: -place.capacity))


def with_tables(problem: Problem, more: int) -> Problem:
    """So many shared places more, each for one meeting, or fewer (those of `spare_tables`).

    Raises
    ------
    ValueError
        There are not so many that could be given up, or more would be added than any event needs.
    """
    _require_at_most(TABLES, more, "tables")
    if more >= 0:
        names = _new("table", {place.id for place in problem.places}, more)
        return replace(problem, places=(*problem.places, *(Place(name) for name in names)))
    spare = spare_tables(problem)
    if -more > len(spare):
        raise ValueError(f"only {len(spare)} shared tables are named by nothing else and could be given up, not {-more}")
    gone = set(spare[more:])
    return replace(problem, places=tuple(place for place in problem.places if place.id not in gone))


def with_slots(problem: Problem, more: int) -> Problem:
    """So many slots more after the last one, in which everybody is available, or fewer from the end.

    Raises
    ------
    ValueError
        There is none to go by, there are not so many, one of them has a fixed meeting, or more would be added than any event needs.
    """
    _require_at_most(SLOTS, more, "slots")
    if not problem.slots or -more >= len(problem.slots):
        raise ValueError(f"the event has {len(problem.slots)} slots, so {more:+d} is not possible")
    if more >= 0:
        return _with_more_slots(problem, more)
    kept = problem.slots[:more]
    names = {slot.id for slot in kept}
    lost = next((fixed for fixed in problem.fixed if fixed.slot not in names), None)
    if lost is not None:
        raise ValueError(f"{lost.request} is fixed in {lost.slot}, which would be given up")
    return replace(
        problem,
        slots=kept,
        participants=tuple(replace(person, unavailable=person.unavailable & names) for person in problem.participants),
        requests=tuple(replace(r, slots=None if r.slots is None else r.slots & names) for r in problem.requests),
        dialogues=tuple(replace(d, starts=None if d.starts is None else _only(d.starts, names)) for d in problem.dialogues),
    )


def _with_more_slots(problem: Problem, more: int) -> Problem:
    last = problem.slots[-1]
    length = last.end - last.start
    names = _new("slot", {slot.id for slot in problem.slots}, more)
    added = (Slot(name, last.end + k * length, last.end + (k + 1) * length) for k, name in enumerate(names))
    return replace(problem, slots=(*problem.slots, *added))


def with_seats(problem: Problem, more: int) -> Problem:
    """So many seats more, or fewer, at each dialogue that has a limit.

    Raises
    ------
    ValueError
        A dialogue would have fewer seats than it needs at least, or more than a problem file may say.
    """
    _require_at_most(MOST, more, "seats")
    return replace(problem, dialogues=tuple(_with_seats(dialogue, more) for dialogue in problem.dialogues))


def _with_seats(dialogue: Dialogue, more: int) -> Dialogue:
    least, most = dialogue.seats
    if most is None:
        return dialogue
    if most + more < least:
        raise ValueError(f"the dialogue {dialogue.id} needs at least {least} people, and would have {most + more} seats")
    return replace(dialogue, seats=(least, min(MOST, most + more)))


def without(problem: Problem, names: Iterable[str]) -> Problem:
    """Without some participants, what they asked for, and the places that they own.

    Raises
    ------
    ValueError
        Somebody is not known.
    """
    gone = set(names)
    _require(problem, gone)
    places = {place.id for place in problem.places if place.owner not in gone}
    left = {request.id for request in problem.requests if gone.isdisjoint(request.participants)}
    return replace(
        problem,
        participants=tuple(replace(p, home=p.home if p.home in places else None) for p in problem.participants if p.id not in gone),
        places=tuple(place for place in problem.places if place.id in places),
        requests=tuple(_left(request, left, places) for request in problem.requests if request.id in left),
        dialogues=tuple(_without(dialogue, gone, places) for dialogue in problem.dialogues),
        fixed=tuple(replace(f, place=f.place if f.place in places else None) for f in problem.fixed if f.request in left),
    )


def _left(request: Request, left: set[str], places: set[str]) -> Request:
    return replace(request, after=_only(request.after, left), places=None if request.places is None else _only(request.places, places))


def _without(dialogue: Dialogue, gone: set[str], places: set[str]) -> Dialogue:
    return replace(
        dialogue,
        places=None if dialogue.places is None else _only(dialogue.places, places),
        moderators=None if dialogue.moderators is None else tuple(name for name in dialogue.moderators if name not in gone),
        wanted=tuple(seat for seat in dialogue.wanted if seat.participant not in gone),
    )


def available(problem: Problem, name: str, slot: str | None = None) -> Problem:
    """Somebody available in a slot, or in all of them.

    Raises
    ------
    ValueError
        The participant or the slot is not known.
    """
    _require(problem, {name})
    if slot is not None and all(each.id != slot for each in problem.slots):
        raise ValueError(f"there is no slot {slot!r}")
    away = frozenset() if slot is None else frozenset({slot})

    def change(person: Participant) -> Participant:
        return replace(person, unavailable=person.unavailable - away if away else frozenset())

    return replace(problem, participants=tuple(change(p) if p.id == name else p for p in problem.participants))


def with_limit(problem: Problem, name: str, most: int | None) -> Problem:
    """Somebody with another `max_meetings`; None: without.

    Raises
    ------
    ValueError
        The participant is not known, or the limit is below 0 or more than a problem file may say.
    """
    _require(problem, {name})
    if most is not None and not 0 <= most <= MOST:
        raise ValueError(f"a limit of {most} meetings is not possible")
    return replace(problem, participants=tuple(replace(p, max_meetings=most) if p.id == name else p for p in problem.participants))


def held(problem: Problem, names: Iterable[str]) -> Problem:
    """With some requests that every plan has to hold.

    Raises
    ------
    ValueError
        A request is not known.
    """
    wanted = set(names)
    unknown = sorted(wanted - {request.id for request in problem.requests})
    if unknown:
        raise ValueError(f"there is no request {unknown[0]!r}")
    return replace(problem, requests=tuple(replace(r, must=r.must or r.id in wanted) for r in problem.requests))


def _require_at_most(most: int, more: int, what: str) -> None:
    if more > most:
        raise ValueError(f"at most {most:,} {what} can be added, not {more:,}")


def _require(problem: Problem, names: set[str]) -> None:
    unknown = sorted(names - {person.id for person in problem.participants})
    if unknown:
        raise ValueError(f"there is no participant {unknown[0]!r}")


def _only(names: tuple[str, ...], kept: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in kept)


def _new(word: str, known: set[str], number: int) -> list[str]:
    """So many ids that are not known yet."""
    return list(islice((name for k in count(1) if (name := f"{word}+{k}") not in known), number))
