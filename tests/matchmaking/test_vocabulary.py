"""The vocabulary as a list of words: the same one comes back, and one word at a time changes."""

from __future__ import annotations

from matchmaking.taxonomy import load_taxonomy, parse_taxonomy
from matchmaking.vocabulary import Kind, Word, document_of, with_word, without_word, words_of


def label(text: str) -> dict[str, str]:
    return {"en": text, "nl": text, "fr": text}


def test_words_of_a_vocabulary_make_it_again() -> None:
    taxonomy = load_taxonomy()
    words = words_of(taxonomy)
    assert parse_taxonomy(document_of(words), "again") == taxonomy
    assert [(word.code, word.parent) for word in words if word.code in ("ICT", "ICT-LAP", "C2")] == [
        ("ICT", ""),
        ("ICT-LAP", "ICT"),
        ("C2", "C"),
    ]


def test_word_is_added_at_the_end_of_its_list_and_changed_in_its_place() -> None:
    words = words_of(load_taxonomy())
    more = with_word(words, Word(Kind.STRATEGY, "C9", label("Repair cafés"), "C"))
    again = parse_taxonomy(document_of(more), "more")
    assert [tag.code for tag in again.goals[2].strategies][-2:] == ["C8", "C9"]
    changed = with_word(words, Word(Kind.THEME, words_of(load_taxonomy())[-1].code, label("X")))
    assert len(changed) == len(words) + 1
    moved = parse_taxonomy(document_of(with_word(words, Word(Kind.GROUP, "LIG", label("Lamps"), "FUR"))), "moved")
    assert (moved.top_of("LIG"), [group.code for group in moved.product_groups].count("LIG")) == ("FUR", 0)


def test_word_is_left_out() -> None:
    words = words_of(load_taxonomy())
    fewer = parse_taxonomy(document_of(without_word(words, Kind.STRATEGY, "A1")), "fewer")
    assert [tag.code for tag in fewer.goals[0].strategies] == ["A2", "A3", "A4", "A5"]
    assert without_word(words, Kind.THEME, "A1") == words
