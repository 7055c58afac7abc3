"""Parameters of annealing over Kempe chains."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class AnnealingParameters:
    """How long a round is, how hot it begins, and what a unit of each goal costs in it.

    Attributes
    ----------
    first_steps
        Changes tried in the first round for each request that is held, above 0.
    growth
        By how much each round is longer than the one before, at least 1.
    chunk
        Changes tried without looking at the clock, above 0.
    first_hot, hot, cold
        Temperatures, above 0, in units of the weights: at the beginning of the first round, of later ones, and at the end of each.
    walk_hot, walk_cold
        The same where moves count too.
    weights, walk_weights
        What a unit of each goal of agendas costs, in their order, two and three of them, above 0. Ratios are small, so that the
        search can pass through plans that are worse in the first goal; the best plan met is judged by the order of the goals alone.
    step_rate
        Changes tried for each second and core of a reproducible run, above 0; several times slower machines need no more.
    offer_share
        Share of the time that handing over better plans may take, 0 to 1.
    walk_share
        Share of the time left, before agendas are made compact, that is for moves where the model does not count them; 0 to 1.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    first_steps: int = 1_500
    growth: float = 2.0
    chunk: int = 50_000
    first_hot: float = 1.6
    hot: float = 1.0
    cold: float = 0.35
    walk_hot: float = 1.0
    walk_cold: float = 0.2
    weights: tuple[int, ...] = (2, 1)
    walk_weights: tuple[int, ...] = (4, 2, 1)
    step_rate: int = 500_000
    offer_share: float = 0.1
    walk_share: float = 0.25

    def __post_init__(self) -> None:
        require_range(self, "first_steps", "chunk", "step_rate", "growth", least=1)
        require_range(self, "first_hot", "hot", "cold", "walk_hot", "walk_cold", least=0.001)
        require_range(self, "offer_share", "walk_share", most=1)
        for name, many in (("weights", 2), ("walk_weights", 3)):
            weights = getattr(self, name)
            if len(weights) != many or min(weights) < 1:
                raise ValueError(f"AnnealingParameters.{name} has to be {many} whole numbers above 0, not {weights}")
