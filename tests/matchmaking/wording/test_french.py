"""French: its sentences say what the English ones say."""

from __future__ import annotations

from string import Formatter

from matchmaking.wording import for_people
from matchmaking.wording.english import RULES as ENGLISH_RULES
from matchmaking.wording.french import FRENCH, RULES
from scheduler.checker import Rule, Violation
from tests.support.worded_event import event

SAID = ("Anna a 1 rendez-vous", "Anna a 2 rendez-vous")


def filled(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def test_every_rule_is_told_with_the_same_things_filled_in() -> None:
    assert {rule: filled(sentence) for rule, sentence in RULES.items()} == {rule: filled(s) for rule, s in ENGLISH_RULES.items()}
    assert FRENCH.sentences == RULES


def test_sentences_count_with_nouns_that_there_are_and_end_without_a_full_stop() -> None:
    for sentence in RULES.values():
        assert {spec for _, _, spec, _ in Formatter().parse(sentence) if spec} <= set(FRENCH.nouns)
        assert not sentence.endswith(".")


def test_one_and_several_and_a_role_are_told_in_it() -> None:
    told = [for_people(event(), [Violation(Rule.MAX_MEETINGS, ("a",), found=n, allowed=n - 1)], "fr")[0] for n in (1, 2)]
    assert all(line.startswith(said) for line, said in zip(told, SAID, strict=True))
    few = Violation(Rule.ROLE_MINIMUM, dialogues=("d",), slots=("S1",), role="buyer", found=0, allowed=1)
    assert "acheteur" in for_people(event(), [few], "fr")[0]
    assert "buyer" not in for_people(event(), [few], "fr")[0]
