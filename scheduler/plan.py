"""A plan as it is written to a file: what is held where, what is not and why, and how good it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FORMAT = "bms-plan/1"
REASON_CODES = ("no_common_slot", "participant_full", "no_slot_left", "no_place_left", "outweighed", "not_proven")
CHANGES = ("move", "place", "slots", "available", "max_meetings", "parallel", "slot")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A request that is held."""

    request: str
    slot: str
    place: str


@dataclass(frozen=True, slots=True)
class HeldDialogue:
    """A dialogue that is held: its first slot, place, moderator and who is seated."""

    dialogue: str
    start: str
    place: str
    moderator: str | None
    participants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a request is not held; ``code`` is one of `REASON_CODES`, ``participant`` whom it concerns."""

    code: str
    participant: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be otherwise; ``change`` is one of `CHANGES`, the rest says whom or what it concerns.

    Attributes
    ----------
    participant
        Who would be available, or hold one meeting more in all or at once.
    request, slot, place
        For a move: the meeting, and where it would be held instead. For room at a place: which place; None for a place more.
    """

    change: str
    participant: str | None = None
    request: str | None = None
    slot: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Remedy:
    """What would let a request be held beside everything that the plan holds.

    Attributes
    ----------
    changes
        All of them together; none: it can be added as things are.
    slots
        With the changes it can be held in any one of these; none where it would be held in a slot that does not exist yet.
    """

    changes: tuple[Change, ...]
    slots: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unscheduled:
    """A request that is not held, with at least one reason.

    Attributes
    ----------
    busy
        For each of the two, the slots that both could have in which it is busy; empty where one of them is full.
    taken
        Slots in which both are free and no allowed place is.
    by_moving
        Whether it could be held beside all meetings and seats of the plan if only meetings moved; None: not known.
    remedy
        The cheapest that was found.
    """

    request: str
    reasons: tuple[Reason, ...]
    busy: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    by_moving: bool | None = None
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class GoalResult:
    """What a plan reaches of one goal.

    ``bound`` is proven over all plans whose earlier goals equal those achieved.
    """

    name: str
    achieved: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better exists, the earlier goals being as they are."""
        return self.achieved == self.bound


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a bound holds.

    Attributes
    ----------
    goal
        Whose bound.
    kind
        How it is shown, see `scheduler.checker.bounds`: ``search`` can only be repeated, anything else can be recomputed.
    bound
        What this alone proves, the earlier goals being as they are.
    data
        What it is recomputed from.
    """

    goal: str
    kind: str
    bound: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan of one problem; ``run`` says how it was made (seconds, parameters, versions), ``evidence`` why its bounds hold."""

    problem_sha256: str
    meetings: tuple[Meeting, ...]
    dialogues: tuple[HeldDialogue, ...]
    unscheduled: tuple[Unscheduled, ...]
    goals: tuple[GoalResult, ...]
    run: dict[str, Any] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @property
    def status(self) -> str:
        """``optimal`` where every goal is proven, else ``feasible``."""
        return "optimal" if all(goal.proven for goal in self.goals) else "feasible"
