"""From a conflict to a smallest one, or to the proof that it is: by implicit hitting sets.

Every conflict shares a requirement with every correction, a set of requirements without which a plan exists. So no conflict is smaller than
a smallest set that shares one with each correction known, and if such a set cannot hold together, it is a smallest conflict
(A. Ignatiev, A. Previti, M. Liffiton, J. Marques-Silva, Smallest MUS extraction with minimal hitting set dualization, CP 2015; the duality
is R. Reiter's, Artificial Intelligence 32, 1987). Before that, meetings that no conflict of so few requirements needs are left away
(`peeling`), and corrections that are alike are said together (`capacity_cuts`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scheduler.infeasibility.capacity_cuts import find_capacity_cuts
from scheduler.infeasibility.hitting import Correction, Set, hit
from scheduler.infeasibility.judge import Judge
from scheduler.infeasibility.narrowing import Conflict
from scheduler.infeasibility.peeling import peel
from scheduler.infeasibility.questions import JudgeQuestions, Questions
from scheduler.infeasibility.relaxation import essential, relax
from scheduler.infeasibility.requirement import Requirement, still_binding
from scheduler.problem import Problem


def find_smallest(
    problem: Problem, requirements: Sequence[Requirement], conflict: Conflict, judge: Judge, questions: Questions | None = None
) -> Conflict:
    """Find a smallest conflict of a problem, as far as the time goes.

    Parameters
    ----------
    problem
        Has no plan.
    requirements
        All of its requirements.
    conflict
        One conflict, which is kept where none is smaller.
    questions
        Of all requirements of the whole problem; by default each is asked of the judge, and only of what matters.

    Returns
    -------
    Conflict
        The one given where the time was over first, or where giving a requirement up can also do harm.
    """
    if judge.left <= 0 or not _giving_up_helps(problem, requirements):
        return conflict
    return _Hunt(problem, requirements, conflict, judge, questions).run()


def _giving_up_helps(problem: Problem, requirements: Sequence[Requirement]) -> bool:
    """Whether every plan stays one where something is given up: not where a slot that ended a break becomes waiting time."""
    if problem.max_break_difference is None or problem.unavailable_counts_as_break:
        return True
    return all(requirement.kind != "unavailable" for requirement in requirements)


class _Hunt:
    def __init__(
        self, problem: Problem, requirements: Sequence[Requirement], conflict: Conflict, judge: Judge, questions: Questions | None
    ) -> None:
        self._problem = essential(problem)
        self._counting = problem.max_break_difference is None
        if self._counting:
            self._problem = essential(peel(self._problem, len(conflict.requirements) - 1))
        self._conflict = conflict
        self._judge = judge
        binding, known = set(still_binding(self._problem, requirements)), set(conflict.requirements)
        self._requirements = [requirement for requirement in requirements if questions is not None or requirement in binding]
        self._questions = questions or JudgeQuestions(self._problem, self._requirements, judge)
        self._inside = frozenset(k for k, requirement in enumerate(self._requirements) if requirement in known)
        self._all = frozenset(range(len(self._requirements)))
        self._must = {requirement.key[0]: k for k, requirement in enumerate(self._requirements) if requirement.kind == "must"}
        self._rooms = [k for k, requirement in enumerate(self._requirements) if requirement.kind == "capacity"]

    def run(self) -> Conflict:
        corrections = self._single()
        while self._judge.left > 0:
            chosen, certain = hit(corrections, len(self._conflict.requirements) - 1, self._judge, self._rooms)
            if chosen is None:
                return replace(self._conflict, irreducible=True, smallest=True) if certain else self._conflict
            held = self._hold(chosen)
            if held is None:
                if not self._questions.cannot_hold(chosen):
                    return self._conflict
                return Conflict(tuple(self._requirements[k] for k in sorted(chosen)), irreducible=True, smallest=True)
            corrections += self._correct(chosen, held)
        return self._conflict

    def _single(self) -> list[Correction]:
        """Requirements of the conflict without which the whole problem has a plan: where there is no other conflict, each of them."""
        return [Correction(frozenset({k})) for k in sorted(self._inside) if self._hold(self._all - {k}) is not None]

    def _correct(self, chosen: Set, held: Set | None) -> list[Correction]:
        """Corrections that share nothing with what is chosen, nor with each other, and what they say of all that is alike."""
        found: list[Correction] = []
        while held is not None and self._judge.left > 0:
            missing = self._all - self._grow(held)
            found += [Correction(missing), *self._alike(missing)]
            chosen |= missing
            held = self._hold(chosen) if missing else None  # with nothing missing there is a plan of all
        return found

    def _alike(self, missing: Set) -> Iterator[Correction]:
        """What a correction says of meetings that could take each other's slots."""
        absent = [r for r, request in enumerate(self._problem.requests) if self._must.get(request.id) in missing]
        if not self._counting or len(absent) < 2:
            return
        plan = self._judge.find_plan(relax(self._problem, [self._requirements[k] for k in missing]))
        if plan is None:
            return
        number = {r: self._must[request.id] for r, request in enumerate(self._problem.requests) if request.id in self._must}
        for group, stairs in find_capacity_cuts(*plan, absent, self._judge.parameters):
            beside = missing.difference(number[r] for r in group)
            yield Correction(beside, tuple((frozenset(number[r] for r in stair), least) for stair, least in stairs))

    def _grow(self, held: Set) -> Set:
        """As many requirements more as can be held together with those held; first those beside the conflict, many at once."""
        order = sorted(self._all - held, key=lambda k: (k in self._inside, self._requirements[k].holds, k))
        beside = sum(k not in self._inside for k in order)
        at, size = 0, max(1, beside)
        while at < len(order) and self._judge.left > 0:
            more = held.union(order[at : at + size])
            plan = held if more == held else self._hold(more, thorough=False)
            if plan is not None:
                held, at, size = plan, at + size, size * 2
            elif size > 1:
                size //= 2
            else:
                at += 1
        return held

    def _hold(self, chosen: Set, thorough: bool = True) -> Set | None:
        return self._questions.hold(chosen, thorough) if self._judge.left > 0 else None
