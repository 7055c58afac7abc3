"""From a set of requirements that cannot hold together to a smaller one, by leaving out what is not needed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.questions import ClauseQuestions
from scheduler.infeasibility.relaxation import essential, relax
from scheduler.infeasibility.requirement import Requirement, still_binding
from scheduler.infeasibility.rotation import rotate
from scheduler.problem import Problem


@dataclass(frozen=True, slots=True)
class Conflict:
    """Requirements that cannot hold together.

    Attributes
    ----------
    irreducible
        Whether it is proven that a plan would exist without any one of them, all requirements that are not here being given up.
    smallest
        Whether it is proven that no fewer requirements of the problem are a conflict.
    """

    requirements: tuple[Requirement, ...]
    irreducible: bool
    smallest: bool = False


def narrow(problem: Problem, conflict: Sequence[Requirement], judge: Judge) -> Conflict:
    """Leave out requirements until each is needed or the time is over.

    Parameters
    ----------
    problem
        With all requirements given up but those of the conflict.
    conflict
        Cannot hold together; those first that are rather left out.
    """
    problem = essential(problem)
    kept = still_binding(problem, conflict)
    while True:
        before = len(kept)
        problem, kept, certain = _pass(problem, kept, judge)
        # Where breaks may not differ too much, giving something up can make things worse, so what was needed may be no more.
        if problem.max_break_difference is None or len(kept) == before or judge.left <= 0:
            return Conflict(tuple(kept), certain)


def _pass(problem: Problem, kept: list[Requirement], judge: Judge) -> tuple[Problem, list[Requirement], bool]:
    """Try to leave out every requirement, as many of one kind at once as go well; also whether all that stay are needed for certain."""
    at, size, certain = 0, len(kept), True
    needed: set[Requirement] = set()
    while at < len(kept):
        if judge.left <= 0:
            return problem, kept, False
        if kept[at] in needed:
            at, size = at + 1, _next_size(kept, at + 1)
            continue
        size = min(size, _alike(kept, at))
        without = essential(relax(problem, kept[at : at + size]))
        impossible = judge.is_impossible(without)
        if impossible:
            problem, kept, size = without, kept[:at] + still_binding(without, kept[at + size :]), size * 2
        elif size > 1:
            size //= 2
        else:
            if impossible is False:
                needed |= _also_needed(problem, kept, kept[at], judge)
            at, certain = at + 1, certain and impossible is False
            size = _next_size(kept, at)
    return problem, kept, certain


def _next_size(kept: Sequence[Requirement], at: int) -> int:
    """How many to try next: one by one where the one before is of the same kind and needed."""
    return 1 if at < len(kept) and kept[at].kind == kept[at - 1].kind else len(kept)


def _also_needed(problem: Problem, kept: Sequence[Requirement], one: Requirement, judge: Judge) -> set[Requirement]:
    """Meetings that are needed as one is; where nothing but what must be held counts."""
    names = {requirement.key[0]: requirement for requirement in kept if requirement.kind == "must"}
    if one.kind != "must" or problem.max_break_difference is not None or len(names) < len(problem.requests):
        return set()
    plan = judge.find_plan(relax(problem, [one]))
    if plan is None:
        return set()
    number = {request.id: r for r, request in enumerate(problem.requests)}
    return {names[problem.requests[r].id] for r in rotate(*plan, number[one.key[0]])}


def _alike(requirements: Sequence[Requirement], first: int) -> int:
    """How many of one kind follow each other from one on."""
    kind = requirements[first].kind
    return next((n for n, requirement in enumerate(requirements[first:]) if requirement.kind != kind), len(requirements) - first)


def narrow_by_questions(requirements: Sequence[Requirement], questions: ClauseQuestions) -> Conflict | None:
    """Find a conflict among all requirements, and leave out of it what is not needed; None where none was found in the time.

    Parameters
    ----------
    requirements
        Of the questions; those first that are rather left out.
    """
    everything = frozenset(range(len(requirements)))
    even = frozenset(k for k, requirement in enumerate(requirements) if requirement.kind == "max_break_difference")
    kept, certain = None, True
    for tried in (everything - even, everything):
        if kept is None and questions.hold(tried) is None and questions.cannot_hold(tried):
            kept = questions.smallest_within(tried)
    if kept is None:
        return None
    for k in sorted(kept):
        without = kept - {k}
        if without != kept and questions.hold(without) is None:
            known = questions.cannot_hold(without)
            kept, certain = (questions.smallest_within(without), certain) if known else (kept, False)
    return Conflict(tuple(requirements[k] for k in sorted(kept)), certain)
