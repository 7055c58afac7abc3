"""From an event to a scheduler problem: what fits whom and why, what a meeting is worth, who may meet, and when."""

from __future__ import annotations

from matchmaking.planning.checking import faults_of
from matchmaking.planning.diaries import Diary, by_role, diaries, diary_of
from matchmaking.planning.documents import from_documents, read_folder, to_documents, to_text
from matchmaking.planning.event import EventData
from matchmaking.planning.fit import Fit, best_fit, fit
from matchmaking.planning.seam import questions, to_problem, why, worths
from matchmaking.planning.values import Term, Value, Weights, value_of, value_of_seat
from matchmaking.planning.wishes import Wish, pair_id, wishes

__all__ = [
    "Diary",
    "EventData",
    "Fit",
    "Term",
    "Value",
    "Weights",
    "Wish",
    "best_fit",
    "by_role",
    "diaries",
    "diary_of",
    "faults_of",
    "fit",
    "from_documents",
    "pair_id",
    "questions",
    "read_folder",
    "to_documents",
    "to_problem",
    "to_text",
    "value_of",
    "value_of_seat",
    "why",
    "wishes",
    "worths",
]
