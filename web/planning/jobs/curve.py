"""How a run went on: for each goal when the best value or its bound changed, and to what."""

from __future__ import annotations

from typing import Any

MOST_POINTS = 120
Curve = dict[str, list[list[Any]]]


def add_point(curve: Curve, progress: dict[str, Any]) -> None:
    """Note what the solver tells, where it is something new: ``[seconds, achieved, bound]``, None where nothing is known yet.

    A goal with too many points loses every second one between the first and the last.
    """
    points = curve.setdefault(progress["goal"], [])
    if not points or points[-1][1:] != [progress["achieved"], progress["bound"]]:
        points.append([round(progress["elapsed"], 2), progress["achieved"], progress["bound"]])
    if len(points) > MOST_POINTS:
        points[1:-1] = points[2:-1:2]
