"""Words of an event as choices of a form."""

from __future__ import annotations

from typing import Any

from matchmaking.taxonomy import Tag, Taxonomy
from web.core.fields import Choice


def word(tag: Tag, language: str) -> str:
    """Say a tag in a language; in English where it has no word there."""
    return tag.label.get(language) or tag.label["en"]


def group_choices(taxonomy: Taxonomy, language: str) -> list[Any]:
    """List the product groups, the lower ones below their own."""
    choices = []
    for top in taxonomy.product_groups:
        choices.append(Choice(top.code, word(top, language)))
        choices += [Choice(group.code, f"{word(top, language)}: {word(group, language)}") for group in top.children]
    return choices
