"""A vocabulary as a list of words that can be changed one at a time, and back to the form in which it is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from matchmaking.taxonomy import STAGES, ProductGroup, Tag, Taxonomy


class Kind(StrEnum):
    """Which list of the vocabulary a word is in."""

    GROUP = "product-groups"
    GOAL = "goals"
    STRATEGY = "strategies"
    THEME = "themes"
    STEP = "steps"
    BUSINESS_MODEL = "business-models"


# Where a word hangs below another one, and in which list that is.
ABOVE = {Kind.GROUP: Kind.GROUP, Kind.STRATEGY: Kind.GOAL}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a vocabulary.

    Attributes
    ----------
    label
        Language code to words.
    parent
        Code of the upper product group or of the goal that it belongs to; empty: of none.
    stage
        Of a goal, one of `matchmaking.taxonomy.STAGES`; empty for all others.
    """

    kind: Kind
    code: str
    label: dict[str, str]
    parent: str = ""
    stage: str = ""


def words_of(taxonomy: Taxonomy) -> tuple[Word, ...]:
    """List the words of a vocabulary, each upper one before those below it."""
    words = []
    for top in taxonomy.product_groups:
        words.append(_word(Kind.GROUP, top))
        words += [_word(Kind.GROUP, group, top.code) for group in top.children]
    words += [Word(Kind.GOAL, goal.code, goal.label, stage=goal.stage) for goal in taxonomy.goals]
    words += [_word(Kind.STRATEGY, tag, goal.code) for goal in taxonomy.goals for tag in goal.strategies]
    for kind, tags in ((Kind.THEME, taxonomy.themes), (Kind.STEP, taxonomy.steps), (Kind.BUSINESS_MODEL, taxonomy.business_models)):
        words += [_word(kind, tag) for tag in tags]
    return tuple(words)


def document_of(words: Iterable[Word]) -> dict[str, Any]:
    """Write words as `matchmaking.taxonomy.parse_taxonomy` reads them; a word whose parent is not there is left out."""
    document: dict[str, Any] = {"product_groups": [], "goals": [], "themes": [], "steps": [], "business_models": []}
    below: dict[tuple[Kind, str], list[dict[str, Any]]] = {}
    for word in words:
        row: dict[str, Any] = {"code": word.code, "label": dict(word.label)}
        if word.parent:
            below.setdefault((ABOVE[word.kind], word.parent), []).append(row)
            continue
        if word.kind is Kind.GOAL:
            row["stage"] = word.stage or STAGES[1]
            row["strategies"] = below.setdefault((Kind.GOAL, word.code), [])
        if word.kind is Kind.GROUP:
            row["children"] = below.setdefault((Kind.GROUP, word.code), [])
        document[word.kind.value.replace("-", "_")].append(row)
    return document


def with_word(words: Iterable[Word], changed: Word) -> tuple[Word, ...]:
    """Put a word in the place of that with its code, or after the last one of its list."""
    kept = list(words)
    for number, word in enumerate(kept):
        if (word.kind, word.code) == (changed.kind, changed.code):
            kept[number] = changed
            return tuple(kept)
    last = max((number for number, word in enumerate(kept) if word.kind is changed.kind), default=len(kept) - 1)
    return (*kept[: last + 1], changed, *kept[last + 1 :])


def without_word(words: Iterable[Word], kind: Kind, code: str) -> tuple[Word, ...]:
    """Leave a word out; harmless where it is not there."""
    return tuple(word for word in words if (word.kind, word.code) != (kind, code))


def _word(kind: Kind, tag: Tag | ProductGroup, parent: str = "") -> Word:
    return Word(kind, tag.code, dict(tag.label), parent)
