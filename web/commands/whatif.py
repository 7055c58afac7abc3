"""`bms whatif`: what a change of the event would do to its best plan, and the fewest tables that do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from scheduler.files.reading import LoadedProblem, read_problem
from scheduler.plan import Plan
from scheduler.problem import Problem
from scheduler.settings import Settings
from scheduler.stop import Stop
from scheduler.whatif import altering
from scheduler.whatif.comparing import Shift, compare_goals, newly_held
from scheduler.whatif.tables import fewest_tables
from web.commands.files import FILE
from web.commands.planning import make_plan, make_settings
from web.commands.solve import parse_goals
from web.core.signals import signals_ask

GOALS = ("floor", "value")
WIDTH = 28  # of a number with its bound
NAMED = 12  # requests named of those held anew, and of those held no more
Change = Callable[[Problem], Problem]


@click.command("whatif")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.option("--tables", type=int, help="So many shared tables more, or fewer (-3).")
@click.option("--slots", type=int, help="So many slots more at the end, or fewer.")
@click.option("--seats", type=int, help="So many seats more at each dialogue with a limit, or fewer.")
@click.option("--without", metavar="PARTICIPANT", multiple=True, help="Somebody does not come; may be repeated.")
@click.option("--available", metavar="PARTICIPANT[=SLOT]", multiple=True, help="Somebody is available in this slot, or always.")
@click.option("--max-meetings", metavar="PARTICIPANT=N", multiple=True, help="Another limit of meetings; `none` for no limit.")
@click.option("--must", metavar="REQUEST", multiple=True, help="This request has to be held; may be repeated.")
@click.option("--fewest-tables", is_flag=True, help="The fewest shared tables at which the same floor and value are possible.")
@click.option("--seconds", type=float, default=60, help="Time for the whole command.")
@click.option("--workers", type=int, default=2, help="Processor cores to use.")
@click.option("--seed", type=int, default=0, help="Seed of the search.")
@click.option("--goals", metavar="GOAL,GOAL", callback=parse_goals, default=",".join(GOALS), help="Goals to compare, in their order.")
def command(problem: Path, fewest_tables: bool, seconds: float, workers: int, seed: int, goals: tuple[str, ...], **changes: object) -> None:
    """Tell what a change of the event would do to its best plan.

    Plans the event as it is and as it might be, and says what changes: exactly where both are proven best, and between which limits
    where they are not. Changes add up. Nothing is written.
    """
    settings = make_settings(seconds, workers, seed, goals)
    words, alter = _changes(changes)
    if not words and not fewest_tables:
        raise click.UsageError("say what would be otherwise, for example --tables +5, or ask for --fewest-tables")
    if words and fewest_tables:
        raise click.UsageError("--fewest-tables is about the event as it is; leave the other changes out")
    if fewest_tables and goals != GOALS:
        raise click.UsageError("--fewest-tables compares floor and value; leave --goals out")
    loaded = read_problem(problem)
    if fewest_tables:
        with signals_ask() as stop:
            _tell_fewest(loaded, settings, stop)
        return
    try:
        changed = replace(loaded, problem=alter(loaded.problem))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with signals_ask() as stop:
        before = _plan(loaded, settings, 0.5, stop)
        after = _plan(changed, settings, 1.0, stop)
    click.echo("what if: " + ", ".join(words))
    for line in tell_comparison(loaded.problem, before, after):
        click.echo(line)


def _changes(given: dict[str, object]) -> tuple[list[str], Change]:
    """What is asked for in words, and as one change."""
    steps = list(_steps(given))

    def alter(problem: Problem) -> Problem:
        for _, step in steps:
            problem = step(problem)
        return problem

    return [text for text, _ in steps], alter


def _steps(given: dict[str, object]) -> Iterator[tuple[str, Change]]:
    counts = (("slots", altering.with_slots), ("tables", altering.with_tables), ("seats", altering.with_seats))
    for name, change in counts:
        number = given[name]
        if isinstance(number, int) and number:
            yield f"{number:+d} {name}", partial(change, more=number)
    for text in _texts(given["available"]):
        who, equals, slot = text.partition("=")
        if not who or (equals and not slot):
            raise click.UsageError(f"--available has to be PARTICIPANT or PARTICIPANT=SLOT, not {text!r}")
        yield f"{who} available {f'in {slot}' if slot else 'always'}", partial(altering.available, name=who, slot=slot or None)
    for text in _texts(given["max_meetings"]):
        who, most = _limit(text)
        yield f"{who} with {'no limit' if most is None else f'at most {most} meetings'}", partial(altering.with_limit, name=who, most=most)
    must, gone = _texts(given["must"]), _texts(given["without"])
    if must:
        yield f"{' and '.join(must)} held", partial(_held, names=must, gone=gone)
    if gone:
        yield f"without {' and '.join(gone)}", partial(altering.without, names=gone)


def _held(problem: Problem, names: tuple[str, ...], gone: tuple[str, ...]) -> Problem:
    """With some requests that have to be held, none of them of somebody who does not come."""
    lost = next((r.id for r in problem.requests if r.id in names and not {*gone}.isdisjoint(r.participants)), None)
    if lost is not None:
        raise ValueError(f"{lost} cannot be held while one of its two does not come: leave out --must or --without")
    return altering.held(problem, names)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(str(each) for each in value) if isinstance(value, tuple) else ()


def _limit(text: str) -> tuple[str, int | None]:
    who, _, most = text.rpartition("=")
    if not who or not (most.isdecimal() or most == "none"):
        raise click.UsageError(f"--max-meetings has to be PARTICIPANT=N or PARTICIPANT=none, not {text!r}")
    return who, None if most == "none" else int(most)


def _plan(loaded: LoadedProblem, settings: Settings, share: float, stop: Stop) -> Plan:
    """A plan by the time when this share of all the seconds is over."""
    return make_plan(loaded, replace(settings, seconds=settings.seconds * share), stop)


def tell_comparison(problem: Problem, before: Plan, after: Plan) -> Iterator[str]:
    """A small table of the goals, and the requests that are held anew or no more."""
    yield f"{'':<10}{'now':>{WIDTH}}{'then':>{WIDTH}}   change"
    for shift in compare_goals(before, after):
        reached = [f"{goal.achieved:,} {'proven' if goal.proven else f'(bound {goal.bound:,})'}" for goal in (shift.before, shift.after)]
        yield f"{shift.before.name:<10}{reached[0]:>{WIDTH}}{reached[1]:>{WIDTH}}   {_difference(shift)}"
    meetings = len(before.meetings), len(after.meetings)
    yield f"{'meetings':<10}{meetings[0]:>{WIDTH},}{meetings[1]:>{WIDTH},}   {meetings[1] - meetings[0]:+,} in these two plans"
    anew, gone = newly_held(before, after)
    pairs = {request.id: request.participants for request in problem.requests}
    names = {person.id: person.label for person in problem.participants}
    for title, requests in (("held then, not now", anew), ("held now, not then", gone)):
        shown = [f"{name} ({' with '.join(names[who] for who in pairs[name])})" for name in requests[:NAMED]]
        more = [f"{len(requests) - NAMED:,} more"] if len(requests) > NAMED else []
        if shown:
            yield f"{title}: {', '.join([*shown, *more])}"
    if anew and gone:
        yield "other plans may be just as good and hold others; with --must a request shows what holding it costs"


def _difference(shift: Shift) -> str:
    if shift.least is None or shift.most is None:
        return "not to be compared: an earlier goal changes, or is not proven"
    if shift.least == shift.most:
        return f"{shift.least:+,}, exactly" if shift.least else "none, exactly"
    return f"from {shift.least:+,} to {shift.most:+,}"


def _tell_fewest(loaded: LoadedProblem, settings: Settings, stop: Stop) -> None:
    began: float = click.get_current_context().obj
    end = began + settings.seconds
    before = _plan(loaded, settings, 0.4, stop)
    shared = sum(place.owner is None for place in loaded.problem.places)

    def make(problem: Problem, seconds: float) -> Plan:
        return make_plan(replace(loaded, problem=problem), replace(settings, seconds=time.monotonic() - began + seconds), stop)

    def show(number: int, answer: str) -> None:
        click.echo(f"{number} shared tables: {answer}")

    floor, value = before.goals
    click.echo(
        f"{shared} shared tables now: floor {floor.achieved:,}, value {value.achieved:,}{'' if value.proven else ', not proven best'}"
    )
    fewest = fewest_tables(loaded.problem, before, make, end, show, stop)
    if fewest.low == fewest.high:
        click.echo(f"the fewest shared tables for floor {floor.achieved:,} and value {value.achieved:,}: {fewest.high}, proven")
    else:
        click.echo(f"the fewest shared tables are between {fewest.low} and {fewest.high}; more seconds may tell")
