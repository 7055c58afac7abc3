"""Each module of the engine has a test file of its own name, where one looks for it, and no test leans on another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
LEAST = 12  # lines of an __init__ that does more than to name what is inside

TOGETHER = {"parameters": "dataclasses of ranges, all swept by one test", "arrays.py": "names of types, which do nothing"}
"""Folders and modules that need no test file of their own, and why."""


def is_left_out(module: Path) -> bool:
    """Whether it, or a folder that it is in, is named above."""
    inside = module.relative_to(ROOT / "scheduler")
    return any(str(part) in TOGETHER for part in (inside, *inside.parents))


def modules() -> Iterator[Path]:
    for path in sorted((ROOT / "scheduler").rglob("*.py")):
        small = path.name == "__init__.py" and len(path.read_text("utf-8").splitlines()) < LEAST
        if path.name != "__main__.py" and not small and not is_left_out(path):
            yield path


def own_test(module: Path) -> Path:
    """Where its test is: beside those of its folder, in the same folder of the tests."""
    name = module.parent.name if module.name == "__init__.py" else module.stem
    return TESTS / module.parent.relative_to(ROOT) / f"test_{name}.py"


@pytest.mark.parametrize("module", [*modules()], ids=lambda module: str(module.relative_to(ROOT)))
def test_a_module_has_a_test_file_of_its_own_name(module: Path) -> None:
    assert own_test(module).is_file()
    functions = [node.name for node in ast.parse(own_test(module).read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]
    assert any(name.startswith("test_") for name in functions)


def imported(tree: ast.Module) -> set[str]:
    """Modules that are imported anywhere in a file, and what comes from them as if that were a module."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_names_of_what_is_left_out_are_there() -> None:
    assert [name for name in TOGETHER if not (ROOT / "scheduler" / name).exists()] == []


def test_no_test_imports_a_test() -> None:
    # moving or renaming one would break the other; what both need stands in tests/support
    found = {path: imported(ast.parse(path.read_text("utf-8"))) for path in TESTS.rglob("*.py")}
    ours = [(str(path.relative_to(TESTS)), name) for path, names in found.items() for name in names if name.startswith("tests.")]
    assert len(ours) > 100
    assert [(path, name) for path, name in ours if any(part.startswith("test_") for part in name.split("."))] == []
