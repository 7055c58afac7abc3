"""Named numbers of how to solve: sizes, shares of the time and patience, each with its unit, its range and why it is what it is.

A part of the engine reads its own, as in ``settings.parameters.repair.equal_options``. What an organiser decides is in
`scheduler.settings.Settings` itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from scheduler.parameters.annealing import AnnealingParameters
from scheduler.parameters.asking import AskingParameters
from scheduler.parameters.break_bounds import BreakBoundParameters
from scheduler.parameters.clauses import ClauseParameters
from scheduler.parameters.conflicts import ConflictParameters
from scheduler.parameters.evidence import EvidenceParameters
from scheduler.parameters.first_plan import FirstPlanParameters
from scheduler.parameters.highs import HighsParameters
from scheduler.parameters.linear_first import LinearFirstParameters
from scheduler.parameters.lns import LnsParameters
from scheduler.parameters.max_min import MaxMinParameters
from scheduler.parameters.maxsat import MaxSatParameters
from scheduler.parameters.optimal_face import OptimalFaceParameters
from scheduler.parameters.optimal_face_race import OptimalFaceRaceParameters
from scheduler.parameters.outcome import OutcomeParameters
from scheduler.parameters.placement import PlacementParameters
from scheduler.parameters.price_and_schedule import PriceAndScheduleParameters
from scheduler.parameters.reduced_cost_fixing import ReducedCostFixingParameters
from scheduler.parameters.remedies import RemedyParameters
from scheduler.parameters.rens import RensParameters
from scheduler.parameters.repair import MinimisingParameters, RepairParameters, SettlingParameters
from scheduler.parameters.run import RunParameters
from scheduler.parameters.slot_matching import SlotMatchingParameters
from scheduler.parameters.slot_pairs import SlotPairParameters
from scheduler.parameters.stages import StageParameters
from scheduler.parameters.telling import TellingParameters

__all__ = [
    "DEFAULTS",
    "AnnealingParameters",
    "AskingParameters",
    "BreakBoundParameters",
    "ClauseParameters",
    "ConflictParameters",
    "EvidenceParameters",
    "FirstPlanParameters",
    "HighsParameters",
    "LinearFirstParameters",
    "LnsParameters",
    "MaxMinParameters",
    "MaxSatParameters",
    "MinimisingParameters",
    "OptimalFaceParameters",
    "OptimalFaceRaceParameters",
    "OutcomeParameters",
    "Parameters",
    "PlacementParameters",
    "PriceAndScheduleParameters",
    "ReducedCostFixingParameters",
    "RemedyParameters",
    "RensParameters",
    "RepairParameters",
    "RunParameters",
    "SettlingParameters",
    "SlotMatchingParameters",
    "SlotPairParameters",
    "StageParameters",
    "TellingParameters",
]


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters of all parts of the engine, one field a part."""

    annealing: AnnealingParameters = field(default_factory=AnnealingParameters)
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
    run: RunParameters = field(default_factory=RunParameters)
    stages: StageParameters = field(default_factory=StageParameters)
    linear_first: LinearFirstParameters = field(default_factory=LinearFirstParameters)
    first_plan: FirstPlanParameters = field(default_factory=FirstPlanParameters)
    slot_matching: SlotMatchingParameters = field(default_factory=SlotMatchingParameters)
    lns: LnsParameters = field(default_factory=LnsParameters)
    slot_pairs: SlotPairParameters = field(default_factory=SlotPairParameters)
    reduced_cost_fixing: ReducedCostFixingParameters = field(default_factory=ReducedCostFixingParameters)
    price_and_schedule: PriceAndScheduleParameters = field(default_factory=PriceAndScheduleParameters)
    max_min: MaxMinParameters = field(default_factory=MaxMinParameters)
    rens: RensParameters = field(default_factory=RensParameters)
    optimal_face_race: OptimalFaceRaceParameters = field(default_factory=OptimalFaceRaceParameters)
    break_bounds: BreakBoundParameters = field(default_factory=BreakBoundParameters)


DEFAULTS = Parameters()
"""Those of every run that sets none."""
