"""How time and memory grow with the size of an event, as a picture; on its logarithmic axes growth in proportion is a straight line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from scheduler.files.writing import write_bytes
from scheduler.problem import Problem

WIDTH, HEIGHT = 480, 340
LEFT, RIGHT, TOP, BOTTOM = 64, 44, 44, 52
STYLE = """
text { font: 14px system-ui, sans-serif; fill: #17212b } .title { font-weight: 650 } .tick { font-size: 12px; fill: #45525f }
.grid { stroke: #d3dae1 } .share { stroke: #8896a5; stroke-dasharray: 5 4 } .dot { fill: #0b57a4 }
@media (prefers-color-scheme: dark) {
  text { fill: #e8edf2 } .tick { fill: #b3bfcb } .grid { stroke: #303b46 } .share { stroke: #6d7c8b } .dot { fill: #7db8f2 }
}
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: the event's name, its (request, allowed slot) pairs, seconds of the whole process, and megabytes of its largest process."""

    name: str
    pairs: int
    seconds: float
    megabytes: float


def count_pairs(problem: Problem) -> int:
    """(request, allowed slot) pairs: slots in which both participants are available and that the request allows."""
    everyone = {slot.id for slot in problem.slots}
    free = {person.id: everyone - person.unavailable for person in problem.participants}
    allowed = ((free[p] & free[q], slots) for (p, q), slots in ((request.participants, request.slots) for request in problem.requests))
    return sum(len(both if slots is None else both & slots) for both, slots in allowed)


def write_picture(path: Path, runs: Sequence[Measured]) -> None:
    """Write an SVG of seconds and of megabytes against pairs.

    Raises
    ------
    OSError
        The file could not be written.
    """
    known = [run for run in runs if run.pairs > 0]
    panels = [
        _panel(known, [run.seconds for run in known], "seconds", 0),
        _panel(known, [run.megabytes for run in known], "MB of memory", WIDTH),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEIGHT}" role="img">'
    title = "<title>Seconds and memory against the number of (request, allowed slot) pairs</title>"
    write_bytes(path, "\n".join([head, title, f"<style>{STYLE}</style>", *panels, "</svg>\n"]).encode())


def _panel(runs: Sequence[Measured], values: Sequence[float], title: str, left: int) -> str:
    across, up = _decades([float(run.pairs) for run in runs]), _decades(values)

    def x(pairs: float) -> float:
        return left + LEFT + (math.log10(pairs) - across[0]) / (across[-1] - across[0]) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - up[0]) / (up[-1] - up[0]) * (HEIGHT - TOP - BOTTOM)

    parts = [f'<text class="title" x="{left + LEFT}" y="22">{escape(title)}</text>']
    for decade in across:
        parts.append(_line("grid", x(10**decade), y(10 ** up[0]), x(10**decade), y(10 ** up[-1])))
        parts.append(f'<text class="tick" x="{x(10**decade):.0f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">{10**decade:,}</text>')
    for decade in up:
        parts.append(_line("grid", x(10 ** across[0]), y(10**decade), x(10 ** across[-1]), y(10**decade)))
        parts.append(f'<text class="tick" x="{left + LEFT - 8}" y="{y(10**decade) + 4:.0f}" text-anchor="end">{_number(decade)}</text>')
    parts.append(
        f'<text class="tick" x="{left + LEFT}" y="{HEIGHT - 12}">(request, allowed slot) pairs; dashed: in proportion to them</text>'
    )
    line = _proportion(values, [float(run.pairs) for run in runs], across, up)
    if line is not None:
        parts.append(_line("share", x(line[0]), y(line[1]), x(line[2]), y(line[3])))
    for run, value in zip(runs, values, strict=True):
        parts.append(f'<circle class="dot" cx="{x(run.pairs):.1f}" cy="{y(value):.1f}" r="4.5"/>')
        parts.append(f'<text class="tick" x="{x(run.pairs):.1f}" y="{y(value) - 9:.1f}" text-anchor="middle">{escape(run.name)}</text>')
    return "\n".join(parts)


def _proportion(values: Sequence[float], pairs: Sequence[float], across: range, up: range) -> tuple[float, float, float, float] | None:
    """The line through the largest event along which a value is in proportion to the pairs, as far as it lies within the axes."""
    if not values:
        return None
    ratio = math.log10(values[pairs.index(max(pairs))]) - math.log10(max(pairs))
    left, right = max(across[0], up[0] - ratio), min(across[-1], up[-1] - ratio)
    return (10**left, 10 ** (left + ratio), 10**right, 10 ** (right + ratio)) if left < right else None


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'


def _decades(values: Sequence[float]) -> range:
    """Powers of ten from just below the smallest to just above the largest."""
    if not values:
        return range(0, 2)
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return range(low, max(high, low + 1) + 1)


def _number(decade: int) -> str:
    return f"{10**decade:,}" if decade >= 0 else f"{10.0**decade:g}"
