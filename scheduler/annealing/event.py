"""An event as the kernel sees it: what may be held when and where, by zone, and who is where then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scheduler.annealing.kernel import GOALS, MOST_DAYS, MOST_PLANES
from scheduler.arrays import Bools, Ints
from scheduler.construction.place_assignment import Placed
from scheduler.instance.instance import Instance
from scheduler.model.goals.changes import option_columns
from scheduler.model.goals.lowest import needed, possible
from scheduler.model.model import Model
from scheduler.run.incumbent import PlaceWishes

Arrays = dict[str, object]


@dataclass(frozen=True)
class Pools:
    """The pools of an instance divided by zone.

    Attributes
    ----------
    whole, zone
        (F,) pool of the instance, and number of its zone.
    places
        (F,) how many places each has.
    of_place
        {place: pool by zone}.
    """

    whole: Ints
    zone: Ints
    places: Ints
    of_place: dict[int, int]


def divide_pools(model: Model, by_zone: bool) -> Pools:
    """Divide the pools by zone; where that is not asked for all places count as one zone."""
    problem = model.instance.problem
    numbers = {zone: z for z, zone in enumerate(dict.fromkeys(place.zone for place in problem.places))} if by_zone else {}
    rows: dict[tuple[int, int], list[int]] = {}
    for k, pool in enumerate(model.instance.pools):
        for place in pool.places:
            rows.setdefault((k, numbers.get(problem.places[place].zone, 0)), []).append(place)
    table = np.array(list(rows), dtype=np.int64).reshape(-1, 2)
    of_place = {place: f for f, places in enumerate(rows.values()) for place in places}
    return Pools(table[:, 0], table[:, 1], np.array([len(places) for places in rows.values()], dtype=np.int64), of_place)


def suits(instance: Instance) -> bool:
    """Whether the kernel's structures can hold an event."""
    longest = max((len(day) for day in instance.days), default=0)
    zones = len({place.zone for place in instance.problem.places})
    most = int(instance.parallel.max(initial=1))
    return longest <= 64 and len(instance.days) <= MOST_DAYS and zones <= 1 << MOST_PLANES and most < 256


class Event:
    """What stays while meetings move.

    Parameters
    ----------
    model
        Whose options are open.
    full
        (n,) a plan; who sits at its dialogues stays so.
    weights
        What a unit of each goal costs; those of `GOALS` that count are its keys, in their order.
    placed
        The places of the plan, where zones count; None: they do not.
    """

    def __init__(self, model: Model, full: Ints, weights: Mapping[str, int], placed: Placed | None = None) -> None:
        self.model, self.goals = model, tuple(weights)
        self.pools = divide_pools(model, placed is not None)
        self._lower, self._upper = model.limits
        self.words = max(1, -(-model.instance.slots // 64))
        self.starts = np.flatnonzero(full[model.layout.dialogues.start_column]).tolist()
        self._full, self._placed, self._weights = full, placed, weights
        # What stays where a reference plan has it is no change; nobody is to be notified for the sake of compact agendas.
        self._kept = any(objective.name == "changes" for objective in model.objectives) and model.instance.reference is not None

    def begin(self) -> tuple[Ints, Ints, Ints]:
        """Slot and pool by zone of each request (-1: not held), and first slot of each dialogue."""
        instance = self.model.instance
        slot = np.full(instance.requests, -1, dtype=np.int64)
        pool = slot.copy()
        held = np.flatnonzero(self._full[: instance.options])
        slot[instance.option_request[held]] = instance.option_slot[held]
        if self._placed is None:
            pool[instance.option_request[held]] = instance.option_pool[held]
        else:
            pool[instance.option_request[held]] = [self.pools.of_place[self._placed.meeting[option]] for option in held.tolist()]
        return slot, pool, self.model.layout.dialogues.start_slot[self.starts].astype(np.int64)

    @property
    def planes(self) -> int:
        """Bits of a zone's number."""
        return int(self.pools.zone.max(initial=0)).bit_length()

    @cached_property
    def arrays(self) -> Arrays:
        """Every field of the kernel's structure."""
        instance, problem = self.model.instance, self.model.instance.problem
        numbers = {
            "people": instance.people,
            "slots": instance.slots,
            "requests": instance.requests,
            "dialogues": len(self.starts),
            "pools": len(self.pools.whole),
            "days": len(instance.days),
            "words": self.words,
            "planes": self.planes,
            "across": int(problem.unavailable_counts_as_break),
            "chain": min(instance.requests + len(self.starts), 200),
            "goals": len(self.goals),
        }
        first = np.array([day[0] for day in instance.days] + [instance.slots])
        berth = np.concatenate(([0], np.cumsum(instance.parallel * instance.slots)))[:-1]
        weight = np.array([self._weights.get(goal, 0) for goal in GOALS], dtype=np.int64)
        arrays = {
            "day": instance.day,
            "first": first,
            "parallel": instance.parallel,
            "berth": berth,
            "limit": instance.limit,
            "floor": instance.floor,
            "least": self._least(),
            "pair": instance.pair,
            "value": instance.value,
            "must": instance.must,
            "rank": np.array([GOALS.index(goal) for goal in self.goals]),
            **self._options(),
            **self._order(),
            **self._requests_of_people(),
            **self._rooms(),
            **self._dialogues(),
        }
        small = {name: np.ascontiguousarray(array, dtype=np.int32) for name, array in arrays.items()}
        return {**numbers, **small, **self._open, "free": self._free(), "start": self._start_bits, "weight": weight}

    def _least(self) -> Ints:
        """(people,) meetings that each has to keep where the lowest satisfaction counts: a meeting less could lower it."""
        instance = self.model.instance
        if not any(objective.name == "lowest" for objective in self.model.objectives):
            return np.zeros(instance.people, dtype=np.int64)
        held = instance.option_request[np.flatnonzero(self._full[: instance.options])]
        meetings = np.bincount(instance.pair[held].ravel(), minlength=instance.people)
        most = possible(instance)
        level = int((100 * meetings[most > 0] // most[most > 0]).min(initial=100))
        return needed(instance, level)

    def _free(self) -> np.ndarray:
        """(people, days) bits of the slots in which somebody is available."""
        instance = self.model.instance
        bits = np.zeros((instance.people, len(instance.days)), dtype=np.uint64)
        for d, day in enumerate(instance.days):
            for t in day:
                bits[:, d] |= instance.free[:, t].astype(np.uint64) << np.uint64(t - day[0])
        return bits

    @cached_property
    def _entries(self) -> tuple[Ints, Ints, np.ndarray]:
        """Request, pool by zone, and open slots as bits, of each pool of each request."""
        instance = self.model.instance
        may = np.flatnonzero(self._upper[: instance.options] > 0)
        key = instance.option_request[may] * len(instance.pools) + instance.option_pool[may]
        unique, number = np.unique(key, return_inverse=True)
        slot = instance.option_slot[may]
        bits = _bits(len(unique), self.words, number, slot)
        request, pool = np.divmod(unique, max(1, len(instance.pools)))
        begin = np.searchsorted(self.pools.whole, np.arange(len(instance.pools) + 1))
        many = (begin[1:] - begin[:-1])[pool]
        entry = np.repeat(np.arange(len(unique)), many)
        within = np.arange(len(entry)) - np.repeat(np.cumsum(many) - many, many)
        return request[entry], begin[pool[entry]] + within, bits[entry]

    def _options(self) -> dict[str, Ints | Bools]:
        instance = self.model.instance
        request, pool, _ = self._entries
        fixed = np.zeros(instance.requests, dtype=bool)
        fixed[instance.option_request[self._lower[: instance.options] > 0]] = True
        if self._kept:
            stays = option_columns(self.model.layout)
            stays = stays[stays >= 0]
            fixed[instance.option_request[stays[self._full[stays] == 1]]] = True
        return {"entry": np.searchsorted(request, np.arange(instance.requests + 1)), "entry_pool": pool, "fixed": fixed}

    @cached_property
    def _open(self) -> dict[str, np.ndarray]:
        request, _, bits = self._entries
        anywhere = np.zeros((self.model.instance.requests, self.words), dtype=np.uint64)
        np.bitwise_or.at(anywhere, request, bits)
        return {"entry_open": np.ascontiguousarray(bits), "open": anywhere}

    def _order(self) -> dict[str, Ints]:
        pairs = [(later, earlier, 0) for later, earlier in self.model.instance.after]
        both = np.array(sorted(pairs + [(earlier, later, 1) for later, earlier, _ in pairs]), dtype=np.int64).reshape(-1, 3)
        begin = np.searchsorted(both[:, 0], np.arange(self.model.instance.requests + 1))
        return {"order": begin, "order_of": both[:, 1], "later": both[:, 2]}

    def _requests_of_people(self) -> dict[str, Ints]:
        instance = self.model.instance
        person = instance.pair.ravel()
        order = np.argsort(person, kind="stable")
        return {"own": np.searchsorted(person[order], np.arange(instance.people + 1)), "own_request": order // 2}

    def _rooms(self) -> dict[str, Ints | Bools]:
        each = np.array([pool.capacity for pool in self.model.instance.pools], dtype=np.int64)[self.pools.whole]
        return {"room": each * self.pools.places, "each": each, "zone": self.pools.zone, "lone": self.pools.places == 1}

    def _dialogues(self) -> dict[str, Ints]:
        dialogues, instance = self.model.layout.dialogues, self.model.instance
        seated = [self.model.layout.seated(self._full, n) for n in self.starts]
        people = [[*seats, *moderators] for seats, moderators in seated]
        lengths = [instance.dialogues[int(dialogues.start_dialogue[n])].length for n in self.starts]
        return {
            "length": np.array(lengths, dtype=np.int64),
            "seat": np.cumsum([0, *map(len, people)]),
            "seated": np.array([p for some in people for p in some], dtype=np.int64),
            "dialogue_pool": np.array(self._dialogue_pools, dtype=np.int64),
        }

    @cached_property
    def _start_bits(self) -> np.ndarray:
        """(dialogues, words) slots in which each dialogue can start with who is there and in a place of its pool."""
        rows = [(i, int(self.model.layout.dialogues.start_slot[n])) for i in range(len(self.starts)) for n in self.starts_like(i)]
        table = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return _bits(len(self.starts), self.words, table[:, 0], table[:, 1])

    def starts_like(self, i: int) -> list[int]:
        """Starts of the same dialogue with all of its columns open: the people and the pool that it has."""
        if self._kept:
            return [self.starts[i]]
        dialogues, upper = self.model.layout.dialogues, self._upper
        seats, moderators = self.model.layout.seated(self._full, self.starts[i])
        pool = self._pool_of_dialogue(i)
        found = []
        for n in np.flatnonzero(dialogues.start_dialogue == dialogues.start_dialogue[self.starts[i]]).tolist():
            columns = self.dialogue_columns(n, seats, moderators, pool)
            if columns is not None and (upper[columns] > 0).all():
                found.append(n)
        return found

    def dialogue_columns(self, n: int, seats: list[int], moderators: list[int], pool: int) -> Ints | None:
        """Columns that are 1 where a dialogue has this start, people and pool; None where some do not exist."""
        dialogues = self.model.layout.dialogues
        seat = dialogues.seat_column[(dialogues.seat_start == n) & np.isin(dialogues.seat_person, seats)]
        moderator = dialogues.moderator_column[(dialogues.moderator_start == n) & np.isin(dialogues.moderator_person, moderators)]
        place = dialogues.place_column[(dialogues.place_start == n) & (dialogues.place_pool == pool)]
        if len(seat) < len(seats) or len(moderator) < len(moderators) or not len(place):
            return None
        return np.concatenate([[dialogues.start_column[n]], place, moderator, seat]).astype(np.int64)

    def core_vector(self, slot: Ints, pool: Ints, start: Ints) -> Ints:
        """(core,) the plan of these slots and pools of requests, and first slots of dialogues; -1: not held."""
        layout = self.model.layout
        core = np.zeros(layout.core, dtype=np.int64)
        core[self.options_held(slot, pool)[1]] = 1
        for i, n in enumerate(self.starts_now(start)):
            seats, moderators = layout.seated(self._full, self.starts[i])
            columns = self.dialogue_columns(n, seats, moderators, self._pool_of_dialogue(i))
            assert columns is not None
            core[columns] = 1
        return core

    def options_held(self, slot: Ints, pool: Ints) -> tuple[Ints, Ints]:
        """Requests that are held, and the option of each."""
        instance = self.model.instance
        held = np.flatnonzero(slot >= 0)
        key = (held * instance.slots + slot[held]) * len(instance.pools) + self.pools.whole[pool[held]]
        return held, np.searchsorted(self._keys, key)

    def starts_now(self, start: Ints) -> list[int]:
        """Number of the start that begins each dialogue in these slots."""
        slots = self.model.layout.dialogues.start_slot
        return [next(n for n in self.starts_like(i) if slots[n] == start[i]) for i in range(len(self.starts))]

    def wishes(self, slot: Ints, pool: Ints, start: Ints) -> PlaceWishes:
        """The zone of each option that is held, and the place of each dialogue."""
        assert self._placed is not None
        held, options = self.options_held(slot, pool)
        places = [self._placed.dialogue[n] for n in self.starts]
        zones = dict(zip(options.tolist(), self.pools.zone[pool[held]].tolist(), strict=True))
        return PlaceWishes(zones, dict(zip(self.starts_now(start), places, strict=True)))

    @cached_property
    def _dialogue_pools(self) -> list[int]:
        """Pool by zone of each dialogue."""
        if self._placed is not None:
            return [self.pools.of_place[self._placed.dialogue[n]] for n in self.starts]
        dialogues = self.model.layout.dialogues
        used = np.flatnonzero(self._full[dialogues.place_column])
        pools = dict(zip(dialogues.place_start[used].tolist(), dialogues.place_pool[used].tolist(), strict=True))
        return [pools[n] for n in self.starts]

    def _pool_of_dialogue(self, i: int) -> int:
        return int(self.pools.whole[self._dialogue_pools[i]])

    @cached_property
    def _keys(self) -> Ints:
        instance = self.model.instance
        keys: Ints = (instance.option_request * instance.slots + instance.option_slot) * len(instance.pools) + instance.option_pool
        return keys


def _bits(rows: int, words: int, row: Ints, slot: Ints) -> np.ndarray:
    """(rows, words) with the bits of these slots set."""
    bits = np.zeros((rows, words), dtype=np.uint64)
    np.bitwise_or.at(bits, (row, slot >> 6), np.uint64(1) << (slot & 63).astype(np.uint64))
    return bits
