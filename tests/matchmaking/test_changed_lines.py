from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from matchmaking.agendas.entries import Entry
from matchmaking.changes import Kind, compare, earlier
from scheduler.plan import HeldDialogue, Plan
from tests.support.schedules import event

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
LINE = Entry("uid", START, START + timedelta(minutes=20), "Meeting: Bo", "Table 1", ("Bo",), "One of you asked to meet the other.")


def test_line_is_moved_where_only_its_end_changes():
    later = replace(LINE, end=LINE.end + timedelta(minutes=5))
    assert [change.kind for change in compare({("a", "uid"): LINE}, {("a", "uid"): later})] == [Kind.MOVED]


def test_table_that_ends_with_the_last_slot_is_known_and_one_beyond_is_left_out():
    problem = event([3], {"a": {}}, {}, {"T": {}}, {"D": {"wanted": "a", "length": 2, "must": False}})
    for start, left_out in (("S2", 0), ("S3", 1)):
        assert earlier(problem, Plan("", (), (HeldDialogue("D", start, "T", None, ("a",)),), (), ())).left_out == left_out
