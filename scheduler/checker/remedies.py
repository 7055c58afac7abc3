"""Whether what is said of a request that is not held, beside its reasons, is true: who is busy, which places are taken, what would help.

A remedy is tried out: with its changes, and with everything else of the plan left as it is, the request has to fit in each of its slots.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.checker.diaries import break_difference
from scheduler.checker.reasons import common_slots, place_for
from scheduler.checker.timetable import Timetable
from scheduler.checker.violation import Against, Claim, Violation
from scheduler.plan import CHANGES, Change, Meeting, Remedy, Unscheduled
from scheduler.problem import Slot

NAMES = {"move": {"request", "slot", "place"}, "available": {"participant"}, "max_meetings": {"participant"}, "parallel": {"participant"}}
"""What each change has to name; a place may be named where there is to be room for one more."""


class Remedies:
    """Judges what a plan says of its unscheduled requests, one by one."""

    def __init__(self, timetable: Timetable) -> None:
        self.timetable = timetable
        self.fixed = {fixed.request for fixed in timetable.problem.fixed}
        self.later: dict[str, list[str]] = defaultdict(list)
        for request in timetable.problem.requests:
            for earlier in request.after:
                self.later[earlier].append(request.id)

    def against(self, left: Unscheduled) -> Iterator[Violation]:
        """What speaks against an entry."""
        yield from self._details(left)
        which = (left.request,)
        if left.remedy is None:
            if left.by_moving:
                yield Violation(Claim.MOVING_WITHOUT_REMEDY, requests=which)
            return
        wrong = self._malformed(left, left.remedy) or self._false(left)
        if wrong is not None:
            yield Violation(Claim.REMEDY_WRONG, requests=which, because=wrong)
        moves_only = all(change.change == "move" for change in left.remedy.changes)
        if left.by_moving is not None and left.by_moving != moves_only and (left.by_moving or wrong is None):
            yield Violation(Claim.CALLED_BY_MOVING if left.by_moving else Claim.CALLED_NOT_BY_MOVING, requests=which)

    def _details(self, left: Unscheduled) -> Iterator[Violation]:
        timetable, which = self.timetable, (left.request,)
        if left.busy:
            common = set(common_slots(timetable, left.request, free=False))
            for name in timetable.requests[left.request].participants:
                said, true = {*left.busy.get(name, ())}, {timetable.slot(t) for t in common - timetable.free_slots(name)}
                if said != true:
                    yield Violation(Claim.BUSY_SLOTS, (name,), which, said=tuple(sorted(said)), true=tuple(sorted(true)))
            for name in sorted(left.busy.keys() - {*timetable.requests[left.request].participants}):
                yield Violation(Claim.BUSY_STRANGER, (name,), which)
        if left.taken:
            both = common_slots(timetable, left.request, free=True)
            full = {timetable.slot(t) for t in both if place_for(timetable, left.request, t) is None}
            if set(left.taken) != full:
                yield Violation(Claim.TAKEN_SLOTS, requests=which, said=tuple(sorted({*left.taken})), true=tuple(sorted(full)))

    def _malformed(self, left: Unscheduled, remedy: Remedy) -> Violation | None:
        """What is wrong with a remedy as it is written."""
        wrong = next((found for change in remedy.changes if (found := self._form(left, change))), None)
        unknown = (Violation(Against.NO_SLOT, slots=(slot,)) for slot in remedy.slots if slot not in self.timetable.slots)
        return wrong or next(unknown, None)

    def _form(self, left: Unscheduled, change: Change) -> Violation | None:
        """What is wrong with a change as it is written."""
        timetable = self.timetable
        if change.change not in CHANGES:
            return Violation(Against.CHANGE_UNKNOWN, said=(change.change,))
        named = {key for key in ("participant", "request", "slot", "place") if getattr(change, key) is not None}
        if named != NAMES.get(change.change, set()) and not (change.change == "place" and named == {"place"}):
            return Violation(Against.CHANGE_CONCERNS, said=(change.change, *sorted(named)))
        if change.participant is not None and change.participant not in timetable.requests[left.request].participants:
            return Violation(Against.NONE_OF_THE_TWO, (change.participant,))
        if change.place is not None and change.place not in timetable.places:
            return Violation(Against.NO_PLACE, places=(change.place,))
        if change.change == "move" and (change.request not in timetable.held or change.slot not in timetable.slots):
            return Violation(Against.MOVED_UNKNOWN, requests=(change.request or "",), slots=(change.slot or "",))
        return None

    def _false(self, left: Unscheduled) -> Violation | None:
        assert left.remedy is not None
        more = any(change.change == "slot" for change in left.remedy.changes)
        if more == bool(left.remedy.slots):
            return Violation(Against.SLOTS_OR_ONE_MORE)
        trial = Trial(self, left)
        wrong = trial.against_moves()
        for slot in left.remedy.slots if left.remedy.slots else (None,):
            wrong = wrong or trial.against(slot)
        return wrong


class Trial:
    """A remedy carried out in thought."""

    def __init__(self, known: Remedies, left: Unscheduled) -> None:
        assert left.remedy is not None
        self.known, self.timetable = known, known.timetable
        self.request = self.timetable.requests[left.request]
        self.changes = {(c.change, c.participant, c.place) for c in left.remedy.changes}
        self.moves = {
            c.request or "": Meeting(c.request or "", c.slot or "", c.place or "") for c in left.remedy.changes if c.change == "move"
        }

    def _has(self, change: str, who: str | None = None, place: str | None = None) -> bool:
        return (change, who, place) in self.changes

    def _meetings(self, name: str, t: int) -> list[Meeting]:
        """What a participant has in a slot once meetings have moved, but for the request itself."""
        if not self.moves:
            return self.timetable.meetings_of[name].get(t, []) if name in self.timetable.meetings_of else []
        stays = [held for held in self.timetable.meetings_of.get(name, {}).get(t, ()) if held.request not in self.moves]
        comes = [
            m for m in self.moves.values() if self.timetable.slots[m.slot] == t and name in self.timetable.requests[m.request].participants
        ]
        return stays + comes

    def _load(self, place: str, t: int) -> int:
        """Meetings at a place in a slot once meetings have moved."""
        if not self.moves:
            return len(self.timetable.meetings_in.get(place, {}).get(t, ()))
        stays = sum(held.request not in self.moves for held in self.timetable.meetings_in.get(place, {}).get(t, ()))
        return stays + sum(m.place == place and self.timetable.slots[m.slot] == t for m in self.moves.values())

    def against_moves(self) -> Violation | None:
        """What forbids that the meetings move to where they are said to."""
        return next((wrong for moved in self.moves.values() if (wrong := self._against_move(moved))), None)

    def _against_move(self, moved: Meeting) -> Violation | None:
        timetable, which, where = self.timetable, (moved.request,), (moved.slot,)
        request, t, place = timetable.requests[moved.request], timetable.slots[moved.slot], moved.place
        if moved.request in self.known.fixed:
            return Violation(Against.MOVED_FIXED, requests=which)
        if place not in timetable.allowed_places(moved.request) or (request.slots is not None and moved.slot not in request.slots):
            return Violation(Against.MOVED_WHERE_NOT_ALLOWED, requests=which, slots=where, places=(place,))
        for who in request.participants:
            there = self._meetings(who, t)
            if t not in timetable.available_slots(who) or timetable.dialogues_of.get(who, {}).get(t):
                return Violation(Against.CANNOT_MEET, (who,), slots=where)
            if len(there) > timetable.people[who].parallel or len({held.place for held in there}) > 1:
                return Violation(Against.BUSY, (who,), slots=where)
        if timetable.dialogues_in.get(place, {}).get(t) or self._load(place, t) > timetable.places[place].capacity:
            return Violation(Against.PLACE_TAKEN, slots=where, places=(place,))
        return None if self._in_order(moved.request, t) else Violation(Against.MOVED_OUT_OF_ORDER, requests=which)

    def _in_order(self, name: str, t: int) -> bool:
        slots, held = self.timetable.slots, self.timetable.held
        if not self.timetable.requests[name].after and name not in self.known.later:
            return True

        def when(others: Iterable[str]) -> list[int]:
            return [slots[(self.moves.get(other) or held[other]).slot] for other in others if other in held]

        return all(u < t for u in when(self.timetable.requests[name].after)) and all(u > t for u in when(self.known.later.get(name, ())))

    def against(self, slot: str | None) -> Violation | None:
        """What forbids to hold the request in a slot (None: in the one that is added) after all changes."""
        timetable, request = self.timetable, self.request
        for name in request.participants:
            most = timetable.people[name].max_meetings
            if most is not None and timetable.meetings_held(name) >= most + self._has("max_meetings", name):
                return Violation(Against.LIMIT_REACHED, (name,), allowed=most)
        if request.slots is not None and slot not in request.slots and not self._has("slots"):
            return Violation(Against.SLOT_NOT_ALLOWED, slots=() if slot is None else (slot,))
        t = len(timetable.slots) if slot is None else timetable.slots[slot]
        if not self._in_order(request.id, t):
            return Violation(Against.OUT_OF_ORDER)
        if slot is not None:
            wrong = next((w for name in request.participants if (w := self._against_person(name, t))), None) or self._against_places(t)
            if wrong is not None:
                return wrong
        elif not timetable.allowed_places(request.id) and not self._has("place"):
            return Violation(Against.NOWHERE)
        return None if timetable.problem.max_break_difference is None else self._against_breaks(slot)

    def _against_person(self, name: str, t: int) -> Violation | None:
        timetable, where = self.timetable, (self.timetable.slot(t),)
        if not self.moves and t in timetable.free_slots(name):
            return None
        if t not in timetable.available_slots(name) and not self._has("available", name):
            return Violation(Against.UNAVAILABLE, (name,), slots=where)
        if timetable.dialogues_of.get(name, {}).get(t):
            return Violation(Against.IN_DIALOGUE, (name,), slots=where)
        if len(self._meetings(name, t)) >= timetable.people[name].parallel + self._has("parallel", name):
            return Violation(Against.BUSY, (name,), slots=where)
        return None

    def _against_places(self, t: int) -> Violation | None:
        timetable, request = self.timetable, self.request
        if not self.moves and place_for(timetable, request.id, t) is not None:
            return None
        bound = {held.place for name in request.participants for held in self._meetings(name, t)}
        if not bound and self._has("place"):
            return None
        allowed = timetable.allowed_places(request.id)
        where = bound if len(bound) == 1 and bound <= set(allowed) else set() if bound else allowed
        if any(self._has_room(place, t) for place in where):
            return None
        return Violation(Against.NO_PLACE_LEFT, slots=(timetable.slot(t),))

    def _has_room(self, place: str, t: int) -> bool:
        """Whether a place, and the people whose home has room for one more with them, can take the request."""
        if self.timetable.dialogues_in.get(place, {}).get(t):
            return False
        homely = [name for name in self.request.participants if self.timetable.people[name].home == place and self._has("parallel", name)]
        return self._load(place, t) < self.timetable.places[place].capacity + len(homely) + self._has("place", None, place)

    def _against_breaks(self, slot: str | None) -> Violation | None:
        """Whether the differences of breaks stay within their limit."""
        problem, plan, request = self.timetable.problem, self.timetable.plan, self.request
        if slot is None:
            last = problem.slots[-1]
            problem = replace(problem, slots=(*problem.slots, Slot("", last.end, last.end + (last.end - last.start))))
        people = [
            replace(person, unavailable=person.unavailable - {slot or ""}) if self._has("available", person.id) else person
            for person in problem.participants
        ]
        held = [self.moves.get(meeting.request, meeting) for meeting in plan.meetings]
        problem = replace(problem, participants=tuple(people))
        changed = Timetable(problem, replace(plan, meetings=(*held, Meeting(request.id, slot or "", ""))))
        return next(iter(break_difference(changed)), None)
