"""Plain CP-SAT: a Boolean a request and slot, floors and value first, then breaks from that plan."""

from __future__ import annotations

from collections import defaultdict

from ortools.sat.python import cp_model

from benchmarks.peers.child import Order, carry_out
from benchmarks.peers.event import STEPS, Chosen, Event

FOUND = (cp_model.OPTIMAL, cp_model.FEASIBLE)
Terms = dict[tuple[int, int], list[cp_model.IntVar]]


def choose(event: Event, order: Order) -> Chosen:
    """Solve for floors and value in half of the time at most and keep what was reached, then for breaks."""
    model = _Model(event)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers, solver.parameters.random_seed = order.workers, order.seed
    bounds: dict[str, int] = {}
    chosen: Chosen | None = None
    for k, step in enumerate(STEPS):
        cost = model.breaks() if step == ("breaks",) else model.floor_and_value()
        model.model.minimize(cost)
        solver.parameters.max_time_in_seconds = order.left / (len(STEPS) - k)
        found = solver.solve(model.model) in FOUND
        if not found and not k:
            # Better a plan with no word about breaks than none.
            solver.parameters.max_time_in_seconds = order.left
            found = solver.solve(model.model) in FOUND
        if not found:
            break
        chosen = model.read(solver)
        bounds |= event.bounds(step, sum(solver.value(short) for short in model.short), solver.best_objective_bound)
        model.keep(solver, cost, round(solver.objective_value))
    if chosen is None:
        raise SystemExit("no plan in time")
    return Chosen(chosen.meetings, chosen.dialogues, bounds)


class _Model:
    """The rules; what breaks take is added when it is their turn."""

    def __init__(self, event: Event) -> None:
        self.event, self.model = event, cp_model.CpModel()
        self.meetings: dict[tuple[int, int], cp_model.IntVar] = {}
        self.openings: dict[tuple[int, int], cp_model.IntVar] = {}
        self.seats: dict[tuple[int, int, int], cp_model.IntVar] = {}  # dialogue, which of those who asked, first slot
        self.meets: Terms = defaultdict(list)
        self.sits: Terms = defaultdict(list)
        self._add_meetings()
        for k in range(len(event.openings)):
            self._add_dialogue(k)
        self._add_diaries()

    def _add_meetings(self) -> None:
        event, model = self.event, self.model
        in_pool: Terms = defaultdict(list)
        of_person: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for r, slots in enumerate(event.options):
            own = [model.new_bool_var("") for _ in slots]
            if event.problem.requests[r].must:
                model.add_exactly_one(own)
            elif own:
                model.add_at_most_one(own)
            for t, held in zip(slots, own, strict=True):
                self.meetings[r, t] = held
                in_pool[event.pool[r], t].append(held)
                for p in event.pair[r]:
                    self.meets[p, t].append(held)
                    of_person[p].append(held)
        for (pool, _), several in in_pool.items():
            if len(several) > len(event.pools[pool]):
                model.add(sum(several) <= len(event.pools[pool]))
        self.short: list[cp_model.IntVar] = []
        for p, person in enumerate(event.problem.participants):
            if person.max_meetings is not None and len(of_person[p]) > person.max_meetings:
                model.add(sum(of_person[p]) <= person.max_meetings)
            if person.floor:
                short = model.new_int_var(0, person.floor, "")
                model.add(sum(of_person[p]) + short >= person.floor)
                self.short.append(short)

    def _add_dialogue(self, k: int) -> None:
        event, model, dialogue = self.event, self.model, self.event.problem.dialogues[k]
        ways = event.openings[k]
        own = [model.new_bool_var("") for _ in ways]
        if dialogue.must:
            model.add_exactly_one(own)
        else:
            model.add_at_most_one(own)
        for o, opening in enumerate(ways):
            self.openings[k, o] = own[o]
            for t in opening.slots if opening.moderator is not None else ():
                self.sits[opening.moderator or 0, t].append(own[o])
        by_start: dict[int, list[int]] = defaultdict(list)
        for o, opening in enumerate(ways):
            by_start[opening.slots[0]].append(o)
        seated: dict[str, list[cp_model.IntVar]] = defaultdict(list)
        for i, (p, _) in enumerate(event.wanted[k]):
            mine = []
            for start, which in by_start.items():
                span = ways[which[0]].slots
                if event.free[p].issuperset(span):
                    seat = model.new_bool_var("")
                    model.add(seat <= sum(own[o] for o in which))
                    self.seats[k, i, start] = seat
                    mine.append(seat)
                    for t in span:
                        self.sits[p, t].append(seat)
            seated[event.problem.participants[p].role] += mine
        everybody = [seat for seats in seated.values() for seat in seats]
        least, most = dialogue.seats
        model.add(sum(everybody) >= least * sum(own))
        if most is not None:
            model.add(sum(everybody) <= most)
        for role, number in dialogue.minimum.items():
            model.add(sum(seated[role]) >= number * sum(own))

    def _add_diaries(self) -> None:
        """Who can do what at once, and which dialogues can share a table."""
        for p, person in enumerate(self.event.problem.participants):
            for t in self.event.free[p]:
                meets, sits = self.meets.get((p, t), []), self.sits.get((p, t), [])
                if person.parallel == 1 and len(meets) + len(sits) > 1:
                    self.model.add_at_most_one([*meets, *sits])
                elif meets or sits:
                    self.model.add(sum(meets) + person.parallel * sum(sits) <= person.parallel)
        at_table: dict[tuple[str, int], list[cp_model.IntVar]] = defaultdict(list)
        for (k, o), held in self.openings.items():
            opening = self.event.openings[k][o]
            for t in opening.slots:
                at_table[opening.place, t].append(held)
        for several in at_table.values():
            self.model.add_at_most_one(several)

    def floor_and_value(self) -> cp_model.LinearExprT:
        """What is short of the floors, which weighs more than anything, and the value lacking."""
        requests, wanted = self.event.problem.requests, self.event.wanted
        meetings = sum(requests[r].value * held for (r, _), held in self.meetings.items())
        seats = sum(wanted[k][i][1] * seat for (k, i, _), seat in self.seats.items())
        return (self.event.most + 1) * sum(self.short) - meetings - seats

    def breaks(self) -> cp_model.LinearExprT:
        """A Boolean for the end of each run of free slots that has something before and after it."""
        ends = []
        for p, free in enumerate(self.event.free):
            for day in self.event.runs():
                slots = [t for t in day if t in free]
                if sum((p, t) in self.meets or (p, t) in self.sits for t in slots) > 1:
                    ends += self._ends(slots, [self._busy(p, t) for t in slots])
        return sum(ends)

    def _busy(self, p: int, t: int) -> cp_model.IntVar:
        busy, model = self.model.new_bool_var(""), self.model
        meets, sits = self.meets.get((p, t), []), self.sits.get((p, t), [])
        if self.event.problem.participants[p].parallel == 1:
            model.add(sum(meets) + sum(sits) == busy)
        else:
            model.add_max_equality(busy, [*meets, *sits, 0])
        return busy

    def _ends(self, slots: list[int], busy: list[cp_model.IntVar]) -> list[cp_model.IntVar]:
        model, n = self.model, len(slots)
        before, after = ([model.new_bool_var("") for _ in slots] for _ in range(2))
        ends = [model.new_bool_var("") for _ in slots]
        for k in range(n):
            model.add_implication(busy[k], before[k])
            model.add_implication(busy[k], after[k])
            if k:
                model.add_implication(before[k - 1], before[k])
                model.add_implication(after[k], after[k - 1])
        for k in range(n - 1):
            # The run goes on in the next slot unless that is busy, or nobody is there between the two.
            follows = busy[k + 1] if slots[k + 1] == slots[k] + 1 else after[k + 1]
            model.add_bool_or(ends[k], busy[k], ~before[k], ~follows)
        return ends

    def read(self, solver: cp_model.CpSolver) -> Chosen:
        """What a solution holds."""
        meetings = {r: t for (r, t), held in self.meetings.items() if solver.boolean_value(held)}
        dialogues = {}
        for (k, o), held in self.openings.items():
            if solver.boolean_value(held):
                opening = self.event.openings[k][o]
                seated = [p for i, (p, _) in enumerate(self.event.wanted[k]) if self._sits(solver, k, i, opening.slots[0])]
                dialogues[k] = opening, seated
        return Chosen(meetings, dialogues, {})

    def _sits(self, solver: cp_model.CpSolver, k: int, i: int, start: int) -> bool:
        return (k, i, start) in self.seats and solver.boolean_value(self.seats[k, i, start])

    def keep(self, solver: cp_model.CpSolver, cost: cp_model.LinearExprT, reached: int) -> None:
        """Hold on to what was reached, and begin there next."""
        self.model.clear_hints()
        for columns in (self.meetings, self.openings, self.seats):
            for held in columns.values():
                self.model.add_hint(held, solver.boolean_value(held))
        for short in self.short:
            self.model.add_hint(short, solver.value(short))
        self.model.add(cost <= reached)


if __name__ == "__main__":
    carry_out(choose)
