"""Starting the child processes that solvers run in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def start_child(module: str) -> subprocess.Popen[bytes]:
    """Run a module of this package in a process of its own, whatever folder this one was started in.

    Parameters
    ----------
    module
        Its dotted name; it reads from its standard input and answers on its standard output.
    """
    root = str(Path(__file__).resolve().parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    # -P: nothing in the user's folder is taken for a module.
    return subprocess.Popen([sys.executable, "-P", "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
