"""Texts in spreadsheets: never a formula, and never changed by going out and coming in again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.formulas import BEGINS_A_FORMULA, guarded, unguarded

RISKY = st.text("'=+-@\t\ra ", max_size=6)


@given(RISKY | st.text(max_size=8))
def test_text_comes_back_as_it_was_and_is_no_formula_on_the_way(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(BEGINS_A_FORMULA)


def test_only_what_would_be_calculated_is_guarded() -> None:
    texts = ["=1+1", "-3", "+32 2", "@x", "'=1", "'t Hof", "plain", ""]
    assert [guarded(text) for text in texts] == ["'=1+1", "'-3", "'+32 2", "'@x", "''=1", "'t Hof", "plain", ""]
