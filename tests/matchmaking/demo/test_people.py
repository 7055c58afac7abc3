"""Invented people: names that no two share, and their addresses."""

from __future__ import annotations

import pytest

from matchmaking.demo.people import People, slug
from matchmaking.demo.texts import stream

BANK = {"nl": {"first": ["An", "Bo"], "last": ["Claes", "Peeters"]}, "fr": {"first": ["Zoé"], "last": ["Dupont"]}}
FUNCTIONS = {"buyer": {"nl": ["aankoper"], "fr": ["acheteur"]}}


def people(seed: int = 1) -> People:
    return People(stream(seed, "people"), BANK | {"functions": FUNCTIONS})


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Zoë", "zoe"),
        ("El Amrani", "el-amrani"),
        ("'t Hooft", "t-hooft"),
        ("Licht & Co NV", "licht-co-nv"),
        ("  É à ", "e-a"),
        ("D’Hondt", "dhondt"),
    ],
)
def test_words_are_written_in_plain_letters(words: str, plain: str) -> None:
    assert slug(words) == plain


def test_surnames_are_used_up_before_one_comes_back_and_no_name_twice() -> None:
    made = people()
    names = [made.name("nl") for _ in range(4)]
    assert {last for _, last in names[:2]} == {"Claes", "Peeters"}
    assert len(set(names)) == 4


@pytest.mark.parametrize(("language", "last"), [("fr", {"Dupont"}), ("nl", {"Claes", "Peeters"}), ("en", {"Claes", "Peeters"})])
def test_name_is_of_the_language(language: str, last: set[str]) -> None:
    assert people().name(language)[1] in last


def test_address_is_of_the_name_at_the_organisation() -> None:
    assert people().address("Zoë", "El Amrani", "Stad Gent") == "zoe.elamrani@stad-gent.example.org"


def test_function_is_told_in_dutch_where_the_language_has_none() -> None:
    assert people().function("buyer", "fr") == "acheteur"
    assert people().function("buyer", "en") == "aankoper"


def test_same_seed_makes_the_same_people() -> None:
    assert [people(7).name("nl") for _ in range(2)] == [people(7).name("nl") for _ in range(2)]
