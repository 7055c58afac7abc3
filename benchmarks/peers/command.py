"""`make bench ARGS=peers`: the planner beside what a user would pick instead, on the same events."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from benchmarks.peers.measuring import ALL, EXTRAS, NO_DIALOGUES, Result, is_missing, measure_peer
from benchmarks.presets import PRESETS, make_event
from benchmarks.table import line_of
from scheduler.files.reading import read_problem
from scheduler.files.writing import write_json
from web.commands.files import FILE
from web.commands.planning import make_settings

WIDTHS = (28, 5, 9, 6, 7, 8, 7, 7, 5, 8, 7, 7, 16)
TITLES = ("instance", "seed", "who", "floor", "value", "bound", "breaks", "bound", "idle", "seconds", "CPU s", "MB")
USUAL = ("gdca", "fair")


@click.command("peers", context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.argument("sources", metavar="[FILE.json]...", nargs=-1, type=FILE)
@click.option("--preset", "presets", type=click.Choice(list(PRESETS)), multiple=True, help="Made-up event; may be repeated.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), help="Of the made-up event and the search; may be repeated.")
@click.option("--seconds", type=float, default=60, help="Time for each peer and event.")
@click.option("--workers", type=int, default=2, help="Processor cores to use, where a peer can.")
@click.option("--peer", "peers", type=click.Choice(ALL), multiple=True, default=ALL, help="Whom to measure; may be repeated.")
@click.option("--no-dialogues", is_flag=True, help="Leave out the dialogues of presets, which not every peer knows.")
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[Path, ...],
    presets: tuple[str, ...],
    seeds: tuple[int, ...],
    seconds: float,
    workers: int,
    peers: tuple[str, ...],
    no_dialogues: bool,
) -> None:
    """Measure what a user would pick instead of the planner.

    Each peer has a plain model of its own and plans for floors, value and breaks in this order, in a process of its own, one after the
    other. Plans are judged by the checker. A bound is what a peer proves, given what it reaches of the goals before. Without any,
    the presets gdca and fair. Ends with exit code 1 where a plan breaks a rule.
    """
    for seed in seeds:
        make_settings(seconds, workers, seed)
    present = [peer for peer in peers if not is_missing(peer)]
    for peer in peers:
        if peer not in present:
            click.echo(f"{peer} is left out: it {EXTRAS[peer]}")
    click.echo(line_of(TITLES, WIDTHS))
    valid = True
    with tempfile.TemporaryDirectory() as folder:
        for name, seed, source in _events(sources, presets, seeds, no_dialogues, Path(folder)):
            dialogues = bool(read_problem(source).problem.dialogues)
            for peer in present:
                if dialogues and peer in NO_DIALOGUES:
                    click.echo(line_of((name, str(seed), peer, "knows no dialogues"), WIDTHS))
                    continue
                result = measure_peer(peer, source, seed, seconds, workers)
                valid = valid and not result.broken
                click.echo(line_of((name, str(seed), peer, *row_of(result)), WIDTHS))
    if not valid:
        ctx.exit(1)


def _events(
    sources: tuple[Path, ...], presets: tuple[str, ...], seeds: tuple[int, ...], no_dialogues: bool, folder: Path
) -> Iterator[tuple[str, int, Path]]:
    """Each event with each seed: what it is called, the seed, and its problem file."""
    for name in presets or (() if sources else USUAL):
        for seed in seeds:
            event = make_event(PRESETS[name], seed)
            if no_dialogues:
                event["dialogues"] = []
            path = folder / f"{name}-{seed}.json"
            write_json(path, event)
            yield f"{name}, no dialogues" if no_dialogues else name, seed, path
    for source in sources:
        yield from ((source.stem, seed, source) for seed in seeds)


def row_of(result: Result) -> tuple[str, ...]:
    """What stands in the columns after the peer."""
    cost = f"{result.seconds:.1f}", f"{result.cpu:.1f}", f"{result.megabytes:.0f}"
    if result.ending:
        return (result.ending, "", "", "", "", "", *cost)
    goals, bounds = result.goals, {goal: str(bound) for goal, bound in result.bounds.items()}
    columns = (goals["floor"], goals["value"], bounds.get("value", "-"), goals["breaks"], bounds.get("breaks", "-"), goals["idle"])
    marked = (f"breaks {result.broken} rules",) if result.broken else ()
    return (*map(str, columns), *cost, *marked)
