"""The catalogue: who stands in it for whom, and how it is searched; a constant number of statements for any number of suppliers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from matchmaking.taxonomy import Taxonomy
from web.core.database import db
from web.models import Event, Need, NeedTag, Offer, OfferTag, Organisation, Registration, RegistrationState, Role, TagKind

PAGE = 24
FACTSHEET = (
    joinedload(Registration.organisation),
    joinedload(Registration.person),
    joinedload(Registration.booth),
    selectinload(Registration.offers).joinedload(Offer.picture),
)


@dataclass(frozen=True, slots=True)
class Search:
    """What somebody looks for; empty: anything. All of it has to hold for one and the same offer or need."""

    text: str = ""
    group: str = ""
    goal: str = ""
    strategy: str = ""

    @property
    def narrows(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.text or self.group or self.goal or self.strategy)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found, and how many there are in all."""

    rows: Sequence[Registration]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))


def find_suppliers(event: Event, taxonomy: Taxonomy, search: Search, *, inside: bool, page: int = 1) -> Found:
    """Find suppliers with organisation, booth and offers, by name.

    Parameters
    ----------
    inside
        For who takes part: they see every approved supplier. The public sees those who agreed to it, if the event shows them.
    """
    wanted = _shown(event, inside).join(Registration.organisation)
    if search.narrows:
        offers = select(Offer.id).where(Offer.registration_id == Registration.id, *_offer_conditions(taxonomy, search))
        wanted = wanted.where(offers.exists())
    return _page(wanted.options(joinedload(Registration.booth), selectinload(Registration.offers).joinedload(Offer.picture)), page)


def find_buyers(viewer: Registration, taxonomy: Taxonomy, search: Search, page: int = 1) -> Found:
    """Find the buyers whom somebody could meet, with organisation and needs, by name."""
    wanted = (
        select(Registration)
        .join(Registration.organisation)
        .where(
            Registration.event_id == viewer.event_id,
            Registration.person_id != viewer.person_id,
            Registration.role == Role.BUYER,
            Registration.state == RegistrationState.APPROVED,
        )
        .options(selectinload(Registration.needs))
    )
    if search.narrows:
        needs = select(Need.id).where(Need.registration_id == Registration.id, *_need_conditions(taxonomy, search))
        wanted = wanted.where(needs.exists())
    return _page(wanted, page)


def find_supplier(event: Event, public_id: str, *, inside: bool) -> Registration | None:
    """Find one supplier of the catalogue, with all that its page shows."""
    return db.session.scalar(_shown(event, inside).where(Registration.public_id == public_id).options(*FACTSHEET))


def load_factsheet(registration: Registration) -> Registration:
    """Fetch all that a supplier's factsheet shows, at whatever stage the registration is."""
    whole = select(Registration).where(Registration.id == registration.id).options(*FACTSHEET).execution_options(populate_existing=True)
    return db.session.scalars(whole).one()


def in_catalogue(registration: Registration, *, inside: bool) -> bool:
    """Whether a supplier stands in the catalogue: approved, and either agreed to be public or looked at by who takes part."""
    if registration.role is not Role.SUPPLIER or not registration.takes_part:
        return False
    return inside or (registration.event.catalogue_public and registration.catalogue_consent)


def _shown(event: Event, inside: bool) -> Select[Registration]:
    wanted = select(Registration).where(
        Registration.event_id == event.id, Registration.role == Role.SUPPLIER, Registration.state == RegistrationState.APPROVED
    )
    if inside:
        return wanted
    return wanted.where(Registration.catalogue_consent.is_(True), Registration.event.has(Event.catalogue_public.is_(True)))


def _page(wanted: Select[Registration], page: int) -> Found:
    total = db.session.scalar(select(func.count()).select_from(wanted.with_only_columns(Registration.id).order_by(None).subquery())) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = db.session.scalars(
        wanted.options(joinedload(Registration.organisation))
        .order_by(func.lower(Organisation.name), Registration.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return Found(rows.all(), total, page)


def _groups(taxonomy: Taxonomy, code: str) -> list[str]:
    found = taxonomy.groups.get(code)
    return [code, *(child.code for child in found.children)] if found else [code]


def _strategies(taxonomy: Taxonomy, goal: str) -> list[str]:
    return [strategy.code for found in taxonomy.goals if found.code == goal for strategy in found.strategies]


def _offer_conditions(taxonomy: Taxonomy, search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    strategies = Offer.tags.any
    if search.group:
        conditions.append(Offer.product_group.in_(_groups(taxonomy, search.group)))
    if search.goal:
        conditions.append(strategies(OfferTag.code.in_(_strategies(taxonomy, search.goal)) & (OfferTag.kind == TagKind.STRATEGY)))
    if search.strategy:
        conditions.append(strategies((OfferTag.code == search.strategy) & (OfferTag.kind == TagKind.STRATEGY)))
    for text in search.text.split():
        columns = (Offer.title, Offer.description, Organisation.name, Organisation.town)
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return conditions


def _need_conditions(taxonomy: Taxonomy, search: Search) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if search.group:
        conditions.append(Need.product_group.in_(_groups(taxonomy, search.group)))
    if search.goal:
        of_goal = (NeedTag.kind == TagKind.STRATEGY) & NeedTag.code.in_(_strategies(taxonomy, search.goal))
        conditions.append(Need.tags.any(of_goal | ((NeedTag.kind == TagKind.GOAL) & (NeedTag.code == search.goal))))
    if search.strategy:
        conditions.append(Need.tags.any((NeedTag.code == search.strategy) & (NeedTag.kind == TagKind.STRATEGY)))
    for text in search.text.split():
        columns = (Need.functional_need, Organisation.name, Organisation.town)
        conditions.append(or_(*(column.icontains(text, autoescape=True) for column in columns)))
    return conditions
