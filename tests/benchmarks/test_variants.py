"""Variants of published instances: what they add, that most of them have a plan, and their place in `bms bench`."""

from __future__ import annotations

import json
import random
from collections import defaultdict
from pathlib import Path

import pytest

from benchmarks.by_class import Ended, by_class
from benchmarks.command import run as bench
from benchmarks.published_maxsat import solve_published
from benchmarks.variants import VARIANTS, make_variant
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from scheduler.instance.instance import build_instance
from scheduler.problem import Problem
from tests.support.schedules import event

pytestmark = pytest.mark.slow

AROUND_A_SCHEDULE = ("forbidden", "fixed", "precedences", "mixed")


def instance(seed: int) -> Problem:
    """Eight people with a dozen meetings in seven slots at three tables; somebody is away, two meetings are bound to a session."""
    rng = random.Random(seed)
    people = {name: {"unavailable": ["S1"] if name == "c" else []} for name in "abcdefgh"}
    pairs = rng.sample([a + b for a in people for b in people if a < b], 12)
    wishes = {pair: {"must": True, "slots": ["S1", "S2", "S3"]} if n < 2 else {"must": True} for n, pair in enumerate(pairs)}
    places = {f"T{n}": {} for n in range(3)}
    more = {"unavailable_counts_as_break": True, "max_break_difference": 2, "goals": ["breaks"]}
    return event([7], people, wishes, places, **more)


@pytest.mark.parametrize("kind", VARIANTS)
def test_seed_draws_the_same_variant_and_another_another(kind: str) -> None:
    drawn = [make_variant(instance(1), kind, seed) for seed in (1, 1, *range(2, 12))]
    assert drawn[0] == drawn[1]
    assert len({str(problem_to_json(problem) | {"id": ""}) for problem in drawn}) > 1


@pytest.mark.parametrize("kind", AROUND_A_SCHEDULE)
@pytest.mark.parametrize("seed", range(6))
def test_variant_around_a_schedule_has_a_plan(kind: str, seed: int) -> None:
    assert solve_published(build_instance(make_variant(instance(seed), kind, seed))) is not None


@pytest.mark.parametrize("kind", ["doubtful", "tables"])
def test_other_variants_have_a_plan_or_none(kind: str) -> None:
    fewest = [solve_published(build_instance(make_variant(instance(seed), kind, seed))) for seed in range(12)]
    assert len({number is None for number in fewest}) == 2


@pytest.mark.parametrize("kind", VARIANTS)
@pytest.mark.parametrize("seed", range(4))
def test_variant_only_adds_to_what_its_class_says(kind: str, seed: int) -> None:
    before = instance(seed)
    after = parse_problem(problem_to_json(make_variant(before, kind, seed)), "variant")  # valid: no circle, nothing unknown
    more = {
        "forbidden": any(a.unavailable != b.unavailable for a, b in zip(after.participants, before.participants, strict=True)),
        "fixed": after.fixed != before.fixed,
        "precedences": any(request.after for request in after.requests),
        "tables": len(after.places) < len(before.places),
    }
    added = {name for name, is_there in more.items() if is_there}
    allowed = {"mixed": set(AROUND_A_SCHEDULE[:3]), "doubtful": set(AROUND_A_SCHEDULE[:3])}.get(kind, {kind})
    assert added <= allowed
    assert added or kind == "tables"
    assert all(b.unavailable <= a.unavailable for a, b in zip(after.participants, before.participants, strict=True))
    assert [(r.id, r.participants, r.slots, r.must) for r in after.requests] == [
        (r.id, r.participants, r.slots, r.must) for r in before.requests
    ]


@pytest.mark.parametrize("seed", range(6))
def test_doubtful_variant_is_not_plainly_impossible(seed: int) -> None:
    # everybody keeps as many slots as meetings, and no two fixed meetings of one participant coincide
    after = make_variant(instance(seed), "doubtful", seed)
    needed, busy = defaultdict(int), defaultdict(list)
    slot_of = {decided.request: decided.slot for decided in after.fixed}
    for request in after.requests:
        for person in request.participants:
            needed[person] += 1
            busy[person] += [slot_of[request.id]] if request.id in slot_of else []
    assert all(len(after.slots) - len(person.unavailable) >= needed[person.id] for person in after.participants)
    assert all(len(set(slots)) == len(slots) for slots in busy.values())


@pytest.mark.parametrize("seed", range(5))
def test_tables_are_those_of_full_slots_or_one_more_or_less(seed: int) -> None:
    # 12 meetings in 7 slots need two tables
    assert len(make_variant(instance(seed), "tables", seed).places) in (1, 2, 3)


def test_no_variant_is_made_of_what_has_no_plan() -> None:
    circle = event(
        [2], {name: {} for name in "abc"}, {pair: {"must": True} for pair in ("ab", "bc", "ca")}, unavailable_counts_as_break=True
    )
    with pytest.raises(ValueError, match="have a plan"):
        make_variant(circle, "fixed", 1)


def test_classes_are_summed_up() -> None:
    events = [Ended("one", True, False, 3, 2.0), Ended("two", True, True, None, 0.5), Ended("one", False, False, 4, 30.0)]
    classes = [("one", "2", "1", "0", "1", "7", "30.0", "32.0"), ("two", "1", "1", "1", "0", "0", "0.5", "0.5")]
    assert [*by_class(events)][1:] == [*classes, ("all", "3", "2", "1", "1", "7", "30.0", "32.5")]
    assert [*by_class(events, total=False)][1:] == classes


PUBLISHED = """nBusiness = 4; nMeetings = 3; nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [| 1, 2, 3 | 2, 3, 3 | 3, 1, 3 |];"""


@pytest.mark.deep
def test_bench_plans_a_variant_of_each_class_and_sums_them_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "circle.original.dzn").write_text(PUBLISHED)
    assert bench([str(tmp_path), "--variants", "--seed", "2", "--seconds", "120", "--maxsat"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines[1:7]] == [[f"circle.{kind}", "2"] for kind in VARIANTS]
    assert lines[8][:3] == ["class", "events", "proven"]
    assert [line[:3] for line in lines[9:16]] == [*([kind, "1", "1"] for kind in VARIANTS), ["all", "6", "6"]]
    assert [line[:2] for line in lines[19:25]] == [line[:2] for line in lines[1:7]]
    assert "(6 of 6 proven)" in " ".join(lines[-1])


def test_bench_refuses_to_make_variants_of_other_events(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "other.json").write_text(json.dumps(problem_to_json(event([3], {"a": {}, "b": {}}, {"ab": {}}))))
    assert bench([str(tmp_path / "other.json"), "--variants", "--seconds", "5"]) == 2
    assert "the published encoding knows one day" in capsys.readouterr().err


def test_bench_makes_variants_of_something(capsys: pytest.CaptureFixture[str]) -> None:
    assert bench(["--variants"]) == 2
    assert "needs published instances" in capsys.readouterr().err


@pytest.mark.deep
def test_bench_sums_up_what_the_parts_of_the_portfolio_earn(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "circle.dzn").write_text(PUBLISHED.replace("nTotalSlots = 4", "nTotalSlots = 3"))
    assert bench([str(tmp_path), "--seconds", "120", "--without", "above", "--without", "diaries"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in lines if line[:1] == ["circle"]] == [["circle", "1"]] * 3
    assert [" ".join(line) for line in lines if line[:1] == ["Without"]] == ["Without above:", "Without diaries:"]
    assert [line[:-2] for line in lines[-3:]] == [
        [*name, "1", "1", "0", "0", "1"] for name in (["all", "parts"], ["without", "above"], ["without", "diaries"])
    ]
