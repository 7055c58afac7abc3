"""What would let a request be held, in words for organisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matchmaking.report.facts import listed
from scheduler.plan import Change, Unscheduled
from scheduler.problem import Participant, Problem, Slot

MOST_SLOTS = 4
NUMBERS = {2: "two", 3: "three"}


class Telling:
    """Words about one problem."""

    def __init__(self, problem: Problem) -> None:
        self._people: Mapping[str, Participant] = {person.id: person for person in problem.participants}
        self._pairs = {request.id: request.participants for request in problem.requests}
        self._slots = problem.slots
        self._position = {slot.id: t for t, slot in enumerate(problem.slots)}
        self._several_days = len({slot.day for slot in problem.slots}) > 1

    def remedy(self, left: Unscheduled) -> str:
        """The cheapest remedy in one sentence without a full stop; that none is known where it is so."""
        if left.remedy is None:
            return "Nothing that was looked at would help" if left.by_moving is False else "Nothing is known that would"
        if not left.remedy.changes:
            return f"It fits in as things are, {self._in(left.remedy.slots)}"
        moves = [change for change in left.remedy.changes if change.change == "move"]
        others = [self._change(change) for change in left.remedy.changes if change.change != "move"]
        parts = [*others, *([self._moves(moves)] if moves else [])]
        then = ", so that it fits in" if moves else ","
        text = f"{listed(parts)}{f'{then} {self._in(left.remedy.slots)}' if left.remedy.slots else ''}"
        return text[0].upper() + text[1:]

    def moving(self, left: Unscheduled) -> str:
        """Whether moving other meetings could do, without a full stop; empty where that is not known."""
        if left.by_moving is None:
            return ""
        return "" if left.by_moving else "Not possible beside all that is held, whatever moves: that is proven"

    def details(self, left: Unscheduled) -> str:
        """In which common slots each is busy, and in which no place is left; without a full stop."""
        parts = [f"{self._who(name)} is busy {self._in(slots)}" for name, slots in left.busy.items()]
        parts += [f"no place is left {self._in(left.taken)}"] if left.taken else []
        return "; ".join(parts)

    def _who(self, name: str | None) -> str:
        person = self._people.get(name or "")
        return person.label if person is not None else name or "one of the two"

    def _change(self, change: Change) -> str:
        who = self._who(change.participant)
        if change.change == "place":
            return f"room for one more meeting at {change.place}" if change.place else "one more place"
        return {
            "slots": "the request allowing another slot",
            "available": f"{who} free in a slot more",
            "max_meetings": f"one meeting more for {who} than the limit",
            "parallel": f"a second meeting at once for {who}, with room for it at its place",
            "slot": "one slot more at the end",
        }.get(change.change, change.change.replace("_", " "))

    def _moves(self, moves: Sequence[Change]) -> str:
        sentences = []
        for move in moves:
            first, second = (self._who(name) for name in self._pairs.get(move.request or "", ("", "")))
            how = "moved to " if len(moves) == 1 else "to "
            sentences.append(f"{first} with {second} {how}{self._when((move.slot or '',))}, {move.place}")
        if len(moves) == 1:
            return listed(sentences)
        return f"{NUMBERS.get(len(moves), len(moves))} meetings moved: {'; '.join(sentences)}"

    def _in(self, slots: Sequence[str]) -> str:
        return f"{'in any of ' if len(slots) > 1 else 'at '}{self._when(slots)}"

    def _when(self, names: Sequence[str]) -> str:
        """Slots by their time, those in a row as a stretch."""
        order = sorted(self._position[name] for name in names if name in self._position)
        runs: list[list[int]] = []
        for t in order:
            if runs and t == runs[-1][-1] + 1 and self._slots[t].day == self._slots[t - 1].day:
                runs[-1].append(t)
            else:
                runs.append([t])
        shown = [self._stretch(run) for run in runs[:MOST_SLOTS]]
        return listed([*shown, *([f"{len(runs) - MOST_SLOTS} more"] if len(runs) > MOST_SLOTS else [])])

    def _stretch(self, run: list[int]) -> str:
        first, last = self._slots[run[0]], self._slots[run[-1]]
        if len(run) == 1:
            return self._time(first)
        return f"{self._time(first)} to {last.start:%H:%M}"

    def _time(self, slot: Slot) -> str:
        return f"{f'{slot.start.day}/{slot.start.month} ' if self._several_days else ''}{slot.start:%H:%M}"
