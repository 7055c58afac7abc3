"""Offers and needs."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from matchmaking.taxonomy import Taxonomy
from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Invalid
from web.models import Need, NeedTag, Offer, OfferTag, Person, Registration, TagKind


@dataclass(frozen=True, slots=True)
class OfferWords:
    """What a supplier says of an offer.

    Attributes
    ----------
    picture_text
        What the picture shows, for who cannot see it; None: as it was.
    """

    title: str
    product_group: str
    description: str = ""
    strategies: Sequence[str] = ()
    business_models: Sequence[str] = ()
    evidence: Sequence[str] = ()
    available: str = ""
    language: str = "en"
    picture_text: str | None = None


def save_offer(
    registration: Registration, taxonomy: Taxonomy, words: OfferWords, *, offer: Offer | None = None, by: Person | None = None
) -> Offer:
    """Add an offer to a registration, or change ``offer``.

    Raises
    ------
    Invalid
        Where a tag is not in the event's vocabulary.
    """
    _require_known("product_group", [words.product_group], taxonomy.groups)
    _require_known("strategies", words.strategies, taxonomy.strategies)
    _require_known("business_models", words.business_models, {tag.code for tag in taxonomy.business_models})
    if offer is None:
        offer = Offer(position=len(registration.offers))
        registration.offers.append(offer)
    offer.title, offer.description, offer.product_group = words.title, words.description, words.product_group
    offer.evidence, offer.available, offer.language = list(words.evidence), words.available, words.language
    if words.picture_text is not None:
        offer.picture_text = words.picture_text
    wanted = [*((TagKind.STRATEGY, code) for code in words.strategies), *((TagKind.BUSINESS_MODEL, code) for code in words.business_models)]
    if [(tag.kind, tag.code) for tag in offer.tags] != wanted:
        offer.tags = []
        db.session.flush()
        offer.tags = [OfferTag(kind=kind, code=code) for kind, code in dict.fromkeys(wanted)]
    record("saved", offer, by, registration.event)
    db.session.flush()
    return offer


def remove_offer(offer: Offer, by: Person | None) -> None:
    """Take an offer away, with its picture."""
    record("removed", offer, by, offer.registration.event)
    if offer.picture is not None:
        db.session.delete(offer.picture)
    offer.registration.offers.remove(offer)
    db.session.flush()


@dataclass(frozen=True, slots=True)
class NeedWords:
    """What a buyer says of a need."""

    functional_need: str
    product_group: str
    goals: Sequence[str] = ()
    strategies: Sequence[str] = ()
    step: str = ""
    volume: str = ""
    horizon: str = ""
    questions: Sequence[str] = ()
    must: str = ""
    may: str = ""
    language: str = "en"


def save_need(
    registration: Registration, taxonomy: Taxonomy, words: NeedWords, *, need: Need | None = None, by: Person | None = None
) -> Need:
    """Add a need to a registration, or change ``need``.

    Raises
    ------
    Invalid
        Where a tag is not in the event's vocabulary.
    """
    _require_known("product_group", [words.product_group], taxonomy.groups)
    _require_known("goals", words.goals, {goal.code for goal in taxonomy.goals})
    _require_known("strategies", words.strategies, taxonomy.strategies)
    _require_known("step", [words.step], {tag.code for tag in taxonomy.steps})
    if need is None:
        need = Need(position=len(registration.needs))
        registration.needs.append(need)
    need.functional_need, need.product_group = words.functional_need, words.product_group
    need.step, need.volume, need.horizon, need.language = words.step, words.volume, words.horizon, words.language
    need.questions, need.must, need.may = list(words.questions), words.must, words.may
    wanted = [*((TagKind.GOAL, code) for code in words.goals), *((TagKind.STRATEGY, code) for code in words.strategies)]
    if [(tag.kind, tag.code) for tag in need.tags] != wanted:
        need.tags = []
        db.session.flush()
        need.tags = [NeedTag(kind=kind, code=code) for kind, code in dict.fromkeys(wanted)]
    record("saved", need, by, registration.event)
    db.session.flush()
    return need


def remove_need(need: Need, by: Person | None) -> None:
    """Take a need away."""
    record("removed", need, by, need.registration.event)
    need.registration.needs.remove(need)
    db.session.flush()


def _require_known(field: str, codes: Sequence[str], known: Container[str]) -> None:
    if any(code not in known for code in codes):
        raise Invalid(fields={field: _("Choose from the list.")})
