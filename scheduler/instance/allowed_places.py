"""Where a request may be held: the rule, once for the model, for what tells conflicts apart and for what would help."""

from __future__ import annotations

from scheduler.problem import Problem, Request


class AllowedPlaces:
    """The places of each request of a problem, whatever is fixed.

    Attributes
    ----------
    shared
        Ids of the places that nobody owns.
    """

    def __init__(self, problem: Problem) -> None:
        self.shared = tuple(place.id for place in problem.places if place.owner is None)
        self._home = {person.id: person.home for person in problem.participants}

    def of(self, request: Request) -> tuple[str, ...]:
        """Its own places, else the homes of its two participants, else every shared place: `shared` itself, not a copy."""
        return request.places if request.places is not None else self.homes(request) or self.shared

    def homes(self, request: Request) -> tuple[str, ...]:
        """The home places of its two participants, each once."""
        homes = (self._home[person] for person in request.participants)
        return tuple(dict.fromkeys(home for home in homes if home is not None))
