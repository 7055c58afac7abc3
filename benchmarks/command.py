"""`make bench ARGS=…`: how good, how fast and how large planning is, on made-up and on published events."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from benchmarks.before import command as before_command
from benchmarks.best_known import Known, keep_best, known_of, read_best
from benchmarks.by_class import Ended, by_class, ended_plain, ended_run
from benchmarks.dialogues_first import compared, measure_dialogues_first
from benchmarks.measuring import Case, Run, measure
from benchmarks.pages import command as pages_command
from benchmarks.peers.command import command as peers_command
from benchmarks.plain_maxsat import BESIDE, LIMIT, contradicts, counted, measure_plain
from benchmarks.presets import PRESETS
from benchmarks.repairs import measure_repairs
from benchmarks.scaling import Measured, write_picture
from benchmarks.table import gap_of, line_of, shown
from benchmarks.variants import VARIANTS
from scheduler.errors import Fault, UnusableInput
from scheduler.settings import MEMBERS
from web.cli import carry_out
from web.commands.files import FILE, require_writable_file
from web.commands.planning import make_settings
from web.commands.solve import parse_goals

WIDTHS = (28, 5, 9, 10, 10, 8, 7, 7, 8, 7)
TITLES = ("instance", "seed", "pairs", "value", "bound", "gap", "breaks", "bound", "seconds", "MB")
USUAL = ("club", "gdca", "medica", "fair")
OTHERS = {"before": before_command, "pages": pages_command, "peers": peers_command}


@click.command("bench", context_settings={"help_option_names": ["-h", "--help"], "show_default": True})
@click.argument("sources", metavar="[FILE|FOLDER]...", nargs=-1, type=FILE)
@click.option("--preset", "presets", type=click.Choice(list(PRESETS)), multiple=True, help="Made-up event; may be repeated.")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), help="Of the made-up event and the search; may be repeated.")
@click.option("--seconds", type=float, default=60, help="Time for each event.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--goals", metavar="GOAL,GOAL", callback=parse_goals, help="Goals in their order, in place of each problem's own.")
@click.option("--picture", metavar="FILE.svg", type=FILE, help="Draw seconds and memory against the size of the events.")
@click.option("--variants", is_flag=True, help="Plan variants of published instances in their place, one of each class and seed.")
@click.option("--without", type=click.Choice(MEMBERS), multiple=True, help="Plan again without a part of the portfolio; may be repeated.")
@click.option("--maxsat", is_flag=True, help="Compare with plain MaxSAT of the published encoding; for published instances.")
@click.option("--tables-first", is_flag=True, help="Compare with planning the dialogues first and the meetings around them.")
@click.option("--keep-best", is_flag=True, help="Write plans of presets that beat the best known into its table.")
@click.option("--repair", is_flag=True, help="Let things go wrong with plans of presets, and measure their repair.")
@click.pass_context
def command(
    ctx: click.Context,
    sources: tuple[Path, ...],
    presets: tuple[str, ...],
    seeds: tuple[int, ...],
    seconds: float,
    workers: int,
    goals: tuple[str, ...] | None,
    picture: Path | None,
    variants: bool,
    without: tuple[str, ...],
    maxsat: bool,
    tables_first: bool,
    keep_best: bool,
    repair: bool,
) -> None:
    """Measure the planner on made-up and on published events.

    Plans presets, problem files (.json) and B2BSOP instances (.dzn), or all of those in a folder, each in a process of its
    own, and prints a line of each: its (request, allowed slot) pairs, value and breaks with their proven bounds, seconds, and the
    most memory that a process took.
    Without any, the presets club, gdca, medica and fair. Plans of presets are compared with the best known, and published
    instances with plain MaxSAT where asked; ends with exit code 1 where a value is below the best known or the two disagree.

    With the word peers first, what others would reach is measured beside it, and with pages how fast the app answers questions
    about a plan: see peers --help, pages --help.
    With the word before first, another checkout is measured beside this one: see before --help.
    """
    for seed in seeds:
        make_settings(seconds, workers, seed)
    options = ["--seconds", str(seconds), "--workers", str(workers), *(["--goals", ",".join(goals)] if goals else [])]
    if repair and (sources or picture or variants or without or maxsat or tables_first or keep_best):
        raise click.UsageError("--repair measures repairs of presets, and nothing beside them: leave files and comparisons out")
    if repair:
        for line in measure_repairs(presets or ("gdca",), seeds, options, workers):
            click.echo(line)
        return
    if picture is not None:
        require_writable_file(picture)
    cases = list(_variants(sources) if variants else _cases(sources, presets))
    results = _measure(cases, seeds, options)
    if picture is not None:
        write_picture(picture, [Measured(case.name, run.pairs, run.seconds, run.megabytes) for case, _, run in results])
    agreed = _compare_best(results, keep_best)
    if variants:
        _tell_classes([ended_run(case.variant or "", run) for case, _, run in results])
    if maxsat:
        compared_with = results if variants else [result for result in results if result[1] == seeds[0]]
        agreed = _compare_plain(compared_with, seconds if variants else LIMIT) and agreed
    if without:
        _compare_parts(results, {member: _measure(cases, seeds, [*options, "--without", member], member) for member in without})
    if tables_first:
        _compare_dialogues_first(results, seconds, workers)
    if not agreed:
        ctx.exit(1)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command line; returns its exit code, as `web.cli.run` does.

    Its first word may be one of `OTHERS`, which measure something else than the planner by itself.
    """
    other = OTHERS.get(next(iter(arguments), ""))
    if other is not None:
        return carry_out(other, arguments[1:], f"make bench {arguments[0]}", time.monotonic())
    return carry_out(command, arguments, "make bench", time.monotonic())


def _cases(sources: tuple[Path, ...], presets: tuple[str, ...]) -> Iterator[Case]:
    for name in presets or (() if sources else USUAL):
        yield Case(name)
    for source in sources:
        files = [source]
        if source.is_dir():
            files = sorted(path for path in source.iterdir() if path.suffix in {".dzn", ".json"})
            if not files:
                raise UnusableInput(str(source), [Fault("", "holds no .dzn and no .json file")])
        yield from (Case(path.name.removesuffix(".dzn").removesuffix(".json"), path) for path in files)


def _measure(cases: list[Case], seeds: tuple[int, ...], options: list[str], without: str | None = None) -> list[tuple[Case, int, Run]]:
    """Plan each event with each seed, and print a line of it."""
    click.echo(_line(TITLES) if without is None else f"\nWithout {without}:")
    results: list[tuple[Case, int, Run]] = []
    for case in cases:
        for seed in seeds:
            results.append((case, seed, measure(case, seed, options)))
            click.echo(_line((case.name, str(seed), *_row(results[-1][2]))))
    return results


def _variants(sources: tuple[Path, ...]) -> Iterator[Case]:
    if not sources:
        raise click.UsageError("--variants needs published instances to make variants of: files or a folder")
    for case in _cases(sources, ()):
        yield from (Case(f"{case.name.removesuffix('.original')}.{kind}", case.source, kind) for kind in VARIANTS)


def _tell_classes(events: list[Ended], total: bool = True) -> None:
    click.echo()
    for columns in by_class(events, total):
        click.echo(_line(columns))


def _compare_parts(whole: list[tuple[Case, int, Run]], parts: dict[str, list[tuple[Case, int, Run]]]) -> None:
    """Sum up what came of all events with all parts of the portfolio, and without each of some."""
    named = {"all parts": whole, **{f"without {member}": results for member, results in parts.items()}}
    _tell_classes([ended_run(name, run) for name, results in named.items() for _, _, run in results], total=False)


def _compare_best(results: list[tuple[Case, int, Run]], keep: bool) -> bool:
    """Say how plans of presets compare with the best known; returns whether no value is below it."""
    best, found = read_best(), {(case.name, seed): known_of(run) for case, seed, run in results if case.source is None}
    reached = {event: known for event, known in found.items() if known is not None}
    for event, known in reached.items():
        click.echo(f"{event[0]}, seed {event[1]}: value/breaks/idle {known}, {_judged(known, best.get(event))}")
    if keep:
        keep_best(reached)
    return all(known.value >= best[event].value for event, known in reached.items() if event in best)


def _judged(known: Known, best: Known | None) -> str:
    if best is None:
        return "the first known"
    if known == best:
        return "as good as the best known"
    return f"{'better than' if known.better_than(best) else 'not as good as'} the best known, {best}"


def _compare_plain(planned: list[tuple[Case, int, Run]], limit: float) -> bool:
    """Solve the same with plain MaxSAT; returns whether both agree."""
    results, elapsed = measure_plain([(case, seed) for case, seed, _ in planned], limit)
    click.echo(
        f"\nPlain MaxSAT of the published encoding, {BESIDE} instances side by side:\n" + _line(("instance", "seed", "breaks", "seconds"))
    )
    for (case, seed, _), plain in zip(planned, results, strict=True):
        click.echo(_line((case.name, str(seed), plain.fewest or "open", f"{plain.seconds:.1f}")))
    if any(case.variant for case, _, _ in planned):
        _tell_classes([ended_plain(case.variant or "", plain) for (case, _, _), plain in zip(planned, results, strict=True)])
    runs = [run for _, _, run in planned]
    click.echo(
        f"Together, what is not proven counting {limit:g} seconds: the planner {sum(counted(run, limit) for run in runs):.1f} seconds"
        f" ({sum(run.proven for run in runs)} of {len(runs)} proven); plain MaxSAT {elapsed:.1f} seconds for all"
        f" ({sum(plain.seconds for plain in results):.1f} of single instances)"
    )
    wrong = [case.name for (case, _, run), plain in zip(planned, results, strict=True) if contradicts(plain, run)]
    for name in wrong:
        click.echo(f"{name}: the planner and plain MaxSAT contradict each other", err=True)
    return not wrong


def _compare_dialogues_first(results: list[tuple[Case, int, Run]], seconds: float, workers: int) -> None:
    """Plan the same with the dialogues decided first, and say what planning all together gains."""
    more = ["--workers", str(workers)]
    rows = [(case.name, seed, run, measure_dialogues_first(case, seed, seconds, more)) for case, seed, run in results]
    click.echo("\nAll together, and the dialogues first:")
    for columns in compared(rows):
        click.echo(_line(columns))


def _row(run: Run) -> tuple[str, ...]:
    """What stands in the columns after the seed."""
    value, breaks = run.goal("value"), run.goal("breaks")
    cost = f"{run.seconds:.1f}", f"{run.megabytes:.0f}"
    if run.plan is None:
        return (str(run.pairs), run.ending, "", "", "", "", *cost)
    return (str(run.pairs), *shown(value), gap_of(value), *shown(breaks), *cost)


def _line(columns: tuple[str, ...]) -> str:
    return line_of(columns, WIDTHS)
