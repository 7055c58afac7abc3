"""A change by hand of a plan that is wrong already, because the event has changed since: only what becomes worse is refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from matchmaking.planning.event import Strength
from scheduler.checker import Rule, Violation, broken_rules
from scheduler.plan import Meeting
from tests.support.web.published import finished, first_plan, pair, the_event, who, world_with_plan
from tests.support.web.world import BEGIN, take_part
from web.core.database import commit, db
from web.core.errors import Invalid
from web.core.event_rows import slot_name
from web.dialogues.services.dialogues import wish_to_join
from web.meetings.services.meetings import ask_for_meeting
from web.models import Role
from web.planning.queries.drafts import Draft, read_draft
from web.planning.services.dialogue_edits import give_seat, put_dialogue, take_seat
from web.planning.services.drafts import adopt_run
from web.planning.services.plan_edits import add_meeting, cancel_meeting, lock_as_held, put_meeting
from web.planning.services.plan_settling import Edit, begin_edit
from web.registration.services.registrations import Away, edit_registration, set_absences


@pytest.fixture
def site(sqlite_app: Flask) -> Iterator[None]:
    with sqlite_app.test_request_context():
        world_with_plan()
        third = take_part(the_event(), Role.SUPPLIER, "third supplier")
        ask_for_meeting(third, who("buyer"), Strength.WOULD_LIKE, None)
        for actor in ("buyer", "third supplier"):
            wish_to_join(who(actor), the_event().dialogues[0], Strength.WOULD_LIKE)
        yield


def plan(*meetings: tuple[str, str, int, str], seated: tuple[str, ...] = ("other buyer",)) -> None:
    """Make these meetings the draft, in slots by their number, with the dialogue in the last slot."""
    base = first_plan()
    held = tuple(Meeting(pair(one, other), slot(number), place) for one, other, number, place in meetings)
    table = replace(base.dialogues[0], participants=tuple(who(actor).public_id for actor in seated))
    adopt_run(the_event(), finished(replace(base, meetings=held, dialogues=(table,))), None)
    commit()


def slot(number: int) -> str:
    return slot_name(the_event(), the_event().slots[number].start)


THREE = (("buyer", "supplier", 0, "Booth 1"), ("buyer", "other supplier", 1, "Table 1"), ("buyer", "third supplier", 2, "Table 1"))


def draft() -> Draft:
    db.session.expire_all()
    found = read_draft(the_event())
    assert found is not None
    return found


def broken() -> set[tuple[Rule, int | None, int | None]]:
    """Which rules the draft breaks, and how far."""
    return {(found.rule, found.found, found.allowed) for found in violations()}


def violations() -> tuple[Violation, ...]:
    return broken_rules(draft().problem, draft().plan)


def edit() -> Edit:  # the first argument of every change
    return begin_edit(the_event(), who("organiser").person)


def refused(act, *arguments) -> tuple[str, ...]:
    """Why a change is refused; nothing of it stays."""
    before = draft().row.plan
    with pytest.raises(Invalid) as caught:
        act(edit(), *arguments)
    db.session.rollback()
    assert draft().row.plan == before
    return caught.value.lines


def done(act, *arguments) -> None:
    act(edit(), *arguments)
    commit()


def test_three_meetings_of_one_allowed_become_two_and_then_one(site: None) -> None:
    plan(*THREE)
    edit_registration(who("buyer"), None, max_meetings=1)
    commit()
    done(cancel_meeting, pair("buyer", "third supplier"))
    assert broken() == {(Rule.MAX_MEETINGS, 2, 1)}
    # What is still wrong stays no fault of the next change either.
    done(lock_as_held, pair("buyer", "supplier"))
    assert broken() == {(Rule.MAX_MEETINGS, 2, 1)}
    assert refused(put_meeting, pair("buyer", "third supplier"), slot(2), "Table 1") == ("Buyer holds 3 meetings, at most 1",)
    done(cancel_meeting, pair("buyer", "other supplier"))
    assert broken() == set()
    assert refused(put_meeting, pair("buyer", "other supplier"), slot(1), "Table 1") == ("Buyer holds 2 meetings, at most 1",)


def test_meeting_that_moves_leaves_as_many_too_many_as_before(site: None) -> None:
    plan(*THREE)
    edit_registration(who("buyer"), None, max_meetings=1)
    commit()
    done(put_meeting, pair("buyer", "other supplier"), slot(3), "Table 1")
    assert broken() == {(Rule.MAX_MEETINGS, 3, 1)}


def test_booth_that_has_become_too_small_is_emptied_one_by_one(site: None) -> None:
    supplier, booth = who("supplier"), next(place for place in the_event().places if place.name == "Booth 1")
    edit_registration(supplier, None, people=3)
    booth.capacity = 3
    meet = [("buyer", "supplier"), ("other buyer", "supplier")]
    third = take_part(the_event(), Role.BUYER, "third buyer")
    ask_for_meeting(third, supplier, Strength.WOULD_LIKE, None)
    meet.append(("third buyer", "supplier"))
    plan(*((one, other, 0, "Booth 1") for one, other in meet))
    booth.capacity = 1
    edit_registration(supplier, None, people=1)
    commit()
    done(cancel_meeting, pair(*meet[2]))
    assert broken() == {(Rule.CAPACITY, 2, 1), (Rule.PARALLEL, 2, 1)}
    messages = refused(put_meeting, pair(*meet[2]), slot(0), "Booth 1")
    meetings = "Other Buyer – Supplier, Buyer – Supplier and Third Buyer – Supplier"
    assert {line.split(": ")[0] for line in messages} == {
        "Supplier holds 3 meetings at once at 10:00, at most 1",
        "Booth 1 is over its capacity of 1 at 10:00",
    }
    assert all(
        sorted(line.split(": ")[1].replace(" and ", ", ").split(", ")) == sorted(meetings.replace(" and ", ", ").split(", "))
        for line in messages
    )
    done(cancel_meeting, pair(*meet[1]))
    assert broken() == set()


def test_who_is_away_is_freed_one_meeting_at_a_time(site: None) -> None:
    supplier = who("supplier")
    edit_registration(supplier, None, people=2)
    plan(("buyer", "supplier", 0, "Booth 1"), ("other buyer", "supplier", 0, "Booth 1"))
    set_absences(supplier, [Away(start=BEGIN, end=BEGIN + timedelta(minutes=20))], None)
    commit()
    done(cancel_meeting, pair("buyer", "supplier"))
    assert broken() == {(Rule.AVAILABLE, 1, 0)}
    messages = refused(put_meeting, pair("buyer", "supplier"), slot(0), "Booth 1")
    assert [line.split(" and has ")[0] for line in messages] == ["Supplier is unavailable at 10:00"]


def test_dialogue_with_too_many_seats_loses_one_and_moves_but_takes_no_more(site: None) -> None:
    plan(seated=("buyer", "other buyer", "third supplier"))
    row = the_event().dialogues[0]
    row.most_seats = 1
    commit()
    subject = row.public_id
    done(take_seat, subject, who("third supplier").public_id)
    assert broken() == {(Rule.SEATS_MOST, 2, 1)}
    done(put_dialogue, subject, slot(2), "Round table", who("facilitator").public_id)
    assert broken() == {(Rule.SEATS_MOST, 2, 1)}
    messages = refused(give_seat, subject, who("third supplier").public_id)
    assert messages == ("the dialogue “Who repairs?” at 10:50 seats 3, at most 1 allowed",)


def test_dialogue_with_too_few_seats_gains_one_and_loses_none(site: None) -> None:
    plan(seated=("buyer",))
    row = the_event().dialogues[0]
    row.least_seats = 3
    commit()
    subject = row.public_id
    done(give_seat, subject, who("other buyer").public_id)
    assert broken() == {(Rule.SEATS_LEAST, 2, 3)}
    messages = refused(take_seat, subject, who("buyer").public_id)
    assert messages == ("the dialogue “Who repairs?” at 11:15 seats 1, at least 3 needed",)


def test_refusal_calls_people_by_their_names_whatever_their_ids_look_like(site: None) -> None:
    # Parts of words of the sentence, of a name, and of each other.
    for actor, public_id in (("buyer", "hold"), ("supplier", "at"), ("other supplier", "a"), ("third supplier", "uyer")):
        who(actor).public_id = public_id
    commit()
    plan(*THREE[:2])
    messages = refused(add_meeting, who("buyer"), who("third supplier"), slot(0), "Table 1")
    assert messages == (
        "Buyer holds 2 meetings at once at 10:00, at most 1: Buyer – Supplier and Third Supplier – Buyer",
        "Buyer is at 2 places at once at 10:00: Booth 1 and Table 1",
    )
