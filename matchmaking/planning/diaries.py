"""Who keeps which diary: somebody who takes part in several roles is one person, in one place at a time.

The planner knows nothing of roles: one of its participants is one diary. So the roles of one person become one participant, under the
id of the role that stands first, and `by_role` writes a plan back in the names of the roles. Who has colleagues at a booth is not
needed there all the time: the booth keeps a diary of its own, with one person less since its contact may be elsewhere in another role.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matchmaking.planning.event import EventData, Participant, Strength
from matchmaking.planning.pairs import SEPARATOR, pairs_of
from scheduler.plan import HeldDialogue, Plan
from scheduler.problem import Participant as Planned
from scheduler.problem import Problem, Request


@dataclass(frozen=True, slots=True)
class Diary:
    """What one participant of the planner stands for.

    Attributes
    ----------
    roles
        The participants of the event whose diary it is: one person, at least one role, in the event's order.
    lends
        People of the booth whom the planner cannot count on there, since they may be somewhere in another role.
    """

    roles: tuple[Participant, ...]
    lends: int = 0

    @property
    def id(self) -> str:
        """Id of the planner's participant."""
        return self.roles[0].id


def diaries(data: EventData) -> tuple[Diary, ...]:
    """Put the roles of each person together, in the order of the event's participants; a person is known by the e-mail address."""
    people: dict[str, list[Participant]] = {}
    for participant in data.participants:
        people.setdefault(_person(participant), []).append(participant)
    busy = _busy(data) if len(people) < len(data.participants) else frozenset[str]()
    order = {participant.id: place for place, participant in enumerate(data.participants)}
    return tuple(sorted((diary for roles in people.values() for diary in _of(data, roles, busy)), key=lambda diary: order[diary.id]))


def diary_of(data: EventData) -> dict[str, Diary]:
    """Find the diary of each of an event's participants, by id."""
    return {role.id: diary for diary in diaries(data) for role in diary.roles}


def by_role(problem: Problem, plan: Plan, data: EventData) -> tuple[Problem, Plan]:
    """Write a plan in the names of the event's participants: a meeting is that of the role that was asked for it, a seat likewise.

    Parameters
    ----------
    problem, plan
        As the planner has them; the event may have changed since.

    Returns
    -------
    tuple
        A problem and a plan to write agendas from, not to solve.
    """
    person = {participant.id: _person(participant) for participant in data.participants}
    requests = tuple(replace(request, participants=_pair(request, person)) for request in problem.requests)
    diary = diary_of(data)
    dialogues = tuple(_held_dialogue(held, data, diary) for held in plan.dialogues)
    return replace(problem, participants=_everybody(problem, requests, data), requests=requests), replace(plan, dialogues=dialogues)


def _of(data: EventData, roles: list[Participant], busy: frozenset[str]) -> list[Diary]:
    """One person's diaries: that of each booth with colleagues, and one for all the other roles."""
    if len(roles) == 1:
        return [Diary((roles[0],))]
    staffed = [role for role in roles if role.id in data.booth and role.people > 1]
    others = tuple(role for role in roles if role not in staffed)
    apart = [Diary((role,), int(any(other.id in busy for other in roles if other != role))) for role in staffed]
    return [*apart, Diary(others)] if others else apart


def _busy(data: EventData) -> frozenset[str]:
    """Who could get something to do."""
    asked = {wish.participant for row in data.dialogues for wish in row.wanted if wish.strength is not Strength.RATHER_NOT}
    moderators = {who for row in data.dialogues for who in row.moderators}
    return frozenset({who for pair in pairs_of(data) for who in pair.participants} | asked | moderators)


def _pair(request: Request, person: Mapping[str, str]) -> tuple[str, str]:
    """The two roles that a request is between: those that its id names, in the order of its participants."""
    one, other = request.participants
    first, second = request.id.split(SEPARATOR)

    def is_of(role: str, diary: str) -> bool:
        return role == diary or (role in person and person[role] == person.get(diary))

    return (first, second) if is_of(first, one) or is_of(second, other) else (second, first)


def _held_dialogue(held: HeldDialogue, data: EventData, diary: Mapping[str, Diary]) -> HeldDialogue:
    dialogue = next((row for row in data.dialogues if row.id == held.dialogue), None)
    if dialogue is None:
        return held
    must = {wish.participant: wish.strength is Strength.MUST for wish in dialogue.wanted if wish.strength is not Strength.RATHER_NOT}

    def asker(who: str) -> str:
        asked = [role.id for role in _roles(diary, who) if role.id in must]
        return max(asked, key=must.__getitem__, default=who)

    leads = next((role.id for role in _roles(diary, held.moderator) if role.id in dialogue.moderators), held.moderator)
    return replace(held, moderator=leads, participants=tuple(asker(who) for who in held.participants))


def _roles(diary: Mapping[str, Diary], who: str | None) -> tuple[Participant, ...]:
    return diary[who].roles if who is not None and who in diary else ()


def _everybody(problem: Problem, requests: tuple[Request, ...], data: EventData) -> tuple[Planned, ...]:
    """The problem's participants, those who share a diary as they are called in each role."""
    planned = {participant.id: participant for participant in problem.participants}
    for before, after in zip(problem.requests, requests, strict=True):
        for who, role in zip(before.participants, after.participants, strict=True):
            # Of who has left there is nothing but the diary that it was.
            planned.setdefault(role, replace(planned[who], id=role))
    for one in (role for diary in diaries(data) if len(diary.roles) > 1 for role in diary.roles):
        known = planned.get(one.id) or Planned(one.id)
        planned[one.id] = replace(known, name=one.name, role=one.role, organisation=data.organisation[one.organisation].name)
    return tuple(planned.values())


def _person(participant: Participant) -> str:
    return participant.email.casefold() or participant.id
