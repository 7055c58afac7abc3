"""What a change makes worse: a plan may have been wrong before it, and is then judged by what it became."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from scheduler.checker.violation import Rule, Violation

DIARY = ("participants", "slots")

SAME: Mapping[str, tuple[str, ...]] = {
    Rule.REQUEST_HELD_ONCE: ("requests",),
    Rule.ALLOWED_PLACE: ("requests", "places"),
    Rule.AFTER: ("requests",),
    Rule.DIALOGUE_HELD_ONCE: ("dialogues",),
    Rule.OWN_PLACE: ("dialogues", "places"),
    Rule.WITHIN_A_DAY: ("dialogues",),
    Rule.SEATS_LEAST: ("dialogues",),
    Rule.SEATS_MOST: ("dialogues",),
    Rule.SEATED_ONCE: ("dialogues", "participants"),
    Rule.SEAT_WANTED: ("dialogues", "participants"),
    Rule.ROLE_MINIMUM: ("dialogues", "role"),
    Rule.MODERATOR_NOT_NEEDED: ("dialogues", "participants"),
    Rule.MODERATOR_MISSING: ("dialogues",),
    Rule.MODERATOR_OTHER: ("dialogues", "participants"),
    Rule.MODERATOR_UNSEATED: ("dialogues", "participants"),
    Rule.AVAILABLE: DIARY,
    Rule.PARALLEL: DIARY,
    Rule.ONE_PLACE: DIARY,
    Rule.DIALOGUE_ALONE: DIARY,
    Rule.MAX_MEETINGS: ("participants",),
    Rule.CAPACITY: ("places", "slots"),
    Rule.BREAK_DIFFERENCE: (),
}
"""By what two violations of a rule are the same fault, however far each goes; of any other rule they are only where they are equal."""


def made_worse(before: Iterable[Violation], after: Iterable[Violation]) -> list[Violation]:
    """Find what is wrong with a changed plan that was not wrong before, or not as far.

    Parameters
    ----------
    before, after
        What the checker found wrong before the change, and finds wrong after it.
    """
    was: dict[tuple[object, ...], int] = defaultdict(lambda: -1)
    for violation in before:
        fault = _fault(violation)
        was[fault] = max(was[fault], violation.excess)
    return [violation for violation in after if violation.excess > was[_fault(violation)]]


def _fault(violation: Violation) -> tuple[object, ...]:
    """What makes it the same fault as another violation."""
    if violation.rule not in SAME:
        return (violation,)
    return (violation.rule, *(getattr(violation, name) for name in SAME[violation.rule]))
