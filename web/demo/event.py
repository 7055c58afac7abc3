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


def load_demo(told: EventData | None = None) -> Event:
    """Give the demo event, loaded if it is not there yet; everybody approved, open to the public.

    Parameters
    ----------
    told
        The event to load; None: the one that ships with the software.
    """
    found = db.session.scalar(select(Event).where(Event.slug == SLUG))
    return found or _Loader(told or read_demo()).load()


class _Loader:
    """Goes through the data once, remembering which row each id became."""

    def __init__(self, told: EventData) -> None:
        self.data = told
        self.zone = ZoneInfo(told.event.timezone)
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
        told = self.data.event
        days = [slot.start.astimezone(self.zone).date() for slot in told.slots]
        event = create_event(self.organiser, told.name, min(days), max(days), venue=told.venue, timezone=told.timezone)
        event.slug, event.catalogue_public = SLUG, True
        event.quotas = {role: asdict(quota) for role, quota in told.quotas.items()}
        set_slots(event, [(slot.start, slot.end) for slot in told.slots], self.organiser)
        self.slots = dict(zip((slot.id for slot in told.slots), event.slots, strict=True))
        set_state(event, EventState.OPEN, self.organiser)
        return event

    def _programme(self, event: Event) -> None:
        for item in self.data.event.breaks:
            add_item(event, ItemKind.BREAK, item.title or "", item.start, item.end)
        for item in self.data.event.sessions:
            self.sessions[item.id] = add_item(event, ItemKind.SESSION, item.title or "", item.start, item.end)

    def _organisation(self, told: data.Organisation) -> Organisation:
        row = Organisation(name=told.name, kind=told.kind, town=told.town, about=told.about or "", created_by=self.organiser)
        db.session.add(row)
        return row

    def _register(self, event: Event, told: data.Participant, organisation: Organisation) -> Registration:
        person = find_or_add_person(told.email, told.name, told.language)
        registration = register(event, person, Role(told.role), self.organiser, organisation)
        edit_registration(
            registration,
            person,
            function=told.function,
            people=told.people,
            max_meetings=told.max_meetings,
            wants_booth=told.id in self.data.booth,
            catalogue_consent=told.role == Role.SUPPLIER,
        )
        self._write_up(registration, told.id)
        if away := [self._away(absence) for absence in self.data.absences if absence.participant == told.id]:
            set_absences(registration, away, person)
        submit(registration, person)
        approve(registration, self.organiser)
        return registration

    def _away(self, told: data.Absence) -> Away:
        return Away(told.reason, self.sessions[told.session] if told.session else None, told.start, told.end)

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
        for told in self.data.places:
            owner = self.people[told.owner] if told.owner else None
            zone = find_or_add_zone(event, told.zone)
            self.places[told.id] = add_place(event, zone, told.name, PlaceKind(told.kind), capacity=told.capacity, owner=owner)

    def _dialogues(self, event: Event) -> None:
        for told in self.data.dialogues:
            dialogue = save_dialogue(
                event,
                self.data.taxonomy,
                self.organiser,
                DialogueWords(
                    topic=told.topic,
                    theme=told.theme,
                    product_group=told.product_group,
                    questions=told.questions,
                    length=told.length,
                    seats=told.seats,
                    minimum=told.minimum,
                    moderators=[self.people[id_] for id_ in told.moderators],
                    places=[self.places[id_] for id_ in told.places],
                    language=told.language,
                    must=told.must,
                ),
            )
            for wish in told.wanted:
                wish_to_join(self.people[wish.participant], dialogue, wish.strength)

    def _requests(self) -> None:
        for told in self.data.requests:
            asker, asked = self.people[told.asker], self.people[told.asked]
            at = datetime.combine(told.asked_on, MORNING, self.zone)
            request = ask_for_meeting(asker, asked, told.strength, asker.person, message=told.message or "", at=at)
            if told.answer is not Answer.OPEN:
                answer_request(request, told.answer, asked.person)
