"""Who may meet: both sides' requests about each other and the organiser's locks, merged pair by pair."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaking.planning.event import Answer, EventData, Request, Strength
from matchmaking.planning.fit import NO_FIT, Fit, best_fit

SEPARATOR = "+"


@dataclass(frozen=True, slots=True)
class Pair:
    """What two participants think of meeting each other; neither is against it.

    Attributes
    ----------
    participants
        The one who asked first, then the other.
    strength
        The stronger one, where both asked.
    accepted, mutual
        Whether the other side said yes; whether both asked.
    added
        Nobody asked: the organiser locked it.
    """

    participants: tuple[str, str]
    strength: Strength = Strength.WOULD_LIKE
    accepted: bool = False
    mutual: bool = False
    fit: Fit = NO_FIT
    added: bool = False

    @property
    def id(self) -> str:
        """Id of the pair's request and so of their meeting: it stays the same whoever asks, answers or withdraws."""
        return pair_id(*self.participants)


def pair_id(one: str, other: str) -> str:
    """Name a pair of participants, whatever their order."""
    return SEPARATOR.join(sorted((one, other)))


def pairs_of(data: EventData) -> tuple[Pair, ...]:
    """Merge an event's requests and locks into the pairs that may meet, in the order in which they were first asked for.

    A request that was declined, or a *rather not* of either side, takes the pair out, and a lock with it: the organiser cannot
    lock two people into a meeting that one of them has refused.
    """
    asked: dict[str, list[Request]] = {}
    for request in sorted(data.requests, key=lambda request: (request.asked_on, request.id)):
        asked.setdefault(pair_id(request.asker, request.asked), []).append(request)
    merged = [_merge(data, rows) for rows in asked.values() if not any(_is_refusal(row) for row in rows)]
    added = {pair_id(*lock.participants): lock.participants for lock in data.locks}
    merged += [Pair(two, fit=best_fit(data, *two)[0], added=True) for id_, two in added.items() if id_ not in asked]
    return tuple(merged)


def _is_refusal(request: Request) -> bool:
    return request.answer is Answer.DECLINED or request.strength is Strength.RATHER_NOT


def _merge(data: EventData, rows: list[Request]) -> Pair:
    first = rows[0]
    return Pair(
        participants=(first.asker, first.asked),
        strength=Strength.MUST if any(row.strength is Strength.MUST for row in rows) else Strength.WOULD_LIKE,
        accepted=any(row.answer is Answer.ACCEPTED for row in rows),
        mutual=len({row.asker for row in rows}) == 2,
        fit=best_fit(data, first.asker, first.asked)[0],
    )
