"""What no conflict of few requirements needs: meetings and dialogues that find a slot and a place whatever else a few things take.

A minimal conflict that needs a meeting has a plan without it, in which the meeting fits nowhere. So each of the meeting's open slots is
taken: by another meeting or a dialogue of one of its two people, or because all its places are. Where fewer slots can be taken than are
open, the meeting is in no such conflict, and is left away; then the same may be true of others (as with degeneracy orders in graph
colouring; G. Szekeres and H. Wilf, Journal of Combinatorial Theory 4, 1968).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from scheduler.infeasibility.counting import open_slots
from scheduler.infeasibility.index import Index
from scheduler.infeasibility.peeling_dialogues import always_held, people_of
from scheduler.problem import Problem, Request


def peel(problem: Problem, most: int) -> Problem:
    """Leave away meetings and dialogues that no minimal conflict of few requirements needs to have held.

    Parameters
    ----------
    problem
        Only what has to be held (`essential`), and without a limit on the difference of breaks, which one meeting more could break.
    most
        So many requirements at most has the conflict.

    Returns
    -------
    Problem
        Its minimal conflicts of at most so many requirements are those of the one given.
    """
    while True:
        fewer = _without_dialogues(_without_meetings(problem, most), most)
        if fewer == problem:
            return problem
        problem = fewer


def _without_dialogues(problem: Problem, most: int) -> Problem:
    index = Index(problem)
    left = list(index.held_dialogues)
    for dialogue in index.held_dialogues:
        others = [each for each in left if each.id != dialogue.id]
        if always_held(index, dialogue, index.held, others, most):
            left = others
    return replace(problem, dialogues=tuple(left))


def _without_meetings(problem: Problem, most: int) -> Problem:
    crowding = Crowding(problem, most)
    index = crowding.index
    left = {request.id: request for request in index.held}
    waiting = list(left)
    while waiting:
        request = left.get(waiting.pop())
        if request is None or not crowding.always_fits(request):
            continue
        del left[request.id]
        crowding.leave(request)
        waiting += [each.id for person in request.participants for each in index.held_by[person] if each.id in left]
    left = _where_fewer(crowding, left)
    return replace(
        problem,
        requests=tuple(replace(r, after=tuple(q for q in r.after if q in left)) for r in problem.requests if r.id in left),
        fixed=tuple(fixed for fixed in problem.fixed if fixed.request in left),
    )


def _where_fewer(crowding: Crowding, left: dict[str, Request]) -> dict[str, Request]:
    """Those that stay when fewer are left altogether, which may free places for all."""
    while True:
        free = [request for request in left.values() if crowding.always_fits(request)]
        if not free:
            return left
        for request in free:
            if crowding.always_fits(request):
                del left[request.id]
                crowding.leave(request)


class Crowding:
    """How much the things to hold can be in each other's way.

    Attributes
    ----------
    met
        How many meetings each participant still has to hold.
    meetings
        How many there are in all.
    dialogues
        For each participant, the slots that dialogues can take from it at most.
    dialogue_slots
        The slots of all dialogues together.
    """

    def __init__(self, problem: Problem, most: int) -> None:
        self.index = Index(problem)
        self.met = Counter(person for request in self.index.held for person in request.participants)
        self.meetings = len(self.index.held)
        self.dialogues: Counter[str] = Counter()
        for dialogue in self.index.held_dialogues:
            self.dialogues.update(dict.fromkeys(people_of(dialogue), dialogue.length))
        self.dialogue_slots = sum(dialogue.length for dialogue in self.index.held_dialogues)
        self._most = most
        self._ordered = {request.id for request in self.index.held if request.after}.union(*(r.after for r in self.index.held))
        self._open = {request.id: len(open_slots(self.index, request)) for request in self.index.held}

    def leave(self, request: Request) -> None:
        """Count a meeting no more."""
        self.meetings -= 1
        self.met.subtract(request.participants)

    def places(self, request: Request) -> int:
        """How many places a request can take."""
        fixed = self.index.fixed.get(request.id)
        places = self.index.allowed.of(request)
        return len(set(places)) if fixed is None or fixed.place is None else int(fixed.place in places)

    def always_fits(self, request: Request) -> bool:
        """Whether a request finds a slot and a place beside anything else that a conflict of so few requirements can hold."""
        places = self.places(request)
        if request.id in self._ordered or not places or any(self._is_limited(person) for person in request.participants):
            return False
        others = min(self._most - 1, self.meetings - 1)
        beside = min(others, sum(self.met[person] - 1 for person in request.participants))
        dialogues = sum(self.dialogues[person] for person in request.participants)
        taken = beside + dialogues + (others - beside + self.dialogue_slots) // places
        return self._open[request.id] > taken

    def _is_limited(self, person: str) -> bool:
        most = self.index.people[person].max_meetings
        return most is not None and most < min(self._most, self.met[person])
