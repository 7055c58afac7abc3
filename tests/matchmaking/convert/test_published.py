"""Published B2BSOP instances become problems; what is wrong with one is said by line or index."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from matchmaking.convert import convert
from scheduler.errors import UnusableInput
from scheduler.problem import Fixed, Problem
from tests.support.published_instance import AFTERNOON, EITHER, MORNING, make_instance
from tests.support.tiers import examples

SMALL = """
% four people, three meetings
nBusiness = 4; nMeetings = 3; nTables = 2;
nTotalSlots = 4; nMorningSlots = 3;
requested = [| 1, 2, 1,
             | 1, 3, 2,
             | 3, 4, 3,
             |];
meetingsxBusiness = [{1,2,3}, {1,2}, {1,3,4}, {1,4}];
nMeetingsBusiness = [2, 1, 2, 1];
forbidden = [{0}, {0, 4}, {}, 1..2];
fixed = [0, 4, 0];
precedences = [{}, {1}, {0}];
"""


@pytest.fixture
def problem_of(tmp_path):
    def read(text: str, name: str = "small.dzn") -> Problem:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return convert(path)

    return read


@pytest.fixture
def faults_of(problem_of):
    def read(text: str) -> list[str]:
        with pytest.raises(UnusableInput) as caught:
            problem_of(text)
        return [str(fault) for fault in caught.value.faults]

    return read


def test_instance_becomes_problem_with_its_own_numbers(problem_of):
    problem = problem_of(SMALL)
    assert problem.id == "small"
    assert [p.id for p in problem.participants] == ["P1", "P2", "P3", "P4"]
    assert [r.participants for r in problem.requests] == [("P1", "P2"), ("P1", "P3"), ("P3", "P4")]
    assert [p.id for p in problem.places] == ["T01", "T02"]
    assert [s.id for s in problem.slots] == ["S01", "S02", "S03", "S04"]
    assert all(r.must for r in problem.requests)
    assert (problem.unavailable_counts_as_break, problem.max_break_difference, problem.goals) == (True, 2, ("breaks",))


def test_sessions_split_the_slots(problem_of):
    assert [r.slots for r in problem_of(SMALL).requests] == [{"S01", "S02", "S03"}, {"S04"}, None]


def test_zero_and_empty_sets_mean_none(problem_of):
    problem = problem_of(SMALL)
    assert [p.unavailable for p in problem.participants] == [set(), {"S04"}, set(), {"S01", "S02"}]
    assert problem.fixed == (Fixed("M2", "S04"),)
    assert [r.after for r in problem.requests] == [(), ("M1",), ()]


def test_slots_are_consecutive_on_one_day(problem_of):
    slots = problem_of(SMALL).slots
    assert slots[0].start == datetime(2020, 1, 6, 9, tzinfo=UTC)
    assert [s.end - s.start for s in slots] == [timedelta(minutes=20)] * 4
    assert [s.end for s in slots[:-1]] == [s.start for s in slots[1:]]


@pytest.mark.parametrize("count", [45, 46, 72, 73, 1440])
def test_any_number_of_slots_fits_one_day(problem_of, count):
    problem = problem_of(f"nBusiness=0; nMeetings=0; nTables=1; nTotalSlots={count}; requested=[||];")
    assert len(problem.slots) == count
    assert len({slot.day for slot in problem.slots}) == 1


def test_optional_keys_can_be_missing(problem_of):
    problem = problem_of("nBusiness=2; nMeetings=1; nTables=1; nTotalSlots=2; requested=[|1, 2, 3|];")
    assert problem.fixed == ()
    assert problem.requests[0].slots is None
    assert problem.participants[0].unavailable == frozenset()


@pytest.mark.parametrize(
    "text",
    [
        "requested = array2d(1..2, 1..3, [1,2,3, 2,3,3]); forbidden = [{1,2},{},{3}]; fixed = [0,2]; precedences = [{},{1}]",
        "requested = array2d(1..nMeetings, 1..3, [1,2,3, 2,3,3]); forbidden = [1..2,0,3]; fixed = [<>,{2}]; precedences = [0,1]",
        "requested = [1,2,3, 2,3,3]; forbidden = [|1,2|0,0|3,0|]; fixed = array1d(1..2,[0,2]); precedences = [{0},{0,1}]",
        "requested = [[1,2,3], [2,3,3]]; forbidden = [[2,1],[],[3]]; fixed = [{0},2]; precedences = [|0|1|]",
        "requested = [|1,2,3|2,3,3|] /* two */; forbidden = [{1} union 2..2,{},3..3] % end\n; fixed = [0,+2]; precedences = [1..0,1..1]",
    ],
)
def test_shapes_of_arrays_mean_the_same(problem_of, text):
    problem = problem_of(f"nBusiness=3; nMeetings=2; nTables=1; nTotalSlots=4; {text};")
    assert [r.participants for r in problem.requests] == [("P1", "P2"), ("P2", "P3")]
    assert [p.unavailable for p in problem.participants] == [{"S01", "S02"}, set(), {"S03"}]
    assert problem.fixed == (Fixed("M2", "S02"),)
    assert [r.after for r in problem.requests] == [(), ("M1",)]


def test_text_errors_are_told_together_with_their_lines(faults_of):
    assert faults_of("nBusiness = 2\nnMeetings = 1;\nnTables = ;\nnTables = 1; nTables = 2;\nfixed = {1.5};\nforbidden = [1, 2") == [
        'line 2: "nMeetings" stands where ";" is expected',
        'line 3: ";" stands where a value is expected',
        "line 4: nTables is given a second time; the first is on line 4",
        'line 5: "{" stands where a set of whole numbers is expected',
        'line 6: the file ends where a comma or "]" is expected',
    ]


def test_names_unknown_and_missing_are_told(faults_of):
    assert faults_of("nBusiness=1; nMeeting=0; nTables=1; nTotalSlots=1;") == [
        'line 1: "nMeeting" is not known; did you mean nMeetings?',
        "nMeetings is missing",
        "requested is missing",
    ]


def test_sizes_out_of_range_are_told(faults_of):
    assert faults_of("nBusiness=-1; nMeetings=1.5; nTables=999999999; nTotalSlots=2000; requested=[||];") == [
        "line 1, nBusiness: -1 is not between 0 and 100000",
        "line 1, nMeetings: has to be a whole number",
        "line 1, nTables: 999999999 is not between 0 and 100000",
        "line 1, nTotalSlots: 2000 is not between 0 and 1440",
    ]


def test_wrong_entries_are_told_with_their_index(faults_of):
    text = """nBusiness = 3; nMeetings = 6; nTables = 1; nTotalSlots = 4;
    requested = [|1,1,3 |1,9,3 |1,2,1 |1,2 |1,2,4|];
    forbidden = [5, {3, -1}, "x", 0];
    fixed = [{1,2}, 0, 0, 0, 0, 9];
    precedences = [{2}, {1}, {3}, {}, {}, 1..1000000000];"""
    assert faults_of(text) == [
        "line 2, requested: has 5 rows, but nMeetings is 6",
        "requested[1]: participant 1 cannot meet itself",
        "requested[2]: participant 9 is not between 1 and nBusiness, which is 3",
        "requested[3]: session 1 needs nMorningSlots, which is missing",
        "requested[4]: has to be three whole numbers: two participants and a session",
        "requested[5]: session 4 is not 1 (morning), 2 (afternoon) or 3 (either)",
        "line 3, forbidden: has 4 entries, but there are 3 participants",
        "forbidden[1]: slot 5 is not between 1 and 4",
        "forbidden[2]: slot -1 is not between 1 and 4",
        "forbidden[3]: has to be slot numbers, or 0 for none",
        "fixed[6]: slot 9 is not between 1 and 4",
        "precedences[6]: meeting 1000000000 is not between 1 and 6",
        "fixed[1]: a meeting has one slot, not 2",
        "precedences: go round in a circle: meeting 1 after 2 after 1",
        "precedences: go round in a circle: meeting 3 after 3",
    ]


@pytest.mark.parametrize("text", ["[" * 5000, "a = " + "array1d(" * 5000, "a = {1} union 7;", "a = " + "9" * 5000, "/*" * 5000, '"' * 5001])
def test_strange_text_is_unusable(faults_of, text):
    assert len(faults_of(text)) >= 1


@examples(0.6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="nBusines=;[]|{}(),.0123 \n%/*\"'-<>aryd", max_size=80), st.integers(0, len(SMALL)), st.integers(0, 40))
def test_altered_text_is_read_or_unusable(problem_of, noise, at, removed):
    try:
        outcome = problem_of(SMALL[:at] + noise + SMALL[at + removed :])
    except UnusableInput as error:
        outcome = error.faults
    assert outcome


@examples(0.6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_unusable(tmp_path, data):
    path = tmp_path / "any.dzn"
    path.write_bytes(data)
    with pytest.raises(UnusableInput):
        convert(path)


@pytest.mark.parametrize("seed", range(8))
def test_instance_of_the_size_of_an_event_keeps_its_numbers(problem_of, seed):
    instance = make_instance(seed)
    problem = problem_of(instance.text())
    slots = [slot.id for slot in problem.slots]
    meetings = [request.id for request in problem.requests]
    assert (len(slots), len(problem.places), len(problem.participants)) == (instance.slots, instance.tables, instance.people)
    assert [p.unavailable for p in problem.participants] == [{slots[t - 1] for t in away} for away in instance.forbidden]
    assert [r.participants for r in problem.requests] == [(f"P{one}", f"P{two}") for one, two, _ in instance.requested]
    sessions = [{slots[t - 1] for t in instance.session(session)} for _, _, session in instance.requested]
    assert [set(slots) if r.slots is None else r.slots for r in problem.requests] == sessions
    assert problem.fixed == tuple(Fixed(m, slots[t - 1]) for m, t in zip(meetings, instance.fixed, strict=True) if t)
    assert [set(r.after) for r in problem.requests] == [{meetings[m - 1] for m in before} for before in instance.precedences]


def test_made_up_instances_have_everything_that_published_ones_have():
    # what is read of them above would say little if none had it
    instances = [make_instance(seed) for seed in range(8)]
    assert {session for instance in instances for _, _, session in instance.requested} == {MORNING, AFTERNOON, EITHER}
    for instance in instances:
        assert min(len(instance.requested), sum(map(bool, instance.fixed)), sum(map(bool, instance.precedences))) > 2
    assert sum(any(instance.forbidden) for instance in instances) > 4
