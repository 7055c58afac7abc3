"""Each dialogue by itself: the cheapest way to hold it, or not to hold it, at given prices."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from scheduler.checker.bounds.prices import Prices
from scheduler.checker.bounds.spared_changes import SparedChanges
from scheduler.problem import Dialogue, Problem


def cheapest_dialogues(problem: Problem, prices: Prices, weight: int, spared_changes: SparedChanges) -> int:
    """What all dialogues cost together, each with its cheapest start, place, moderator and seats, or not held where it need not be.

    Parameters
    ----------
    weight
        What a unit of value earns, times SCALE.
    spared_changes
        What seats and moderators earn where they were.
    """
    market = _Market(problem, prices, spared_changes)
    total = 0
    for dialogue in problem.dialogues:
        found = [cost for t in market.starts(dialogue) if (cost := market.cost(dialogue, t, weight)) is not None]
        if dialogue.must:
            total += min(found, default=0)  # what cannot be held leaves no plan to bound
        else:
            total += min(0, min(found, default=0))
    return total


class _Market:
    """What a run of slots costs a participant, and a place."""

    def __init__(self, problem: Problem, prices: Prices, spared_changes: SparedChanges) -> None:
        self.spared_changes = spared_changes
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.days = [slot.day for slot in problem.slots]
        self.people = {person.id: person for person in problem.participants}
        self.places = {place.id: place for place in problem.places}
        self.away = {person.id: {self.slots[slot] for slot in person.unavailable} for person in problem.participants}
        self.diary = prices.diary
        self.place_prices: dict[str, list[list[int]]] = defaultdict(list)
        for places, by_slot in prices.places:
            for place in places:
                self.place_prices[place].append(by_slot)
        self.pairs: Counter[tuple[str, str | None]] = Counter()
        for name, firm, k, price in prices.mix:
            self.pairs[name, firm] += price * k

    def starts(self, dialogue: Dialogue) -> list[int]:
        """The positions of the slots in which it can start and end on the same day."""
        own = self.slots.values() if dialogue.starts is None else [self.slots[slot] for slot in dialogue.starts]
        last, were = dialogue.length - 1, self.spared_changes.starts(dialogue.id)
        fresh = [t for t in own if t not in self.spared_changes.frozen or t in were]
        return [t for t in fresh if t + last < len(self.days) and self.days[t] == self.days[t + last]]

    def cost(self, dialogue: Dialogue, start: int, weight: int) -> int | None:
        """What it costs to start there; None where it cannot be held then."""
        run = range(start, start + dialogue.length)
        places = {place: self._place_cost(place, run) for place in (self.places if dialogue.places is None else dialogue.places)}
        if not places:
            return None
        anywhere = min(places, key=lambda place: places[place])
        spared = {(anywhere, False): (Counter[str](), Counter[str]())}
        spared |= {
            (place, True): spots
            for (t, place), spots in self.spared_changes.dialogues.get(dialogue.id, {}).items()
            if t == start and place in places
        }
        costs = [(places[place], self._held(dialogue, run, weight, spots)) for (place, _), spots in spared.items()]
        return min((paid + cost for paid, cost in costs if cost is not None), default=None)

    def _held(self, dialogue: Dialogue, run: range, weight: int, spared: tuple[Counter[str], Counter[str]]) -> int | None:
        """What the people of a dialogue cost, less the changes that it spares to have them there; None where there are too few."""
        seats = self._seats(dialogue, run, weight, spared[0])
        moderators = [0]
        if dialogue.moderators is not None:
            costs = {name: self._seat_cost(name, run) for name in dialogue.moderators}
            moderators = [cost - self.spared_changes.weight * spared[1][name] for name, cost in costs.items() if cost is not None]
        return None if seats is None or not moderators else seats + min(moderators)

    def _place_cost(self, place: str, run: range) -> int:
        return self.places[place].capacity * sum(by_slot[t] for by_slot in self.place_prices.get(place, ()) for t in run)

    def _seat_cost(self, name: str, run: range) -> int | None:
        """What it costs a participant to be there, which takes its whole diary; None where it is away."""
        if any(t in self.away[name] for t in run):
            return None
        prices = self.diary.get(name)
        return self.people[name].parallel * sum(prices[t] for t in run) if prices else 0

    def _who(self, dialogue: Dialogue, start: int) -> Collection[str] | None:
        """Who can be seated where nobody new comes; None where anybody who asked can."""
        if start not in self.spared_changes.frozen:
            return None
        return {name for (t, _), (seats, _) in self.spared_changes.dialogues.get(dialogue.id, {}).items() if t == start for name in seats}

    def _seats(self, dialogue: Dialogue, run: range, weight: int, spared: Counter[str]) -> int | None:
        """The cheapest seats within the limits; None where there are too few people.

        Everybody has one role, so the cheapest of each role up to its minimum are taken in any case, and the others in the order of cost.
        """
        by_role: dict[str, list[int]] = defaultdict(list)
        who = self._who(dialogue, run.start)
        for seat in dialogue.wanted:
            cost, person = self._seat_cost(seat.participant, run), self.people[seat.participant]
            if cost is not None and (who is None or seat.participant in who):
                earned = weight * seat.value + self.spared_changes.weight * spared[seat.participant]
                by_role[person.role].append(cost + self.pairs[dialogue.id, person.organisation] - earned)
        taken: list[int] = []
        others: list[int] = []
        for role, costs in by_role.items():
            costs.sort()
            least = dialogue.minimum.get(role, 0)
            taken += costs[:least]
            others += costs[least:]
        least, most = dialogue.seats
        most = len(dialogue.wanted) if most is None else most
        needed = sum(dialogue.minimum.values())
        if any(len(by_role.get(role, ())) < n for role, n in dialogue.minimum.items()) or needed > most:
            return None
        others.sort()
        must, room = max(0, least - needed), most - needed
        if len(others) < must or room < 0:
            return None
        return sum(taken) + sum(others[:must]) + sum(cost for cost in others[must:room] if cost < 0)
