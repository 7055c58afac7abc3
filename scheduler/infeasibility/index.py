"""A problem looked up by its ids: who and what there is, and what has to be held."""

from __future__ import annotations

import math
from functools import cached_property

from scheduler.instance.allowed_places import AllowedPlaces
from scheduler.problem import Problem, Request


class Index:
    """Look-ups over one problem.

    Attributes
    ----------
    held
        Requests that the plan has to hold, because they must or are fixed, in the problem's order.
    held_dialogues
        Dialogues that it has to hold.
    allowed
        Where requests may be held, whatever is fixed.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.people = {person.id: person for person in problem.participants}
        self.places = {place.id: place for place in problem.places}
        self.requests = {request.id: request for request in problem.requests}
        self.dialogues = {dialogue.id: dialogue for dialogue in problem.dialogues}
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.fixed = {fixed.request: fixed for fixed in problem.fixed}
        self.held = tuple(request for request in problem.requests if request.must or request.id in self.fixed)
        self.allowed = AllowedPlaces(problem)
        self.held_dialogues = tuple(dialogue for dialogue in problem.dialogues if dialogue.must)

    @cached_property
    def last(self) -> dict[str, int]:
        """The position of the last slot of each day."""
        return {slot.day: t for t, slot in enumerate(self.problem.slots)}

    @cached_property
    def held_by(self) -> dict[str, list[Request]]:
        """For each participant, its requests that have to be held."""
        result: dict[str, list[Request]] = {person: [] for person in self.people}
        for request in self.held:
            for person in request.participants:
                result[person].append(request)
        return result

    def fits(self, t: int, length: int) -> bool:
        """Whether so many slots in a row, from one on, are within its day."""
        return t + length - 1 <= self.last[self.problem.slots[t].day]

    def fullness(self, person: str) -> float:
        """How many meetings a participant has to hold, as a share of those that it can."""
        who = self.people[person]
        room = (len(self.slots) - len(who.unavailable)) * who.parallel
        room = room if who.max_meetings is None else min(room, who.max_meetings)
        return len(self.held_by[person]) / room if room else math.inf
