"""Named numbers of how to solve: sizes, shares of the time and patience, each with its unit, its range and why it is what it is.

A part of the engine reads its own, as in ``settings.parameters.repair.equal_options``. What an organiser decides is in
`scheduler.settings.Settings` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.parameters.asking import AskingParameters
from scheduler.parameters.clauses import ClauseParameters
from scheduler.parameters.conflicts import ConflictParameters
from scheduler.parameters.evidence import EvidenceParameters
from scheduler.parameters.highs import HighsParameters
from scheduler.parameters.maxsat import MaxSatParameters
from scheduler.parameters.optimal_face import OptimalFaceParameters
from scheduler.parameters.outcome import OutcomeParameters
from scheduler.parameters.placement import PlacementParameters
from scheduler.parameters.remedies import RemedyParameters
from scheduler.parameters.repair import MinimisingParameters, RepairParameters, SettlingParameters
from scheduler.parameters.telling import TellingParameters

__all__ = [
    "DEFAULTS",
    "AskingParameters",
    "ClauseParameters",
    "ConflictParameters",
    "EvidenceParameters",
    "HighsParameters",
    "MaxSatParameters",
    "MinimisingParameters",
    "OptimalFaceParameters",
    "OutcomeParameters",
    "Parameters",
    "PlacementParameters",
    "RemedyParameters",
    "RepairParameters",
    "SettlingParameters",
    "TellingParameters",
]


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of all parts of the engine, one field a part."""

    asking: AskingParameters = field(default_factory=AskingParameters)
    clauses: ClauseParameters = field(default_factory=ClauseParameters)
    conflicts: ConflictParameters = field(default_factory=ConflictParameters)
    evidence: EvidenceParameters = field(default_factory=EvidenceParameters)
    highs: HighsParameters = field(default_factory=HighsParameters)
    maxsat: MaxSatParameters = field(default_factory=MaxSatParameters)
    minimising: MinimisingParameters = field(default_factory=MinimisingParameters)
    optimal_face: OptimalFaceParameters = field(default_factory=OptimalFaceParameters)
    outcome: OutcomeParameters = field(default_factory=OutcomeParameters)
    placement: PlacementParameters = field(default_factory=PlacementParameters)
    remedies: RemedyParameters = field(default_factory=RemedyParameters)
    repair: RepairParameters = field(default_factory=RepairParameters)
    settling: SettlingParameters = field(default_factory=SettlingParameters)
    telling: TellingParameters = field(default_factory=TellingParameters)


DEFAULTS = Parameters()
"""Those of every run that sets none."""
