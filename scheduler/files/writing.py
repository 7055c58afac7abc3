"""Write problems and plans as JSON, a file either whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

from scheduler import plan as plans
from scheduler import problem as problems
from scheduler.plan import Plan, Unscheduled
from scheduler.problem import Dialogue, Participant, Problem, Request, Slot


def problem_to_json(problem: Problem) -> dict[str, Any]:
    """Make the document of a problem, leaving out what equals its default.

    Reading it back gives an equal problem. Sets are written in the order of the slots.
    """
    order = {slot.id: k for k, slot in enumerate(problem.slots)}
    document = {"format": problems.FORMAT} | _without_defaults(problem)
    document["slots"] = [_slot(slot) for slot in problem.slots]
    document["participants"] = [_participant(participant, order) for participant in problem.participants]
    document["requests"] = [_request(request, order) for request in problem.requests]
    for key, entries in (("places", problem.places), ("fixed", problem.fixed)):
        if entries:
            document[key] = [_without_defaults(entry) for entry in entries]
    if problem.dialogues:
        document["dialogues"] = [_dialogue(dialogue) for dialogue in problem.dialogues]
    if problem.goals != problems.DEFAULT_GOALS:
        document["goals"] = list(problem.goals)
    return document


def _without_defaults(entry: Any) -> dict[str, Any]:
    """The fields of a dataclass that differ from their defaults, in their order."""
    given = ((name, getattr(entry, name), default) for name, default in _defaults(entry.__class__))
    return {name: list(value) if isinstance(value, tuple) else value for name, value, default in given if value != default}


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass with their defaults: asked for a hundred thousand times, told once."""
    return tuple((field.name, field.default) for field in fields(kind))


def _slot(slot: Slot) -> dict[str, Any]:
    return {"id": slot.id, "start": slot.start.isoformat(), "end": slot.end.isoformat()}


def _participant(participant: Participant, order: dict[str, int]) -> dict[str, Any]:
    document = _without_defaults(participant)
    if participant.unavailable:
        document["unavailable"] = sorted(participant.unavailable, key=order.__getitem__)
    return document


def _request(request: Request, order: dict[str, int]) -> dict[str, Any]:
    document = _without_defaults(request)
    if request.slots is not None:
        document["slots"] = sorted(request.slots, key=order.__getitem__)
    return document


def _dialogue(dialogue: Dialogue) -> dict[str, Any]:
    document = _without_defaults(dialogue)
    if dialogue.seats[1] is None and dialogue.seats[0] > 0:
        # the format has no "at least, and no limit": everybody who asked is the same limit
        document["seats"] = [dialogue.seats[0], max(dialogue.seats[0], len(dialogue.wanted))]
    document["minimum"] = dict(dialogue.minimum)
    if not dialogue.minimum:
        del document["minimum"]
    if dialogue.wanted:
        document["wanted"] = [_without_defaults(seat) for seat in dialogue.wanted]
    return document


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Make the document of a plan, every key present; reading it back gives an equal plan."""
    return {
        "format": plans.FORMAT,
        "problem_sha256": plan.problem_sha256,
        "status": plan.status,
        "meetings": [{"request": held.request, "slot": held.slot, "place": held.place} for held in plan.meetings],
        "dialogues": [
            {
                "dialogue": held.dialogue,
                "start": held.start,
                "place": held.place,
                "moderator": held.moderator,
                "participants": list(held.participants),
            }
            for held in plan.dialogues
        ],
        "unscheduled": [_unscheduled(left) for left in plan.unscheduled],
        "goals": [{"name": goal.name, "achieved": goal.achieved, "bound": goal.bound, "proven": goal.proven} for goal in plan.goals],
        "run": plan.run,
        "evidence": [{"goal": entry.goal, "kind": entry.kind, "bound": entry.bound, "data": entry.data} for entry in plan.evidence],
    }


def _laid_out(document: object) -> str:
    """JSON with a line for each key of an object and, where its value is a list, for each entry: short, quick, and good to compare."""
    if not isinstance(document, dict) or not document:
        return _in_a_line(document)
    return "{\n" + ",\n".join(f" {_in_a_line(key)}: {_listed(value)}" for key, value in document.items()) + "\n}"


def _listed(value: object) -> str:
    if not isinstance(value, list) or not value:
        return _in_a_line(value)
    return "[\n" + ",\n".join(f"  {_in_a_line(entry)}" for entry in value) + "\n ]"


def _in_a_line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _unscheduled(left: Unscheduled) -> dict[str, Any]:
    document: dict[str, Any] = {"request": left.request, "reasons": [_without_defaults(reason) for reason in left.reasons]}
    if left.busy:
        document["busy"] = {name: list(slots) for name, slots in left.busy.items()}
    if left.taken:
        document["taken"] = list(left.taken)
    if left.by_moving is not None:
        document["by_moving"] = left.by_moving
    if left.remedy is not None:
        document["remedy"] = {"changes": [_without_defaults(change) for change in left.remedy.changes], "slots": list(left.remedy.slots)}
    return document


def write_json(path: Path, document: object) -> None:
    """Write a document to a file as UTF-8, whole or not at all: into a new file beside it, flushed to disk, then renamed.

    Raises
    ------
    OSError
        The file could not be written; what stood there before stands there still, and nothing new beside it.
    """
    write_bytes(path, (_laid_out(document) + "\n").encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; a link is followed, and a device or pipe is simply written to.

    Raises
    ------
    OSError
        As `write_json`.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    target = path.resolve()
    part = target.with_name(f".{target.name[:100]}.{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
