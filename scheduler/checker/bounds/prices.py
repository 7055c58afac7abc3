"""Prices on what is scarce, as the evidence of a plan holds them: read strictly, since everything rests on what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from scheduler.checker.bounds.ground import Ground, UnfitEvidence
from scheduler.problem import Problem

PRICED = ("changes", "floor", "value", "mix")  # goals of which a unit can have a price
SCALE = 1 << 20  # prices are whole multiples of 1 / SCALE
MOST = 2**63 - 1


@dataclass(slots=True)
class Prices:
    """What each thing costs, in units of 1 / SCALE; what is not in here costs nothing.

    Attributes
    ----------
    earlier
        Of each unit of a goal that comes before.
    diary
        By participant and position of the slot: of each meeting that it could hold at once.
    limit, floor, share
        By participant: of each meeting of its ``max_meetings``, of its ``floor``, of what it needs for a satisfaction.
    places
        Sets of places, with prices by position of the slot: of each meeting that they can hold together.
    one_place
        Participant, slot, set of places: of each meeting held there and then, which has to be at a single place.
    after
        Later request, earlier request, slot: of holding the later one by then or the earlier one from then on.
    mix
        Dialogue, organisation, number: of the pairs that there are at least with more than so many of it seated.
    frozen
        No price: positions of the slots in which nothing comes that the reference plan does not have there.
    """

    earlier: dict[str, int] = field(default_factory=dict)
    diary: dict[str, list[int]] = field(default_factory=dict)
    limit: dict[str, int] = field(default_factory=dict)
    floor: dict[str, int] = field(default_factory=dict)
    share: dict[str, int] = field(default_factory=dict)
    places: list[tuple[frozenset[str], list[int]]] = field(default_factory=list)
    one_place: list[tuple[str, int, frozenset[str], int]] = field(default_factory=list)
    after: list[tuple[str, str, int, int]] = field(default_factory=list)
    mix: list[tuple[str, str, int, int]] = field(default_factory=list)
    frozen: frozenset[int] = frozenset()


def read_prices(ground: Ground, goal: str, data: dict[str, Any]) -> Prices:
    """Prices from the data of evidence for a goal.

    Raises
    ------
    UnfitEvidence
        Where it is not of this form, a price is no whole number from 0, or something is named that the problem does not have.
    """
    return _Reader(ground.problem).read(data, [name for name in ground.before(goal) if name in PRICED])


class _Reader:
    """Knows the names of one problem."""

    def __init__(self, problem: Problem) -> None:
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.people = {person.id for person in problem.participants}
        self.limited = {person.id for person in problem.participants if person.max_meetings is not None}
        self.places = {place.id for place in problem.places}
        self.follows = {(request.id, other) for request in problem.requests for other in request.after}
        self.dialogues = {dialogue.id for dialogue in problem.dialogues}
        self.organisations = {person.organisation for person in problem.participants if person.organisation}

    def read(self, data: dict[str, Any], earlier: Sequence[str]) -> Prices:
        prices = Prices()
        known = set(Prices.__slots__)
        for key in data:
            _require(key in known, key, f"there are no prices of this kind; there are {', '.join(Prices.__slots__)}")
        prices.earlier = {name: _price(n, where) for name, n, where in _named(data, "earlier", set(earlier), "priced goal before this one")}
        prices.diary = {name: self._by_slot(n, where) for name, n, where in _named(data, "diary", self.people, "participant")}
        limited = self.limited, "participant with max_meetings"
        prices.limit = {name: _price(n, where) for name, n, where in _named(data, "limit", *limited)}
        prices.floor = {name: _price(n, where) for name, n, where in _named(data, "floor", self.people, "participant")}
        prices.share = {name: _price(n, where) for name, n, where in _named(data, "share", self.people, "participant")}
        for entry, where in _entries(data, "places", ("places", "prices")):
            prices.places.append((self._places(entry, where), self._by_slot(entry["prices"], f"{where}.prices")))
        for entry, where in _entries(data, "one_place", ("participant", "slot", "places", "price")):
            person = _known(entry, "participant", self.people, where)
            prices.one_place.append((person, self._slot(entry, where), self._places(entry, where), _price(entry["price"], where)))
        for entry, where in _entries(data, "after", ("request", "after", "slot", "price")):
            pair = entry["request"], entry["after"]
            _require(all(isinstance(name, str) for name in pair) and pair in self.follows, where, "no request has to follow this one")
            prices.after.append((*pair, self._slot(entry, where), _price(entry["price"], where)))
        for entry, where in _entries(data, "mix", ("dialogue", "organisation", "seats", "price")):
            dialogue = _known(entry, "dialogue", self.dialogues, where)
            firm = _known(entry, "organisation", self.organisations, where)
            prices.mix.append((dialogue, firm, _price(entry["seats"], f"{where}.seats"), _price(entry["price"], where)))
        names = data.get("frozen", [])
        _require(isinstance(names, list), "frozen", "is no list of slots")
        prices.frozen = frozenset(self._slot({"slot": name}, f"frozen[{k}]") for k, name in enumerate(names))
        return prices

    def _slot(self, entry: dict[str, Any], where: str) -> int:
        return self.slots[_known(entry, "slot", set(self.slots), where)]

    def _places(self, entry: dict[str, Any], where: str) -> frozenset[str]:
        names = entry["places"]
        _require(isinstance(names, list) and all(isinstance(name, str) for name in names), where, "places is no list of ids")
        unknown = sorted(set(names) - self.places)
        _require(not unknown, where, f"there is no place {unknown[0] if unknown else ''}")
        return frozenset(names)

    def _by_slot(self, value: object, where: str) -> list[int]:
        """One price for all slots, or one for each."""
        if not isinstance(value, list):
            return [_price(value, where)] * len(self.slots)
        _require(len(value) == len(self.slots), where, f"holds {len(value)} prices; there are {len(self.slots)} slots")
        return [_price(n, f"{where}[{k}]") for k, n in enumerate(value)]


def _require(holds: bool, where: str, problem: str) -> None:
    if not holds:
        raise UnfitEvidence(f"{where}: {problem}")


def _price(value: object, where: str) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        shown = str(value) if len(str(value)) < 40 else f"{str(value)[:40]}..."
        raise UnfitEvidence(f"{where}: {shown} is no whole number from 0 to {MOST}")
    return value


def _known(entry: dict[str, Any], key: str, names: set[str], where: str) -> str:
    value = entry[key]
    if not isinstance(value, str) or value not in names:
        raise UnfitEvidence(f"{where}: there is no {key} {value}")
    return value


def _named(data: dict[str, Any], key: str, names: set[str], word: str) -> Iterator[tuple[str, object, str]]:
    """Each price in an object by name."""
    value = data.get(key, {})
    _require(isinstance(value, dict), key, "is no object of prices by name")
    for name, price in value.items():
        _require(name in names, f"{key}.{name}", f"there is no such {word}")
        yield name, price, f"{key}.{name}"


def _entries(data: dict[str, Any], key: str, keys: tuple[str, ...]) -> Iterator[tuple[dict[str, Any], str]]:
    """Each entry of a list of objects with exactly these keys."""
    value = data.get(key, [])
    _require(isinstance(value, list), key, "is no list")
    for k, entry in enumerate(value):
        where = f"{key}[{k}]"
        _require(isinstance(entry, dict) and set(entry) == set(keys), where, f"is no object with the keys {', '.join(keys)}")
        yield entry, where
