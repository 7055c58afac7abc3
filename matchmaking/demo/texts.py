"""The generator's material: what people wrote in ``fixtures/texts``, and the streams of chance that deal it out."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from matchmaking.data import fixture

SUPPLIERS = ("building", "office", "ict", "services")
NEEDS = ("building", "furniture", "light_green_clean", "ict", "textile_food")

Item = TypeVar("Item")


@cache
def text(name: str) -> dict[str, Any]:
    """Read one file of texts."""
    return tomllib.loads(fixture(f"texts/{name}.toml").read_text("utf-8"))


def supplier_texts() -> list[dict[str, Any]]:
    """Read every supplier with its offers, in the order of the files."""
    return [supplier for part in SUPPLIERS for supplier in text(f"suppliers_{part}")["supplier"]]


def need_texts() -> list[dict[str, Any]]:
    """Read every need, each with its product ``group`` and ``language``, in the order of the files."""
    return [
        need | {"group": group, "language": language}
        for part in NEEDS
        for group, languages in text(f"needs_{part}").items()
        for language, needs in languages.items()
        for need in needs
    ]


def stream(seed: int, topic: str) -> random.Random:
    """Make a stream of chance of its own for each topic, so that a change to one leaves the others as they are."""
    return random.Random(f"{seed}/{topic}")


def weighted_sample(chance: random.Random, items: Sequence[Item], weights: Sequence[int], most: int) -> list[Item]:
    """Draw up to ``most`` different items, each time with odds as in ``weights``; an item of weight 0 never."""
    pool = {i: weight for i, weight in enumerate(weights) if weight > 0}
    drawn: list[Item] = []
    while pool and len(drawn) < most:
        i = chance.choices(list(pool), list(pool.values()))[0]
        del pool[i]
        drawn.append(items[i])
    return drawn
