"""Draw the rooms of the source into docs/img/rooms.svg and list them in docs/architecture.md: ``.venv/bin/python docs/rooms.py``.

A room is a package. Its level comes from what it imports, which the contracts in setup.cfg keep free of circles, and what it is for
from its docstring.
"""

from __future__ import annotations

import ast
import configparser
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from html import escape
from pathlib import Path

KINDS = ("pages", "forms", "services", "queries")
"""Floors that the areas of the web app have in common; the page describes them once."""

WIDTH, MARGIN, HEAD = 920, 20, 34
BOX, ROW, GAP, MOST_IN_A_ROW = 26, 36, 8, 6

STYLE = """
  .page { fill: #ffffff } .band { fill: #eef2f6; stroke: #b9c4d0 } .room { fill: #ffffff; stroke: #7b8b9c }
  text { font: 13px system-ui, sans-serif; fill: #1d2733; text-anchor: middle }
  .name { font-weight: 600; font-size: 15px; text-anchor: start }
  .arrow { stroke: #52606d; stroke-width: 1.5; fill: none } .head { fill: #52606d }
  @media (prefers-color-scheme: dark) {
    .page { fill: #12171d } .band { fill: #1b232c; stroke: #3a4653 } .room { fill: #26313c; stroke: #6b7a8a }
    text { fill: #e6ebf0 } .arrow { stroke: #9fb0c0 } .head { fill: #9fb0c0 }
  }
"""


@dataclass(frozen=True, slots=True)
class Band:
    """A top package and its rooms, in rows from the uppermost level down; rooms of a row do not import each other."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def height(self) -> int:
        """In pixels."""
        return HEAD + ROW * len(self.rows) + GAP


def bands(root: Path) -> tuple[Band, ...]:
    """Find the top packages of a repository in their order, with their rooms."""
    config = configparser.ConfigParser()
    config.read(root / "setup.cfg", encoding="utf-8")
    tops = config["importlinter"]["root_packages"].split()
    return tuple(Band(top, tuple(row for level in levels(root / top) for row in _wrapped(level))) for top in tops)


def levels(top: Path) -> list[tuple[str, ...]]:
    """Put the rooms of a package into levels: each imports rooms of lower levels alone, and the uppermost level comes first.

    Raises
    ------
    graphlib.CycleError
        Where two rooms import each other.
    """
    rooms = {folder.parent.name for folder in top.glob("*/__init__.py")}
    order = TopologicalSorter({room: (_used(top / room, top.name) & rooms) - {room} for room in sorted(rooms)})
    order.prepare()
    found = []
    while order.is_active():
        ready = order.get_ready()
        found.append(tuple(sorted(ready)))
        order.done(*ready)
    return found[::-1]


def _used(folder: Path, top: str) -> set[str]:
    """The names directly below a package that the files of a folder import."""
    names = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in names if name.startswith(f"{top}.")}


def _wrapped(level: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    size = -(-len(level) // -(-len(level) // MOST_IN_A_ROW))
    yield from (level[k : k + size] for k in range(0, len(level), size))


def draw(drawn: Iterable[Band]) -> str:
    """Draw the bands below each other, with an arrow from each to the next: it may import what is below it."""
    parts: list[str] = []
    y = MARGIN
    for band in drawn:
        if parts:
            parts.append(_arrow(y - MARGIN, y))
        parts.append(_drawn_band(band, y))
        y += band.height + MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y}" role="img" aria-label="The rooms of the source">'
    return "\n".join([head, f"<style>{STYLE}</style>", f'<rect class="page" width="{WIDTH}" height="{y}"/>', *parts, "</svg>", ""])


def _drawn_band(band: Band, y: int) -> str:
    box = f'<rect class="band" x="{MARGIN}" y="{y}" width="{WIDTH - 2 * MARGIN}" height="{band.height}" rx="8"/>'
    name = f'<text class="name" x="{MARGIN + 14}" y="{y + 23}">{escape(band.name)}</text>'
    rows = [_drawn_row(row, y + HEAD + ROW * k) for k, row in enumerate(band.rows)]
    return "\n".join([box, name, *rows])


def _drawn_row(row: tuple[str, ...], y: int) -> str:
    inside = WIDTH - 4 * MARGIN
    width = (inside - GAP * (len(row) - 1)) / len(row)
    parts = []
    for k, room in enumerate(row):
        x = 2 * MARGIN + k * (width + GAP)
        parts.append(f'<rect class="room" x="{x:.1f}" y="{y}" width="{width:.1f}" height="{BOX}" rx="5"/>')
        parts.append(f'<text x="{x + width / 2:.1f}" y="{y + 18}">{escape(room)}</text>')
    return "\n".join(parts)


def _arrow(top: int, bottom: int) -> str:
    x = WIDTH // 2
    return f'<path class="arrow" d="M{x} {top}V{bottom - 5}"/>\n<path class="head" d="M{x - 5} {bottom - 8}h10l-5 8z"/>'


def listed(root: Path, tops: Iterable[str]) -> str:
    """List the rooms of top packages as a table, each with the first line of its docstring."""
    rows = ["| folder | holds |", "| --- | --- |"]
    for top in tops:
        for path in sorted((root / top).rglob("__init__.py")):
            folder = path.parent.relative_to(root)
            if folder.name not in KINDS:
                purpose = (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").partition("\n")[0]
                rows.append(f"| `{folder.as_posix()}/` | {purpose.replace('``', '`')} |")
    return "\n".join(rows)


def with_list(page: str, rooms: str) -> str:
    """Put a list of rooms between the marks of the page."""
    return re.sub(r"(<!-- rooms -->\n).*?(<!-- end of rooms -->)", lambda marks: f"{marks[1]}{rooms}\n{marks[2]}", page, flags=re.DOTALL)


def main() -> None:
    """Bring picture and list of this repository up to date."""
    root = Path(__file__).resolve().parents[1]
    found = bands(root)
    page = root / "docs" / "architecture.md"
    (root / "docs" / "img" / "rooms.svg").write_text(draw(found), encoding="utf-8")
    page.write_text(with_list(page.read_text(encoding="utf-8"), listed(root, [band.name for band in found])), encoding="utf-8")


if __name__ == "__main__":
    main()
