"""What the page says first, and how the plan was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from matchmaking.clock import day_in_words, hours, offset_in_words
from matchmaking.programme import Appointment
from matchmaking.report.goals import GoalRow
from scheduler.plan import Plan
from scheduler.problem import Dialogue, Problem

FINGERPRINT = 12


@dataclass(frozen=True, slots=True)
class Summary:
    """When the event is, and how well it is planned, in sentences."""

    when: tuple[str, ...]
    sentences: tuple[str, ...]
    verdict: str


def summary(problem: Problem, programme: Iterable[Appointment], goals: tuple[GoalRow, ...]) -> Summary:
    """Say what is held, of how much that was asked, and how good that is known to be."""
    items = list(programme)
    dialogues = [item for item in items if isinstance(item.about, Dialogue)]
    return Summary(
        when=_when(problem),
        sentences=tuple(
            text
            for text in (
                _of(len(items) - len(dialogues), len(problem.requests), "meeting", " asked for", "held"),
                _of(len(dialogues), len(problem.dialogues), "dialogue", "", "held"),
                _seats(problem, dialogues),
            )
            if text
        ),
        verdict=_verdict(goals),
    )


def _when(problem: Problem) -> tuple[str, ...]:
    days: dict[str, tuple[int, int]] = {}
    for k, slot in enumerate(problem.slots):
        days[slot.day] = (days.get(slot.day, (k, k))[0], k)
    spans = [(problem.slots[first], problem.slots[last], last - first + 1) for first, last in days.values()]
    return tuple(
        f"{day_in_words(first.start.date())}, {hours(first.start, last.end)} ({offset_in_words(first.start)}), {plural(count, 'slot')}"
        for first, last, count in spans
    )


def _of(held: int, total: int, noun: str, asked: str, verb: str) -> str:
    if not total:
        return ""
    if held == total == 1:
        return f"The one {noun}{asked} is {verb}."
    if held == total:
        return f"All {plural(total, noun)}{asked} are {verb}."
    return f"{held:,} of the {plural(total, noun)}{asked} {'is' if held == 1 else 'are'} {verb}."


def _seats(problem: Problem, dialogues: list[Appointment]) -> str:
    wanted = sum(len(dialogue.wanted) for dialogue in problem.dialogues)
    return _of(sum(len(item.participants) for item in dialogues), wanted, "seat", " asked for at them", "given")


def _verdict(goals: tuple[GoalRow, ...]) -> str:
    if not goals:
        return "The plan claims nothing about how good it is."
    if all(goal.proven for goal in goals):
        return "Every goal is proven: there is no better plan."
    proven = [goal.name.lower() for goal in goals if goal.proven]
    open_ = [goal.name.lower() for goal in goals if not goal.proven]
    best = f"Proven: {listed(proven)}. " if proven else ""
    return f"{best}Not proven: {listed(open_)}; how much may be left is said at each goal."


def run_facts(plan: Plan, name: str) -> tuple[tuple[str, str], ...]:
    """List how the plan was made, as pairs of a name and its value in words.

    Of what a run notes under names that are not known here, numbers and words are shown and longer things left out.
    """
    fingerprint = f"SHA-256 {plan.problem_sha256[:FINGERPRINT]}…" if plan.problem_sha256 else ""
    facts = [("Event", name), ("Problem file", fingerprint), ("Result", plan.status)]
    for key, value in plan.run.items():
        facts.append((key.replace("_", " ").capitalize(), _in_words(value)))
    return tuple((label, value) for label, value in facts if value)


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return ", ".join(f"{key} {text}" for key, item in value.items() if (text := _in_words(item)))
    return ""


def plural(count: int, noun: str) -> str:
    """Count things: ``1 slot``, ``1,200 slots``."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(words: list[str]) -> str:
    """Join words as people do: ``breaks, waiting and walks``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
