"""Change a dialogue's table in the plan by hand: lock, move or cancel it, give or take a seat; see `plan_settling`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.planning import Diary, diary_of
from scheduler.checker.timetable import Timetable
from scheduler.plan import Plan, Table
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid, NotFound
from web.core.event_data import event_data, slot_name
from web.models import Dialogue, DialogueLock, EditKind, Event, Person, Registration, SeatWish, Strength, now
from web.planning.queries.drafts import Draft
from web.planning.services.plan_settling import draft_to_change, faults_now, note, settle


def put_table(
    event: Event, by: Person, revision: int, subject: str, slot: str, place: str, moderator: str, *, without_busy: bool = False
) -> None:
    """Hold a dialogue from a slot on, at a place and with a moderator, and lock it there; it may be held elsewhere now, or not at all.

    Who sits at it stays. A dialogue that was not held gets those who asked for a seat and are free then, the most valuable first.

    Parameters
    ----------
    without_busy
        Leave out who does something else then, rather than refuse.

    Raises
    ------
    Invalid
        With the rules that forbid it.
    Conflict
        Where somebody has changed the plan since ``revision``, or there is none.
    """
    draft = draft_to_change(event, revision)
    row, held = _dialogue(event, subject), _table(draft, subject)
    baseline = faults_now(event, draft)
    leader = _lock(event, row, slot, place, moderator, by)
    seated = held.participants if held else _wishers(draft, subject)
    if held is None or without_busy:
        seated = _free(draft, subject, slot, seated)
    if held is None:
        seated = seated[: row.most_seats]
    table = Table(subject, slot, place, leader, seated)
    settle(event, draft, _with_table(draft.plan, table), baseline)
    note(event, by, EditKind.MOVE if held else EditKind.ADD, subject, _told(held), _told(table))


def lock_table(event: Event, by: Person, revision: int, subject: str) -> None:
    """Lock a dialogue when, where and by whom it is held. Raises as `put_table`."""
    draft = draft_to_change(event, revision)
    row, held = _dialogue(event, subject), _held(draft, subject)
    baseline = faults_now(event, draft)
    _lock(event, row, held.start, held.place, held.moderator or "", by)
    settle(event, draft, draft.plan, baseline)
    note(event, by, EditKind.LOCK, subject, _told(held), _told(held))


def unlock_table(event: Event, by: Person, revision: int, subject: str) -> None:
    """Leave it to later runs when, where and by whom a dialogue is held. Raises as `put_table`."""
    draft = draft_to_change(event, revision)
    row = _dialogue(event, subject)
    baseline = faults_now(event, draft)
    row.lock = None
    settle(event, draft, draft.plan, baseline)
    note(event, by, EditKind.UNLOCK, subject, None, None)


def cancel_table(event: Event, by: Person, revision: int, subject: str) -> None:
    """Take a dialogue out of this plan and of later runs, until it is put back. Raises as `put_table`."""
    draft = draft_to_change(event, revision)
    row, held = _dialogue(event, subject), _held(draft, subject)
    baseline = faults_now(event, draft)
    row.cancelled_at, row.lock = now(), None
    settle(event, draft, _with_table(draft.plan, None, subject), baseline)
    note(event, by, EditKind.CANCEL, subject, _told(held), None)


def give_seat(event: Event, by: Person, revision: int, subject: str, who: str) -> None:
    """Seat somebody at a dialogue; who did not ask for it counts from now on as if they must. Raises as `put_table`."""
    draft = draft_to_change(event, revision)
    row, held, registration = _dialogue(event, subject), _held(draft, subject), _participant(event, who)
    baseline = faults_now(event, draft)
    diary = _diaries(event)[registration.public_id]
    wishes = _wishes(row, diary)
    if not wishes:
        row.wanted.append(SeatWish(registration=registration, strength=Strength.MUST))
    elif all(wish.strength is Strength.RATHER_NOT for wish in wishes):
        raise Invalid(_("%(name)s would rather not sit at this table.", name=registration.person.label))
    for wish in wishes:
        wish.set_aside_at = None
    table = replace(held, participants=(*held.participants, diary.id))
    settle(event, draft, _with_table(draft.plan, table), baseline)
    note(event, by, EditKind.SEAT, subject, None, {"participant": registration.public_id})


def take_seat(event: Event, by: Person, revision: int, subject: str, who: str) -> None:
    """Take somebody's seat at a dialogue, in this plan and in later runs. Raises as `put_table`."""
    draft = draft_to_change(event, revision)
    row, held, registration = _dialogue(event, subject), _held(draft, subject), _participant(event, who)
    baseline = faults_now(event, draft)
    diary = _diaries(event)[registration.public_id]
    wishes = _wishes(row, diary)
    if not wishes or diary.id not in held.participants:
        raise NotFound
    for wish in wishes:
        wish.set_aside_at = now()
    table = replace(held, participants=tuple(each for each in held.participants if each != diary.id))
    settle(event, draft, _with_table(draft.plan, table), baseline)
    note(event, by, EditKind.UNSEAT, subject, {"participant": registration.public_id}, None)


def _lock(event: Event, row: Dialogue, slot: str, place: str, moderator: str, by: Person) -> str:
    """Lock it; returns the moderator's id in plans. ``moderator`` may be either that or the id of the registration."""
    when = next((each for each in event.slots if slot_name(event, each.start) == slot), None)
    where = next((each for each in row.places if each.name == place), None)
    diary = _diaries(event)
    who = next((each for each in row.moderators if each.takes_part and moderator in (each.public_id, diary[each.public_id].id)), None)
    if when is None or where is None:
        raise Invalid(_("This time or place is not among those of the dialogue. Choose another one, or change the dialogue."))
    if who is None:
        raise Invalid(_("This dialogue has no such moderator. Choose another one, or change the dialogue."))
    lock = row.lock or DialogueLock()
    lock.slot, lock.place, lock.moderator, row.lock = when, where, who, lock
    db.session.flush()
    record("locked", row, by, event)
    return diary[who.public_id].id


def _dialogue(event: Event, subject: str) -> Dialogue:
    row = db.session.scalar(
        select(Dialogue).where(Dialogue.event_id == event.id, Dialogue.public_id == subject, Dialogue.cancelled_at.is_(None))
    )
    if row is None:
        raise NotFound
    return row


def _participant(event: Event, who: str) -> Registration:
    found = db.session.scalar(select(Registration).where(Registration.event_id == event.id, Registration.public_id == who))
    if found is None or not found.takes_part:
        raise Invalid(_("Choose somebody who takes part."))
    return found


def _diaries(event: Event) -> dict[str, Diary]:
    return diary_of(event_data(event))


def _wishes(row: Dialogue, diary: Diary) -> list[SeatWish]:
    """The wishes for a seat of one person, who may have asked in two roles."""
    own = Registration.public_id.in_([role.id for role in diary.roles])
    return list(db.session.scalars(select(SeatWish).join(SeatWish.registration).where(SeatWish.dialogue_id == row.id, own)))


def _table(draft: Draft, subject: str) -> Table | None:
    return next((table for table in draft.plan.dialogues if table.dialogue == subject), None)


def _held(draft: Draft, subject: str) -> Table:
    table = _table(draft, subject)
    if table is None:
        raise Invalid(_("This dialogue is not held. Choose a time for it first."))
    return table


def _wishers(draft: Draft, subject: str) -> tuple[str, ...]:
    """Who asked for a seat, the most valuable first."""
    wanted = next((dialogue.wanted for dialogue in draft.problem.dialogues if dialogue.id == subject), ())
    return tuple(seat.participant for seat in sorted(wanted, key=lambda seat: -seat.value))


def _free(draft: Draft, subject: str, slot: str, people: tuple[str, ...]) -> tuple[str, ...]:
    """Those who do nothing else while the table would be held, and are there."""
    timetable = Timetable(draft.problem, _with_table(draft.plan, None, subject))
    length = next((dialogue.length for dialogue in draft.problem.dialogues if dialogue.id == subject), 1)
    first = timetable.slots.get(slot, 0)
    needed = frozenset(range(first, first + length))
    return tuple(
        who for who in people if who in timetable.people and needed <= timetable.free_slots(who) and not _meets(timetable, who, needed)
    )


def _meets(timetable: Timetable, who: str, slots: frozenset[int]) -> bool:
    return any(timetable.meetings_of.get(who, {}).get(slot) for slot in slots)


def _with_table(plan: Plan, table: Table | None, subject: str = "") -> Plan:
    """The plan with a table in place of that of its dialogue; None: with none of ``subject``."""
    others = tuple(each for each in plan.dialogues if each.dialogue != (table.dialogue if table else subject))
    return replace(plan, dialogues=(*others, table) if table else others)


def _told(table: Table | None) -> dict[str, Any] | None:
    return {"slot": table.start, "place": table.place, "moderator": table.moderator} if table else None
