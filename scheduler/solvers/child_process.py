"""Starting the child processes that solvers run in, and ending them with their parent."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

PARENT = "BMS_PARENT"
HIGHS = "scheduler.solvers.highs_worker"
_ready: dict[str, subprocess.Popen[bytes]] = {}


def prepare_child(module: str) -> None:
    """Start the next child of a module before it is needed: it loads its solver while this process loads its own parts.

    To be called from the main thread, with which the child ends.
    """
    _ready[module] = _start(module)


def start_child(module: str) -> subprocess.Popen[bytes]:
    """Run a module of this package in a process of its own, whatever folder this one was started in.

    Parameters
    ----------
    module
        Its dotted name; it reads from its standard input and answers on its standard output.
    """
    ready = _ready.pop(module, None)
    return _start(module) if ready is None or ready.poll() is not None else ready


def _start(module: str) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).resolve().parents[2])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), PARENT: str(os.getpid())}
    # The child inherits this mask: Ctrl-C on a terminal, which is for all its processes, must not end it before it can say so itself.
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        # -P: nothing in the user's folder is taken for a module.
        return subprocess.Popen([sys.executable, "-P", "-m", module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def end_with_parent() -> None:
    """In a child process: end as soon as the parent has ended, and leave Ctrl-C to it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
    if os.getppid() != int(os.environ.get(PARENT, os.getppid())):
        raise SystemExit("the parent process has ended already")
