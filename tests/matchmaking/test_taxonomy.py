"""The vocabulary: its codes are those of the field, and a broken one is refused with every fault at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from matchmaking.data import fixture
from matchmaking.taxonomy import LANGUAGES, load_taxonomy, parse_taxonomy
from scheduler.errors import UnusableInput

STRATEGIES = {"A": 5, "B": 3, "C": 8, "D": 6, "E": 6}


def document() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(fixture("taxonomy.json").read_text("utf-8"))
    return read


def faults_of(changed: object) -> list[str]:
    with pytest.raises(UnusableInput) as caught:
        parse_taxonomy(changed, "taxonomy.json")
    return [str(fault) for fault in caught.value.faults]


def test_default_taxonomy_has_the_codes_of_the_field() -> None:
    taxonomy = load_taxonomy()
    assert list(taxonomy.strategies) == [f"{goal}{n}" for goal, most in STRATEGIES.items() for n in range(1, most + 1)]
    assert [goal.stage for goal in taxonomy.goals] == ["input", "input", "use", "output", "output"]
    assert [step.code for step in taxonomy.steps] == list("1234567")
    assert len(taxonomy.themes) == 8
    assert [model.code for model in taxonomy.business_models] == ["sale", "lease", "rent", "service", "take-back"]
    assert [group.code for group in taxonomy.product_groups] == [
        "CON", "TEX", "CAT", "ICT", "FUR", "OFF", "LIG", "CLE", "GRE", "PUB", "CIR",
    ]  # fmt: skip
    assert [child.code for child in taxonomy.groups["ICT"].children] == ["ICT-LAP", "ICT-SRV", "ICT-PHO", "ICT-REP"]


def test_every_label_differs_from_every_other_in_its_list_and_language() -> None:
    taxonomy = load_taxonomy()
    lists = [tuple(taxonomy.groups.values()), taxonomy.goals, tuple(taxonomy.strategies.values()), taxonomy.themes, taxonomy.steps]
    for tags in lists:
        for language in LANGUAGES:
            assert len({tag.label[language] for tag in tags}) == len(tags)


def test_groups_and_strategies_know_what_they_belong_to() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy.top_of("ICT-LAP") == "ICT"
    assert taxonomy.top_of("FUR") == "FUR"
    assert taxonomy.goal_of("C5") == "C"
    with pytest.raises(KeyError):
        taxonomy.top_of("C5")


def test_organiser_may_add_a_language_and_a_group() -> None:
    changed = document()
    label = {"en": "Vehicles", "nl": "Voertuigen", "fr": "Véhicules", "de": "Fahrzeuge"}
    changed["product_groups"].append({"code": "VEH", "label": label})
    assert parse_taxonomy(changed, "own.json").groups["VEH"].label == label


def test_all_faults_are_reported_with_their_paths() -> None:
    changed = document()
    changed["themes"][0]["code"] = "service"
    changed["steps"][1]["label"]["fr"] = " "
    del changed["business_models"][2]["label"]["nl"]
    del changed["business_models"][3]["code"]
    changed["goals"][2]["stage"] = "middle"
    changed["goals"][4]["strategies"][0]["code"] = "Z1"
    changed["product_groups"][3]["children"][0]["children"] = []
    changed["product_groups"][0]["label"] = "Bouw"
    assert faults_of(changed) == [
        "$.product_groups[0].label: has to be an object",
        "$.product_groups[3].children[0]: unknown key 'children'",
        "$.goals[2].stage: has to be one of input, use, output",
        "$.goals[4].strategies[0].code: has to begin with 'E', the letter of its goal",
        "$.steps[1].label.fr: has to be a text that is not empty",
        "$.business_models[2].label: misses 'nl'",
        "$.business_models[3]: misses 'code'",
        "$.themes: the code 'service' occurs twice",
    ]


@pytest.mark.parametrize("nonsense", [None, [], 3, "tags"])
def test_document_that_is_no_object_is_refused(nonsense: object) -> None:
    assert faults_of(nonsense) == ["$: has to be an object"]


def test_list_that_is_no_list_is_refused() -> None:
    changed = document()
    changed["themes"] = {"design": "Circular design"}
    assert faults_of(changed) == ["$.themes: has to be a list"]
