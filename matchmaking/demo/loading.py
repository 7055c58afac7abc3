"""Read the stored demo event."""

from __future__ import annotations

from matchmaking.data import fixture
from matchmaking.planning import EventData, faults_of, read_folder
from matchmaking.taxonomy import load_taxonomy
from scheduler.errors import UnusableInput


def load_demo() -> EventData:
    """Read ``fixtures/demo``, one file a kind, with the default vocabulary.

    Raises
    ------
    UnusableInput
        Where somebody has edited the files and something in them no longer holds.
    """
    data = read_folder(fixture("demo"), load_taxonomy())
    if faults := faults_of(data):
        raise UnusableInput("demo", faults)
    return data
