"""The one place where an event's data become a scheduler problem."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

from matchmaking.planning.event import Absence, Dialogue, EventData, Participant, Period, Place, Quota, Strength
from matchmaking.planning.fit import best_fit
from matchmaking.planning.values import Value, Weights, value_of, value_of_seat
from matchmaking.planning.wishes import Wish, pair_id, wishes
from scheduler import problem as scheduler


def to_problem(data: EventData, weights: Weights | None = None) -> scheduler.Problem:
    """Make the scheduler's problem of an event.

    Only the organiser's locks become hard (``fixed``): a participant's *must* is a high value, so that one impossible wish
    cannot keep an event from having a plan.

    Parameters
    ----------
    data
        Without faults (`matchmaking.planning.checking.faults_of`).
    weights
        What makes a meeting worth holding; None: the defaults.
    """
    weights = weights or Weights()
    pairs = wishes(data)
    live = {wish.id for wish in pairs}
    return scheduler.Problem(
        id=data.event.id,
        name=data.event.name,
        slots=tuple(_slot(data, period) for period in data.event.slots),
        places=tuple(scheduler.Place(p.id, p.zone, _capacity(data, p), p.owner) for p in data.places),
        participants=_participants(data, pairs),
        requests=tuple(scheduler.Request(wish.id, wish.participants, value_of(wish, weights).total) for wish in pairs),
        dialogues=tuple(_dialogue(data, dialogue, weights) for dialogue in data.dialogues),
        fixed=tuple(
            scheduler.Fixed(pair_id(*lock.participants), lock.slot, lock.place)
            for lock in data.locks
            if pair_id(*lock.participants) in live
        ),
    )


def worths(data: EventData, weights: Weights | None = None) -> dict[str, Value]:
    """Say for each request, by its id, what its meeting is worth, term by term."""
    return {wish.id: value_of(wish, weights or Weights()) for wish in wishes(data)}


def questions(data: EventData) -> dict[str, tuple[str, ...]]:
    """Give each dialogue's questions, for the agendas of those who sit at its table."""
    return {dialogue.id: dialogue.questions for dialogue in data.dialogues}


def why(data: EventData) -> dict[str, str]:
    """Say for each request what connects the two: which offer answers which need best; absent where no tag is in common."""
    best = {wish.id: best_fit(data, *wish.participants) for wish in wishes(data)}
    return {
        id_: f"“{offer.title}” for “{need.functional_need}” ({found.reason})"
        for id_, (found, offer, need) in best.items()
        if offer is not None and need is not None
    }


def unavailable_slots(data: EventData, absences: tuple[Absence, ...]) -> frozenset[str]:
    """Find the slots of which any of ``absences`` takes a moment."""
    sessions = {session.id: session for session in data.event.sessions}
    return frozenset(slot.id for slot in data.event.slots for absence in absences if _touches(absence, slot, sessions))


def possible_starts(data: EventData, length: int) -> tuple[str, ...]:
    """Find the slots in which a dialogue of ``length`` slots can start and end on the same day with no programme break in it."""
    slots = data.event.slots
    runs = (slots[i : i + length] for i in range(len(slots) - length + 1))
    return tuple(run[0].id for run in runs if run and not _interrupted(data, run))


def _touches(absence: Absence, slot: Period, sessions: dict[str, Period]) -> bool:
    if absence.session is not None:
        session = sessions[absence.session]
        return session.overlaps(slot.start, slot.end)
    return (absence.start is None or absence.start < slot.end) and (absence.end is None or slot.start < absence.end)


def _interrupted(data: EventData, run: tuple[Period, ...]) -> bool:
    first, last = run[0], run[-1]
    zone = ZoneInfo(data.event.timezone)
    if first.start.astimezone(zone).date() != last.start.astimezone(zone).date():
        return True
    return any(pause.overlaps(first.start, last.end) for pause in data.event.breaks)


def _slot(data: EventData, period: Period) -> scheduler.Slot:
    zone = ZoneInfo(data.event.timezone)
    return scheduler.Slot(period.id, period.start.astimezone(zone), period.end.astimezone(zone))


def _capacity(data: EventData, place: Place) -> int:
    """A booth holds as many meetings as people stand at it, if it has the room."""
    return place.capacity if place.owner is None else min(place.capacity, data.participant[place.owner].people)


def _participants(data: EventData, pairs: tuple[Wish, ...]) -> tuple[scheduler.Participant, ...]:
    away: dict[str, list[Absence]] = {}
    for absence in data.absences:
        away.setdefault(absence.participant, []).append(absence)
    asked = {request.asker for request in data.requests if request.strength is not Strength.RATHER_NOT}
    chances = Counter(p for wish in pairs for p in wish.participants)
    return tuple(_participant(data, p, tuple(away.get(p.id, ())), chances[p.id] if p.id in asked else 0) for p in data.participants)


def _participant(data: EventData, person: Participant, absences: tuple[Absence, ...], chances: int) -> scheduler.Participant:
    """``chances``: meetings that could count towards the floor; 0 for who asked for none, and is owed none."""
    quota = data.event.quotas.get(person.role, Quota())
    most = person.max_meetings if person.max_meetings is not None else quota.max_meetings
    booth = data.booth.get(person.id)
    return scheduler.Participant(
        id=person.id,
        role=person.role,
        name=person.name,
        organisation=data.organisation[person.organisation].name,
        unavailable=unavailable_slots(data, absences),
        max_meetings=most,
        floor=min(quota.floor, chances, quota.floor if most is None else most),
        home=booth.id if booth else None,
        parallel=_capacity(data, booth) if booth else 1,
    )


def _dialogue(data: EventData, dialogue: Dialogue, weights: Weights) -> scheduler.Dialogue:
    """A lock leaves one start, and one place and moderator where it names them; what is locked has to be held."""
    lock = dialogue.lock
    return scheduler.Dialogue(
        id=dialogue.id,
        topic=dialogue.topic,
        length=dialogue.length,
        starts=_locked(possible_starts(data, dialogue.length), lock.slot if lock else None),
        places=_locked(dialogue.places, lock.place if lock else None),
        moderators=_locked(dialogue.moderators, lock.moderator if lock else None),
        seats=dialogue.seats,
        minimum=dialogue.minimum,
        wanted=tuple(
            scheduler.Seat(wish.participant, value_of_seat(wish, dialogue.length, weights).total)
            for wish in dialogue.wanted
            if wish.strength is not Strength.RATHER_NOT
        ),
        must=dialogue.must or lock is not None,
    )


def _locked(choices: tuple[str, ...], only: str | None) -> tuple[str, ...]:
    return choices if only is None else tuple(choice for choice in choices if choice == only)
