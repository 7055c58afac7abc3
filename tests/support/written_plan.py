"""A plan of everything that a plan file can say but of remedies."""

from __future__ import annotations

from scheduler.plan import Evidence, GoalResult, HeldDialogue, Meeting, Plan, Reason, Unscheduled

PLAN = Plan(
    problem_sha256="ab" * 32,
    meetings=(Meeting("R1", "S1", "T1"),),
    dialogues=(HeldDialogue("D1", "S1", "T1", "F", ("B", "S")), HeldDialogue("D2", "S2", "T1", None, ())),
    unscheduled=(Unscheduled("R2", (Reason("participant_full", "B"), Reason("no_slot_left"))),),
    goals=(GoalResult("value", 7, 9), GoalResult("breaks", 2, 2)),
    run={"seconds": 1.5, "versions": {"ortools": "9.15"}},
    evidence=(Evidence("value", "prices", 9, {"diary": {"B": [0, 1]}}),),
)
