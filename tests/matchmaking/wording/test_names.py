"""What things are called: with their ids for files, without them for people."""

from __future__ import annotations

import pytest

from matchmaking.wording.dutch import DUTCH
from matchmaking.wording.english import ENGLISH
from matchmaking.wording.names import FileNames, PeoplesNames
from tests.support.worded_event import event

DAYS = [{"id": f"S{k}", "start": f"2026-11-{23 + k}T09:00:00Z", "end": f"2026-11-{23 + k}T09:20:00Z"} for k in (1, 2)]
FILES, PEOPLE, MANY_DAYS = FileNames(event(), ENGLISH), PeoplesNames(event(), ENGLISH), PeoplesNames(event(slots=DAYS), DUTCH)


@pytest.mark.parametrize(
    ("kind", "name", "files", "people"),
    [
        ("participant", "a", "Anna (a)", "Anna"),
        ("participant", "z", "z", "z"),
        ("request", "az", "az (Anna (a) with z)", "Anna – z"),
        ("meeting", "az", "az", "Anna – z"),
        ("dialogue", "d", "dialogue d (Light)", "the dialogue “Light”"),
        ("dialogue", "e", "dialogue e", "the dialogue “e”"),
        ("slot", "S1", "S1 (2026-11-24 11:00)", "11:00"),
        ("at", "S1", "in S1 (2026-11-24 11:00)", "at 11:00"),
    ],
)
def test_thing_is_called_by_id_for_files_and_by_name_for_people(kind: str, name: str, files: str, people: str) -> None:
    assert getattr(FILES, kind)(name) == files
    assert getattr(PEOPLE, kind)(name) == people


@pytest.mark.parametrize("kind", ["participant", "request", "meeting", "dialogue", "slot"])
def test_what_the_problem_does_not_have_is_called_by_its_id(kind: str) -> None:
    assert getattr(FILES, kind)("q9") == getattr(PEOPLE, kind)("q9") == "q9"
    assert FILES.at("q9") == PEOPLE.at("q9") == "in q9"


def test_day_is_told_in_the_language_where_there_are_several() -> None:
    assert MANY_DAYS.slot("S2") == "25 november, 09:00"
    assert MANY_DAYS.at("S2") == "om 09:00 op 25 november"
