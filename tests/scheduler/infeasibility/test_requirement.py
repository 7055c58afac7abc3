"""What a plan has to keep to, cut into parts."""

from __future__ import annotations

from dataclasses import replace

from scheduler.infeasibility import list_requirements, relax
from scheduler.infeasibility.requirement import HOLDING, KINDS, Requirement, still_binding
from scheduler.problem import Problem
from tests.support.schedules import event

MUST = {"must": True}
EVENT = event(
    [3],
    {"a": {"unavailable": ["S1"], "max_meetings": 1}, "b": {"max_meetings": 2}, "c": {}},
    {"ab": MUST | {"slots": ["S2"], "places": ["T"]}, "bc": {"after": ["ab"]}, "ca": {"after": ["ab", "bc"]}},
    {"T": {}, "U": {}},
    {
        "D": {
            "wanted": "ab",
            "seats": [1, 2],
            "minimum": {"participant": 1, "nobody": 0},
            "starts": ["S1"],
            "places": ["U"],
            "moderators": ["c"],
        }
    },
    fixed=[{"request": "ca", "slot": "S3"}],
)


def refs(problem: Problem) -> list[tuple[str, tuple[str, ...]]]:
    return [(requirement.kind, requirement.key) for requirement in list_requirements(problem)]


def test_requirements_are_all_that_binds_what_is_held_in_the_order_of_kinds():
    assert refs(EVENT) == [
        ("dialogue", ("D",)),
        ("fixed", ("ca",)),
        ("must", ("ab",)),
        ("capacity", ("T",)),
        ("capacity", ("U",)),
        ("places", ("ab",)),
        ("tables", ("D",)),
        ("starts", ("D",)),
        ("after", ("ca", "ab")),  # bc need not be held
        ("slots", ("ab",)),
        ("minimum", ("D", "participant")),
        ("least", ("D",)),
        ("max_meetings", ("a",)),  # b cannot have more than its limit
        ("unavailable", ("a",)),
        ("parallel", ("1",)),
        ("moderators", ("D",)),
    ]


def test_everything_is_a_requirement_where_breaks_may_not_differ():
    more = refs(replace(EVENT, max_break_difference=1))
    assert more[0] == ("max_break_difference", ())
    assert set(more) - set(refs(EVENT)) == {("max_break_difference", ()), ("after", ("bc", "ab")), ("after", ("ca", "bc"))}


def test_most_seats_count_only_where_roles_need_more():
    dialogue = replace(EVENT.dialogues[0], minimum={"participant": 3})
    assert ("most", ("D",)) in refs(replace(EVENT, dialogues=(dialogue,)))


def test_kind_that_holds_something_is_told_from_one_that_says_how():
    assert {kind for kind in KINDS if Requirement(kind, (), "").holds} == set(HOLDING)
    assert Requirement("must", ("ab",), "one text") == Requirement("must", ("ab",), "another")


def test_requirements_of_what_was_given_up_bind_no_more():
    requirements = list_requirements(EVENT)
    gone = [r for r in requirements if (r.kind, r.key) == ("must", ("ab",))]
    left = still_binding(relax(EVENT, gone), requirements)
    assert {(r.kind, r.key) for r in set(requirements) - set(left)} == {
        ("must", ("ab",)),
        ("places", ("ab",)),
        ("slots", ("ab",)),
        ("after", ("ca", "ab")),
        ("max_meetings", ("a",)),
        ("parallel", ("1",)),
    }
