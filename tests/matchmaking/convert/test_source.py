"""Text of a file, whatever program saved it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.convert.source import decode_text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("é€".encode(), "é€"),
        (b"\xef\xbb\xbfa", "a"),
        ("é€".encode("cp1252"), "é€"),
        ("é€".encode("utf-16"), "é€"),
        (b"\xfe\xff\x00a", "a"),
        (b"\xff\xfea\x00\x00", "a\N{REPLACEMENT CHARACTER}"),
        (b"\x81\xe9", "\x81é"),
        (b"", ""),
    ],
)
def test_bytes_become_text_by_a_fixed_rule(data, text):
    assert decode_text(data) == text


@given(st.binary(max_size=40))
def test_any_bytes_are_some_text(data):
    assert isinstance(decode_text(data), str)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=20))
def test_text_saved_with_a_mark_comes_back(text):
    assert decode_text(b"\xef\xbb\xbf" + text.encode()) == text
    assert decode_text(b"\xff\xfe" + text.encode("utf-16-le")) == text
    assert decode_text(b"\xfe\xff" + text.encode("utf-16-be")) == text
