"""The curve of a planning run as a page draws it: the best value and its bound closing in on each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from flask_babel import gettext as _

from web.models import Run
from web.planning.queries.runs import elapsed_of

WIDTH, HEIGHT = 600, 100
Steps = list[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class GoalCurve:
    """Two lines of steps in a frame of `WIDTH` by `HEIGHT`, each as SVG writes points; ``seconds`` is what the width stands for.

    ``words`` say the same to whoever cannot see it.
    """

    achieved: str
    bound: str
    highest: int
    lowest: int
    seconds: float
    words: str


def curves_of(run: Run) -> dict[str, GoalCurve]:
    """Draw each goal of a run in which something has changed, by the goal's name in plans."""
    elapsed, found = elapsed_of(run), {}
    for goal, points in (run.curve or {}).items():
        lines = [[(at, value) for at, *values in points if (value := values[which]) is not None] for which in (0, 1)]
        if max(map(len, lines)) > 1:
            found[goal] = _drawn(lines[0], lines[1], max(elapsed, points[-1][0]))
    return found


def _drawn(achieved: Steps, bound: Steps, seconds: float) -> GoalCurve:
    values = [value for _at, value in (*achieved, *bound)]
    low, high = min(values), max(values)

    def line(steps: Steps) -> str:
        corners = [corner for (_, before), (at, value) in pairwise(steps) for corner in ((at, before), (at, value))]
        whole = [*steps[:1], *corners, *((seconds, value) for _at, value in steps[-1:])]
        across, up = WIDTH / (seconds or 1), HEIGHT / ((high - low) or 1)
        return " ".join(f"{at * across:.1f},{HEIGHT - (value - low) * up:.1f}" for at, value in whole)

    return GoalCurve(line(achieved), line(bound), high, low, seconds, " ".join(_in_words(achieved, bound)))


def _in_words(achieved: Steps, bound: Steps) -> Iterator[str]:
    if achieved:
        yield _("The best plan went from %(first)s after %(early)s seconds to %(last)s after %(late)s seconds.", **_ends(achieved))
    if bound:
        yield _("What is proven went from %(first)s after %(early)s seconds to %(last)s after %(late)s seconds.", **_ends(bound))


def _ends(steps: Steps) -> dict[str, str]:
    (early, first), (late, last) = steps[0], steps[-1]
    return {"first": f"{first:,}", "early": f"{early:.1f}", "last": f"{last:,}", "late": f"{late:.1f}"}
