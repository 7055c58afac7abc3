"""What a word of a vocabulary has to be, and where in it it can stand."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import replace
from enum import StrEnum

from matchmaking.taxonomy import LANGUAGES, STAGES
from matchmaking.vocabulary import ABOVE, Kind, Word

LONGEST_CODE, LONGEST_LABEL = 20, 120
# What can stand in addresses and CSV files and is never taken for a formula.
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


class WordFault(StrEnum):
    """What is wrong with a part of a word."""

    CODE = "no short code of letters, digits and hyphens"
    OTHER_GOAL = "the code of a strategy does not begin with that of its goal"
    MISSING = "there is no English"
    TOO_LONG = "too long"
    NO_GOAL = "no goal is named that it serves"
    UNKNOWN = "not one of the list"
    HAS_GROUPS = "groups stand below it, so that it cannot stand below another"


def word_faults(words: tuple[Word, ...], word: Word, reserved: Container[str] = ()) -> dict[str, WordFault]:
    """Find what is wrong with a word.

    Parameters
    ----------
    words
        The vocabulary that it is to stand in, with or without it.
    reserved
        Codes that no word can have.

    Returns
    -------
    dict
        By the part: ``code``, ``parent``, ``stage``, or a language of its label.
    """
    faults = {}
    if not CODE.fullmatch(word.code) or len(word.code) > LONGEST_CODE or word.code in reserved:
        faults["code"] = WordFault.CODE
    if not word.label.get("en"):
        faults["en"] = WordFault.MISSING
    faults |= {language: WordFault.TOO_LONG for language, text in word.label.items() if len(text) > LONGEST_LABEL}
    if misplaced := _misplaced(words, word):
        faults["parent"] = misplaced
    if word.kind is Kind.STRATEGY and "code" not in faults and not misplaced and not word.code.startswith(word.parent):
        faults["code"] = WordFault.OTHER_GOAL
    if word.kind is Kind.GOAL and word.stage not in STAGES:
        faults["stage"] = WordFault.UNKNOWN
    return faults


def in_all_languages(word: Word) -> Word:
    """Give a word a label in each language, the English one where there is none."""
    label = {language: word.label.get(language) or word.label["en"] for language in LANGUAGES}
    return replace(word, label=dict(word.label) | label)


def _misplaced(words: tuple[Word, ...], word: Word) -> WordFault | None:
    """Why a word cannot stand below another one as it should; None: it can."""
    above = ABOVE.get(word.kind)
    if above is None:
        return None
    if not word.parent:
        return WordFault.NO_GOAL if above is Kind.GOAL else None
    if all((other.kind, other.code, other.parent) != (above, word.parent, "") for other in words) or word.parent == word.code:
        return WordFault.UNKNOWN
    if any(other.kind is word.kind and other.parent == word.code for other in words):
        return WordFault.HAS_GROUPS
    return None
