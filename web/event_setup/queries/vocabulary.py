"""How often an event's words are carried by its offers, needs and dialogues."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from matchmaking.vocabulary import Kind
from web.core.database import db
from web.models import Dialogue, Event, Need, NeedTag, Offer, OfferTag, Registration, TagKind

KINDS = {TagKind.STRATEGY: Kind.STRATEGY, TagKind.GOAL: Kind.GOAL, TagKind.BUSINESS_MODEL: Kind.BUSINESS_MODEL}


def count_uses(event: Event) -> Counter[tuple[Kind, str]]:
    """Count by list and code what carries a word, whatever the state of the registration."""
    found: Counter[tuple[Kind, str]] = Counter()
    for kind, rows in (
        (Kind.GROUP, _codes(Offer.product_group, event)),
        (Kind.GROUP, _codes(Need.product_group, event)),
        (Kind.STEP, _codes(Need.step, event)),
        (Kind.GROUP, _of_dialogues(Dialogue.product_group, event)),
        (Kind.THEME, _of_dialogues(Dialogue.theme, event)),
    ):
        for code, count in db.session.execute(rows):
            found[kind, code] += count
    for tags in (
        select(OfferTag.kind, OfferTag.code, func.count()).join(Offer, OfferTag.offer_id == Offer.id).join(Offer.registration),
        select(NeedTag.kind, NeedTag.code, func.count()).join(Need, NeedTag.need_id == Need.id).join(Need.registration),
    ):
        model = tags.selected_columns
        counted = tags.where(Registration.event_id == event.id).group_by(model[0], model[1])
        for tag_kind, code, count in db.session.execute(counted):
            found[KINDS[tag_kind], code] += count
    return found


def _codes(column: InstrumentedAttribute[str], event: Event) -> Select[str, int]:
    owner = column.class_.registration
    return select(column, func.count()).join(owner).where(Registration.event_id == event.id, column != "").group_by(column)


def _of_dialogues(column: InstrumentedAttribute[str], event: Event) -> Select[str, int]:
    return select(column, func.count()).where(Dialogue.event_id == event.id).group_by(column)
