"""How well offers answer needs, and the reason in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.planning import EventData, best_fit, fit
from matchmaking.planning.event import Event, Need, Offer
from matchmaking.planning.fit import NO_FIT
from matchmaking.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()


def offer(group: str, strategies: str, supplier: str = "S1") -> Offer:
    return Offer(f"{supplier} {group}", supplier, "en", "Title", "Words.", group, tuple(strategies.split()), ("sale",))


def need(group: str, wants: str, buyer: str = "B1") -> Need:
    codes = wants.split()
    goals = tuple(sorted({code[0] for code in codes}))
    strategies = tuple(code for code in codes if len(code) > 1)
    return Need(f"{buyer} {group}", buyer, "en", "To sit", group, goals, strategies, "3", "10", "2027")


@pytest.mark.parametrize(
    ("offered", "wanted", "score", "reason"),
    [
        # Half for the group, half for the share of the wanted strategies: 50 + 50 * 2/2.
        (("FUR", "C2 D5 A1"), ("FUR", "C2 D5"), 100, "same product group; strategies C2, D5"),
        # 50 + 50 * 1/2, and nothing for D.
        (("FUR", "C2"), ("FUR", "C2 D5"), 75, "same product group; strategy C2"),
        # C4 counts for half of C2: 50 + 50 * 0.5/2 = 62.5.
        (("FUR", "C4"), ("FUR", "C2 D5"), 62, "same product group; goal C"),
        # A goal alone counts in full: 50 + 50 * (1 + 0)/2.
        (("FUR", "A1"), ("FUR", "A D5"), 75, "same product group; goal A"),
        (("FUR", "C2 D1"), ("FUR", "C2 D5"), 87, "same product group; strategy C2; goal D"),
        (("FUR", "B1"), ("FUR", "C2 D5"), 50, "same product group"),
        (("FUR", "B1"), ("FUR", ""), 100, "same product group"),
        # 60 % of 100, and of 75.
        (("ICT", "C2 D5"), ("ICT-LAP", "C2 D5"), 60, "related product group; strategies C2, D5"),
        (("ICT-LAP", "C2"), ("ICT", "C2 D5"), 45, "related product group; strategy C2"),
        (("ICT-LAP", "C2 D5"), ("ICT-REP", "C2 D5"), 0, ""),
        (("LIG", "C2 D5"), ("FUR", "C2 D5"), 0, ""),
    ],
)
def test_fit_weighs_group_and_strategies(offered: tuple[str, str], wanted: tuple[str, str], score: int, reason: str) -> None:
    found = fit(offer(*offered), need(*wanted), TAXONOMY)
    assert (found.score, found.reason) == (score, reason)


GROUPS = st.sampled_from(sorted(TAXONOMY.groups))
CODES = st.lists(st.sampled_from(sorted(TAXONOMY.strategies)), max_size=6, unique=True).map(" ".join)


@given(GROUPS, CODES, GROUPS, CODES, st.sampled_from(sorted(TAXONOMY.strategies)))
def test_another_strategy_never_makes_an_offer_fit_less(group: str, has: str, wanted: str, wants: str, more: str) -> None:
    needed = need(wanted, wants)
    before, after = fit(offer(group, has), needed, TAXONOMY), fit(offer(group, f"{has} {more}"), needed, TAXONOMY)
    assert 0 <= before.score <= after.score <= 100
    assert (before.score > 0) == bool(before.reason)


@given(GROUPS, CODES)
def test_offer_of_all_that_is_wanted_fits_entirely(group: str, wants: str) -> None:
    assert fit(offer(group, wants), need(group, wants), TAXONOMY).score == 100


def test_best_fit_takes_the_best_of_all_pairs_in_either_order() -> None:
    event = Event("E", "E", "Hall", "Europe/Brussels", ())
    good, poor = offer("FUR", "C2 D5"), offer("LIG", "C2")
    chairs, lamps = need("FUR", "C2 D5"), need("LIG", "D1")
    data = EventData(event, TAXONOMY, offers=(poor, good), needs=(lamps, chairs))
    for pair in (("S1", "B1"), ("B1", "S1")):
        found, offered, needed = best_fit(data, *pair)
        assert (found.score, offered, needed) == (100, good, chairs)
    assert best_fit(data, "S1", "S2") == (NO_FIT, None, None)
