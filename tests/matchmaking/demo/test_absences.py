"""When people of the demo event cannot meet, and why."""

from __future__ import annotations

from collections import Counter

from matchmaking.demo import load_demo
from matchmaking.demo.absences import CALLS, make_absences

DEMO = load_demo()
MADE = [absence for seed in range(10) for absence in make_absences(seed, DEMO.event, DEMO.participants)]


def test_reason_says_when_somebody_is_away() -> None:
    sessions = {session.id for session in DEMO.event.sessions}
    for absence in MADE:
        match absence.reason:
            case "attends a session":
                assert absence.session in sessions
                assert (absence.start, absence.end) == (None, None)
            case "arrives late":
                assert (absence.session, absence.start) == (None, None)
                assert absence.end is not None
            case "leaves early":
                assert (absence.session, absence.end) == (None, None)
                assert absence.start is not None
            case reason:
                assert reason in {call[0] for call in CALLS}
                assert absence.start is not None
                assert absence.end is not None
                assert absence.start < absence.end


def test_nobody_both_arrives_late_and_leaves_early() -> None:
    for seed in range(10):
        once = Counter(
            a.participant for a in make_absences(seed, DEMO.event, DEMO.participants) if a.reason in ("arrives late", "leaves early")
        )
        assert set(once.values()) == {1}


def test_only_buyers_have_calls_and_no_facilitator_attends_a_session() -> None:
    roles = {absence.reason: {DEMO.participant[a.participant].role for a in MADE if a.reason == absence.reason} for absence in MADE}
    assert roles["attends a session"] == {"buyer", "supplier"}
    assert roles["elsewhere: a telephone call"] == {"buyer"}


def test_about_a_quarter_of_the_buyers_attend_a_session() -> None:
    buyers = 10 * sum(person.role == "buyer" for person in DEMO.participants)
    attending = sum(a.reason == "attends a session" and DEMO.participant[a.participant].role == "buyer" for a in MADE)
    assert 0.2 < attending / buyers < 0.32
