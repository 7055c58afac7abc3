"""A bound from prices (Lagrange; weak duality): what everything costs less what it earns, each request and each dialogue at its best.

Put a price on each scarce thing: a participant's slot, a set of places in a slot, a meeting of somebody's limit. Whatever plan there is,
it cannot use more than there is, so it is worth at most all prices paid in full, and for each request and each dialogue by
itself the most that it can earn beyond the prices of what it uses. Any prices give a bound; good ones a tight one. (Geoffrion, 1974.)

Everything is counted as cost here, to be made small, in whole multiples of 1 / SCALE and in integers of any size.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from scheduler.checker.bounds.definition import by_definition
from scheduler.checker.bounds.dialogues import cheapest_dialogues
from scheduler.checker.bounds.ground import Ground
from scheduler.checker.bounds.meetings import cheapest_meetings
from scheduler.checker.bounds.prices import PRICED, SCALE, Prices, read_prices
from scheduler.checker.bounds.spared_changes import find_spared_changes
from scheduler.plan import Evidence
from scheduler.problem import MAXIMISED, Problem


def prove(ground: Ground, evidence: Evidence) -> int:
    """The bound of its goal that the evidence proves over all plans whose earlier goals equal those achieved.

    Raises
    ------
    UnfitEvidence
        As `read_prices` and `find_spared_changes`.
    """
    goal = evidence.goal
    if goal not in PRICED:
        return by_definition(ground.problem, goal)
    prices = read_prices(ground, goal, evidence.data)
    level = ground.achieved["lowest"] if "lowest" in ground.before(goal) else 0
    least = -(-least_cost(ground, {goal: SCALE}, prices, level) // SCALE)
    return -least if goal in MAXIMISED else least


def least_cost(ground: Ground, weights: dict[str, int], prices: Prices, level: int) -> int:
    """What goals of some weights cost at least, in units of 1 / SCALE, over the plans in which nobody's satisfaction is below a level."""
    problem = ground.problem
    total = 0
    for earlier, price in prices.earlier.items():
        weights = weights | {earlier: price}
        total -= price * (-ground.achieved[earlier] if earlier in MAXIMISED else ground.achieved[earlier])
    spared_changes = find_spared_changes(ground, weights.get("changes", 0), prices.frozen)
    total += spared_changes.weight * spared_changes.items
    total -= _stock(problem, prices)
    total += _shortfalls(problem, prices, weights.get("floor", 0))
    total += _shares(problem, prices, level)
    total += _pairs(problem, prices, weights.get("mix", 0))
    total += cheapest_meetings(problem, prices, weights.get("value", 0), spared_changes)
    return total + cheapest_dialogues(problem, prices, weights.get("value", 0), spared_changes)


def _stock(problem: Problem, prices: Prices) -> int:
    """What all that has a price costs, bought whole."""
    total = 0
    capacity = {place.id: place.capacity for place in problem.places}
    people = {person.id: person for person in problem.participants}
    for name, by_slot in prices.diary.items():
        person = people[name]
        open_slots = (price for price, slot in zip(by_slot, problem.slots, strict=True) if slot.id not in person.unavailable)
        total += person.parallel * sum(open_slots)
    total += sum(price * (people[name].max_meetings or 0) for name, price in prices.limit.items())
    total += sum(sum(by_slot) * sum(capacity[place] for place in places) for places, by_slot in prices.places)
    total += sum(price for *_, price in prices.after)
    at: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    for name, t, places, price in prices.one_place:
        at[name, t].update(dict.fromkeys(places, price))
    for (name, _), price_of in at.items():
        # All are at one place: the dearest of them, with as many meetings as the two can hold.
        total += max((price * min(people[name].parallel, capacity[place]) for place, price in price_of.items()), default=0)
    return total


def _shortfalls(problem: Problem, prices: Prices, weight: int) -> int:
    """Floors are bought, or paid for as shortfall."""
    total = 0
    for person in problem.participants:
        price = prices.floor.get(person.id, 0)
        total += person.floor * (price + min(0, weight - price))
    return total


def _shares(problem: Problem, prices: Prices, level: int) -> int:
    """What everybody holds at least is bought."""
    if not prices.share or not level:
        return 0
    return sum(prices.share.get(name, 0) * -(-level * most // 100) for name, most in possible_meetings(problem).items())


def possible_meetings(problem: Problem) -> dict[str, int]:
    """By participant, the most meetings that it can hold as far as it alone decides."""
    asked = Counter(name for request in problem.requests for name in request.participants)
    found = {}
    for person in problem.participants:
        room = sum(slot.id not in person.unavailable for slot in problem.slots) * person.parallel
        found[person.id] = min(asked[person.id], room, room if person.max_meetings is None else person.max_meetings)
    return found


def _pairs(problem: Problem, prices: Prices, weight: int) -> int:
    """Pairs of one organisation at a dialogue: with n seated and any k, at least k n - k (k + 1) / 2."""
    paid: Counter[tuple[str, str]] = Counter()
    total = 0
    for dialogue, firm, k, price in prices.mix:
        paid[dialogue, firm] += price
        total -= price * (k * (k + 1) // 2)
    firm_of = {person.id: person.organisation for person in problem.participants}
    for asked in problem.dialogues:
        for name, members in Counter(firm_of[seat.participant] for seat in asked.wanted).items():
            if name:
                total += members * (members - 1) // 2 * min(0, weight - paid.pop((asked.id, name), 0))
    return total
