"""From an event to a scheduler problem: what fits whom and why, what a meeting is worth, who may meet, and when."""

from __future__ import annotations

from matchmaking.planning.checking import faults_of
from matchmaking.planning.diaries import Diary, by_role, diaries, diary_of
from matchmaking.planning.documents import from_documents, read_folder, to_documents, to_text
from matchmaking.planning.event import EventData
from matchmaking.planning.fit import Fit, best_fit, fit
from matchmaking.planning.pairs import Pair, pair_id, pairs_of
from matchmaking.planning.seam import questions, to_problem, values_of, why
from matchmaking.planning.values import Term, Value, Weights, value_of, value_of_seat

__all__ = [
    "Diary",
    "EventData",
    "Fit",
    "Pair",
    "Term",
    "Value",
    "Weights",
    "best_fit",
    "by_role",
    "diaries",
    "diary_of",
    "faults_of",
    "fit",
    "from_documents",
    "pair_id",
    "pairs_of",
    "questions",
    "read_folder",
    "to_documents",
    "to_problem",
    "to_text",
    "value_of",
    "value_of_seat",
    "values_of",
    "why",
]
