"""`make bench ARGS=…`, which is `python -m benchmarks`."""

from __future__ import annotations

import sys

from benchmarks.command import run
from web.core.signals import end_on_signals

end_on_signals()
sys.exit(run(sys.argv[1:]))
