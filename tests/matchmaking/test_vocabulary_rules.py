"""What a word has to be, and where it can stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from matchmaking.taxonomy import load_taxonomy
from matchmaking.vocabulary import Kind, Word, words_of
from matchmaking.vocabulary_rules import LONGEST_CODE, LONGEST_LABEL, WordFault, in_all_languages, word_faults

WORDS = words_of(load_taxonomy())
LABEL = {"en": "Repair cafés", "nl": "Repaircafés"}
STRATEGY = Word(Kind.STRATEGY, "C9", LABEL, "C")
GROUP = Word(Kind.GROUP, "NEW-1", LABEL, "ICT")
GOAL = Word(Kind.GOAL, "Z", LABEL, stage="use")


@pytest.mark.parametrize("word", [STRATEGY, GROUP, replace(GROUP, parent=""), GOAL, Word(Kind.THEME, "x", LABEL)])
def test_sound_word_has_no_fault(word: Word) -> None:
    assert word_faults(WORDS, word) == {}


@pytest.mark.parametrize(
    ("word", "faults"),
    [
        (replace(GROUP, code="", parent=""), {"code": WordFault.CODE}),
        (replace(GROUP, code="=SUM"), {"code": WordFault.CODE}),
        (replace(GROUP, code="a b"), {"code": WordFault.CODE}),
        (replace(GROUP, code="a" * (LONGEST_CODE + 1)), {"code": WordFault.CODE}),
        (replace(GROUP, label={"nl": "x"}), {"en": WordFault.MISSING}),
        (replace(GROUP, label=LABEL | {"fr": "x" * (LONGEST_LABEL + 1)}), {"fr": WordFault.TOO_LONG}),
        (replace(STRATEGY, parent=""), {"parent": WordFault.NO_GOAL}),
        (replace(STRATEGY, parent="none"), {"parent": WordFault.UNKNOWN}),
        (replace(STRATEGY, code="D9"), {"code": WordFault.OTHER_GOAL}),
        (replace(GROUP, parent="ICT-LAP"), {"parent": WordFault.UNKNOWN}),
        (replace(GROUP, code="ICT", parent="ICT"), {"parent": WordFault.UNKNOWN}),
        (replace(GROUP, code="ICT", parent="FUR"), {"parent": WordFault.HAS_GROUPS}),
        (replace(GOAL, stage="none"), {"stage": WordFault.UNKNOWN}),
        (replace(STRATEGY, code="", label={}, parent=""), {"code": WordFault.CODE, "en": WordFault.MISSING, "parent": WordFault.NO_GOAL}),
    ],
)
def test_each_fault_of_a_word_is_found(word: Word, faults: dict[str, WordFault]) -> None:
    assert word_faults(WORDS, word) == faults


def test_reserved_code_is_no_code() -> None:
    assert word_faults(WORDS, replace(GROUP, code="new"), {"new"}) == {"code": WordFault.CODE}


def test_word_without_a_translation_says_it_in_english() -> None:
    assert in_all_languages(GOAL) == replace(GOAL, label=LABEL | {"fr": "Repair cafés"})
