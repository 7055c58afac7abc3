"""Violations as sentences: names are looked up, never replaced in a text."""

from __future__ import annotations

import pytest

from matchmaking.wording import for_people, in_words
from scheduler.checker import Claim, Rule, Violation
from tests.support.worded_event import event


def test_language_that_there_is_not_is_told_in_english():
    full = Violation(Rule.MAX_MEETINGS, ("a",), found=2, allowed=1)
    assert for_people(event(), [full], "de") == ["Anna holds 2 meetings, at most 1"]


# The ids of people, requests, dialogues and slots are parts of words, of names and of each other.
TANGLED = {
    "slots": [
        {"id": id_, "start": f"2026-11-24T1{k}:00:00Z", "end": f"2026-11-24T1{k}:20:00Z"} for k, id_ in enumerate(["in", "11", "is"])
    ],
    "participants": [{"id": "a", "name": "Hanna"}, {"id": "an", "name": "Jan {who}"}, {"id": "meet", "name": "a"}],
    "requests": [
        {"id": "ab", "participants": ["a", "an"]},
        {"id": "a", "participants": ["an", "meet"]},
        {"id": "un", "participants": ["a", "meet"]},
    ],
    "dialogues": [{"id": "hold", "topic": "a and an"}, {"id": "available"}],
}


@pytest.mark.parametrize(
    ("violation", "told"),
    [
        (
            Violation(Rule.AVAILABLE, ("a",), ("ab",), slots=("in",), found=1, allowed=0),
            "Hanna is unavailable at 10:00 and has Hanna – Jan {who}",
        ),
        (
            Violation(Rule.PARALLEL, ("an",), ("ab", "a"), slots=("11",), found=2, allowed=1),
            "Jan {who} holds 2 meetings at once at 11:00, at most 1: Hanna – Jan {who} and Jan {who} – a",
        ),
        (
            Violation(Rule.DIALOGUE_ALONE, ("meet",), ("un",), ("hold",), ("is",), found=2, allowed=1),
            "a is in a dialogue and in something else at 12:00: Hanna – a and the dialogue “a and an”",
        ),
        (
            Violation(Rule.SEATS_LEAST, dialogues=("available",), slots=("is",), found=0, allowed=1),
            "the dialogue “available” at 12:00 seats 0, at least 1 needed",
        ),
        (
            Violation(Rule.ALLOWED_PLACE, requests=("a",), slots=("in",), places=("T",)),
            "Jan {who} – a is held at 10:00 at T, which is not open to it",
        ),
    ],
)
def test_names_are_looked_up_whatever_the_ids_look_like(violation, told):
    assert for_people(event(**TANGLED), [violation]) == [told]


def test_what_only_files_can_have_wrong_is_told_in_english_to_everybody() -> None:
    twice = Violation(Claim.LEFT_TWICE, requests=("az",), found=2, allowed=1)
    assert for_people(event(), [twice], "nl") == ["Anna – z is 2 times unscheduled"]


@pytest.mark.parametrize(
    ("slots", "places", "spots"),
    [
        (("S1", "S2"), ("T", "U"), ("at 11:00 at T", "at 12:00 at U")),
        (("S1", "S2"), ("U",), ("at 11:00", "at 12:00 at U")),  # where it is held is known, where it was decided is not
        (("S1", "S1"), ("T", "U"), ("at 11:00 at T", "at 11:00 at U")),
    ],
)
def test_places_that_are_told_are_those_of_the_last_slots(slots, places, spots) -> None:
    moved = Violation(Rule.FIXED_ELSEWHERE, requests=("az",), slots=slots, places=places)
    assert for_people(event(), [moved]) == [f"Anna – z is fixed {spots[0]}, and is held {spots[1]}"]


def test_capacity_is_told_otherwise_where_a_dialogue_takes_the_place() -> None:
    full = Violation(Rule.CAPACITY, requests=("az", "ba"), slots=("S1",), places=("T",), found=2, allowed=1)
    taken = Violation(Rule.CAPACITY, requests=("az",), dialogues=("d",), slots=("S1",), places=("T",), found=2, allowed=1)
    assert in_words(event(), [full]) == ["T is over its capacity of 1 in S1 (2026-11-24 11:00): az and ba"]
    assert in_words(event(), [taken])[0].startswith("T is taken as a whole by a dialogue in S1 (2026-11-24 11:00)")


def test_each_violation_is_a_sentence_in_its_order() -> None:
    violations = [Violation(Rule.REQUEST_MUST, requests=(name,)) for name in ("ba", "az")]
    assert for_people(event(), violations) == ["Bob – Anna must be held and is not", "Anna – z must be held and is not"]
    assert for_people(event(), []) == []
