"""Compact agendas among the plans of a linear program: its rows as clauses, with everybody's breaks or idle slots on top.

Unlike in `scheduler.maxsat.diaries` it is open how many meetings a participant has, so a diary is seen by "has begun" and "goes on"
alone. What is minimised is counted by participant all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from scheduler.arrays import Bools, Ints
from scheduler.instance.instance import Instance
from scheduler.maxsat.clauses import Clauses, Literal, negated
from scheduler.maxsat.diaries import break_end
from scheduler.maxsat.rows import Formula, RowWriter, variables
from scheduler.parameters import DEFAULTS, ClauseParameters
from scheduler.program.integer_program import Linear


@dataclass(frozen=True)
class Agendas:
    """A program, and whose diary its columns fill: all that `encode_agendas` needs, and can be sent to another process.

    Attributes
    ----------
    busy
        (participant, slot, column, whether it takes the whole diary), as in `scheduler.model.columns.Layout.busy`.
    goal
        ``breaks`` or ``idle``.
    most_breaks
        Of all together; None: any number.
    """

    linear: Linear
    instance: Instance
    busy: tuple[Ints, Ints, Ints, Bools]
    goal: str
    most_breaks: int | None = None


def can_be_counted(linear: Linear, parameters: ClauseParameters = DEFAULTS.clauses) -> bool:
    """Whether `encode_agendas` can write the rows of this program."""
    small = (np.abs(linear.matrix.data) <= parameters.coefficient).all()
    return bool(small and (linear.upper - linear.lower <= parameters.width).all())


def encode_agendas(agendas: Agendas, parameters: ClauseParameters = DEFAULTS.clauses) -> Formula:
    """Write a program as clauses; the cost is the number of breaks, or of idle slots."""
    rows = RowWriter(agendas.linear, parameters)
    clauses, instance = rows.clauses, agendas.instance
    options: dict[tuple[int, int], list[Literal]] = defaultdict(list)
    for person, slot, column in zip(*(array.tolist() for array in agendas.busy[:3]), strict=True):
        options[person, slot].append(rows.literal(column))
    breaks: list[Literal] = []
    second: list[Literal] = []
    idle: list[Literal] = []
    for person in range(instance.people):
        ends: list[Literal] = []
        gaps: list[Literal] = []
        for day in instance.days:
            own = [t for t in day if instance.free[person, t] or instance.problem.unavailable_counts_as_break]
            busy = [clauses.any_of(options.get((person, t), [])) for t in own]
            waits = _Waits(clauses, busy, [later > t + 1 for t, later in pairwise(own)])
            ends += waits.ends
            gaps += waits.idle
        counted = _counted(clauses, ends, gaps)
        breaks += counted
        second += counted[1:]
        idle += gaps
    if agendas.most_breaks is not None:
        clauses.at_most(variables(breaks), agendas.most_breaks)
    for literal in idle if agendas.goal == "idle" else breaks:
        clauses.prefer_not(literal)
    return rows.formula(rare=second)


class _Waits:
    """Literals of one participant's day: slots in which a break ends, and idle slots."""

    def __init__(self, clauses: Clauses, busy: Sequence[Literal], split: Sequence[bool]) -> None:
        begun, goes_on = _so_far(clauses, busy), _so_far(clauses, busy[::-1])[::-1]
        inner = range(1, len(busy) - 1)
        over = [negated(goes_on[t + 1] if split[t] else busy[t + 1]) for t in inner]
        self.ends = [break_end(clauses, begun[t - 1], busy[t], done) for t, done in zip(inner, over, strict=True)]
        self.idle = [break_end(clauses, begun[t - 1], busy[t], negated(goes_on[t + 1])) for t in inner]


def _so_far(clauses: Clauses, busy: Sequence[Literal]) -> list[Literal]:
    result: list[Literal] = []
    for literal in busy:
        result.append(clauses.any_of([*result[-1:], literal]))
    return result


def _counted(clauses: Clauses, ends: list[Literal], idle: list[Literal]) -> list[Literal]:
    """Literals for at least 1, 2, ... breaks; implied: an idle slot is part of one."""
    breaks = clauses.ladder(ends, 0, len(ends))[-1][1:-1]
    while breaks and breaks[-1] is False:
        breaks.pop()
    for literal in idle if breaks else ():
        clauses.add(negated(literal), breaks[0])
    return breaks
