"""`make bench ARGS=…`, which is `python -m benchmarks`."""

from __future__ import annotations

import sys

from benchmarks.command import run

sys.exit(run(sys.argv[1:]))
