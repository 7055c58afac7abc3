"""Who asks to meet whom, how much, and what the other answers."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import islice

from matchmaking.demo.texts import stream, text, weighted_sample
from matchmaking.planning.event import Answer, EventData, Lock, Participant, Request, Strength
from matchmaking.planning.fit import best_fit
from matchmaking.planning.seam import unavailable_slots

BUYERS_ASK = 800
SUPPLIERS_ASK_BACK = 30
SUPPLIERS_ASK = 82
SUPPLIERS_ASK_SUPPLIERS = 12
RATHER_NOT = 16
DECLINED = 30
ACCEPTED_SHARE = 0.4
MESSAGE_SHARE = 0.045
LOCKS = 2
UNFIT_INTEREST = 1
CURIOSITY = 1
EAGERNESS = (0, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6)


@dataclass
class _Asking:
    """The requests so far, one at most from anybody to anybody."""

    data: EventData
    chance: random.Random
    fit: Mapping[tuple[str, str], int]
    rows: dict[tuple[str, str], Strength] = field(default_factory=dict)
    asks: Counter[str] = field(default_factory=Counter)

    def add(self, asker: str, asked: str, strength: Strength = Strength.WOULD_LIKE) -> None:
        self.rows[asker, asked] = strength
        self.asks[asker] += strength is not Strength.RATHER_NOT

    def may_ask(self, person: Participant) -> bool:
        most = self.data.event.quotas[person.role].wishes
        return most is None or self.asks[person.id] < most


def make_requests(seed: int, data: EventData, pull: Mapping[str, int]) -> list[Request]:
    """Make the requests of an event whose people, offers and needs are known; numbered as they came in."""
    suppliers = [person.id for person in data.participants if person.role == "supplier"]
    buyers = [person.id for person in data.participants if person.role == "buyer"]
    fit = {(s, b): best_fit(data, s, b)[0].score for s in suppliers for b in buyers}
    asking = _Asking(data, stream(seed, "asking"), fit)
    _buyers_ask(asking, pull)
    _suppliers_ask(asking, pull)
    _suppliers_ask_each_other(asking, suppliers)
    _rather_not(asking, suppliers, buyers)
    return _written(stream(seed, "answers"), asking)


def _buyers_ask(asking: _Asking, pull: Mapping[str, int]) -> None:
    """Each time a buyer with requests left picks a supplier that fits, the popular ones more often."""
    chance = asking.chance
    buyers = [person for person in asking.data.participants if person.role == "buyer"]
    breadth = {buyer.id: sum(asking.fit[supplier, buyer.id] > 0 for supplier in pull) for buyer in buyers}
    eager = {buyer.id: chance.choice(EAGERNESS) * breadth[buyer.id] for buyer in buyers}
    musts = {buyer.id: chance.choice((0, 1, 1, 2)) for buyer in buyers}
    total = 0
    while total < BUYERS_ASK:
        able = [b.id for b in buyers if asking.may_ask(b) and asking.asks[b.id] < breadth[b.id] + CURIOSITY]
        buyer = chance.choices(able, [eager[id_] for id_ in able])[0]
        free = [supplier for supplier in pull if (buyer, supplier) not in asking.rows]
        odds = [pull[supplier] * max(asking.fit[supplier, buyer], UNFIT_INTEREST) for supplier in free]
        supplier = weighted_sample(chance, free, odds, 1)[0]
        # The first requests of a buyer are the ones that matter most.
        first = asking.asks[buyer] < musts[buyer] and asking.fit[supplier, buyer] > 0
        asking.add(buyer, supplier, Strength.MUST if first else Strength.WOULD_LIKE)
        total += 1


def _suppliers_ask(asking: _Asking, pull: Mapping[str, int]) -> None:
    """Suppliers ask buyers whose need they fit, those with fewer requests first; some of them had asked already."""
    for back, target in ((True, SUPPLIERS_ASK_BACK), (False, SUPPLIERS_ASK)):
        pairs = [
            (supplier, buyer) for (supplier, buyer), fit in asking.fit.items() if fit >= 50 and ((buyer, supplier) in asking.rows) is back
        ]
        odds = [10_000 // pull[supplier] for supplier, _ in pairs]
        done = 0
        for supplier, buyer in weighted_sample(asking.chance, pairs, odds, len(pairs)):
            if done < target and asking.may_ask(asking.data.participant[supplier]):
                asking.add(supplier, buyer)
                done += 1


def _suppliers_ask_each_other(asking: _Asking, suppliers: list[str]) -> None:
    """Links of one chain: suppliers whose offers are in the same product group."""
    groups = {s: {offer.product_group for offer in asking.data.offers_of[s]} for s in suppliers}
    pairs = [(one, other) for one in suppliers for other in suppliers if one != other and groups[one] & groups[other]]
    asking.chance.shuffle(pairs)
    able = ((a, b) for a, b in pairs if asking.may_ask(asking.data.participant[a]) and (b, a) not in asking.rows)
    for asker, asked in islice(able, SUPPLIERS_ASK_SUPPLIERS):
        asking.add(asker, asked)


def _rather_not(asking: _Asking, suppliers: list[str], buyers: list[str]) -> None:
    """Buyers who would rather not meet somebody: a few who were asked, and some who want to prevent it."""
    asked = [(b, s) for s in suppliers for b in buyers if (s, b) in asking.rows and (b, s) not in asking.rows]
    quiet = [(b, s) for s in suppliers for b in buyers if (s, b) not in asking.rows and (b, s) not in asking.rows]
    for buyer, supplier in asking.chance.sample(asked, RATHER_NOT // 3) + asking.chance.sample(quiet, RATHER_NOT - RATHER_NOT // 3):
        asking.add(buyer, supplier, Strength.RATHER_NOT)


def _written(chance: random.Random, asking: _Asking) -> list[Request]:
    answers = _answers(chance, asking)
    first, last = text("programme")["event"]["registration"]
    dated = sorted((_day(chance, first, last), chance.random(), pair) for pair in asking.rows)
    messages = _messages(chance, asking.data)
    return [
        Request(
            id=f"R{number:04}",
            asker=asker,
            asked=asked,
            strength=asking.rows[asker, asked],
            answer=answers[asker, asked],
            asked_on=day,
            message=next(messages[asker], None) if chance.random() < MESSAGE_SHARE else None,
        )
        for number, (day, _, (asker, asked)) in enumerate(dated, 1)
    ]


def _answers(chance: random.Random, asking: _Asking) -> dict[tuple[str, str], Answer]:
    """Nobody answers a *rather not*, and nobody declines whom they asked too; the others mostly stay open."""
    real = [pair for pair, strength in asking.rows.items() if strength is not Strength.RATHER_NOT]
    answers = dict.fromkeys(asking.rows, Answer.OPEN)
    answers |= {pair: Answer.ACCEPTED for pair in real if chance.random() < ACCEPTED_SHARE}
    one_sided = [(asker, asked) for asker, asked in real if (asked, asker) not in asking.rows]
    answers |= dict.fromkeys(chance.sample(one_sided, DECLINED), Answer.DECLINED)
    return answers


def _day(chance: random.Random, first: date, last: date) -> date:
    """A day of the registration period; most people are late."""
    length = (last - first).days
    return first + timedelta(days=max(chance.randint(0, length), chance.randint(0, length)))


def _messages(chance: random.Random, data: EventData) -> dict[str, Iterator[str]]:
    """For each participant what they would write; people of one role and language draw from the same heap, without return."""
    heaps: dict[tuple[str, str], Iterator[str]] = {}
    for role, languages in text("words")["messages"].items():
        for language, lines in languages.items():
            heaps[role, language] = iter(chance.sample(lines, len(lines)))
    return {person.id: heaps.get((person.role, person.language), iter(())) for person in data.participants}


def make_locks(seed: int, data: EventData) -> list[Lock]:
    """Let the organiser promise a few meetings that both sides count on, at a time when both are there."""
    chance = stream(seed, "locks")
    wanted = [r for r in data.requests if r.strength is Strength.MUST and r.answer is Answer.ACCEPTED]
    chance.shuffle(wanted)
    locks: list[Lock] = []
    for request in wanted:
        pair = (request.asker, request.asked)
        away = unavailable_slots(data, tuple(absence for absence in data.absences if absence.participant in pair))
        free = [slot.id for slot in data.event.slots if slot.id not in away]
        taken = {person for lock in locks for person in lock.participants}
        if len(locks) < LOCKS and free and not taken & set(pair):
            locks.append(Lock(pair, chance.choice(free)))
    return sorted(locks, key=lambda lock: lock.slot)


def with_requests(seed: int, data: EventData, pull: Mapping[str, int]) -> EventData:
    """Complete an event with its requests and the organiser's locks."""
    asked = replace(data, requests=tuple(make_requests(seed, data, pull)))
    return replace(asked, locks=tuple(make_locks(seed, asked)))
