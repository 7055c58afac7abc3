"""The one place where an event's data become a scheduler problem."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from matchmaking.planning.diaries import Diary, diaries
from matchmaking.planning.event import Absence, Dialogue, EventData, Participant, Period, Place, Quota, Strength
from matchmaking.planning.fit import best_fit
from matchmaking.planning.pairs import Pair, pair_id, pairs_of
from matchmaking.planning.slots import takes
from matchmaking.planning.values import Value, Weights, value_of, value_of_seat
from scheduler import problem as scheduler


def to_problem(data: EventData, weights: Weights | None = None) -> scheduler.Problem:
    """Make the scheduler's problem of an event.

    Only the organiser's locks become hard (``fixed``): a participant's *must* is a high value, so that one impossible request
    cannot keep an event from having a plan.

    Parameters
    ----------
    data
        Without faults (`matchmaking.planning.checking.faults_of`).
    weights
        What makes a meeting worth holding; None: the defaults.
    """
    weights = weights or Weights()
    pairs, kept = pairs_of(data), diaries(data)
    diary = {role.id: each for each in kept for role in each.roles}
    live = {pair.id for pair in pairs}
    return scheduler.Problem(
        id=data.event.id,
        name=data.event.name,
        slots=tuple(_slot(data, period) for period in data.event.slots),
        places=tuple(_place(data, place, diary) for place in data.places),
        participants=_participants(data, pairs, kept),
        requests=tuple(_request(data, pair, diary, value_of(pair, weights).total) for pair in pairs),
        dialogues=tuple(_dialogue(data, dialogue, diary, weights) for dialogue in data.dialogues),
        fixed=tuple(
            scheduler.Fixed(pair_id(*lock.participants), lock.slot, lock.place)
            for lock in data.locks
            if pair_id(*lock.participants) in live
        ),
    )


def values_of(data: EventData, weights: Weights | None = None) -> dict[str, Value]:
    """Say for each request, by its id, what its meeting is worth, term by term."""
    return {pair.id: value_of(pair, weights or Weights()) for pair in pairs_of(data)}


def questions(data: EventData) -> dict[str, tuple[str, ...]]:
    """Give each dialogue's questions, for the agendas of those who sit at it."""
    return {dialogue.id: dialogue.questions for dialogue in data.dialogues}


def why(data: EventData) -> dict[str, str]:
    """Say for each request what connects the two: which offer answers which need best; absent where no tag is in common."""
    best = {pair.id: best_fit(data, *pair.participants) for pair in pairs_of(data)}
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
    return takes((absence.start, absence.end), (slot.start, slot.end))


def _interrupted(data: EventData, run: tuple[Period, ...]) -> bool:
    first, last = run[0], run[-1]
    zone = ZoneInfo(data.event.timezone)
    if first.start.astimezone(zone).date() != last.start.astimezone(zone).date():
        return True
    return any(pause.overlaps(first.start, last.end) for pause in data.event.breaks)


def _slot(data: EventData, period: Period) -> scheduler.Slot:
    zone = ZoneInfo(data.event.timezone)
    return scheduler.Slot(period.id, _with_offset(period.start, zone), _with_offset(period.end, zone))


def _with_offset(moment: datetime, zone: ZoneInfo) -> datetime:
    """On the walls of a zone, with nothing but the offset: what a file says of a time, and so equal to it in the repeated hour too."""
    there = moment.astimezone(zone)
    return there.replace(tzinfo=timezone(there.utcoffset() or timedelta()))


def _place(data: EventData, place: Place, diary: dict[str, Diary]) -> scheduler.Place:
    """A booth holds as many meetings as people stand at it, if it has the room."""
    if place.owner is None:
        return scheduler.Place(place.id, place.zone, place.capacity)
    return scheduler.Place(place.id, place.zone, min(place.capacity, data.participant[place.owner].people), diary[place.owner].id)


def _participants(data: EventData, pairs: tuple[Pair, ...], kept: tuple[Diary, ...]) -> tuple[scheduler.Participant, ...]:
    away: dict[str, list[Absence]] = {}
    for absence in data.absences:
        away.setdefault(absence.participant, []).append(absence)
    asked = {request.asker for request in data.requests if request.strength is not Strength.RATHER_NOT}
    chances = Counter(p for pair in pairs for p in pair.participants)
    owed = {role: count for role, count in chances.items() if role in asked}
    return tuple(_participant(data, diary, tuple(row for role in diary.roles for row in away.get(role.id, ())), owed) for diary in kept)


def _participant(data: EventData, diary: Diary, absences: tuple[Absence, ...], owed: dict[str, int]) -> scheduler.Participant:
    """``owed``: by role, the meetings that could count towards its floor; who asked for none is owed none."""
    most = _most(data, diary)
    floor = sum(min(_quota(data, role).floor, owed.get(role.id, 0)) for role in diary.roles)
    booth, people = _booth(data, diary), max(role.people for role in diary.roles)
    return scheduler.Participant(
        id=diary.id,
        role=_role_at_dialogues(data, diary) if len(diary.roles) > 1 else diary.roles[0].role,
        name=diary.roles[0].name,
        organisation=" / ".join(dict.fromkeys(data.organisation[role.organisation].name for role in diary.roles)),
        unavailable=unavailable_slots(data, absences),
        max_meetings=most,
        floor=floor if most is None else min(floor, most),
        home=booth.id if booth else None,
        parallel=min(booth.capacity, people - diary.lends) if booth and len(diary.roles) == 1 else 1,
    )


def _quota(data: EventData, role: Participant) -> Quota:
    return data.event.quotas.get(role.role, Quota())


def _most(data: EventData, diary: Diary) -> int | None:
    """The lowest limit of their own, which is the person's; without one, what the quotas of the roles add up to."""
    own = [role.max_meetings for role in diary.roles if role.max_meetings is not None]
    quotas = [_quota(data, role).max_meetings for role in diary.roles]
    if own:
        return min(own)
    return None if None in quotas else sum(quota for quota in quotas if quota is not None)


def _booth(data: EventData, diary: Diary) -> Place | None:
    return next((data.booth[role.id] for role in diary.roles if role.id in data.booth), None)


def _role_at_dialogues(data: EventData, diary: Diary) -> str:
    """Of several roles the one in which most seats are asked for, and rather not that of a moderator; a dialogue's minimum counts it."""
    asked = Counter(wish.participant for row in data.dialogues for wish in row.wanted if wish.strength is not Strength.RATHER_NOT)
    leading = {who for row in data.dialogues for who in row.moderators}
    return max(diary.roles, key=lambda role: (asked[role.id], role.id not in leading)).role


def _request(data: EventData, pair: Pair, diary: dict[str, Diary], value: int) -> scheduler.Request:
    """A request of two diaries, at the booth of one of the two roles; a booth that is theirs in another role is none for it."""
    one, other = (diary[role] for role in pair.participants)
    own = [data.booth[role].id for role in pair.participants if role in data.booth]
    shared = [place.id for place in data.places if place.owner is None]
    as_usual = all(_booth(data, diary[role]) == data.booth.get(role) for role in pair.participants)
    return scheduler.Request(pair.id, (one.id, other.id), value, places=None if as_usual else tuple(own or shared))


def _dialogue(data: EventData, dialogue: Dialogue, diary: dict[str, Diary], weights: Weights) -> scheduler.Dialogue:
    """A lock leaves one start, and one place and moderator where it names them; what is locked has to be held."""
    lock = dialogue.lock
    moderators = _locked(dialogue.moderators, lock.moderator if lock else None)
    return scheduler.Dialogue(
        id=dialogue.id,
        topic=dialogue.topic,
        length=dialogue.length,
        starts=_locked(possible_starts(data, dialogue.length), lock.slot if lock else None),
        places=_locked(dialogue.places, lock.place if lock else None),
        moderators=tuple(dict.fromkeys(diary[who].id for who in moderators)),
        seats=dialogue.seats,
        minimum=dialogue.minimum,
        wanted=_seats(dialogue, diary, weights),
        must=dialogue.must or lock is not None,
    )


def _seats(dialogue: Dialogue, diary: dict[str, Diary], weights: Weights) -> tuple[scheduler.Seat, ...]:
    """One seat a diary, worth the stronger wish where it is asked for in two roles."""
    values: dict[str, int] = {}
    for wish in dialogue.wanted:
        if wish.strength is not Strength.RATHER_NOT:
            who, value = diary[wish.participant].id, value_of_seat(wish, dialogue.length, weights).total
            values[who] = max(value, values.get(who, 0))
    return tuple(scheduler.Seat(who, value) for who, value in values.items())


def _locked(choices: tuple[str, ...], only: str | None) -> tuple[str, ...]:
    return choices if only is None else tuple(choice for choice in choices if choice == only)
