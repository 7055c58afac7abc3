"""Repair of a published plan: what is opened, how it is settled, and how one cost is minimised."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.parameters.ranges import require_range


@dataclass(frozen=True, slots=True)
class RepairParameters:
    """What a repair looks at.

    Attributes
    ----------
    zone_options
        Open options, 0 or more, up to which zones are part of the model.
    zone_options_whole
        Options in all, 0 or more, up to which an instance that tells zones apart is built.
    fewest_seconds
        Beyond the patience, 0 or more, to prove the fewest changes.
    equal_options
        Open options, 0 or more, above which one of several equal choices of what stays is settled on.
    choice_share
        Of the time left, 0 to 1, for that choice among equals.
    choice_seconds
        For it at least, 0 or more: it decides what all the rest can be worth.
    apart_options
        (request, slot, place), 0 or more, that single places may make of the whole event.
    apart_ways
        Ways to hold what has to be held, 0 or more, were all places told apart: up to so many they are, to count the changes.
    apart_for_each
        Options with places told apart for each without, 0 or more, up to which those that may be new are told apart as well.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    zone_options: int = 6_000
    zone_options_whole: int = 60_000
    fewest_seconds: float = 1.0
    equal_options: int = 40_000
    choice_share: float = 0.3
    choice_seconds: float = 1.5
    apart_options: int = 20_000_000
    apart_ways: int = 2_000_000
    apart_for_each: int = 2

    def __post_init__(self) -> None:
        require_range(self, "zone_options", "zone_options_whole", "fewest_seconds", "equal_options", "choice_seconds")
        require_range(self, "apart_options", "apart_ways", "apart_for_each")
        require_range(self, "choice_share", most=1)


@dataclass(frozen=True, slots=True)
class SettlingParameters:
    """How a repair settles its goals one by one among what is open.

    Attributes
    ----------
    exact_columns
        Open columns, 0 or more, up to which CP-SAT sees all of them at once.
    linear_share
        Of the time left, 0 to 1, for the goals that are linear in the decisions, where others follow.
    wide_columns
        Columns, 0 or more, above which a relaxation and what it leaves are worth waiting for: what is held before is far from the best.
    relaxed_seconds, branched_seconds
        That these two may take, 0 or more, though the time for improving is over.
    round_seconds
        That one round of neighbourhoods takes, 0 or more; none is begun that would end too late.
    large_requests
        Requests, 0 or more, above which a round takes longer, most of it to write it down.
    large_round_seconds
        That it then takes, 0 or more.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    exact_columns: int = 10_000
    linear_share: float = 0.7
    wide_columns: int = 40_000
    relaxed_seconds: float = 6.0
    branched_seconds: float = 1.5
    round_seconds: float = 0.5
    large_requests: int = 20_000
    large_round_seconds: float = 4.0

    def __post_init__(self) -> None:
        require_range(self, "exact_columns", "wide_columns", "relaxed_seconds", "branched_seconds")
        require_range(self, "round_seconds", "large_requests", "large_round_seconds")
        require_range(self, "linear_share", most=1)


@dataclass(frozen=True, slots=True)
class MinimisingParameters:
    """How a repair minimises one cost over a program that is nearly decided.

    Attributes
    ----------
    relaxed_columns
        Columns, 0 or more, above which a relaxation comes first: with fewer, CP-SAT is quicker by itself.
    exact_columns
        Columns, 0 or more, above which CP-SAT takes long to read a program, and is not asked when the time is over.
    glop_entries
        Entries of a program, 0 or more, above which HiGHS solves its relaxation instead of GLOP: it is quicker, and can be interrupted.
    grace
        Seconds, 0 or more, that a relaxation may take beyond the end of what is only to improve: a bound is worth that.
    units
        Of CP-SAT's deterministic time, above 0, in a reproducible run.

    Raises
    ------
    ValueError
        If a value is out of its range.
    """

    relaxed_columns: int = 200
    exact_columns: int = 10_000
    glop_entries: int = 1_000_000
    grace: float = 1.0
    units: float = 8.0

    def __post_init__(self) -> None:
        require_range(self, "relaxed_columns", "exact_columns", "glop_entries", "grace")
        require_range(self, "units", least=0.001)
