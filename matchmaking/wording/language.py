"""A language in which violations are worded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WITH_A_DIALOGUE = "_with_a_dialogue"
"""Behind the code of a rule: what is said in its place where a dialogue is among what is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """How sentences and the names in them are put together.

    Attributes
    ----------
    code
        Of ISO 639-1.
    sentences
        By the code of a rule, with the names of what `matchmaking.wording.sentences` fills in; without a full stop.
    nouns
        By the word that a sentence counts with: of one and of several.
    none_is_one
        Whether none of a thing is said as of one thing.
    roles
        By the role in the problem; what is not in here is a word of the event's own.
    """

    code: str
    sentences: Mapping[str, str]
    nouns: Mapping[str, tuple[str, str]]
    none_is_one: bool
    roles: Mapping[str, str]
    conjunction: str
    nobody: str
    nothing: str
    pair: str
    in_slot: str
    at_time: str
    at_time_on_day: str
    at_place: str
    dialogue_id: str
    dialogue_topic: str

    def listed(self, names: Sequence[str]) -> str:
        """`a, b and c`."""
        if not names:
            return self.nothing
        return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {self.conjunction} {names[-1]}"

    def counted(self, number: int, noun: str) -> str:
        """`1 meeting`, `2 meetings`."""
        one, several = self.nouns[noun]
        return f"{number} {one if number == 1 or (self.none_is_one and not number) else several}"


class Number:
    """A number in a sentence: ``{found:meetings}`` counts, any other format is that of whole numbers."""

    def __init__(self, number: int, language: Language) -> None:
        self._number, self._language = number, language

    def __format__(self, spec: str) -> str:
        """Count with a noun of the language, or format as a number."""
        return self._language.counted(self._number, spec) if spec in self._language.nouns else format(self._number, spec)
