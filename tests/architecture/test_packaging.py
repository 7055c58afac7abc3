from __future__ import annotations

import ast
import configparser
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.support.whole_problem import whole

ROOT = Path(__file__).parents[2]
PACKAGES = ("matchmaking", "scheduler", "web")
LOCKS = {name: (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8") for name in ("run", "dev", "build")}
LOCKED = re.compile(r"^([a-z0-9.-]+)==(\S+)", re.MULTILINE)

pytestmark = pytest.mark.xdist_group("wheel")


CONFIG = configparser.ConfigParser()
CONFIG.read(ROOT / "setup.cfg", encoding="utf-8")


def declared(section: str, key: str) -> dict[str, Requirement]:
    requirements = [Requirement(line) for line in CONFIG[section][key].split("\n") if line]
    return {requirement.name: requirement for requirement in requirements}


RUN = declared("options", "install_requires")
DEV = declared("options.extras_require", "dev")


def locked(name: str) -> dict[str, str]:
    return dict(LOCKED.findall(LOCKS[name]))


def third_party(folders: tuple[str, ...]) -> set[str]:
    """Distributions that the Python files below some folders import."""
    names = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names.add(str(node.module).partition(".")[0])
    known = packages_distributions()
    own = {"buyer-meets-supplier", *PACKAGES, "tests", *(path.stem for path in (ROOT / "tests").iterdir())}
    return {known.get(name, [name])[0].lower() for name in names - set(sys.stdlib_module_names)} - own


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_place_to_download_from(name: str) -> None:
    lines = LOCKS[name].splitlines()
    assert [line for line in lines if re.search(r"://|--(extra-)?index|--find-links|@|/", line)] == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_every_package_by_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n|^ +#.*\n", "", LOCKS[name], flags=re.MULTILINE).strip())
    assert [entry for entry in entries if not re.match(r"[a-z0-9.-]+==\S+.*\\\n    --hash=sha256:[0-9a-f]{64}", entry)] == []


def test_locks_agree() -> None:
    assert locked("run").items() - locked("dev").items() == set()


@pytest.mark.parametrize(("requirements", "name"), [(RUN, "run"), (DEV, "dev")])
def test_lock_is_within_the_declared_ranges(requirements: dict[str, Requirement], name: str) -> None:
    versions = locked(name)
    outside = {r.name for r in requirements.values() if not r.specifier.contains(versions[r.name], prereleases=True)}
    assert outside == set()


def test_every_imported_package_is_declared() -> None:
    assert third_party(PACKAGES) - RUN.keys() == set()
    assert third_party(("tests",)) - RUN.keys() - DEV.keys() == set()


def build_wheel(source: Path, **environment: str) -> Path:
    """A wheel built from a copy, so that the checkout stays as it is."""
    for name in (*PACKAGES, "fixtures"):
        shutil.copytree(ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    for name in ("setup.py", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "--wheel-dir",
        source / "dist",
        source,
    ]
    subprocess.run(build, check=True, capture_output=True, env=os.environ | environment)
    return next((source / "dist").glob("*.whl"))


def install_wheel(wheel: Path, folder: Path) -> Path:
    """The scripts of an environment that holds the wheel, and sees the dependencies of the one that runs the tests."""
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", wheel]
    subprocess.run(install, check=True, capture_output=True)
    site_packages = next(folder.glob("lib/python*/site-packages"))
    # A plain path: the .pth files in there, such as one that leads to the checkout, are not followed.
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return python.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install_wheel(wheel, tmp_path_factory.mktemp("installed"))


def run(command: list[str | Path], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_wheel_holds_every_module_and_data_file(wheel: Path) -> None:
    expected = set()
    for name in PACKAGES:
        files = (path.relative_to(ROOT) for path in (ROOT / name).rglob("*") if path.is_file())
        files = (path for path in files if path.suffix not in (".c", ".h"))
        expected |= {str(path) for path in files if "__pycache__" not in path.parts and path.parts[1] != "fixtures"}
    expected |= {f"matchmaking/{path.relative_to(ROOT)}" for path in (ROOT / "fixtures").rglob("*") if path.is_file()}
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == expected


@pytest.mark.slow
def test_wheel_holds_the_kernel_for_this_platform(wheel: Path) -> None:
    kernels = [name for name in zipfile.ZipFile(wheel).namelist() if name.endswith(".so")]
    assert kernels == [f"scheduler/annealing/_kernel{sysconfig.get_config_var('EXT_SUFFIX')}"]
    assert not wheel.name.endswith("-any.whl")


PLAN_WITHOUT = """
import json
from pathlib import Path
from scheduler.annealing.kernel import kernel
from scheduler.files.reading import parse_problem
from scheduler.settings import Settings
from scheduler.solve import solve

plan = solve(parse_problem(json.loads(Path("event.json").read_text()), "event.json"), Settings(seconds=10), "1" * 64)
print(kernel(), plan.run["without"], plan.status)
"""


@pytest.mark.deep
def test_package_that_was_built_without_a_compiler_plans_without_annealing(tmp_path: Path) -> None:
    poor = build_wheel(tmp_path / "source", CC="/bin/false")
    assert [name for name in zipfile.ZipFile(poor).namelist() if name.endswith(".so")] == []
    scripts = install_wheel(poor, tmp_path / "installed")
    (tmp_path / "event.json").write_text(json.dumps(whole()))
    done = run([scripts / "python", "-c", PLAN_WITHOUT], tmp_path)
    assert done.stdout == "None ['annealing'] optimal\n", done.stderr


@pytest.mark.slow
def test_wheel_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    code = "import web, matchmaking.data as d; print(web.__file__, d.fixture('taxonomy.json'))"
    done = run([installed / "python", "-c", code], tmp_path)
    inside = str(installed.parent)
    assert [word.startswith(inside) for word in done.stdout.split()] == [True, True], done.stderr
    assert run([installed / "bms", "--version"], tmp_path).stdout == f"bms {CONFIG['metadata']['version']}\n"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_demo_of_the_wheel_fills_its_folder(installed: Path, tmp_path: Path) -> None:
    done = run([installed / "bms", "demo", "--no-serve", "--seconds", "6"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].endswith(", planned and checked: no violation")
    folder = tmp_path / "var" / "demo"
    files = ["bms.sqlite", "calendars", "plan.json", "problem.json", "queue.sqlite", "report.html", "secret-key"]
    assert sorted(path.name for path in folder.iterdir()) == files
    people = json.loads((folder / "problem.json").read_text())["participants"]
    assert len(list((folder / "calendars").glob("*.ics"))) == len(people) == 205
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["demo"]
    assert visit(folder, done.stdout) == {
        "organiser": ["Publish the plan"],
        "supplier": ["Your agenda"],
        "buyer": ["Your agenda"],
        "facilitator": ["Your tables"],
    }


def visit(folder: Path, output: str) -> dict[str, list[str]]:
    """Follow the printed links, each twice, to the page of that role: its heading."""
    from tests.support.web.fixtures import make_app, post
    from web.core.database import db
    from web.models import Publication, Registration

    app = make_app(folder, "", secret_key=None, demo=True)
    with app.app_context():
        assert [row.version for row in db.session.scalars(db.select(Publication))] == [1]
        ids = {row.person.email: row.public_id for row in db.session.scalars(db.select(Registration))}
    seen = {}
    for role, link in re.findall(r"^  (\w+) +http://127\.0\.0\.1:8000(/sign-in/\S+)$", output, re.MULTILINE):
        for _time in range(2):
            browser = app.test_client()
            email = re.search(r"[\w.-]+@[\w.-]+", browser.get(link).text)
            assert post(browser, link).headers["Location"] == "/events/koop-kringloop-2026"
        assert email
        page = {"organiser": "organise/publish", "facilitator": "tables"}.get(role, f"agendas/{ids[email[0]]}")
        seen[role] = re.findall(r"<h1>(.*?)</h1>", browser.get(f"/events/koop-kringloop-2026/{page}").text)
    with app.app_context():
        db.engine.dispose()
    return seen
