"""The page: everything gathered, given to the template, and made one file that asks for no other."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from matchmaking.fairness import BANDS, fairness
from matchmaking.programme import programme
from matchmaking.report import dialogues, facts, roles, timetable, unscheduled
from matchmaking.report.goals import goal_rows, percent
from scheduler.plan import Plan
from scheduler.problem import Problem

STATIC = files("matchmaking.report") / "static"


def render_report(problem: Problem, plan: Plan, *, title: str | None = None) -> str:
    """Write a plan as one self-contained HTML page: style, script and fonts inside, nothing fetched.

    The same input gives the same page. Timetables and lists that would make it too long to open are cut, and say so.

    Parameters
    ----------
    title
        Heading of the page; without one the event's name, or else its id.

    Raises
    ------
    UnusableInput
        Where the plan is not one of this problem.
    """
    held = programme(problem, plan)
    goals = goal_rows(plan.goals)
    name = title or problem.name or problem.id
    page = (
        _environment()
        .get_template("report.html")
        .render(
            title=name,
            goals=goals,
            summary=facts.summary(problem, held, goals),
            run=facts.run_facts(plan, problem.id),
            spread=roles.spread(problem, held),
            named=roles.NAMED,
            fair=fairness(problem, plan),
            bands=BANDS,
            places=timetable.by_place(problem, held),
            idle_places=len(problem.places) - len({item.place.id for item in held}),
            people=timetable.by_participant(problem, held),
            cards=dialogues.dialogue_cards(problem, held),
            most_cards=dialogues.MOST_CARDS,
            unheld=unscheduled.unheld(problem, plan),
            problem=problem,
        )
    )
    # Half a character, which JSON can hold and a file cannot, becomes a question mark.
    return page.encode(errors="replace").decode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("matchmaking.report"), autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters["percent"] = lambda part, whole: percent(part, whole)
    environment.globals["plural"] = facts.plural
    environment.globals["style"] = _style()
    environment.globals["script"] = (STATIC / "report.js").read_text(encoding="utf-8")
    return environment


def _style() -> str:
    style = (STATIC / "report.css").read_text(encoding="utf-8")
    for name in ("source-sans-3-latin.woff2", "source-sans-3-latin-ext.woff2"):
        data = base64.b64encode((STATIC / name).read_bytes()).decode()
        style = style.replace(f"url({name})", f"url(data:font/woff2;base64,{data})")
    return style
