"""A violation as a sentence without a full stop: the words are the language's, the names are looked up, nothing is replaced in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from matchmaking.wording.dutch import DUTCH
from matchmaking.wording.english import ENGLISH
from matchmaking.wording.french import FRENCH
from matchmaking.wording.language import WITH_A_DIALOGUE, Language, Number
from matchmaking.wording.names import FileNames, Names, PeoplesNames
from scheduler.checker import Violation
from scheduler.problem import Problem

LANGUAGES = {language.code: language for language in (ENGLISH, DUTCH, FRENCH)}


def in_words(problem: Problem, violations: Iterable[Violation]) -> list[str]:
    """Say what is wrong to whoever wrote the files, in English and with their ids."""
    sentence = Sentences(FileNames(problem, ENGLISH), ENGLISH).sentence
    return [sentence(violation) for violation in violations]


def for_people(problem: Problem, violations: Iterable[Violation], language: str = ENGLISH.code) -> list[str]:
    """Say what is wrong without ids, which nobody reads.

    Parameters
    ----------
    language
        Of ISO 639-1; one that there is not is worded in English, and so is what only files can have wrong.
    """
    spoken = LANGUAGES.get(language, ENGLISH)
    own, other = (Sentences(PeoplesNames(problem, each), each) for each in (spoken, ENGLISH))
    return [(own if violation.rule in spoken.sentences else other).sentence(violation) for violation in violations]


class Sentences:
    """Fills in the sentences of a language."""

    def __init__(self, names: Names, language: Language) -> None:
        self._names, self._language = names, language

    def sentence(self, violation: Violation) -> str:
        """Say one violation."""
        sentences = self._language.sentences
        with_a_dialogue = sentences.get(f"{violation.rule}{WITH_A_DIALOGUE}") if violation.dialogues else None
        return (with_a_dialogue or sentences[violation.rule]).format_map(self._filled(violation))

    def _filled(self, violation: Violation) -> dict[str, object]:
        names, language = self._names, self._language
        said, true = violation.said, violation.true
        doing = [*map(names.meeting, violation.requests), *map(names.dialogue, violation.dialogues)]
        return {
            "who": _nth(violation.participants, 0, names.participant) or language.nobody,
            "other": _nth(violation.participants, 1, names.participant),
            "request": _nth(violation.requests, 0, names.request),
            "other_request": _nth(violation.requests, 1, names.request),
            "dialogue": _nth(violation.dialogues, 0, names.dialogue),
            "slot": _nth(violation.slots, 0, names.slot),
            "slots": language.listed([names.slot(slot) for slot in violation.slots]),
            "at": _nth(violation.slots, 0, names.at),
            "other_at": _nth(violation.slots, 1, names.at),
            "spot": self._spot(violation, 0),
            "other_spot": self._spot(violation, 1),
            "place": _nth(violation.places, 0, str),
            "places": language.listed(violation.places),
            "doing": language.listed(doing),
            "role": language.roles.get(violation.role, violation.role),
            "goal": violation.goal,
            "found": Number(violation.found or 0, language),
            "allowed": Number(violation.allowed or 0, language),
            "kind": _nth(said, 0, str),
            "detail": ", ".join(said[1:]) or language.nobody,
            "said": ", ".join(said) or language.nothing,
            "true": ", ".join(true) or language.nothing,
            "because": self.sentence(violation.because) if violation.because else "",
        }

    def _spot(self, violation: Violation, k: int) -> str:
        """A slot and its place; where there are fewer places than slots, those of the last slots are known."""
        if len(violation.slots) <= k:
            return ""
        at, place = self._names.at(violation.slots[k]), k - (len(violation.slots) - len(violation.places))
        return at if place < 0 else f"{at} {self._language.at_place.format(place=violation.places[place])}"


def _nth(ids: Sequence[str], k: int, name: Callable[[str], str]) -> str:
    return name(ids[k]) if len(ids) > k else ""
