"""Plans kept laid out in the process that serves pages, so that a question about one is answered at once.

A plan is known by what stands in it: its key is the hash of both texts as they are read from the database in the same request. So nothing
has to be thrown away when something changes, whichever process changed it: what is asked about is always what is stored.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import current_app

from scheduler.files.reading import parse_plan, parse_problem
from scheduler.plan import Plan
from scheduler.problem import Participant, Problem, Request
from scheduler.reasons.openings import Openings
from web.models import Event
from web.planning.queries.drafts import Draft, draft_with_texts


@dataclass(frozen=True, slots=True)
class WarmLimits:
    """How much is kept.

    Attributes
    ----------
    plans
        At most, 1 or more; the one that was asked about longest ago goes first.
    megabytes
        Of the texts that they were read from, together; laid out they take about ten times that. A plan that is larger by itself is
        answered and not kept.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    plans: int = 8
    megabytes: float = 16.0

    def __post_init__(self) -> None:
        if self.plans < 1 or self.megabytes < 0:
            raise ValueError(f"{self} is out of range")


@dataclass(frozen=True, slots=True)
class WarmPlan:
    """A problem and its plan, read and laid out, with people and requests by their ids."""

    problem: Problem
    plan: Plan
    openings: Openings
    people: Mapping[str, Participant]
    requests: Mapping[str, Request]


Build = Callable[[str, str], WarmPlan]


class WarmPlans:
    """The plans asked about last, for all threads of a process."""

    def __init__(self, limits: WarmLimits | None = None, build: Build | None = None) -> None:
        self._limits, self._build = limits or WarmLimits(), build or read_warm
        self._kept: OrderedDict[bytes, tuple[WarmPlan, int]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, problem: str, plan: str) -> WarmPlan:
        """Give the plan of two texts, a `bms-problem/1` and a `bms-plan/1`; laid out by the first who asks.

        Raises
        ------
        UnusableInput
            If one of them cannot be read.
        """
        texts = problem.encode(), plan.encode()
        key = b"".join(hashlib.sha256(text).digest() for text in texts)
        # One at a time: two who ask at once must not both lay out a plan.
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key][0]
            warm = self._build(problem, plan)
            self._kept[key] = warm, sum(map(len, texts))
            self._shrink()
            return warm

    def __len__(self) -> int:
        """How many are kept."""
        return len(self._kept)

    def _shrink(self) -> None:
        while self._kept and (len(self._kept) > self._limits.plans or self._size > self._limits.megabytes * 1e6):
            self._kept.popitem(last=False)

    @property
    def _size(self) -> int:
        return sum(size for _, size in self._kept.values())


def read_warm(problem: str, plan: str) -> WarmPlan:
    """Read and lay out a plan; raises as `WarmPlans.of`."""
    read, planned = parse_problem(json.loads(problem), "problem"), parse_plan(json.loads(plan), "plan")
    people, requests = {each.id: each for each in read.participants}, {each.id: each for each in read.requests}
    return WarmPlan(read, planned, Openings(read, planned), people, requests)


def warm_draft(event: Event) -> tuple[Draft, WarmPlan] | None:
    """Give the plan that the organisers of an event work on, laid out; None: there is none yet."""
    row = draft_with_texts(event)
    if row is None:
        return None
    warm = current_app.extensions.setdefault("warm_plans", WarmPlans()).of(row.problem, row.plan)
    return Draft(row, warm.problem, warm.plan), warm
