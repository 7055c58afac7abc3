"""Which page of a list an address asks for."""

from __future__ import annotations

from flask import request

DIGITS = 5


def page_number() -> int:
    """Give the page that the address asks for, from 1; the first one where it asks for none that any list could have."""
    text = request.args.get("page", "1")
    return max(1, int(text)) if text.isdecimal() and len(text) <= DIGITS else 1
