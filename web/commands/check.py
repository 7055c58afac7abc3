"""`bms check`: the project's own judge of a plan."""

from __future__ import annotations

from pathlib import Path

import click

from matchmaking.wording import in_words, standing_in_words
from scheduler.checker import check
from scheduler.checker.bounds import check_bounds
from scheduler.files.reading import read_plan, read_problem
from web.commands.files import FILE
from web.commands.inputs import goals_of


@click.command("check")
@click.argument("problem", metavar="PROBLEM.json", type=FILE)
@click.argument("plan", metavar="PLAN.json", type=FILE)
@click.option("--keep", metavar="PLAN.json", type=FILE, help="The earlier plan that the goal changes compares with.")
@click.option("--bounds", is_flag=True, help="Recompute the bounds as well, from the evidence that the plan carries.")
@click.pass_context
def command(ctx: click.Context, problem: Path, plan: Path, keep: Path | None, bounds: bool) -> None:
    """Check a plan against its problem, independently of the planner.

    Prints a violation a line and exits with 1, or prints the plan's goals and exits with 0.
    """
    loaded = read_problem(problem)
    kept = None if keep is None else read_plan(keep)
    judged = read_plan(plan)
    verdict = check(loaded.problem, judged, reference=kept, sha256=loaded.sha256, goals=goals_of(judged))
    violations = list(verdict.violations)
    if bounds and not violations:
        rests = check_bounds(loaded.problem, judged, verdict.goals, kept)
        violations += rests.violations
        for standing in rests.standing:
            click.echo(standing_in_words(standing))
    for line in in_words(loaded.problem, violations):
        click.echo(line)
    if violations:
        ctx.exit(1)
    goals = ", ".join(f"{name} {value:,}" for name, value in verdict.goals.items())
    click.echo(f"no violation; {goals}" if goals else "no violation")
