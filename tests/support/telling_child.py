"""A child process that says where it is and who its parent is, and then answers what it reads until that ends."""

from __future__ import annotations

import os
import pickle
import signal
import sys

import scheduler
from scheduler.solvers.child_process import PARENT, end_with_parent


def main() -> None:
    """Tell, then echo."""
    end_with_parent()
    answers = sys.stdout.buffer
    pickle.dump(
        {
            "scheduler": scheduler.__file__,
            "parent": os.environ[PARENT],
            "folder on the path": os.getcwd() in sys.path or "" in sys.path,
            "Ctrl-C": signal.getsignal(signal.SIGINT) is signal.SIG_IGN,
        },
        answers,
    )
    answers.flush()
    for line in sys.stdin.buffer:
        answers.write(line)
        answers.flush()


if __name__ == "__main__":
    main()
