"""The vocabulary of an event: product groups, the ambition map, themes, steps and business models, each in several languages."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from matchmaking.data import fixture
from scheduler.errors import Fault, UnusableInput

LANGUAGES = ("en", "nl", "fr")
STAGES = ("input", "use", "output")


@dataclass(frozen=True)
class Tag:
    """One word of the vocabulary.

    Attributes
    ----------
    code
        Short and stable: what offers and needs carry.
    label
        Language code to words; holds at least `LANGUAGES`.
    """

    code: str
    label: dict[str, str] = field(hash=False)


@dataclass(frozen=True)
class ProductGroup(Tag):
    """A product group of the upper level with those below it, or one of the lower level with none."""

    children: tuple[ProductGroup, ...] = ()


@dataclass(frozen=True)
class Goal(Tag):
    """A goal of the ambition map (a letter) with its strategies; ``stage`` is input, use or output."""

    stage: str = "use"
    strategies: tuple[Tag, ...] = ()


@dataclass(frozen=True)
class Taxonomy:
    """A validated vocabulary: codes are unique in their list, strategies begin with the letter of their goal."""

    product_groups: tuple[ProductGroup, ...]
    goals: tuple[Goal, ...]
    themes: tuple[Tag, ...]
    steps: tuple[Tag, ...]
    business_models: tuple[Tag, ...]

    @cached_property
    def groups(self) -> dict[str, ProductGroup]:
        """Every product group of both levels by its code, each upper one before those below it."""
        return {group.code: group for top in self.product_groups for group in (top, *top.children)}

    @cached_property
    def strategies(self) -> dict[str, Tag]:
        """Every strategy by its code, in the order of the ambition map."""
        return {strategy.code: strategy for goal in self.goals for strategy in goal.strategies}

    @cached_property
    def _top(self) -> dict[str, str]:
        return {group.code: top.code for top in self.product_groups for group in (top, *top.children)}

    @cached_property
    def _goal(self) -> dict[str, str]:
        return {strategy.code: goal.code for goal in self.goals for strategy in goal.strategies}

    def top_of(self, group: str) -> str:
        """Code of the upper-level group that ``group`` is or belongs to; KeyError where it is unknown."""
        return self._top[group]

    def goal_of(self, strategy: str) -> str:
        """Letter of the goal that ``strategy`` serves; KeyError where it is unknown."""
        return self._goal[strategy]


def load_taxonomy() -> Taxonomy:
    """Read the default vocabulary, ``fixtures/taxonomy.json``."""
    path = fixture("taxonomy.json")
    return parse_taxonomy(json.loads(path.read_text("utf-8")), path.name)


def parse_taxonomy(document: object, file: str) -> Taxonomy:
    """Make a taxonomy from parsed JSON.

    Raises
    ------
    UnusableInput
        With every fault found, where ``document`` is not of the form of ``fixtures/taxonomy.json``.
    """
    reader = _Reader()
    root = reader.mapping(document, "$", {"product_groups", "goals", "themes", "steps", "business_models"}, set())
    taxonomy = Taxonomy(
        product_groups=tuple(reader.group(row, path, upper=True) for row, path in reader.rows(root, "product_groups", "$")),
        goals=tuple(reader.goal(row, path) for row, path in reader.rows(root, "goals", "$")),
        themes=reader.tags(root, "themes", "$"),
        steps=reader.tags(root, "steps", "$"),
        business_models=reader.tags(root, "business_models", "$"),
    )
    reader.unique("$.product_groups", (g.code for top in taxonomy.product_groups for g in (top, *top.children)))
    reader.unique("$.goals", (goal.code for goal in taxonomy.goals))
    reader.unique("$.goals[*].strategies", (s.code for goal in taxonomy.goals for s in goal.strategies))
    for kind in ("themes", "steps", "business_models"):
        reader.unique(f"$.{kind}", (tag.code for tag in getattr(taxonomy, kind)))
    if reader.faults:
        raise UnusableInput(file, reader.faults)
    return taxonomy


class _Reader:
    """Collects faults while it reads, so that an editor sees all of them at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def mapping(self, value: object, path: str, needed: set[str], allowed: set[str]) -> dict[str, Any]:
        if not isinstance(value, dict):
            self.faults.append(Fault(path, "has to be an object"))
            return {}
        self.faults += [Fault(path, f"misses {key!r}") for key in sorted(needed - set(value))]
        self.faults += [Fault(path, f"unknown key {key!r}") for key in sorted(set(value) - needed - allowed)]
        return value

    def rows(self, parent: dict[str, Any], key: str, path: str) -> Iterator[tuple[object, str]]:
        value = parent.get(key, [])
        if not isinstance(value, list):
            self.faults.append(Fault(f"{path}.{key}", "has to be a list"))
            return
        for i, row in enumerate(value):
            yield row, f"{path}.{key}[{i}]"

    def text(self, row: dict[str, Any], key: str, path: str) -> str:
        if key not in row:  # which `mapping` has reported
            return ""
        value = row[key]
        if isinstance(value, str) and value.strip():
            return value
        self.faults.append(Fault(f"{path}.{key}", "has to be a text that is not empty"))
        return ""

    def label(self, parent: dict[str, Any], path: str) -> dict[str, str]:
        if "label" not in parent:
            return {}
        value, path = parent["label"], f"{path}.label"
        row = self.mapping(value, path, set(LANGUAGES), set(value) if isinstance(value, dict) else set())
        return {language: self.text(row, language, path) for language in row}

    def tag(self, value: object, path: str) -> Tag:
        row = self.mapping(value, path, {"code", "label"}, set())
        return Tag(self.text(row, "code", path), self.label(row, path))

    def tags(self, parent: dict[str, Any], key: str, path: str) -> tuple[Tag, ...]:
        return tuple(self.tag(row, where) for row, where in self.rows(parent, key, path))

    def group(self, value: object, path: str, *, upper: bool) -> ProductGroup:
        row = self.mapping(value, path, {"code", "label"}, {"children"} if upper else set())
        children = tuple(self.group(child, where, upper=False) for child, where in self.rows(row, "children", path)) if upper else ()
        return ProductGroup(self.text(row, "code", path), self.label(row, path), children)

    def goal(self, value: object, path: str) -> Goal:
        row = self.mapping(value, path, {"code", "label", "stage", "strategies"}, set())
        code = self.text(row, "code", path)
        stage = self.text(row, "stage", path)
        if stage and stage not in STAGES:
            self.faults.append(Fault(f"{path}.stage", f"has to be one of {', '.join(STAGES)}"))
        strategies = self.tags(row, "strategies", path)
        self.faults += [
            Fault(f"{path}.strategies[{i}].code", f"has to begin with {code!r}, the letter of its goal")
            for i, strategy in enumerate(strategies)
            if code and strategy.code and not strategy.code.startswith(code)
        ]
        return Goal(code, self.label(row, path), stage, strategies)

    def unique(self, path: str, codes: Iterable[str]) -> None:
        seen: set[str] = set()
        for code in codes:
            if code and code in seen:
                self.faults.append(Fault(path, f"the code {code!r} occurs twice"))
            seen.add(code)
