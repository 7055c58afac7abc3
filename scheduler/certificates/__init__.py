"""The evidence for a plan's bounds: prices that anybody can add up again, and the name of the search where there is nothing better."""

from __future__ import annotations

from scheduler.certificates.collecting import Asked, collect_evidence
from scheduler.certificates.prices import Prices
from scheduler.certificates.relaxing import linear_program, multipliers_evidence, request_evidence

__all__ = ["Asked", "Prices", "collect_evidence", "linear_program", "multipliers_evidence", "request_evidence"]
