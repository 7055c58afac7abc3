"""The named numbers of the engine's parts: each refuses what is out of its range, and says what it is."""

from __future__ import annotations

import pickle
import re
from dataclasses import Field, FrozenInstanceError, fields, replace
from typing import Any

import pytest

from scheduler.parameters import DEFAULTS, AnnealingParameters, Parameters
from scheduler.settings import Settings

PARTS: list[Any] = [getattr(DEFAULTS, part.name) for part in fields(Parameters)]
NUMBERS = [(part, each) for part in PARTS for each in fields(part) if each.type in ("int", "float")]


def name_of(value: Any) -> str:
    return value.name if isinstance(value, Field) else type(value).__name__


@pytest.mark.parametrize(("part", "number"), NUMBERS, ids=name_of)
def test_number_below_its_range_is_refused_by_name(part, number):
    with pytest.raises(ValueError, match=rf"^{type(part).__name__}\.{number.name} has to be (at least|from) .*, not -1$"):
        replace(part, **{number.name: -1})


@pytest.mark.parametrize(("part", "number"), [pair for pair in NUMBERS if "share" in pair[1].name], ids=name_of)
def test_share_above_all_is_refused(part, number):
    assert getattr(replace(part, **{number.name: 1}), number.name) == 1
    with pytest.raises(ValueError, match=r"has to be from 0 to 1, not 1\.01$"):
        replace(part, **{number.name: 1.01})


@pytest.mark.parametrize("part", PARTS, ids=name_of)
def test_each_number_of_a_part_is_described(part):
    described = type(part).__doc__.partition("Attributes\n")[2]
    names = re.findall(r"^    (\w[\w, ]*)$", described, re.MULTILINE)
    assert {name for line in names for name in line.split(", ")} == {each.name for each in fields(part)} | {"Raises", "ValueError"}


def test_settings_carry_the_defaults_unless_told_others():
    assert Settings().parameters is DEFAULTS == Parameters()
    with pytest.raises(FrozenInstanceError):
        DEFAULTS.placement.sweeps = 1
    few = replace(DEFAULTS, placement=replace(DEFAULTS.placement, sweeps=1))
    assert Settings(parameters=few).parameters.placement.sweeps == 1
    assert pickle.loads(pickle.dumps(few)) == few


@pytest.mark.parametrize(("name", "many"), [("weights", 2), ("walk_weights", 3)])
def test_each_goal_of_agendas_has_a_weight_above_0(name, many):
    assert getattr(AnnealingParameters(**{name: (1,) * many}), name) == (1,) * many
    for wrong in ((1,) * (many - 1), (1,) * (many + 1), (0, *(1,) * (many - 1))):
        with pytest.raises(ValueError, match=rf"^AnnealingParameters\.{name} has to be {many} whole numbers above 0"):
            AnnealingParameters(**{name: wrong})
