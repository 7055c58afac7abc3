"""A participant holds as many meetings at once as it can, or one dialogue and nothing beside it."""

from __future__ import annotations

from scheduler.model.rules import diary
from tests.support.decisions import clashes
from tests.support.schedules import event

WISHES = {"ab": {}, "ac": {}, "ad": {}}
PEOPLE = {name: {} for name in "abcd"}


def test_one_meeting_at_a_time():
    pairs = {f"{one} {slot} T, {other} {slot} T" for slot in ("S1", "S2") for one, other in (("ab", "ac"), ("ab", "ad"), ("ac", "ad"))}
    assert clashes(event([2], PEOPLE, WISHES), diary.add) == pairs


def test_two_meetings_at_once_but_not_three():
    people = PEOPLE | {"a": {"parallel": 2}}
    assert clashes(event([1], people, WISHES), diary.add) == {"ab S1 T, ac S1 T, ad S1 T"}


def test_meetings_of_different_people_do_not_matter_to_one_another():
    assert clashes(event([1], PEOPLE, {"ab": {}, "cd": {}}), diary.add) == set()


def test_seat_takes_the_whole_diary_for_as_long_as_the_dialogue_runs():
    people = {"a": {"parallel": 2}, "b": {}}
    dialogue = {"wanted": "a", "length": 2, "starts": ["S1"], "places": ["U"]}
    problem = event([3], people, {"ab": {"places": ["T"]}}, {"T": {}, "U": {}}, {"D": dialogue})
    assert clashes(problem, diary.add) == {"D S1 with a, ab S1 T", "D S1 with a, ab S2 T"}


def test_moderator_is_as_busy_as_who_is_seated():
    dialogue = {"wanted": "ab", "moderators": ["a"], "places": ["U"]}
    problem = event([1], {"a": {"parallel": 3}, "b": {}}, {"ab": {"places": ["T"]}}, {"T": {}, "U": {}}, {"D": dialogue})
    # the only moderator moderates just where the dialogue is held
    assert clashes(problem, diary.add) == {"D S1, D S1 with a", "D S1, ab S1 T", "D S1 with a, ab S1 T", "D S1 with b, ab S1 T"}


def test_two_seats_at_once_are_too_many_whoever_could_hold_two_meetings():
    dialogues = {"D": {"wanted": "a", "starts": ["S1"]}, "E": {"wanted": "a", "starts": ["S1"]}}
    assert clashes(event([1], {"a": {"parallel": 2}}, {}, None, dialogues), diary.add) == {"D S1 with a, E S1 with a"}
