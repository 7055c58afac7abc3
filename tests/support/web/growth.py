"""More of everything in the small world, for tests of what must not grow with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from matchmaking.planning.event import Strength
from scheduler.plan import HeldDialogue, Meeting, Plan
from tests.support.web.published import first_plan, pair, the_event, who
from tests.support.web.world import BEGIN, TAXONOMY, png_file, take_part
from web.catalogue.services.catalogue import NeedWords, OfferWords, save_need, save_offer
from web.catalogue.services.pictures import make_picture, set_picture
from web.core.database import db
from web.core.event_data import read_event
from web.dialogues.services.dialogues import DialogueWords, save_dialogue, wish_to_join
from web.event_setup.services.events import add_item, add_organiser, add_place, create_event, find_or_add_zone, set_slots, set_state
from web.meetings.services.meetings import ask_for_meeting
from web.models import Dialogue, Event, EventState, ItemKind, PlaceKind, Registration, Role, Run, RunOutcome, RunState
from web.registration.services.registrations import Away, register, set_absences
from web.sign_in.services.sign_in import find_or_add_person

SLOTS = 10


def more_slots() -> None:
    """Room for what comes; what is in a slot stays there."""
    starts = [BEGIN + timedelta(minutes=25 * number) for number in range(SLOTS)]
    set_slots(the_event(), [(start, start + timedelta(minutes=20)) for start in starts], None)


def grow(number: int) -> None:
    """Add one more of everything that a list can hold; ``number`` tells them apart."""
    event = the_event()
    supplier, buyer = take_part(event, Role.SUPPLIER, f"supplier {number}"), take_part(event, Role.BUYER, f"buyer {number}")
    facilitator = take_part(event, Role.FACILITATOR, f"facilitator {number}")
    for role, name in ((Role.SUPPLIER, "supplier"), (Role.BUYER, "buyer")):
        take_part(event, role, f"unasked {name} {number}")
    _wares(supplier, buyer)
    _wishes(supplier, buyer)
    _hall(event, number, supplier)
    _dialogue(event, number, facilitator, buyer)
    _events(number)
    db.session.add(Run(event_id=event.id, state=RunState.FAILED, outcome=RunOutcome.LOST, problem="{}", problem_sha256="", ended_at=BEGIN))
    db.session.flush()


def grown_plan(numbers: Iterable[int]) -> Plan:
    """The first plan with a meeting more for each newcomer and for those whose pages are looked at, and with the new tables."""
    plan = first_plan()
    slots = [slot.id for slot in read_event(the_event()).problem.slots]
    meetings, tables = list(plan.meetings), list(plan.dialogues)
    for number in numbers:
        booth, supplier, buyer = f"Booth {number + 1}", f"supplier {number}", f"buyer {number}"
        meetings.append(Meeting(pair("buyer", supplier), slots[4 + number], booth))
        meetings.append(Meeting(pair(buyer, "supplier"), slots[4 + number], "Booth 1"))
        dialogue = db.session.scalars(db.select(Dialogue).where(Dialogue.topic == f"Topic {number}")).one()
        sits = (who(buyer).public_id,)
        tables.append(HeldDialogue(dialogue.public_id, slots[6 + number], f"Round table {number + 1}", who("facilitator").public_id, sits))
    return replace(plan, meetings=tuple(meetings), dialogues=tuple(tables))


def _wares(supplier: Registration, buyer: Registration) -> None:
    for seller in (supplier, who("supplier")):
        offer = save_offer(seller, TAXONOMY, OfferWords(title="More chairs", product_group="FUR", strategies=["A1", "C2"]))
        set_picture(offer, make_picture(png_file()), None)
    for asker in (buyer, who("buyer")):
        save_need(asker, TAXONOMY, NeedWords(functional_need="Stand", product_group="FUR", goals=["C"], strategies=["C2"], step="3"))
    away = [Away("leaves", None, BEGIN + timedelta(hours=11, minutes=number), None) for number in (1, 2, 3)]
    for each in (supplier, buyer, who("supplier"), who("buyer")):
        set_absences(each, away, None)


def _wishes(supplier: Registration, buyer: Registration) -> None:
    for asker, asked in ((who("buyer"), supplier), (buyer, who("supplier")), (who("supplier"), buyer), (supplier, who("buyer"))):
        ask_for_meeting(asker, asked, Strength.WOULD_LIKE, None, message="Please.")


def _hall(event: Event, number: int, supplier: Registration) -> None:
    zone = find_or_add_zone(event, f"Hall {number + 1}")
    add_place(event, zone, f"Table {number + 1}", PlaceKind.TABLE)
    add_place(event, zone, f"Round table {number + 1}", PlaceKind.ROUND_TABLE)
    add_place(event, zone, f"Booth {number + 1}", PlaceKind.BOOTH, owner=supplier)
    start = BEGIN + timedelta(hours=6, minutes=10 * number)
    add_item(event, ItemKind.SESSION, f"Session {number}", start, start + timedelta(minutes=5))
    add_organiser(event, find_or_add_person(f"organiser-{number}@example.org", f"Organiser {number}"), None)


def _dialogue(event: Event, number: int, facilitator: Registration, buyer: Registration) -> None:
    dialogue = save_dialogue(
        event,
        TAXONOMY,
        None,
        DialogueWords(
            topic=f"Topic {number}",
            theme=TAXONOMY.themes[0].code,
            product_group="FUR",
            questions=["Who pays?", "Who mends?"],
            length=1,
            seats=(1, 6),
            minimum={},
            moderators=[who("facilitator"), facilitator],
            places=[place for place in event.places if place.kind is PlaceKind.ROUND_TABLE],
        ),
    )
    for sitter in (buyer, who("buyer"), who("other buyer")):
        wish_to_join(sitter, dialogue, Strength.WOULD_LIKE)


def _events(number: int) -> None:
    """More events that the people whose pages are looked at have to do with."""
    organiser = who("organiser").person
    made = create_event(organiser, f"Market {number}", the_event().starts_on, the_event().ends_on)
    set_state(made, EventState.OPEN, organiser)
    for actor, role in (("supplier", Role.SUPPLIER), ("buyer", Role.BUYER)):
        register(made, who(actor).person, role, None)
