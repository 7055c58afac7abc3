"""The readable data that ships with the package."""

from __future__ import annotations

import pytest

import matchmaking
from matchmaking.data import FIXTURES, fixture


@pytest.mark.parametrize("name", ["demo", "taxonomy.json", "texts/words.toml", "spreadsheet-example"])
def test_fixture_is_found_beside_the_package(name: str) -> None:
    assert fixture(name) == FIXTURES / name
    assert fixture(name).exists()
    assert str(FIXTURES).startswith(matchmaking.__path__[0])


def test_what_is_not_there_is_told_by_its_name() -> None:
    with pytest.raises(FileNotFoundError, match=r"no such fixture: demo/nothing\.json"):
        fixture("demo/nothing.json")
