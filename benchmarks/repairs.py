"""How fast and how good repairs are: plans of made-up events, and what goes wrong with each of them."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.measuring import Case, Run, measure
from benchmarks.presets import PRESETS, make_event
from benchmarks.scenarios import FREEZE, SCENARIOS, after, noticed_at
from benchmarks.table import gap_of, line_of, shown
from scheduler.files.writing import plan_to_json, write_json

WIDTHS = (24, 5, 8, 8, 10, 10, 8, 8, 7)
TITLES = ("instance", "seed", "changes", "bound", "value", "bound", "gap", "seconds", "MB")


def measure_repairs(presets: Sequence[str], seeds: Sequence[int], options: list[str], workers: int) -> Iterator[str]:
    """Plan each made-up event, let one thing after the other go wrong, and repair the plan as `bms solve --keep` does it.

    Parameters
    ----------
    options
        Of the plan that is repaired.

    Yields
    ------
    str
        Lines of a table, one a repair.
    """
    yield line_of(TITLES, WIDTHS)
    for preset in presets:
        for seed in seeds:
            for scenario, run in _repairs(preset, seed, options, workers):
                yield line_of((f"{preset}, {scenario}", str(seed), *_row(run)), WIDTHS)


def _repairs(preset: str, seed: int, options: list[str], workers: int) -> Iterator[tuple[str, Run]]:
    published = measure(Case(preset), seed, options)
    if published.plan is None:
        yield "plan", published
        return
    event = make_event(PRESETS[preset], seed)
    with tempfile.TemporaryDirectory() as folder:
        kept, problem = Path(folder) / "published.json", Path(folder) / "problem.json"
        write_json(kept, plan_to_json(published.plan))
        for scenario in SCENARIOS:
            write_json(problem, after(scenario, event, published.plan, seed))
            now = noticed_at(scenario, event)
            frozen = ["--now", now.isoformat(), "--freeze", FREEZE] if now else []
            yield scenario, measure(Case(scenario, problem), seed, ["--keep", str(kept), "--workers", str(workers), *frozen])


def _row(run: Run) -> tuple[str, ...]:
    """What stands in the columns after the seed."""
    cost = f"{run.seconds:.1f}", f"{run.megabytes:.0f}"
    if run.plan is None:
        return (run.ending, "", "", "", "", *cost)
    return (*shown(run.goal("changes")), *shown(run.goal("value")), gap_of(run.goal("value")), *cost)
