"""What others may use of planning."""

from __future__ import annotations

import matchmaking.planning
from matchmaking.planning import faults_of, from_documents, to_documents, to_problem
from scheduler.files.reading import parse_problem
from scheduler.files.writing import problem_to_json
from tests.support.seam_event import DATA


def test_every_name_that_is_told_is_there_and_told_once() -> None:
    names = matchmaking.planning.__all__
    assert names == sorted(set(names))
    assert all(hasattr(matchmaking.planning, name) for name in names)


def test_event_goes_from_its_files_to_a_problem_that_can_be_read() -> None:
    data = from_documents(to_documents(DATA), DATA.taxonomy)
    assert data == DATA
    assert faults_of(data) == ()
    problem = to_problem(data)
    assert parse_problem(problem_to_json(problem), "p.json") == problem
    assert [slot.id for slot in problem.slots] == ["a", "b", "c", "d", "e"]
