"""Each folder is a room with a purpose that one can read."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = sorted({path.parent for name in ("scheduler", "matchmaking", "web", "benchmarks") for path in (ROOT / name).rglob("*.py")})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_says_in_one_line_what_it_is_for(folder: Path) -> None:
    # Without the file the folder is no package, and contracts about imports do not see it.
    purpose = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8")))
    assert purpose is not None
    assert purpose.splitlines()[0].endswith(".")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_folder_is_small_enough_to_be_looked_over(folder: Path) -> None:
    assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= 30
