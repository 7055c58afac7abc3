"""Whom somebody could ask to meet: who fits best, and why."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from matchmaking.planning.attendance import Role
from matchmaking.planning.event import EventData, Need, Offer
from matchmaking.planning.fit import Fit, best_fit


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who fits, by id, and which offer answers which need."""

    who: str
    fit: Fit
    offer: Offer | None
    need: Need | None


def suggestions(data: EventData, who: str, role: Role, left_out: Container[str], most: int) -> tuple[Suggestion, ...]:
    """Find who fits somebody best: suppliers for a buyer, buyers for a supplier; the best first, and nobody who fits not at all.

    Parameters
    ----------
    left_out
        Ids of those whom they have said something about already.
    most
        How many.
    """
    others = data.offers_of if role is Role.BUYER else data.needs_of
    found = [Suggestion(other, *best_fit(data, who, other)) for other in others if other not in left_out]
    return tuple(sorted((each for each in found if each.fit.score), key=lambda each: -each.fit.score)[:most])
