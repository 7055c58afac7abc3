"""From a JSON document to a `Plan`; only its form is validated here, whether it is any good is the checker's to say."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from scheduler.files.reading.fields import Fields, Keys, list_at, open_document, open_object, text_at
from scheduler.plan import FORMAT, Change, Evidence, GoalResult, HeldDialogue, Meeting, Plan, Reason, Remedy, Unscheduled

_PLAN = Keys.of("format", "problem_sha256", "status", "meetings", "dialogues", "unscheduled", "goals", optional=("run", "evidence"))
_MEETING = Keys.of("request", "slot", "place")
_DIALOGUE = Keys.of("dialogue", "start", "place", "participants", optional=("moderator",))
_UNSCHEDULED = Keys.of("request", "reasons", optional=("busy", "taken", "by_moving", "remedy"))
_REMEDY = Keys.of("changes", "slots")
_CHANGE = Keys.of("change", optional=("participant", "request", "slot", "place"))
_REASON = Keys.of("code", optional=("participant",))
_GOAL = Keys.of("name", "achieved", "bound", "proven")
_EVIDENCE = Keys.of("goal", "kind", "bound", "data")
_MOST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class ClaimedGoal(GoalResult):
    """A goal of which the file claims another ``proven`` than follows from its numbers; the checker refuses it."""

    claimed: bool = False

    @property
    def proven(self) -> bool:
        """As claimed."""
        return self.claimed


@dataclass(frozen=True, slots=True)
class ClaimedPlan(Plan):
    """A plan of which the file claims another ``status`` than follows from its goals; the checker refuses it."""

    claimed: str = ""

    @property
    def status(self) -> str:
        """As claimed."""
        return self.claimed


def parse_plan(document: object, file: str, held_only: bool = False) -> Plan:
    """Validate the form of a parsed plan document.

    A claim that contradicts the plan's own numbers (``status``, ``proven``) stays as it was written, for the checker to find.

    Parameters
    ----------
    document
        What a JSON parser made of the file.
    file
        Its name as the user gave it, for the messages.
    held_only
        Whether to leave out, unread, what the plan says of requests that it does not hold, and its evidence: most of a large plan.

    Raises
    ------
    UnusableInput
        With every fault found, each with its JSON path.
    """
    top = open_document(document, file, FORMAT, _PLAN)
    plan = Plan(
        problem_sha256=top.text("problem_sha256"),
        meetings=tuple(_meeting(entry) for entry in top.each("meetings", _MEETING)),
        dialogues=tuple(_held_dialogue(entry) for entry in top.each("dialogues", _DIALOGUE)),
        unscheduled=() if held_only else tuple(_unscheduled(entry) for entry in top.each("unscheduled", _UNSCHEDULED)),
        goals=tuple(_goal(entry) for entry in top.each("goals", _GOAL)),
        run=_object(top, "run"),
        evidence=() if held_only else tuple(_evidence(entry) for entry in top.each("evidence", _EVIDENCE)),
    )
    status = top.text("status")
    top.faults.raise_if_any()
    if status == plan.status:
        return plan
    return ClaimedPlan(**{field.name: getattr(plan, field.name) for field in fields(Plan)}, claimed=status)


def _meeting(entry: Fields) -> Meeting:
    return Meeting(entry.text("request"), entry.text("slot"), entry.text("place"))


def _held_dialogue(entry: Fields) -> HeldDialogue:
    return HeldDialogue(
        dialogue=entry.text("dialogue"),
        start=entry.text("start"),
        place=entry.text("place"),
        moderator=entry.optional_text("moderator"),
        participants=_texts(entry, "participants"),
    )


def _texts(entry: Fields, key: str) -> tuple[str, ...]:
    return tuple(text_at(entry.faults, (*entry.steps, key, k), value) for k, value in enumerate(entry.items(key)))


def _unscheduled(entry: Fields) -> Unscheduled:
    reasons = tuple(Reason(reason.text("code"), reason.optional_text("participant")) for reason in entry.each("reasons", _REASON))
    moving = None if entry.data.get("by_moving") is None else entry.flag("by_moving", False)
    return Unscheduled(entry.text("request"), reasons, _busy(entry), _texts(entry, "taken"), moving, _remedy(entry))


def _busy(entry: Fields) -> dict[str, tuple[str, ...]]:
    """An object of participant and slots."""
    value, steps = entry.data.get("busy", {}), (*entry.steps, "busy")
    if not isinstance(value, dict):
        entry.faults.add_wrong_type(steps, "an object of participant and slots", value)
        return {}
    return {
        name: tuple(text_at(entry.faults, (*steps, name, k), slot) for k, slot in enumerate(list_at(entry.faults, (*steps, name), slots)))
        for name, slots in value.items()
    }


def _remedy(entry: Fields) -> Remedy | None:
    value = entry.data.get("remedy")
    fields = None if value is None else open_object(entry.faults, (*entry.steps, "remedy"), value, _REMEDY)
    if fields is None:
        return None
    return Remedy(tuple(_change(change) for change in fields.each("changes", _CHANGE)), _texts(fields, "slots"))


def _change(entry: Fields) -> Change:
    names = (entry.optional_text(key) for key in ("participant", "request", "slot", "place"))
    return Change(entry.text("change"), *names)


def _goal(entry: Fields) -> GoalResult:
    goal = GoalResult(entry.text("name"), entry.whole("achieved", 0, -_MOST, _MOST), entry.whole("bound", 0, -_MOST, _MOST))
    proven = entry.flag("proven", goal.proven)
    return goal if proven == goal.proven else ClaimedGoal(goal.name, goal.achieved, goal.bound, proven)


def _evidence(entry: Fields) -> Evidence:
    return Evidence(entry.text("goal"), entry.text("kind"), entry.whole("bound", 0, -_MOST, _MOST), _object(entry, "data"))


def _object(entry: Fields, key: str) -> dict[str, Any]:
    """An object of anything: how the plan was made, or what a bound is recomputed from."""
    value = entry.data.get(key, {})
    if isinstance(value, dict):
        return value
    entry.faults.add_wrong_type((*entry.steps, key), "an object", value)
    return {}
