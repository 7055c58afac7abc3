"""Texts that a spreadsheet would take for a formula: made harmless on the way out, and as they were on the way in."""

from __future__ import annotations

BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
GUARD = "'"


def guarded(text: str) -> str:
    """Write a text so that a spreadsheet shows it rather than calculates it."""
    return GUARD + text if _is_risky(text) else text


def unguarded(text: str) -> str:
    """Read back what `guarded` wrote; a text that it left alone stays as it is."""
    return text[1:] if text.startswith(GUARD) and _is_risky(text) else text


def _is_risky(text: str) -> bool:
    return text.lstrip(GUARD).startswith(BEGINS_A_FORMULA)
