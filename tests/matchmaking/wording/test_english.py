"""English: its sentences and nouns."""

from __future__ import annotations

from string import Formatter

from matchmaking.wording.english import ENGLISH, RULES
from matchmaking.wording.english_claims import CLAIMS
from matchmaking.wording.language import WITH_A_DIALOGUE
from scheduler.checker import Against, Claim, Rule


def counted(sentence: str) -> set[str]:
    return {spec for _, _, spec, _ in Formatter().parse(sentence) if spec and spec != ","}


def test_every_rule_claim_and_reason_against_has_a_sentence() -> None:
    assert set(RULES) == {*Rule, f"{Rule.CAPACITY}{WITH_A_DIALOGUE}"}
    assert set(CLAIMS) == {*Claim, *Against}
    assert ENGLISH.sentences == RULES | CLAIMS


def test_sentences_count_with_nouns_that_there_are_and_end_without_a_full_stop() -> None:
    for sentence in ENGLISH.sentences.values():
        assert counted(sentence) <= set(ENGLISH.nouns)
        assert not sentence.endswith(".")


def test_two_rules_are_not_told_alike() -> None:
    said = [text for code, text in RULES.items() if code not in (Rule.DIALOGUE_HELD_ONCE, Rule.DIALOGUE_MUST)]
    assert len(set(said)) == len(said)
