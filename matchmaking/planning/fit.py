"""How well an offer answers a need, by their tags, and the reason in words."""

from __future__ import annotations

from dataclasses import dataclass

from matchmaking.planning.event import EventData, Need, Offer
from matchmaking.taxonomy import Taxonomy

SAME, RELATED = "same product group", "related product group"
GROUP_SHARE = {SAME: 100, RELATED: 60}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well two sets of tags go together.

    Attributes
    ----------
    score
        0 to 100.
    group
        `SAME`, `RELATED` (both below the same upper group, or one is that group), or None.
    strategies
        Wanted strategies that the offer has.
    goals
        Wanted goals that the offer serves, though by none of the strategies that the need names.
    """

    score: int = 0
    group: str | None = None
    strategies: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        """For example ``same product group; strategies C2, D5; goal A``; empty where nothing fits."""
        parts = [self.group] if self.group else []
        for word, codes in (("strateg", self.strategies), ("goal", self.goals)):
            if codes:
                ending = {"strateg": ("y", "ies"), "goal": ("", "s")}[word][len(codes) > 1]
                parts.append(f"{word}{ending} {', '.join(codes)}")
        return "; ".join(parts)


NO_FIT = Fit()


def fit(offer: Offer, need: Need, taxonomy: Taxonomy) -> Fit:
    """Compare an offer's tags with a need's.

    A product group in common is the condition: lamps with a take-back scheme do not answer a need to sit. Given that, half of
    the score is certain and the other half is the share of what is wanted that the offer has. A wanted strategy counts in full
    where the offer has it and for half where the offer serves its goal in another way; a goal that is wanted without naming a
    strategy counts in full for any strategy of that goal. A group that is only related takes the score to 60 %.

    Parameters
    ----------
    offer, need
        Their tags have to be known to ``taxonomy``.
    """
    group = _index_dialogue(offer.product_group, need.product_group, taxonomy)
    if group is None:
        return NO_FIT
    served = {taxonomy.goal_of(code) for code in offer.strategies}
    named = {taxonomy.goal_of(code) for code in need.strategies}
    only_goals = [goal for goal in need.goals if goal not in named]
    exact = tuple(code for code in taxonomy.strategies if code in need.strategies and code in offer.strategies)
    partly = [code for code in need.strategies if code not in exact and taxonomy.goal_of(code) in served]
    wanted = len(need.strategies) + len(only_goals)
    halves = 2 * (len(exact) + sum(goal in served for goal in only_goals)) + len(partly)
    score = GROUP_SHARE[group] * (2 * wanted + halves) // (4 * wanted) if wanted else GROUP_SHARE[group]
    met = {taxonomy.goal_of(code) for code in exact}
    wanted_goals = named | set(only_goals)
    goals = tuple(goal.code for goal in taxonomy.goals if goal.code in wanted_goals & served - met)
    return Fit(score, group, exact, goals)


def best_fit(data: EventData, one: str, other: str) -> tuple[Fit, Offer | None, Need | None]:
    """Find the offer of either that best answers a need of the other.

    Returns
    -------
    tuple
        The fit with its offer and need; `NO_FIT`, None, None where nothing of the one answers the other.
    """
    best: tuple[Fit, Offer | None, Need | None] = (NO_FIT, None, None)
    for supplier, buyer in ((one, other), (other, one)):
        for offer in data.offers_of.get(supplier, ()):
            for need in data.needs_of.get(buyer, ()):
                found = fit(offer, need, data.taxonomy)
                if found.score > best[0].score:
                    best = (found, offer, need)
    return best


def _index_dialogue(offered: str, needed: str, taxonomy: Taxonomy) -> str | None:
    if offered == needed:
        return SAME
    top = taxonomy.top_of(offered)
    # Two leaves of one branch are rivals for attention, not answers: a laptop is no printer.
    if top == taxonomy.top_of(needed) and top in (offered, needed):
        return RELATED
    return None
