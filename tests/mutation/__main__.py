"""Plant each fault in a copy of the tree and run the tests that should notice: ``python -m tests.mutation [PACKAGE]``."""

from __future__ import annotations

import compileall
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from tests.mutation.mutants import Mutant, read_mutants

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")
SECONDS = 600


def main(packages: Collection[str], mutants: Sequence[Mutant], root: Path = ROOT, seconds: float = SECONDS) -> int:
    """Print a line for each planted fault, and the share that was noticed; 1 if one was not.

    Parameters
    ----------
    packages
        Those to plant in; empty: all.
    root
        The tree to copy, as `notice` wants it.
    seconds
        As of `notice`.

    Raises
    ------
    RuntimeError
        If tests do not run, or fail without a fault as well.
    """
    killed: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    sound: set[tuple[str, ...]] = set()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(root, tree, ignore=LEFT_OUT, symlinks=True)
        compileall.compile_dir(tree, quiet=2)  # once, as runs with a fault write nothing down
        for mutant in mutants:
            if packages and mutant.package not in packages:
                continue
            if mutant.tests not in sound and _fails(tree, mutant, seconds):
                raise RuntimeError(f"{' '.join(mutant.tests)}: fails without a fault as well")
            sound.add(mutant.tests)
            ending = notice(tree, mutant, seconds)
            planted[mutant.package] += 1
            killed[mutant.package] += ending != "survived"
            print(f"{ending:9} {mutant.file}: {mutant.old!r} -> {mutant.new!r}", flush=True)
    for package in sorted(planted):
        print(f"{package}: {killed[package]} of {planted[package]} noticed")
    return int(killed != planted)


def notice(tree: Path, mutant: Mutant, seconds: float = SECONDS) -> str:
    """Plant a fault, run its tests, and take it out again; how that ended in a word.

    Parameters
    ----------
    tree
        A copy to plant in.
    seconds
        After which a run counts as endless.
    """
    file = tree / mutant.file
    before = file.read_text("utf-8")
    file.write_text(mutant.planted(tree), "utf-8")
    try:
        return "noticed" if _fails(tree, mutant, seconds) else "survived"
    except subprocess.TimeoutExpired:
        return "endless"
    finally:
        file.write_text(before, "utf-8")


def _fails(tree: Path, mutant: Mutant, seconds: float) -> bool:
    """Whether one of its tests fails in the tree as it is now."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests]
    environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode not in (0, 1, 2):  # 2: it could not even be imported
        raise RuntimeError(f"pytest ended with {done.returncode} for {mutant.file}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], read_mutants()))
