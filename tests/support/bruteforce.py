"""The best plan of a tiny problem by trying every one, written straight from the format and from nothing else of the project.

Every dialogue and then every request is decided in turn: not held, or held in each way that what was decided before leaves open. A branch
is left only where even with all that is undecided at its best it could not beat the best plan found so far.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import MAXIMISED, Dialogue, Problem, Request


def best_goals(problem: Problem, goals: Sequence[str] | None = None, kept: Plan | None = None) -> tuple[int, ...] | None:
    """The lexicographically best values of the goals, in the order given (by default the problem's own); None where no plan exists."""
    found = best_plan(problem, goals, kept)
    return None if found is None else found[0]


def best_plan(problem: Problem, goals: Sequence[str] | None = None, kept: Plan | None = None) -> tuple[tuple[int, ...], Plan] | None:
    """The best values of the goals, and a plan (its meetings and dialogues only) that reaches them; None where no plan exists."""
    search = _Search(problem, problem.goals if goals is None else tuple(goals), kept)
    plan = None
    for _ in search.leaves():
        search.to_beat, plan = search.vector(len(search.items)), search.plan()
    if search.to_beat is None or plan is None:
        return None
    return tuple(-value if goal in MAXIMISED else value for goal, value in zip(search.goals, search.to_beat, strict=True)), plan


def all_plans(problem: Problem) -> Iterator[Plan]:
    """Every plan of a problem that keeps all hard rules, its meetings and dialogues only."""
    search = _Search(problem, (), None)
    for _ in search.leaves():
        yield search.plan()


class _Search:
    """The decisions so far, and what follows from them."""

    def __init__(self, problem: Problem, goals: tuple[str, ...], kept: Plan | None) -> None:
        self.problem, self.goals, self.kept = problem, goals, kept
        self.to_beat: tuple[int, ...] | None = None
        self.slots = [slot.id for slot in problem.slots]
        self.days = [slot.start.date() for slot in problem.slots]  # in the offset that it was given in
        self.people = {participant.id: participant for participant in problem.participants}
        self.places = {place.id: place for place in problem.places}
        self.items: list[Dialogue | Request] = [*problem.dialogues, *problem.requests]
        self.fixed = {decided.request: decided for decided in problem.fixed}
        self.after = {request.id: request.after for request in problem.requests}
        self.meetings: dict[str, tuple[int, str]] = {}  # request: slot, place
        self.tables: dict[str, tuple[int, str, str | None, tuple[str, ...]]] = {}  # dialogue: start, place, moderator, seated
        self.at: dict[tuple[str, int], list[str]] = defaultdict(list)  # participant, slot: places of its meetings
        self.in_table: dict[tuple[str, int], str] = {}  # participant, slot: place of its table
        self.used: Counter[tuple[str, int]] = Counter()  # place, slot: meetings
        self.taken: set[tuple[str, int]] = set()  # place, slot: by a table
        self.held: Counter[str] = Counter()  # participant: meetings
        self.asked = Counter(name for request in problem.requests for name in request.participants)
        self.open: list[Request] = []  # not decided, and some way is left in which they can be held
        self.left: Counter[str] = Counter()  # participant: how many of those

    def leaves(self, k: int = 0) -> Iterator[None]:
        """Stand at each complete plan in turn, leaving out those that cannot be better than the vector to beat."""
        if self.to_beat is not None and not self._may_beat(self.to_beat, k):
            return
        if k == len(self.items):
            if self._breaks_are_even():
                yield
            return
        item = self.items[k]
        if isinstance(item, Dialogue):
            yield from self._table_leaves(item, k)
        else:
            yield from self._meeting_leaves(item, k)

    def _meeting_leaves(self, request: Request, k: int) -> Iterator[None]:
        for t, place in self._meeting_options(request):
            self.meetings[request.id] = t, place
            self.used[place, t] += 1
            for name in request.participants:
                self.at[name, t].append(place)
                self.held[name] += 1
            yield from self.leaves(k + 1)
            del self.meetings[request.id]
            self.used[place, t] -= 1
            for name in request.participants:
                self.at[name, t].pop()
                self.held[name] -= 1
        if not request.must and request.id not in self.fixed:
            yield from self.leaves(k + 1)

    def _meeting_options(self, request: Request) -> list[tuple[int, str]]:
        """Slot and place of each way in which a request can be held beside what is decided."""
        two = [self.people[name] for name in request.participants]
        if any(person.max_meetings is not None and self.held[person.id] >= person.max_meetings for person in two):
            return []
        places = request.places
        if places is None:
            places = tuple(person.home for person in two if person.home) or tuple(p.id for p in self.problem.places if not p.owner)
        decided = self.fixed.get(request.id)
        options = []
        for t, slot in enumerate(self.slots):
            if request.slots is not None and slot not in request.slots:
                continue
            if (decided is not None and decided.slot != slot) or not self._in_order(request, t):
                continue
            if any(slot in p.unavailable or (p.id, t) in self.in_table or len(self.at[p.id, t]) >= p.parallel for p in two):
                continue
            elsewhere = {place for person in two for place in self.at[person.id, t]}
            for place in dict.fromkeys(places):
                if decided is not None and decided.place not in (None, place):
                    continue
                if (place, t) not in self.taken and self.used[place, t] < self.places[place].capacity and elsewhere <= {place}:
                    options.append((t, place))
        return options

    def _in_order(self, request: Request, t: int) -> bool:
        """Whether a slot is after those of the requests that come before, and before those of the ones that come after."""
        for other, (when, _) in self.meetings.items():
            if other in request.after and when >= t:
                return False
            if request.id in self.after[other] and t >= when:
                return False
        return True

    def _table_leaves(self, dialogue: Dialogue, k: int) -> Iterator[None]:
        for t, place, moderator, seated in self._table_options(dialogue):
            run = range(t, t + dialogue.length)
            busy = [(name, u) for name in (*seated, *([moderator] if moderator else [])) for u in run]
            self.tables[dialogue.id] = t, place, moderator, seated
            self.taken.update((place, u) for u in run)
            self.in_table.update(dict.fromkeys(busy, place))
            yield from self.leaves(k + 1)
            del self.tables[dialogue.id]
            self.taken.difference_update((place, u) for u in run)
            for key in busy:
                del self.in_table[key]
        if not dialogue.must:
            yield from self.leaves(k + 1)

    def _table_options(self, dialogue: Dialogue) -> Iterator[tuple[int, str, str | None, tuple[str, ...]]]:
        """Start, place, moderator and seats of each way in which a dialogue can be held beside those decided; no meeting is, yet."""
        for t, slot in enumerate(self.slots):
            run = range(t, t + dialogue.length)
            if run[-1] >= len(self.slots) or any(self.days[u] != self.days[t] for u in run):
                continue
            if dialogue.starts is not None and slot not in dialogue.starts:
                continue
            free = [name for name in self.people if self._is_free(name, run)]
            moderators = (
                (None,) if dialogue.moderators is None else tuple(name for name in dict.fromkeys(dialogue.moderators) if name in free)
            )
            places = self.places if dialogue.places is None else dict.fromkeys(dialogue.places)
            for place in [place for place in places if not any((place, u) in self.taken for u in run)]:
                for moderator in moderators:
                    for seated in self._seatings(dialogue, [name for name in free if name != moderator]):
                        yield t, place, moderator, seated

    def _is_free(self, name: str, run: range) -> bool:
        return all((name, u) not in self.in_table and self.slots[u] not in self.people[name].unavailable for u in run)

    def _seatings(self, dialogue: Dialogue, free: list[str]) -> Iterator[tuple[str, ...]]:
        """Each choice of people who asked, the larger ones first."""
        can = [seat.participant for seat in dialogue.wanted if seat.participant in free]
        least, most = dialogue.seats
        for n in range(len(can) if most is None else min(most, len(can)), least - 1, -1):
            for seated in combinations(can, n):
                roles = Counter(self.people[name].role for name in seated)
                if all(roles[role] >= number for role, number in dialogue.minimum.items()):
                    yield seated

    def _waits(self, name: str) -> list[int]:
        """The length of each break of a participant."""
        person, lengths = self.people[name], []
        for day in dict.fromkeys(self.days):
            line = [t for t in range(len(self.slots)) if self.days[t] == day]
            does = [t for t in line if self.at.get((name, t)) or (name, t) in self.in_table]
            if not does:
                continue
            length = 0
            for t in range(does[0], does[-1] + 1):
                off = self.slots[t] in person.unavailable and not self.problem.unavailable_counts_as_break
                if t in does or off:
                    lengths.append(length)
                    length = 0
                else:
                    length += 1
        return [length for length in lengths if length]

    def _breaks_are_even(self) -> bool:
        limit = self.problem.max_break_difference
        if limit is None or not self.people:
            return True
        breaks = [len(self._waits(name)) for name in self.people]
        return max(breaks) - min(breaks) <= limit

    def plan(self) -> Plan:
        """What is decided, as a plan that claims nothing."""
        meetings = tuple(Meeting(request, self.slots[t], place) for request, (t, place) in self.meetings.items())
        tables = tuple(HeldDialogue(name, self.slots[t], place, who, seated) for name, (t, place, who, seated) in self.tables.items())
        return Plan("", meetings, tables, (), ())

    def _may_beat(self, vector: tuple[int, ...], k: int) -> bool:
        """Whether a plan with the first ``k`` decisions as they are may be better than a vector of goals."""
        self._look_ahead(k)
        for goal, other in zip(self.goals, vector, strict=True):
            own = getattr(self, goal)(k)
            if own != other:
                return own < other
        return False

    def _look_ahead(self, k: int) -> None:
        """Find which requests can still be held; with every decision these can only become fewer."""
        undecided = (item for item in self.items[k:] if isinstance(item, Request))
        self.open = [request for request in undecided if self._meeting_options(request)]
        self.left = Counter(name for request in self.open for name in request.participants)
        for name, person in self.people.items():
            if person.max_meetings is not None:
                self.left[name] = min(self.left[name], person.max_meetings - self.held[name])

    def vector(self, k: int) -> tuple[int, ...]:
        """The goals, all to be minimised, after ``k`` decisions; none is worse than it will be when all are made."""
        self._look_ahead(k)
        return tuple(getattr(self, goal)(k) for goal in self.goals)

    def floor(self, k: int) -> int:
        return sum(max(0, person.floor - self.held[name] - self.left[name]) for name, person in self.people.items())

    def value(self, k: int) -> int:
        worth = sum(item.value for item in self.open)
        for n, item in enumerate(self.items):
            if isinstance(item, Request):
                worth += item.value if item.id in self.meetings else 0
            elif n >= k:
                worth += sum(sorted((seat.value for seat in item.wanted), reverse=True)[: item.seats[1]])
            elif item.id in self.tables:
                worth += sum(seat.value for seat in item.wanted if seat.participant in self.tables[item.id][3])
        return -worth

    def _settled(self, k: int) -> list[str]:
        """The participants whose diaries no later decision changes."""
        return [name for name in self.people if self.left[name] == 0] if k >= len(self.problem.dialogues) else []

    def breaks(self, k: int) -> int:
        return sum(len(self._waits(name)) for name in self._settled(k))

    def idle(self, k: int) -> int:
        return sum(sum(self._waits(name)) for name in self._settled(k))

    def moves(self, k: int) -> int:
        pairs = [t for t in range(len(self.slots) - 1) if self.days[t] == self.days[t + 1]]
        return sum(self._moves(name, t) for name in self._settled(k) for t in pairs)

    def _moves(self, name: str, t: int) -> bool:
        """Whether a participant is busy in a slot and in the next, in two zones; places without a zone are in one and the same."""
        here, there = ({self.places[place].zone for place in self._where(name, u)} for u in (t, t + 1))
        return bool(here and there) and not here & there

    def _where(self, name: str, t: int) -> list[str]:
        table = self.in_table.get((name, t))
        return self.at.get((name, t), []) if table is None else [table]

    def lowest(self, k: int) -> int:
        percent = []
        for name, person in self.people.items():
            free = sum(slot not in person.unavailable for slot in self.slots)
            limits = [self.asked[name], free * person.parallel, *([] if person.max_meetings is None else [person.max_meetings])]
            if min(limits) > 0:
                percent.append((self.held[name] + self.left[name]) * 100 // min(limits))
        return -min(percent, default=100)

    def mix(self, k: int) -> int:
        firms = [[self.people[name].organisation for name in seated] for _, _, _, seated in self.tables.values()]
        return sum(one is not None and one == other for table in firms for one, other in combinations(table, 2))

    def changes(self, k: int) -> int:
        if self.kept is None:
            raise ValueError("the goal changes needs a plan to keep")
        decided = {item.id for item in self.items[:k] if isinstance(item, Request)}
        seated = {item.id for item in self.items[:k] if isinstance(item, Dialogue)}
        told = 0
        for meeting in self.kept.meetings:
            if meeting.request in decided:
                t, place = self.meetings.get(meeting.request, (None, None))
                told += t is None or (self.slots[t], place) != (meeting.slot, meeting.place)
        for old in self.kept.dialogues:
            if old.dialogue in seated:
                start, place, moderator, now = self.tables.get(old.dialogue, (None, None, None, ()))
                same = start is not None and (self.slots[start], place) == (old.start, old.place)
                told += sum(name in self.people and not (same and name in now) for name in old.participants)
                told += old.moderator in self.people and not (same and moderator == old.moderator)
        return told
