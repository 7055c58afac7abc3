"""Text of a file that somebody hands in, whatever program saved it."""

from __future__ import annotations

import codecs


def decode_text(data: bytes) -> str:
    """Turn bytes into text: UTF-16 and UTF-8 by their byte order mark, else UTF-8 if it is that throughout, else cp1252.

    The five bytes that cp1252 leaves undefined become the control characters of latin-1, so any bytes are some text.
    """
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")
