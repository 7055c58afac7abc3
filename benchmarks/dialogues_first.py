"""What planning dialogues and meetings together gains: the same event planned the usual way, its dialogues first."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring import Case, Run, measure
from scheduler.files.reading import read_problem
from scheduler.files.writing import problem_to_json, write_json
from scheduler.plan import HeldDialogue, Plan
from scheduler.problem import Dialogue, Problem

SHARE = 0.5  # of the time at most for the dialogues alone, which need far less


def measure_dialogues_first(case: Case, seed: int, seconds: float, more: list[str]) -> Run | None:
    """Plan the dialogues alone for the highest value of their seats, fix them, then plan the meetings around them.

    Parameters
    ----------
    more
        Options of ``bms solve`` for both steps, without goals: an event is planned for floors and value, its dialogues for value.

    Returns
    -------
    Run or None
        Of the second step, with the time of both; None where no plan of the dialogues was found.
    """
    with tempfile.TemporaryDirectory() as folder:
        whole, dialogues, around = (Path(folder) / f"{name}.json" for name in ("whole", "dialogues", "around"))
        case.write(whole, seed)
        problem = read_problem(whole).problem
        write_json(dialogues, problem_to_json(dialogues_alone(problem)))
        first = measure(Case("dialogues", dialogues), seed, ["--seconds", str(SHARE * seconds), "--goals", "value", *more])
        if first.plan is None:
            return None
        write_json(around, problem_to_json(around_dialogues(problem, first.plan)))
        left = str(max(1.0, seconds - first.seconds))
        second = measure(Case("around", around), seed, ["--seconds", left, "--goals", "floor,value", *more])
        return replace(second, seconds=first.seconds + second.seconds)


def dialogues_alone(problem: Problem) -> Problem:
    """The event with its dialogues and only those meetings that have to be held in any case."""
    fixed = {decided.request for decided in problem.fixed}
    kept = tuple(replace(request, after=()) for request in problem.requests if request.must or request.id in fixed)
    return replace(problem, requests=kept)


def around_dialogues(problem: Problem, plan: Plan) -> Problem:
    """The event with its dialogues as a plan holds them: start, place, moderator and seats."""
    held = {each.dialogue: each for each in plan.dialogues}
    return replace(problem, dialogues=tuple(_decided(d, held[d.id]) for d in problem.dialogues if d.id in held))


def _decided(dialogue: Dialogue, held: HeldDialogue) -> Dialogue:
    seated = tuple(seat for seat in dialogue.wanted if seat.participant in held.participants)
    return replace(
        dialogue,
        starts=(held.start,),
        places=(held.place,),
        moderators=None if held.moderator is None else (held.moderator,),
        wanted=seated,
        seats=(len(seated), len(seated)),
        must=True,
    )


def compared(rows: Sequence[tuple[str, int, Run, Run | None]]) -> Iterator[tuple[str, ...]]:
    """A title and a row an event: what both ways lack of the floors and are worth, with bounds, and what planning together gains."""
    yield "instance", "seed", "floor", "value", "bound", "floor", "value", "bound", "gain", ""
    for name, seed, together, first in rows:
        one, other = _quality(together), _quality(first)
        gain = ("-", "")
        if one is not None and other is not None:
            gain = f"{one[1] - other[1]:+d}", f"{100 * (one[1] - other[1]) / max(1, other[1]):+.2f} %"
        yield name, str(seed), *_shown(one), *_shown(other), *gain


def _quality(run: Run | None) -> tuple[int, int, int] | None:
    floor, value = (run.goal("floor"), run.goal("value")) if run is not None else (None, None)
    return None if value is None else (0 if floor is None else floor.achieved, value.achieved, value.bound)


def _shown(quality: tuple[int, int, int] | None) -> tuple[str, str, str]:
    return ("-", "-", "-") if quality is None else (str(quality[0]), str(quality[1]), str(quality[2]))
