"""How a language puts lists and numbers together."""

from __future__ import annotations

import pytest

from matchmaking.wording.dutch import DUTCH
from matchmaking.wording.english import ENGLISH
from matchmaking.wording.french import FRENCH
from matchmaking.wording.language import Language, Number


@pytest.mark.parametrize(
    ("language", "names", "listed"),
    [
        (ENGLISH, [], "none"),
        (ENGLISH, ["a"], "a"),
        (ENGLISH, ["a", "b"], "a and b"),
        (ENGLISH, ["a", "b", "c"], "a, b and c"),
        (DUTCH, ["a", "b", "c"], "a, b en c"),
        (DUTCH, [], "geen"),
        (FRENCH, ["a", "b"], "a et b"),
    ],
)
def test_names_are_listed(language: Language, names: list[str], listed: str) -> None:
    assert language.listed(names) == listed


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (ENGLISH, ["0 breaks", "1 break", "2 breaks"]),
        (DUTCH, ["0 pauzes", "1 pauze", "2 pauzes"]),
        (FRENCH, ["0 pause", "1 pause", "2 pauses"]),
    ],
)
def test_none_is_counted_as_the_language_does(language: Language, told: list[str]) -> None:
    assert [language.counted(number, "breaks") for number in range(3)] == told


def test_number_in_a_sentence_is_counted_or_formatted() -> None:
    number = Number(1200, ENGLISH)
    assert f"{number:meetings}; {number}; {number:,}" == "1200 meetings; 1200; 1,200"
