"""The documentation of the tables and what is read agree."""

from __future__ import annotations

import re
from pathlib import Path

from matchmaking.convert.layout import LAYOUTS, Column, Layout, plain_name

PAGE = Path(__file__).resolve().parents[3] / "docs" / "spreadsheets.md"


def documented(layout: Layout) -> tuple[Column, ...]:
    section = PAGE.read_text(encoding="utf-8").split(f"\n## {layout.name}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)`( \(needed\))? \|([^|]*)\|", section, re.MULTILINE)
    return tuple(Column(name, tuple(re.findall(r"`(\w+)`", also)), bool(needed)) for name, needed, also in rows)


def test_columns_are_documented_as_they_are_read():
    assert {layout.name: documented(layout) for layout in LAYOUTS} == {layout.name: layout.columns for layout in LAYOUTS}


def test_no_name_means_two_columns():
    for layout in LAYOUTS:
        names = [plain_name(name) for column in layout.columns for name in (column.name, *column.also)]
        assert sorted(names) == sorted(layout.by_name)
