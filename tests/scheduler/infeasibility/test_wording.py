"""Requirements as sentences, in the names that the organiser gave."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.infeasibility.index import Index
from scheduler.infeasibility.wording import Wording, counted, listed, too_few
from scheduler.problem import Problem
from tests.support.schedules import event

PEOPLE: dict[str, dict[str, Any]] = {"a": {"name": "An", "unavailable": ["S1", "S2", "S3"]}, "b": {"name": "Bo"}, "c": {}}
WISHES: dict[str, dict[str, Any]] = {"ab": {"must": True}, "bc": {"slots": ["S4"], "after": ["ab"]}, "ca": {"slots": [], "places": []}}
PLACES: dict[str, dict[str, Any]] = {"T": {}, "U": {}, "B": {"owner": "c", "capacity": 3}}


def made(**more: Any) -> Problem:
    people = more.pop("people", {})
    dialogue = {"wanted": "ab", "topic": "Lighting"} | more.pop("dialogue", {})
    return event([3, 1], {name: keys | people.get(name, {}) for name, keys in PEOPLE.items()}, WISHES, PLACES, {"D": dialogue}, **more)


def said(kind: str, *key: str, **more: Any) -> str:
    return Wording(Index(made(**more))).sentence(kind, key)


@pytest.mark.parametrize(
    ("kind", "key", "sentence"),
    [
        ("must", ("ab",), "ab (An (a) with Bo (b)) must be held"),
        ("slots", ("bc",), "bc (Bo (b) with c) may only be held in S4 (2026-11-25 09:00)"),
        ("slots", ("ca",), "ca (c with An (a)) can be held in no slot, the list of slots being empty"),
        ("places", ("ab",), "ab (An (a) with Bo (b)) may only be held at a shared place: T and U"),
        ("places", ("ca",), "ca (c with An (a)) can be held nowhere, the list of places being empty"),
        ("after", ("bc", "ab"), "bc (Bo (b) with c) comes after ab (An (a) with Bo (b))"),
        ("unavailable", ("a",), "An (a) is only available in S4 (2026-11-25 09:00)"),
        ("parallel", ("1",), "An (a), Bo (b) and c have one meeting at a time"),
        ("capacity", ("T", "U"), "T and U have room for one meeting each at a time, 8 in all 4 slots"),
        ("capacity", ("B",), "B has room for 3 meetings at a time, 12 in all 4 slots"),
        ("dialogue", ("D",), "dialogue D (Lighting) must be held"),
    ],
)
def test_requirement_is_a_sentence(kind, key, sentence):
    assert said(kind, *key) == sentence


@pytest.mark.parametrize(
    ("kind", "more", "sentence"),
    [
        ("dialogue", {"length": 3}, "dialogue D (Lighting) must be held, 3 slots in a row"),
        ("dialogue", {"length": 4}, "dialogue D (Lighting) must be held, 4 slots in a row, more than any day has"),
        ("least", {"seats": [2, 9]}, "dialogue D (Lighting) needs at least 2 people seated"),
        ("least", {"seats": [3, 9]}, "dialogue D (Lighting) needs at least 3 people seated, and only 2 asked for a seat"),
        ("moderators", {"moderators": ["c"]}, "dialogue D (Lighting) must be moderated by c"),
        ("moderators", {"moderators": ["c", "a"]}, "dialogue D (Lighting) must be moderated by c or An (a), who then has no seat"),
        (
            "moderators",
            {"moderators": []},
            "dialogue D (Lighting) can be moderated by nobody: name moderators, or leave the list out if it needs none",
        ),
        ("starts", {"starts": ["S1"], "length": 2}, "dialogue D (Lighting) may only start in S1 (2026-11-24 09:00)"),
        (
            "starts",
            {"starts": ["S3"], "length": 2},
            "dialogue D (Lighting) may only start in S3 (2026-11-24 09:40), too late on the day for 2 slots in a row",
        ),
        ("starts", {"starts": []}, "dialogue D (Lighting) can start in no slot, the list of starts being empty"),
        ("tables", {"places": ["T", "B"]}, "dialogue D (Lighting) may only be held at T and B"),
        (
            "most",
            {"seats": [0, 1], "minimum": {"participant": 2}},
            "dialogue D (Lighting) seats at most 1, fewer than the 2 that its roles need",
        ),
    ],
)
def test_requirement_of_a_dialogue_says_what_is_amiss(kind, more, sentence):
    assert said(kind, "D", dialogue=more) == sentence


def test_role_that_too_few_have_is_told():
    sentence = "dialogue D (Lighting) needs at least 3 of the role participant seated, and only 2 asked for a seat"
    assert said("minimum", "D", "participant", dialogue={"minimum": {"participant": 3}}) == sentence


def test_home_of_one_of_the_two_is_where_they_meet():
    home = "ab (An (a) with Bo (b)) may only be held at B, the home of Bo (b)"
    assert said("places", "ab", people={"b": {"home": "B"}}) == home


def test_limit_is_told_with_what_has_to_be_held():
    assert (
        said("max_meetings", "a", people={"a": {"max_meetings": 0}}) == "An (a) has at most 0 meetings, and 1 of its requests must be held"
    )
    assert said("max_meetings", "a", people={"a": {"max_meetings": 1}}) == "An (a) has at most 1 meeting"


def test_fixed_meeting_is_told_with_its_place_if_it_has_one():
    fixed = {"request": "bc", "slot": "S4"}
    assert said("fixed", "bc", fixed=[fixed]) == "bc (Bo (b) with c) is fixed in S4 (2026-11-25 09:00)"
    assert said("fixed", "bc", fixed=[fixed | {"place": "T"}]) == "bc (Bo (b) with c) is fixed in S4 (2026-11-25 09:00) at T"


def test_three_slots_in_a_row_of_one_day_are_a_stretch_and_two_are_not():
    wording = Wording(Index(made()))
    assert wording.whens(["S3", "S1", "S2", "S4"]) == "S1 to S3 (2026-11-24 09:00 to 10:00) and S4 (2026-11-25 09:00)"
    assert wording.whens(["S2", "S1"]) == "S1 (2026-11-24 09:00) and S2 (2026-11-24 09:20)"


def test_longer_list_than_eight_is_told_by_its_first_seven():
    names = list("abcdefgh")
    assert listed(names) == "a, b, c, d, e, f, g and h"
    assert listed([*names, "i"]) == "a, b, c, d, e, f, g and 2 more"
    assert listed(["a"]) == "a"
    assert listed(["a", "b"], "or") == "a or b"


def test_one_thing_is_counted_otherwise_than_two():
    assert [counted(n, "meeting") for n in (0, 1, 2)] == ["0 meetings", "1 meeting", "2 meetings"]
    assert counted(2, "person", "people") == "2 people"
    assert [too_few(n, 2) for n in (0, 1, 2)] == [", and nobody asked for a seat", ", and only 1 asked for a seat", ""]
