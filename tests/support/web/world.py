"""A small world for the web tests: two events with somebody in every role, and one of everything that an address can name."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from matchmaking.planning import pair_id
from matchmaking.planning.event import Strength
from matchmaking.taxonomy import load_taxonomy
from web.catalogue.services.catalogue import NeedWords, OfferWords, save_need, save_offer
from web.catalogue.services.pictures import make_picture, set_picture
from web.core.database import db
from web.dialogues.services.dialogues import DialogueWords, save_dialogue, wish_to_join
from web.event_setup.services.events import add_item, add_place, create_event, find_or_add_zone, set_slots, set_state
from web.meetings.services.meetings import ask_for_meeting
from web.models import (
    Dialogue,
    Event,
    EventState,
    ItemKind,
    MeetingRequest,
    Need,
    Offer,
    Organisation,
    Person,
    Place,
    PlaceKind,
    Registration,
    Role,
    Run,
    RunOutcome,
    RunState,
    Slot,
)
from web.registration.services.registrations import approve, edit_registration, register, submit
from web.sign_in.services.sign_in import add_site_organiser, find_or_add_person

DAY = date(2031, 5, 20)
BEGIN = datetime(2031, 5, 20, 8, 0, tzinfo=UTC)
TAXONOMY = load_taxonomy()


def address(actor: str) -> str:
    """The mail address of somebody in the world: ``other supplier`` has ``other-supplier@example.org``."""
    return f"{actor.replace(' ', '-')}@example.org"


@dataclass
class World:
    """Rows by what they are; ``event`` and all its rows, and the other event's people in ``people``."""

    event: Event
    elsewhere: Event
    people: dict[str, Registration] = field(default_factory=dict)
    slots: list[Slot] = field(default_factory=list)
    table: Place | None = None
    booth: Place | None = None
    offer: Offer | None = None
    need: Need | None = None
    dialogue: Dialogue | None = None
    request: MeetingRequest | None = None
    run: Run | None = None

    def __getitem__(self, actor: str) -> Registration:
        return self.people[actor]

    def arguments(self) -> dict[str, Any]:
        """What stands in addresses, by the name of the part; add yours when a route brings a new one."""
        named = {"offer_id": self.offer, "need_id": self.need, "dialogue_id": self.dialogue, "request_id": self.request}
        named |= {"registration_id": self["supplier"], "place_id": self.table}
        named |= {"run_id": self.run, "supplier_id": self["supplier"], "buyer_id": self["buyer"], "asked_id": self["buyer"]}
        named |= {"facilitator_id": self["facilitator"]}
        named |= {f"{actor.replace(' ', '_')}_id": row for actor, row in self.people.items() if actor.startswith("other ")}
        ids = {name: row.public_id for name, row in named.items() if row is not None}
        return ids | {
            "slug": self.event.slug,
            "role": "buyer",
            "subject": pair_id(ids["buyer_id"], ids["supplier_id"]),
            "table": "plan",
            "kind": "themes",
            "code": TAXONOMY.themes[0].code,
            "token": "no-such-token",
            "calendar_token": self["supplier"].calendar_token,
        }


def png_file(width: int = 4, height: int = 3) -> bytes:
    """An image as people upload it."""
    stream = BytesIO()
    Image.new("RGBA", (width, height), (200, 60, 40, 128)).save(stream, "PNG")
    return stream.getvalue()


def make_world() -> World:
    """Make the world in the current database; flushed, not committed."""
    organiser = add_site_organiser(address("organiser"))
    organiser.name = "Olga Organiser"
    world = World(_event(organiser, "Spring market"), _event(_named("organiser elsewhere"), "Autumn market"))
    world.people |= {"organiser": _only(world.event), "organiser elsewhere": _only(world.elsewhere)}
    _hall(world)
    for suffix, event in (("", world.event), ("other ", world.event), (" elsewhere", world.elsewhere)):
        for role in (Role.SUPPLIER, Role.BUYER, Role.FACILITATOR):
            actor = suffix + role.value if suffix.endswith(" ") else role.value + suffix
            world.people[actor] = take_part(event, role, actor)
    _named("newcomer")
    world.offer, world.need = world["supplier"].offers[0], world["buyer"].needs[0]
    set_picture(world.offer, make_picture(png_file()), None)
    assert world.booth is not None
    world.booth.owner = world["supplier"]
    world.dialogue = _dialogue(world)
    world.request = ask_for_meeting(world["buyer"], world["supplier"], Strength.MUST, world["buyer"].person, message="Please.")
    ask_for_meeting(world["other buyer"], world["supplier"], Strength.WOULD_LIKE, None)
    ask_for_meeting(world["other supplier"], world["buyer"], Strength.WOULD_LIKE, None)
    world.run = _past_run(world.event)
    return world


def take_part(event: Event, role: Role, actor: str) -> Registration:
    """Register somebody with all that their role needs, and approve them."""
    person = _named(actor)
    organisation = Organisation(name=f"House of the {actor}", kind=role.value, town="Zwaneghem")
    registration = register(event, person, role, None, organisation)
    edit_registration(registration, person, function="contact", catalogue_consent=True)
    if role is Role.SUPPLIER:
        save_offer(
            registration,
            TAXONOMY,
            OfferWords(
                title=f"Chairs of the {actor}",
                description="They last.",
                product_group="FUR",
                strategies=["C2", "D5"],
                business_models=["lease"],
                evidence=["reference"],
            ),
        )
    if role is Role.BUYER:
        save_need(registration, TAXONOMY, NeedWords(functional_need="Sit", product_group="FUR", goals=["C"], strategies=["C2"], step="3"))
    submit(registration, person)
    approve(registration, None)
    return registration


def _named(actor: str) -> Person:
    return find_or_add_person(address(actor), actor.title())


def _event(organiser: Person, name: str) -> Event:
    event = create_event(organiser, name, DAY, DAY, venue="The old mill")
    set_state(event, EventState.OPEN, organiser)
    event.catalogue_public = True
    event.quotas = {"buyer": {"wishes": 10, "musts": 3}, "supplier": {"wishes": 10, "musts": 3}}
    return event


def _only(event: Event) -> Registration:
    return db.session.scalars(db.select(Registration).where(Registration.event_id == event.id)).one()


def _hall(world: World) -> None:
    event = world.event
    starts = [BEGIN + timedelta(minutes=25 * number) for number in range(4)]
    set_slots(event, [(start, start + timedelta(minutes=20)) for start in starts], None)
    world.slots = list(event.slots)
    add_item(event, ItemKind.BREAK, "Lunch", BEGIN + timedelta(hours=4), BEGIN + timedelta(hours=5))
    add_item(event, ItemKind.SESSION, "Opening", BEGIN, BEGIN + timedelta(minutes=30))
    zone = find_or_add_zone(event, "Hall")
    world.table = add_place(event, zone, "Table 1", PlaceKind.TABLE)
    add_place(event, zone, "Round table", PlaceKind.ROUND_TABLE)
    world.booth = add_place(event, zone, "Booth 1", PlaceKind.BOOTH, capacity=2)


def _past_run(event: Event) -> Run:
    """One that has ended long ago, without a plan."""
    outcome = RunOutcome.UNDECIDED
    run = Run(event_id=event.id, state=RunState.FAILED, outcome=outcome, problem="{}", problem_sha256="", started_at=BEGIN, ended_at=BEGIN)
    db.session.add(run)
    db.session.flush()
    return run


def _dialogue(world: World) -> Dialogue:
    dialogue = save_dialogue(
        world.event,
        TAXONOMY,
        None,
        DialogueWords(
            topic="Who repairs?",
            theme=TAXONOMY.themes[0].code,
            product_group="FUR",
            questions=["Who pays?"],
            length=1,
            seats=(1, 6),
            minimum={},
            moderators=[world["facilitator"]],
            places=[place for place in world.event.places if place.kind is PlaceKind.ROUND_TABLE],
        ),
    )
    wish_to_join(world["other buyer"], dialogue, Strength.WOULD_LIKE)
    return dialogue
