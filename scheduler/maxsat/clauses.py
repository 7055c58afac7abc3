"""Weighted clauses as they are written: new variables when needed, literals that may be constants, counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

from scheduler.parameters import DEFAULTS, ClauseParameters

Literal = int | bool  # of a variable from 1, negative for its negation; True and False are constants


def negated(literal: Literal) -> Literal:
    """The opposite of a literal."""
    return (not literal) if isinstance(literal, bool) else -literal


class Clauses:
    """Hard and soft clauses.

    Parameters
    ----------
    top
        The last variable that is somebody else's.

    Attributes
    ----------
    wcnf
        The clauses so far, as python-sat takes them.
    top
        The last variable in use.
    """

    def __init__(self, top: int = 0, parameters: ClauseParameters = DEFAULTS.clauses) -> None:
        from pysat.formula import WCNF

        self.wcnf: Any = WCNF()
        self.top = top
        self._pairwise = parameters.pairwise

    def new(self) -> int:
        """A variable that no clause has yet."""
        self.top += 1
        return self.top

    def add(self, *literals: Literal) -> None:
        """Demand that one of these is true."""
        if not any(literal is True for literal in literals):
            self.wcnf.append([literal for literal in literals if literal is not False])

    def prefer_not(self, literal: Literal) -> None:
        """One more of the cost where this is true."""
        if literal is not False:
            self.wcnf.append([-literal] if literal is not True else [], weight=1)

    def any_of(self, literals: Sequence[Literal]) -> Literal:
        """A literal that is true just where one of these is."""
        known = [literal for literal in literals if literal is not False]
        if any(literal is True for literal in known):
            return True
        if len(known) < 2:
            return known[0] if known else False
        result = self.new()
        for literal in known:
            self.add(negated(literal), result)
        self.add(-result, *known)
        return result

    def at_most_one(self, literals: Sequence[int], pairwise: bool = False) -> None:
        """Demand that no two of these are true; pairs propagate best, but there are many of many."""
        if pairwise or len(literals) <= self._pairwise:
            for one, other in combinations(literals, 2):
                self.wcnf.append([-one, -other])
        else:
            self._count(literals, 1)

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """Demand that at most so many of these are true."""
        if most >= len(literals):
            return
        if most < 0:
            self.wcnf.append([])
        elif most == 0:
            for literal in literals:
                self.wcnf.append([-literal])
        elif most == len(literals) - 1:
            self.wcnf.append([-literal for literal in literals])
        elif most == 1:
            self.at_most_one(literals)
        else:
            self._count(literals, most)

    def clustered(self, literals: Sequence[int], groups: Mapping[int, Sequence[Hashable]]) -> list[int]:
        """Fewer literals that count at least as much: one for each cluster of literals that exclude one another.

        Parameters
        ----------
        literals
            What is to be counted.
        groups
            For each literal, the sets that it is in of which at most one can be true.
        """
        left = set(literals)
        members: dict[Hashable, set[int]] = defaultdict(set)
        for literal in literals:
            for group in groups.get(literal, ()):
                members[group].add(literal)
        result = []
        order = {group: number for number, group in enumerate(members)}
        while members:
            group = max(members, key=lambda g: (len(members[g]), -order[g]))
            cluster = members.pop(group)
            if len(cluster) < 2:
                break
            result.append(self.new())
            for literal in sorted(cluster):
                self.wcnf.append([-literal, result[-1]])
                left.discard(literal)
                for other in groups[literal]:
                    if other in members:
                        members[other].discard(literal)
        return result + sorted(left)

    def ladder(self, literals: Sequence[Literal], least: int, most: int) -> list[list[Literal]]:
        """Count along a sequence, and demand that `least` to `most` of it are true (the sequential counter of Sinz, CP 2005).

        Returns
        -------
        list of list
            Entry [t][k] is true just where at least k of the first t are; t is from 0 to all, k from 0 to `most` + 1.
        """
        possible = [0]
        for literal in literals:
            possible.append(possible[-1] + (literal is not False))
        rows: list[list[Literal]] = [[True, *[False] * (most + 1)]]
        for t, here in enumerate(literals, 1):
            below, above = least - (possible[-1] - possible[t]), min(most, possible[t])
            before = rows[-1]
            row: list[Literal] = [True]
            for k in range(1, most + 2):
                now = True if k <= below else False if k > above else before[k] if here is False else self.new()
                row.append(now)
                if now is not before[k]:
                    self.add(negated(before[k]), now)
                    self.add(negated(now), before[k], here)
                self.add(negated(before[k - 1]), negated(here), now)
                self.add(negated(now), before[k - 1])
            rows.append(row)
        return rows

    def _count(self, literals: Iterable[int], most: int) -> None:
        from pysat.card import CardEnc, EncType

        kind = EncType.seqcounter if most == 1 else EncType.cardnetwrk
        encoded = CardEnc.atmost(list(literals), most, top_id=self.top, encoding=kind)
        self.top = max(self.top, encoded.nv)
        self.wcnf.extend(encoded.clauses)
