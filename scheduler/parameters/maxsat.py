"""MaxSAT in processes of its own."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class MaxSatParameters:
    """When MaxSAT runs, and how it asks from above.

    Attributes
    ----------
    columns
        Of the largest model that is worth writing as clauses, 0 or more.
    solver
        Name of the SAT solver in python-sat, for both ways.
    counted
        Costs that the counter of the way from above tells apart, 1 or more, from what is proven on: its size grows with them.
    conflicts
        That its first questions may take, 1 or more. Each time that no smaller question is left, twice as many.
    conflict_rate
        Conflicts for each second of a reproducible run, above 0; several times slower machines meet no fewer.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    columns: int = 60_000
    solver: str = "cd15"
    counted: int = 60
    conflicts: int = 3_000
    conflict_rate: int = 1_200

    def __post_init__(self) -> None:
        require_range(self, "columns")
        require_range(self, "counted", "conflicts", "conflict_rate", least=1)
