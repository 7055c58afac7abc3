"""Who is where, when: a plan laid out against its problem, for rules and goals to look things up in."""

from __future__ import annotations

from collections import Counter, defaultdict

from scheduler.plan import HeldDialogue, Meeting, Plan
from scheduler.problem import Problem


class Timetable:
    """A plan laid out against its problem.

    A meeting counts once, where its request and slot exist; a dialogue likewise, in those of its slots that exist on its day.

    Attributes
    ----------
    slots
        Position of each slot in time order, from 0.
    held, held_dialogues
        The meeting of each request held, and how each dialogue is held.
    meetings_of, dialogues_of
        For each participant, by the position of the slot, what it has then; a moderator has its dialogue too.
    meetings_in, dialogues_in
        For each place, by the position of the slot, what runs there.
    """

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem, self.plan = problem, plan
        self.slots = {slot.id: t for t, slot in enumerate(problem.slots)}
        self.days = [slot.day for slot in problem.slots]
        self.people = {participant.id: participant for participant in problem.participants}
        self.places = {place.id: place for place in problem.places}
        self.requests = {request.id: request for request in problem.requests}
        self.dialogues = {dialogue.id: dialogue for dialogue in problem.dialogues}
        self.shared = tuple(place.id for place in problem.places if place.owner is None)
        self._available: dict[str, frozenset[int]] = {}
        self._free: dict[str, frozenset[int]] = {}
        self._allowed: dict[str, tuple[str, ...]] = {}
        self._lists: dict[tuple[str, ...], tuple[str, ...]] = {self.shared: self.shared}
        self._room: dict[tuple[int, int], str | None] = {}
        self._count: Counter[str] = Counter()
        self.held: dict[str, Meeting] = {}
        self.held_dialogues: dict[str, HeldDialogue] = {}
        self.meetings_of: dict[str, dict[int, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
        self.dialogues_of: dict[str, dict[int, list[HeldDialogue]]] = defaultdict(lambda: defaultdict(list))
        self.meetings_in: dict[str, dict[int, list[Meeting]]] = defaultdict(lambda: defaultdict(list))
        self.dialogues_in: dict[str, dict[int, list[HeldDialogue]]] = defaultdict(lambda: defaultdict(list))
        for meeting in plan.meetings:
            self._enter_meeting(meeting)
        for held in plan.dialogues:
            self._enter_dialogue(held)

    def _enter_meeting(self, meeting: Meeting) -> None:
        request, t = self.requests.get(meeting.request), self.slots.get(meeting.slot)
        if request is None or t is None or meeting.request in self.held:
            return
        self.held[meeting.request] = meeting
        for participant in request.participants:
            self.meetings_of[participant][t].append(meeting)
            self._count[participant] += 1
        self.meetings_in[meeting.place][t].append(meeting)

    def _enter_dialogue(self, held: HeldDialogue) -> None:
        if held.dialogue not in self.dialogues or held.start not in self.slots or held.dialogue in self.held_dialogues:
            return
        self.held_dialogues[held.dialogue] = held
        for t in self.span(held):
            for participant in self.around(held):
                self.dialogues_of[participant][t].append(held)
            self.dialogues_in[held.place][t].append(held)

    def span(self, held: HeldDialogue) -> list[int]:
        """The slots that a dialogue takes, as positions: as many as it is long, but none beyond its day."""
        start = self.slots[held.start]
        end = min(start + self.dialogues[held.dialogue].length, len(self.days))
        return [t for t in range(start, end) if self.days[t] == self.days[start]]

    def around(self, held: HeldDialogue) -> list[str]:
        """The participants at a dialogue, each once, its moderator included."""
        moderator = () if held.moderator is None else (held.moderator,)
        return [name for name in dict.fromkeys((*held.participants, *moderator)) if name in self.people]

    def busy_slots(self, name: str) -> list[int]:
        """The positions of the slots in which a participant does something, in order."""
        if name not in self.meetings_of and name not in self.dialogues_of:
            return []
        return sorted({*self.meetings_of.get(name, ()), *self.dialogues_of.get(name, ())})

    def free_slots(self, name: str) -> frozenset[int]:
        """The positions of the slots in which a participant can take a further meeting.

        That is where it is available, holds fewer meetings than it can hold at once, and is in no dialogue.
        """
        if name not in self._free:
            meetings, dialogues, most = self.meetings_of.get(name, {}), self.dialogues_of.get(name, {}), self.people[name].parallel
            self._free[name] = frozenset(t for t in self.available_slots(name) if t not in dialogues and len(meetings.get(t, ())) < most)
        return self._free[name]

    def available_slots(self, name: str) -> frozenset[int]:
        """The positions of the slots against which a participant said nothing."""
        if name not in self._available:
            unavailable = self.people[name].unavailable
            self._available[name] = frozenset(t for slot, t in self.slots.items() if slot not in unavailable)
        return self._available[name]

    def allowed_with_room(self, request: str, t: int) -> str | None:
        """The first of the places where a request may be held that can take a further meeting in a slot."""
        places = self.allowed_places(request)
        key = id(places), t  # there is one list of each kind, and hashing hundreds of names takes longer than all the rest
        if key not in self._room:
            self._room[key] = next((place for place in places if self.has_room(place, t)), None)
        return self._room[key]

    def has_room(self, place: str, t: int) -> bool:
        """Whether a place can take a further meeting in a slot."""
        meetings, dialogues = self.meetings_in.get(place, {}).get(t, ()), self.dialogues_in.get(place, {}).get(t, ())
        return not dialogues and len(meetings) < self.places[place].capacity

    def allowed_places(self, request: str) -> tuple[str, ...]:
        """Where a request may be held: its own places, else its participants' homes, else the shared ones."""
        places = self._allowed.get(request)
        if places is None:
            places = self.requests[request].places
            if places is None:
                homes = (self.people[name].home for name in self.requests[request].participants)
                places = tuple(home for home in homes if home is not None) or self.shared
            if places is not self.shared:  # there are hundreds of these, and hashing them takes longer than all the rest
                places = self._lists.setdefault(places, places)
            self._allowed[request] = places
        return places

    def meetings_held(self, name: str) -> int:
        """The number of one-to-one meetings that a participant holds."""
        return self._count[name]

    def slot(self, t: int) -> str:
        """The id of a slot."""
        return self.problem.slots[t].id
