"""The page on the formats says what holds: its example is judged, and every key, goal and reason stands in it."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

from scheduler.checker import check
from scheduler.files.reading import parse_plan, read_plan, read_problem
from scheduler.files.reading.document import MOST_BYTES
from scheduler.files.reading.faults import SHOWN
from scheduler.files.reading.fields import MOST_COUNT
from scheduler.plan import REASON_CODES
from scheduler.problem import GOALS
from tests.support.bruteforce import best_goals
from tests.support.whole_problem import keys_in, whole

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "format.md").read_text(encoding="utf-8")


def example(name: str) -> str:
    """The text of one of the page's examples, as it would stand in a file."""
    found = re.search(rf"<!-- example: {name} -->\n```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_example_plan_is_the_best_of_the_example_problem(tmp_path):
    for name in ("problem", "plan"):
        (tmp_path / f"{name}.json").write_text(example(name), encoding="utf-8")
    loaded, plan = read_problem(tmp_path / "problem.json"), read_plan(tmp_path / "plan.json")
    assert loaded.sha256 == hashlib.sha256(example("problem").encode()).hexdigest()
    assert check(loaded.problem, plan, sha256=loaded.sha256).violations == ()
    assert best_goals(loaded.problem) == tuple(goal.bound for goal in plan.goals)


def rows(title: str) -> list[str]:
    """The first cells of the table under a heading, as the names in them."""
    section = re.split(r"\n#+ ", PAGE.split(f" {title}\n", 1)[1])[0]
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


def test_every_key_of_a_problem_stands_in_its_table():
    sections = {
        "": "The problem",
        "slots": "A slot",
        "places": "A place",
        "participants": "A participant",
        "requests": "A request",
        "dialogues": "A dialogue",
        "fixed": "A fixed meeting",
    }
    for under, title in sections.items():
        known = {key.partition(".")[2] for key in keys_in(whole()) if key.partition(".")[0] == under}
        assert set(rows(title)) == known, title


def test_every_key_of_a_plan_goal_and_reason_stands_in_its_table():
    plan = json.loads(example("plan"))
    assert parse_plan(plan, "plan.json").status == "optimal"
    assert rows("The plan") == [key for key in plan if key != "format"]
    assert rows("Goals") == list(GOALS)
    assert rows("Reasons") == list(REASON_CODES)


def test_limits_on_the_page_are_those_of_the_reader():
    limits = re.search(r"first (\d+) spelled out", PAGE), re.search(r"at most (\d+) MB", PAGE), re.search(r"are at most ([\d,]+);", PAGE)
    found = [int(limit[1].replace(",", "")) for limit in limits if limit is not None]
    assert found == [SHOWN, MOST_BYTES // 1024**2, MOST_COUNT]
