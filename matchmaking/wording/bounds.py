"""What a bound stands on, in words."""

from __future__ import annotations

from scheduler.checker.bounds import Footing, StandingBound
from scheduler.problem import MAXIMISED

ON = {Footing.DEFINITION: "by what the goal counts", Footing.EVIDENCE: "recomputed from the evidence"}


def standing_in_words(standing: StandingBound) -> str:
    """Say a bound and what it stands on, in English."""
    most = "at most" if standing.goal in MAXIMISED else "at least"
    bound = f"{standing.goal}: {most} {standing.bound:,}"
    if standing.on in ON:
        return f"{bound}, {ON[standing.on]}"
    how = f"a search ({standing.by})" if standing.by else "a search"
    why = f" (prices do not count: {standing.unfit})" if standing.unfit else ""
    shown = f"{most} {standing.shown:,} by what can be recomputed"
    return f"{bound}, by {how} that only solving again can repeat{why}; {shown}"
