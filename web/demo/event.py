"""Bring the demo event into the database, through the services that the pages use."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select

from matchmaking.demo import load_demo as read_demo
from matchmaking.planning import EventData
from matchmaking.planning import event as data
from web.catalogue.services.catalogue import NeedWords, OfferWords, save_need, save_offer
from web.core.database import db
from web.dialogues.services.dialogues import DialogueWords, save_dialogue, wish_to_join
from web.event_setup.services.events import add_item, add_place, create_event, find_or_add_zone, set_slots, set_state
from web.meetings.services.meetings import answer_request, ask_for_meeting, lock_meeting
from web.models import Answer, Event, EventState, ItemKind, Organisation, Place, PlaceKind, ProgrammeItem, Registration, Role, Slot
from web.registration.services.registrations import Away, approve, edit_registration, register, set_absences, submit
from web.sign_in.services.sign_in import add_site_organiser, find_or_add_person

ORGANISER = "organiser@koop-kringloop.example.org"
SLUG = "koop-kringloop-2026"
MORNING = time(9)


def load_demo(source: EventData | None = None) -> Event:
    """Give the demo event, loaded if it is not there yet; everybody approved, open to the public.

    Parameters
    ----------
    source
        The event to load; None: the one that ships with the software.
    """
    found = db.session.scalar(select(Event).where(Event.slug == SLUG))
    return found or _Loader(source or read_demo()).load()


class _Loader:
    """Goes through the data once, remembering which row each id became."""

    def __init__(self, source: EventData) -> None:
        self.data = source
        self.zone = ZoneInfo(source.event.timezone)
        self.organiser = add_site_organiser(ORGANISER)
        self.organiser.name = "Organiser of the demo"
        self.people: dict[str, Registration] = {}
        self.places: dict[str, Place] = {}
        self.slots: dict[str, Slot] = {}
        self.sessions: dict[str, ProgrammeItem] = {}

    def load(self) -> Event:
        event = self._event()
        self._programme(event)
        organisations = {row.id: self._organisation(row) for row in self.data.organisations}
        for person in self.data.participants:
            self.people[person.id] = self._register(event, person, organisations[person.organisation])
        self._places(event)
        self._dialogues(event)
        self._requests()
        for lock in self.data.locks:
            one, other = (self.people[id_] for id_ in lock.participants)
            lock_meeting(one, other, self.slots[lock.slot], self.places[lock.place] if lock.place else None, self.organiser)
        return event

    def _event(self) -> Event:
        source = self.data.event
        days = [slot.start.astimezone(self.zone).date() for slot in source.slots]
        event = create_event(self.organiser, source.name, min(days), max(days), venue=source.venue, timezone=source.timezone)
        event.slug, event.catalogue_public = SLUG, True
        event.quotas = {role: asdict(quota) for role, quota in source.quotas.items()}
        set_slots(event, [(slot.start, slot.end) for slot in source.slots], self.organiser)
        self.slots = dict(zip((slot.id for slot in source.slots), event.slots, strict=True))
        set_state(event, EventState.OPEN, self.organiser)
        return event

    def _programme(self, event: Event) -> None:
        for item in self.data.event.breaks:
            add_item(event, ItemKind.BREAK, item.title or "", item.start, item.end)
        for item in self.data.event.sessions:
            self.sessions[item.id] = add_item(event, ItemKind.SESSION, item.title or "", item.start, item.end)

    def _organisation(self, source: data.Organisation) -> Organisation:
        row = Organisation(name=source.name, kind=source.kind, town=source.town, about=source.about or "", created_by=self.organiser)
        db.session.add(row)
        return row

    def _register(self, event: Event, source: data.Participant, organisation: Organisation) -> Registration:
        person = find_or_add_person(source.email, source.name, source.language)
        registration = register(event, person, Role(source.role), self.organiser, organisation)
        edit_registration(
            registration,
            person,
            function=source.function,
            people=source.people,
            max_meetings=source.max_meetings,
            wants_booth=source.id in self.data.booth,
            catalogue_consent=source.role == Role.SUPPLIER,
        )
        self._write_up(registration, source.id)
        if away := [self._away(absence) for absence in self.data.absences if absence.participant == source.id]:
            set_absences(registration, away, person)
        submit(registration, person)
        approve(registration, self.organiser)
        return registration

    def _away(self, source: data.Absence) -> Away:
        return Away(source.reason, self.sessions[source.session] if source.session else None, source.start, source.end)

    def _write_up(self, registration: Registration, id_: str) -> None:
        for offer in self.data.offers_of.get(id_, ()):
            save_offer(
                registration,
                self.data.taxonomy,
                OfferWords(
                    title=offer.title,
                    description=offer.description,
                    product_group=offer.product_group,
                    strategies=offer.strategies,
                    business_models=offer.business_models,
                    evidence=offer.evidence,
                    available=offer.available or "",
                    language=offer.language,
                ),
            )
        for need in self.data.needs_of.get(id_, ()):
            save_need(
                registration,
                self.data.taxonomy,
                NeedWords(
                    functional_need=need.functional_need,
                    product_group=need.product_group,
                    goals=need.goals,
                    strategies=need.strategies,
                    step=need.step,
                    volume=need.volume,
                    horizon=need.horizon,
                    questions=need.questions,
                    must=need.must or "",
                    may=need.may or "",
                    language=need.language,
                ),
            )

    def _places(self, event: Event) -> None:
        for source in self.data.places:
            owner = self.people[source.owner] if source.owner else None
            zone = find_or_add_zone(event, source.zone)
            self.places[source.id] = add_place(event, zone, source.name, PlaceKind(source.kind), capacity=source.capacity, owner=owner)

    def _dialogues(self, event: Event) -> None:
        for source in self.data.dialogues:
            dialogue = save_dialogue(
                event,
                self.data.taxonomy,
                self.organiser,
                DialogueWords(
                    topic=source.topic,
                    theme=source.theme,
                    product_group=source.product_group,
                    questions=source.questions,
                    length=source.length,
                    seats=source.seats,
                    minimum=source.minimum,
                    moderators=[self.people[id_] for id_ in source.moderators],
                    places=[self.places[id_] for id_ in source.places],
                    language=source.language,
                    must=source.must,
                ),
            )
            for wish in source.wanted:
                wish_to_join(self.people[wish.participant], dialogue, wish.strength)

    def _requests(self) -> None:
        for source in self.data.requests:
            asker, asked = self.people[source.asker], self.people[source.asked]
            at = datetime.combine(source.asked_on, MORNING, self.zone)
            request = ask_for_meeting(asker, asked, source.strength, asker.person, message=source.message or "", at=at)
            if source.answer is not Answer.OPEN:
                answer_request(request, source.answer, asked.person)
