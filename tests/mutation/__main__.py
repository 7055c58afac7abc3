"""Plant each fault in a copy of the tree and run the tests that should notice: ``python -m tests.mutation [PACKAGE]``."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.mutation.mutants import Mutant, read_mutants

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")
SECONDS = 600


def main(packages: list[str]) -> int:
    """Print a line for each planted fault, and the share that was noticed; 1 if one was not."""
    killed: Counter[str] = Counter()
    planted: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT, symlinks=True)
        for mutant in read_mutants():
            if packages and mutant.package not in packages:
                continue
            ending = notice(tree, mutant)
            planted[mutant.package] += 1
            killed[mutant.package] += ending != "survived"
            print(f"{ending:9} {mutant.file}: {mutant.old!r} -> {mutant.new!r}", flush=True)
    for package in sorted(planted):
        print(f"{package}: {killed[package]} of {planted[package]} noticed")
    return int(killed != planted)


def notice(tree: Path, mutant: Mutant) -> str:
    """Plant a fault, run its tests, and take it out again; how that ended in a word."""
    file = tree / mutant.file
    before = file.read_text("utf-8")
    file.write_text(mutant.planted(tree), "utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests]
        environment = os.environ | {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
        done = subprocess.run(command, cwd=tree, env=environment, capture_output=True, text=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return "endless"
    finally:
        file.write_text(before, "utf-8")
    if done.returncode not in (0, 1, 2):  # 2: it could not even be imported
        raise RuntimeError(f"pytest ended with {done.returncode} for {mutant.file}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return "noticed" if done.returncode else "survived"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
