"""The stored demo event."""

from __future__ import annotations

from matchmaking.data import fixture
from matchmaking.demo.loading import load_demo
from matchmaking.planning import faults_of, read_folder
from matchmaking.taxonomy import load_taxonomy


def test_demo_is_the_folder_with_the_default_vocabulary_and_without_a_fault() -> None:
    demo = load_demo()
    assert demo == read_folder(fixture("demo"), load_taxonomy())
    assert demo.taxonomy == load_taxonomy()
    assert faults_of(demo) == ()


def test_each_call_reads_it_anew() -> None:
    assert load_demo() is not load_demo()
