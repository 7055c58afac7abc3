"""`bms fairness`: who gets how many of the meetings that it could have, and what the promised minimum costs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import click

from matchmaking.fairness import BANDS, WORST, Fairness, fairness
from matchmaking.wording import in_words
from scheduler.checker import check
from scheduler.errors import Fault, UnusableInput
from scheduler.files.reading import LoadedProblem, read_plan, read_problem
from scheduler.plan import GoalResult, Plan
from scheduler.settings import Settings
from web.commands.files import FILE
from web.commands.inputs import goals_of
from web.commands.planning import make_plan, make_settings
from web.core.signals import signals_ask


@click.command("fairness")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.argument("plan", metavar="PLAN.json", type=FILE)
@click.option("--worst", type=click.IntRange(0), default=WORST, help="How many of the worst served to name.")
@click.option("--price", is_flag=True, help="Plan twice as well: what does it cost to see to the promised minimum first?")
@click.option("--seconds", type=float, default=60, help="With --price: time for the whole command.")
@click.option("--workers", type=int, default=2, help="With --price: processor cores to use.")
@click.option("--json", "as_json", is_flag=True, help="For programs: one JSON document.")
def command(problem: Path, plan: Path, worst: int, price: bool, seconds: float, workers: int, as_json: bool) -> None:
    """Tell how fairly a plan serves people.

    For each role: meetings held against those asked for and possible, and how people are spread over shares of what was possible to
    them. Then the worst served, with what keeps their other requests out. With --price: the value with and without the promised
    minimum (floor) first, each with its proven bound.
    """
    settings = make_settings(seconds, workers, 0)
    loaded, read = read_problem(problem), read_plan(plan)
    verdict = check(loaded.problem, read, goals=goals_of(read))
    if verdict.violations:
        raise UnusableInput(str(plan), [Fault("", line) for line in in_words(loaded.problem, verdict.violations)])
    found = fairness(loaded.problem, read, worst)
    plans = _plans(loaded, settings) if price else []
    if as_json:
        click.echo(json.dumps(_document(found, plans), ensure_ascii=False, indent=1))
        return
    for line in (*tell_fairness(found), *(tell_price(*plans) if plans else ())):
        click.echo(line)


ORDERS = ((("value", "floor"), 0.5), (("floor", "value"), 1.0))
"""The goals of the two plans that are compared, and the share of the time by which each is done."""


def _plans(loaded: LoadedProblem, settings: Settings) -> list[Plan]:
    with signals_ask() as stop:
        return [make_plan(loaded, replace(settings, goals=goals, seconds=settings.seconds * share), stop) for goals, share in ORDERS]


def tell_fairness(found: Fairness) -> Iterator[str]:
    """A line a role, and one for each of the worst served."""
    bands = [f"{low} %" if low == high else f"{low}-{high}" for low, high in BANDS]
    yield f"{'role':<14}{'people':>8}{'asked':>8}{'possible':>10}{'held':>8}{'least':>8}{'middle':>8}  " + "".join(f"{b:>7}" for b in bands)
    for it in found.roles:
        figures = f"{it.people:>8,}{it.asked:>8,}{it.possible:>10,}{it.held:>8,}{it.least:>6} %{it.middle:>6} %  "
        yield f"{it.role:<14.13}{figures}" + "".join(f"{count:>7,}" for count in it.bands)
    yield "the last columns count people by the share that they hold of the meetings that were possible to them"
    for served in found.worst:
        why = f": {', '.join(served.why)}" if served.why else ""
        yield f"{served.person.label} ({served.person.role}) holds {served.held} of {served.possible} possible, {served.percent} %{why}"


def tell_price(freely: Plan, fairly: Plan) -> Iterator[str]:
    """What the promised minimum costs: the value with and without it first, and what each leaves short."""
    (value, short), (floor, fair) = freely.goals, fairly.goals
    yield f"value first: {_best(value)}, {short.achieved:,} short of the promised minimum"
    yield f"promised minimum first: {_best(fair)}, {floor.achieved:,} short of it{'' if floor.proven else f' (at least {floor.bound:,})'}"
    yield f"the price of fairness: {_price(value, floor, fair)}"


def _best(value: GoalResult) -> str:
    return f"value {value.achieved:,}, proven best" if value.proven else f"value {value.achieved:,} of at most {value.bound:,}"


def _price(value: GoalResult, floor: GoalResult, fair: GoalResult) -> str:
    if not floor.proven:
        return "not known, since fewer may be short of the minimum; more seconds may tell"
    least, most = max(0, value.achieved - fair.bound), value.bound - fair.achieved
    return f"{most:,} of value, exactly" if least == most else f"from {least:,} to {most:,} of value, as far as is proven"


def _document(found: Fairness, plans: list[Plan]) -> dict[str, object]:
    roles = [asdict(role) for role in found.roles]
    worst = [{"participant": each.person.id, **{k: v for k, v in asdict(each).items() if k != "person"}} for each in found.worst]
    price = [{goal.name: {"achieved": goal.achieved, "bound": goal.bound} for goal in plan.goals} for plan in plans]
    with_price = {"price": dict(zip(("value_first", "floor_first"), price, strict=True))} if plans else {}
    return {"lowest": found.lowest, "bands": BANDS, "roles": roles, "worst": worst, **with_price}
