from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
SCHEDULER_MAY_IMPORT = {"numpy", "scipy", "ortools", "highspy", "pysat", "scheduler"}
SLOW = "{'ortools', 'scipy', 'numpy', 'pandas', 'highspy', 'pysat', 'flask', 'rich', 'icalendar', 'python_calamine'}"


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or "").partition(".")[0] if node.level == 0 else "."


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([LINTER, "--no-logo", "--no-cache", *options], cwd=folder, capture_output=True, text=True, check=False)


def test_layers_are_kept() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("lower", "upper"), [("scheduler", "matchmaking"), ("scheduler", "web"), ("matchmaking", "web"), ("web", "benchmarks")]
)
def test_layers_break_when_a_lower_one_imports_an_upper_one(tmp_path: Path, lower: str, upper: str) -> None:
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    for package in ("scheduler", "matchmaking", "web", "benchmarks"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(f"import {upper}\n" if package == lower else "")
    done = lint(tmp_path, "--contract", "layers")
    assert (done.returncode, f"{lower} is not allowed to import {upper}" in done.stdout) == (1, True)


@pytest.mark.parametrize(
    ("contract", "module", "imported"),
    [
        ("acyclic", "web/activity/services/activity.py", "web.planning.services.drafts"),
        ("web", "web/core/paging.py", "web.sign_in.services.sign_in"),
        ("kinds", "web/planning/forms/plan.py", "web.planning.pages.plan"),
        ("pages", "web/site/pages/home.py", "web.accounts.pages.account"),
        ("forms", "web/accounts/forms/account.py", "web.registration.forms.leaving"),
        ("services", "web/planning/services/drafts.py", "web.dialogues.forms.join"),
        ("queries", "web/accounts/queries/own_data.py", "web.sign_in.services.sign_in"),
    ],
)
def test_contract_breaks_where_an_arrow_goes_back(tmp_path: Path, contract: str, module: str, imported: str) -> None:
    shutil.copy(ROOT / "setup.cfg", tmp_path)
    for package in ("scheduler", "matchmaking", "web", "benchmarks"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("*.html", "static", "fixtures", "__pycache__"))
    with (tmp_path / module).open("a") as file:
        file.write(f"\nimport {imported}\n")
    done = lint(tmp_path, "--contract", contract)
    assert (done.returncode, "0 kept, 1 broken" in done.stdout) == (1, True), done.stdout


@pytest.mark.parametrize("path", sorted((ROOT / "scheduler").rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_scheduler_imports_only_its_solvers(path: Path) -> None:
    assert set(imported(path)) - set(sys.stdlib_module_names) - SCHEDULER_MAY_IMPORT == set()


def inside_functions(path: Path) -> list[int]:
    """The lines of the imports that run only when a function does."""
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    return sorted({node.lineno for function in functions for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)})


def test_web_hides_no_circle_in_a_function() -> None:
    """Only commands wait with their imports, so that the small ones start at once."""
    lazy = {ROOT / "web" / "cli.py", *(ROOT / "web" / "commands").glob("*.py")}
    found = {str(path): lines for path in (ROOT / "web").rglob("*.py") if path not in lazy and (lines := inside_functions(path))}
    assert found == {}


@pytest.mark.parametrize(
    "statement",
    ["import scheduler.problem", "from scheduler.files.reading import read_problem", "from web.cli import run; run(['--help'])"],
)
def test_light_parts_import_nothing_slow(statement: str) -> None:
    code = f"{statement}; import sys; sys.exit(str(sorted({SLOW} & set(sys.modules))))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == "[]\n"
