"""Change a dialogue in the plan by hand: lock, move or cancel it, give or take a seat; see `plan_settling`."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from matchmaking.planning import Diary, diary_of
from matchmaking.planning.dialogue_rules import by_value, can_be_seated, free_for
from scheduler import problem as planned
from scheduler.checker.timetable import Timetable
from scheduler.plan import HeldDialogue, Plan
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid, NotFound
from web.core.event_rows import slot_name
from web.models import Dialogue, DialogueLock, EditKind, Event, Registration, SeatWish, Strength, now
from web.planning.queries.drafts import Draft
from web.planning.services.plan_settling import Edit, note, settle


def put_dialogue(edit: Edit, subject: str, slot: str, place: str, moderator: str, *, without_busy: bool = False) -> None:
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
    """
    draft = edit.draft
    row, held = _dialogue(edit.event, subject), _find_held(draft, subject)
    leader = _lock(edit, row, slot, place, moderator)
    dialogue = _planned(draft, subject)
    seated = held.participants if held else by_value(dialogue)
    if held is None or without_busy:
        seated = free_for(Timetable(draft.problem, _with_dialogue(draft.plan, None, subject)), dialogue, slot, seated)
    if held is None:
        seated = seated[: row.most_seats]
    new = HeldDialogue(subject, slot, place, leader, seated)
    _settle(edit, _with_dialogue(draft.plan, new))
    note(edit.event, edit.by, EditKind.MOVE if held else EditKind.ADD, subject, _stored(held), _stored(new))


def lock_dialogue(edit: Edit, subject: str) -> None:
    """Lock a dialogue when, where and by whom it is held. Raises as `put_dialogue`."""
    row, held = _dialogue(edit.event, subject), _require_held(edit.draft, subject)
    _lock(edit, row, held.start, held.place, held.moderator or "")
    _settle(edit, edit.draft.plan)
    note(edit.event, edit.by, EditKind.LOCK, subject, _stored(held), _stored(held))


def unlock_dialogue(edit: Edit, subject: str) -> None:
    """Leave it to later runs when, where and by whom a dialogue is held. Raises as `put_dialogue`."""
    row = _dialogue(edit.event, subject)
    row.lock = None
    _settle(edit, edit.draft.plan)
    note(edit.event, edit.by, EditKind.UNLOCK, subject, None, None)


def cancel_dialogue(edit: Edit, subject: str) -> None:
    """Take a dialogue out of this plan and of later runs, until it is put back. Raises as `put_dialogue`."""
    row, held = _dialogue(edit.event, subject), _require_held(edit.draft, subject)
    row.cancelled_at, row.lock = now(), None
    _settle(edit, _with_dialogue(edit.draft.plan, None, subject))
    note(edit.event, edit.by, EditKind.CANCEL, subject, _stored(held), None)


def give_seat(edit: Edit, subject: str, who: str) -> None:
    """Seat somebody at a dialogue; who did not ask for it counts from now on as if they must. Raises as `put_dialogue`."""
    row, held, registration = _dialogue(edit.event, subject), _require_held(edit.draft, subject), _participant(edit.event, who)
    diary = _diaries(edit)[registration.public_id]
    wishes = _wishes(row, diary)
    if not can_be_seated(wish.strength for wish in wishes):
        raise Invalid(_("%(name)s would rather not sit at this table.", name=registration.person.label))
    if not wishes:
        row.wanted.append(SeatWish(registration=registration, strength=Strength.MUST))
    for wish in wishes:
        wish.set_aside_at = None
    new = replace(held, participants=(*held.participants, diary.id))
    _settle(edit, _with_dialogue(edit.draft.plan, new))
    note(edit.event, edit.by, EditKind.SEAT, subject, None, {"participant": registration.public_id})


def take_seat(edit: Edit, subject: str, who: str) -> None:
    """Take somebody's seat at a dialogue, in this plan and in later runs. Raises as `put_dialogue`."""
    row, held, registration = _dialogue(edit.event, subject), _require_held(edit.draft, subject), _participant(edit.event, who)
    diary = _diaries(edit)[registration.public_id]
    wishes = _wishes(row, diary)
    if not wishes or diary.id not in held.participants:
        raise NotFound
    for wish in wishes:
        wish.set_aside_at = now()
    new = replace(held, participants=tuple(each for each in held.participants if each != diary.id))
    _settle(edit, _with_dialogue(edit.draft.plan, new))
    note(edit.event, edit.by, EditKind.UNSEAT, subject, {"participant": registration.public_id}, None)


def _settle(edit: Edit, edited: Plan) -> None:
    db.session.flush()
    settle(edit, edit.before.with_new_dialogues(), edited)


def _lock(edit: Edit, row: Dialogue, slot: str, place: str, moderator: str) -> str:
    """Lock it; returns the moderator's id in plans. ``moderator`` may be either that or the id of the registration."""
    event, diary = edit.event, _diaries(edit)
    when = next((each for each in event.slots if slot_name(event, each.start) == slot), None)
    where = next((each for each in row.places if each.name == place), None)
    who = next((each for each in row.moderators if each.takes_part and moderator in (each.public_id, diary[each.public_id].id)), None)
    if when is None or where is None:
        raise Invalid(_("This time or place is not among those of the dialogue. Choose another one, or change the dialogue."))
    if who is None:
        raise Invalid(_("This dialogue has no such moderator. Choose another one, or change the dialogue."))
    lock = row.lock or DialogueLock()
    lock.slot, lock.place, lock.moderator, row.lock = when, where, who, lock
    db.session.flush()
    record("locked", row, edit.by, event)
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


def _diaries(edit: Edit) -> dict[str, Diary]:
    return diary_of(edit.before.data)


def _wishes(row: Dialogue, diary: Diary) -> list[SeatWish]:
    """The wishes for a seat of one person, who may have asked in two roles."""
    own = Registration.public_id.in_([role.id for role in diary.roles])
    return list(db.session.scalars(select(SeatWish).join(SeatWish.registration).where(SeatWish.dialogue_id == row.id, own)))


def _find_held(draft: Draft, subject: str) -> HeldDialogue | None:
    return next((held for held in draft.plan.dialogues if held.dialogue == subject), None)


def _require_held(draft: Draft, subject: str) -> HeldDialogue:
    held = _find_held(draft, subject)
    if held is None:
        raise Invalid(_("This dialogue is not held. Choose a time for it first."))
    return held


def _planned(draft: Draft, subject: str) -> planned.Dialogue:
    """The dialogue as the plan was made; one that is not in it yet is asked for by nobody."""
    return next((dialogue for dialogue in draft.problem.dialogues if dialogue.id == subject), planned.Dialogue(subject))


def _with_dialogue(plan: Plan, held: HeldDialogue | None, subject: str = "") -> Plan:
    """The plan with a dialogue in place of how it was held; None: with none of ``subject``."""
    others = tuple(each for each in plan.dialogues if each.dialogue != (held.dialogue if held else subject))
    return replace(plan, dialogues=(*others, held) if held else others)


def _stored(held: HeldDialogue | None) -> dict[str, Any] | None:
    return {"slot": held.start, "place": held.place, "moderator": held.moderator} if held else None
