"""What a meeting or a seat is worth to the event: a sum of terms that the organiser sees and can weigh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from matchmaking.planning.event import SeatWish, Strength
from matchmaking.planning.pairs import Pair

MOST = 1_000_000
HEAVIEST = 100_000
RANKED = (("must", "would_like"), ("seat_must", "seat_would_like"))


@dataclass(frozen=True, slots=True)
class Weights:
    """Points for each thing that makes a meeting or a seat worth holding.

    Attributes
    ----------
    must, would_like
        The stronger strength of the two sides; so high a *must* by default that no other term outweighs it.
    accepted
        The other side said yes.
    mutual
        Both asked for it, in place of ``accepted``.
    fit
        For a fit of 100; less in proportion.
    seat_must, seat_would_like
        A seat at a dialogue, for each slot that the dialogue takes.

    Raises
    ------
    ValueError
        Where a weight is no whole number from 0 to 100,000, a *must* would not count for more than a *would like*, that one for
        nothing at all, or a meeting that both want for less than one that was merely accepted.
    """

    must: int = 150
    would_like: int = 40
    accepted: int = 30
    mutual: int = 45
    fit: int = 30
    seat_must: int = 120
    seat_would_like: int = 50

    def __post_init__(self) -> None:
        for each in fields(self):
            weight = getattr(self, each.name)
            if not isinstance(weight, int) or isinstance(weight, bool) or not 0 <= weight <= HEAVIEST:
                raise ValueError(f"{each.name} has to be a whole number from 0 to {HEAVIEST}, not {weight!r}")
        low = too_low(asdict(self))
        for more, less in RANKED:
            if {more, less} & low.keys():
                raise ValueError(f"{more} has to be more than {less}, and that at least 1")
        if "mutual" in low:
            raise ValueError("mutual has to be at least accepted")


def too_low(points: Mapping[str, int]) -> dict[str, int]:
    """Find the weights that would turn wishes round, each with the least that it can be.

    A *must* has to count for more than a *would like*, that for something, and both asking for no less than one accepting.
    """
    least = {}
    for more, less in RANKED:
        if points[less] < 1:
            least[less] = 1
        elif points[more] <= points[less]:
            least[more] = points[less] + 1
    if points["mutual"] < points["accepted"]:
        least["mutual"] = points["accepted"]
    return least


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a value: a weight's name, its points here, and why they are given."""

    weight: str
    points: int
    because: str


@dataclass(frozen=True, slots=True)
class Value:
    """A sum of terms, 1 to 1,000,000; what gives no points is not among them."""

    terms: tuple[Term, ...]

    @property
    def total(self) -> int:
        """The sum, capped at 1,000,000."""
        return min(MOST, sum(term.points for term in self.terms))


def value_of(pair: Pair, weights: Weights) -> Value:
    """Value a meeting that at least one side wants, or that the organiser has added."""
    if pair.added:
        terms = [Term("would_like", weights.would_like, "added by the organiser")]
    elif pair.strength is Strength.MUST:
        terms = [Term("must", weights.must, "asked for as must")]
    else:
        terms = [Term("would_like", weights.would_like, "asked for as would like")]
    if pair.mutual:
        terms.append(Term("mutual", weights.mutual, "both asked for it"))
    elif pair.accepted:
        terms.append(Term("accepted", weights.accepted, "accepted"))
    terms.append(Term("fit", weights.fit * pair.fit.score // 100, pair.fit.reason))
    return Value(tuple(term for term in terms if term.points))


def value_of_seat(wish: SeatWish, length: int, weights: Weights) -> Value:
    """Value a seat at a dialogue of ``length`` slots; by the slot, because it keeps somebody from that many meetings."""
    name, weight = ("seat_must", weights.seat_must) if wish.strength is Strength.MUST else ("seat_would_like", weights.seat_would_like)
    return Value((Term(name, weight * length, f"asked to join as {wish.strength}, {length} slot{'s' * (length > 1)}"),))
