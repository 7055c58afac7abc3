"""What to tell an organiser whose event has no plan."""

from __future__ import annotations

import time
from collections.abc import Sequence

from scheduler.infeasibility.core import relaxed_core, searched_core
from scheduler.infeasibility.counting import count_conflicts
from scheduler.infeasibility.index import Index
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.narrowing import Conflict, narrow, narrow_by_questions
from scheduler.infeasibility.questions import ClauseQuestions
from scheduler.infeasibility.relaxation import essential, relax
from scheduler.infeasibility.requirement import KINDS, OF_REQUESTS, Requirement, list_requirements
from scheduler.infeasibility.selecting import can_select
from scheduler.infeasibility.smallest import find_smallest
from scheduler.infeasibility.telling import tell
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop


def explain_conflict(problem: Problem, settings: Settings, end: float, stop: Stop) -> list[str]:
    """Say why an event has no plan.

    Parameters
    ----------
    problem
        Proven to have no plan.
    settings
        Of the run that proved it.
    end
        Time on the monotonic clock at which to be done.
    stop
        Asks to take what is known.

    Returns
    -------
    list
        Requirements that cannot hold together, as sentences without full stops, as few as were found.
    """
    return tell(problem, find_conflict(problem, settings, end, stop), settings.parameters.telling)


def find_conflict(problem: Problem, settings: Settings, end: float, stop: Stop) -> Conflict:
    """Find a small set of requirements that cannot hold together, see `explain_conflict`."""
    requirements, parameters = list_requirements(problem), settings.parameters.conflicts
    end -= parameters.reserve * max(0.0, end - time.monotonic())
    if problem.max_break_difference is not None and can_select(problem):
        return _by_clauses(problem, requirements, settings, end, stop)
    conflict = _irreducible(problem, requirements, Judge(settings, end, stop))
    return find_smallest(problem, requirements, conflict, Judge(settings, min(end, time.monotonic() + parameters.patience), stop))


def _by_clauses(problem: Problem, requirements: Sequence[Requirement], settings: Settings, end: float, stop: Stop) -> Conflict:
    """The same for an event that clauses can hold with all its requirements, differences of breaks among them."""
    parameters = settings.parameters.conflicts
    judge = Judge(settings, min(end, time.monotonic() + parameters.patience), stop)
    ordered = _suspects_last(problem, requirements)
    with ClauseQuestions(problem, ordered, judge) as questions:
        counted = _counted(problem, ordered)
        if counted is not None:
            conflict = narrow(relax(problem, set(requirements).difference(counted)), _limits_first(counted, parameters.held), judge)
        else:
            conflict = narrow_by_questions(ordered, questions) or _irreducible(problem, requirements, Judge(settings, end, stop))
        judge.end = min(end, time.monotonic() + parameters.breaks_patience)
        return find_smallest(problem, ordered, conflict, judge, questions)


def _irreducible(problem: Problem, requirements: Sequence[Requirement], judge: Judge) -> Conflict:
    """A conflict that needs each of its requirements, as far as the time goes."""
    counted, parameters = _counted(problem, requirements), judge.parameters
    if counted is not None:
        judge.end = min(judge.end, time.monotonic() + parameters.patience)
        return narrow(relax(problem, set(requirements).difference(counted)), _limits_first(counted, parameters.held), judge)
    problem, kept = _without_breaks(problem, requirements, judge)
    kept = _suspects_last(problem, kept)
    if problem.max_break_difference is not None:
        return narrow(problem, kept, judge)
    judge.end = min(judge.end, time.monotonic() + parameters.patience)
    problem, core = _core(problem, kept, judge)
    return narrow(problem, core if core == kept else _limits_first(core, parameters.held), judge)


def _limits_first(conflict: list[Requirement], few: int) -> list[Requirement]:
    """Of very many meetings that are hardly too many, first what limits them: there may be no time to try each meeting."""
    many = sum(requirement.holds for requirement in conflict) > few
    return sorted(conflict, key=lambda requirement: requirement.holds) if many else conflict


def _counted(problem: Problem, requirements: Sequence[Requirement]) -> list[Requirement] | None:
    """The conflict of fewest things to hold that counting finds."""
    known = {(requirement.kind, requirement.key): requirement for requirement in requirements}
    found = [[known[ref] for ref in refs if ref in known] for refs in count_conflicts(problem)]
    if not found:
        return None
    smallest = min(found, key=lambda conflict: (sum(requirement.holds for requirement in conflict), len(conflict)))
    order = {requirement: number for number, requirement in enumerate(requirements)}
    return sorted(smallest, key=lambda requirement: order[requirement])


def _without_breaks(problem: Problem, requirements: Sequence[Requirement], judge: Judge) -> tuple[Problem, list[Requirement]]:
    """Give up the limit on differences of breaks, if there is no plan without it either: then much less counts."""
    limit = [requirement for requirement in requirements if requirement.kind == "max_break_difference"]
    without = relax(problem, limit)
    if limit and judge.is_impossible(essential(without), judge.parameters.without_breaks_share):
        return without, [requirement for requirement in requirements if requirement not in limit]
    return problem, list(requirements)


def _core(problem: Problem, requirements: Sequence[Requirement], judge: Judge) -> tuple[Problem, list[Requirement]]:
    """Give up holding what single runs of solvers do not need for their proofs."""
    kept = list(requirements)
    for find, proven in ((relaxed_core, False), (searched_core, True)):
        core = find(essential(problem), judge, judge.parameters.core_share * judge.left) if judge.left > 0 else None
        if core is None:
            continue
        needed = [r for r in kept if not r.holds or ("dialogue" if r.kind == "dialogue" else "request", r.key[0]) in core]
        without = relax(problem, set(kept).difference(needed))
        if proven or judge.is_impossible(essential(without)):
            problem, kept = without, needed
    return problem, kept


def _suspects_last(problem: Problem, requirements: Sequence[Requirement]) -> list[Requirement]:
    """Within each kind, those last that concern the participants whose diaries are fullest."""
    index = Index(problem)
    rank = {person: number for number, person in enumerate(sorted(index.people, key=index.fullness))}
    kinds = {kind: number for number, kind in enumerate(KINDS)}

    def place(requirement: Requirement) -> tuple[int, list[int]]:
        people = index.requests[requirement.key[0]].participants if requirement.kind in OF_REQUESTS else requirement.key
        if requirement.kind == "parallel":  # of all who hold so many at once
            people = ()
        return kinds[requirement.kind], sorted((rank[name] for name in people if name in rank), reverse=True)

    return sorted(requirements, key=place)
