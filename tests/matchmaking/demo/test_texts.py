"""The generator's material, and the streams of chance that deal it out."""

from __future__ import annotations

from collections import Counter

import pytest

from matchmaking.demo.texts import need_texts, stream, supplier_texts, text, weighted_sample
from matchmaking.taxonomy import load_taxonomy


def test_each_topic_and_seed_has_a_stream_of_its_own() -> None:
    draws = {(seed, topic): stream(seed, topic).random() for seed in (1, 11) for topic in ("a", "1/a")}
    assert len(set(draws.values())) == 4
    assert stream(1, "a").random() == draws[1, "a"]


@pytest.mark.parametrize(("most", "drawn"), [(0, 0), (2, 2), (3, 3), (9, 3)])
def test_sample_is_of_different_items_and_of_none_with_weight_0(most: int, drawn: int) -> None:
    found = weighted_sample(stream(1, "x"), ["a", "b", "never", "c"], [1, 5, 0, 2], most)
    assert len(found) == len(set(found)) == drawn
    assert "never" not in found


def test_heavier_items_are_drawn_more_often() -> None:
    chance = stream(1, "odds")
    first = Counter(weighted_sample(chance, ["rare", "common"], [1, 9], 1)[0] for _ in range(500))
    assert first["common"] > 5 * first["rare"]


def test_every_text_has_tags_that_the_vocabulary_knows() -> None:
    known = load_taxonomy()
    needs, offers = need_texts(), [offer for supplier in supplier_texts() for offer in supplier["offer"]]
    assert {need["group"] for need in needs} <= set(known.groups)
    assert {offer["product_group"] for offer in offers} <= set(known.groups)
    assert {code for offer in offers for code in offer["strategies"].split()} <= set(known.strategies)
    assert {need["language"] for need in needs} == {"nl", "fr", "en"}


def test_file_is_read_once() -> None:
    assert text("words") is text("words")
