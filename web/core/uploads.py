"""Files that people send: whatever their size, no more of one is kept than shows that it is too large.

So a form with a file that is too large is read like any other, and comes back with what was typed and the fault beside the file.
"""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Request, current_app

MEGABYTE = 1024 * 1024
IN_MEMORY = MEGABYTE // 2


def largest_upload() -> int:
    """The largest file that is taken, in megabytes."""
    most: int = current_app.extensions["settings"].upload_megabytes
    return most


class _Capped(SpooledTemporaryFile[bytes]):
    """Keeps the beginning of what is written to it."""

    def __init__(self, most: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self._room = most

    def write(self, content: bytes) -> int:  # type: ignore[override]  # the library's type takes all buffers
        kept = content[: self._room]
        self._room -= len(kept)
        super().write(kept)
        return len(content)


class CappedRequest(Request):
    """A request whose files are cut off one byte after the largest size that is taken."""

    def _get_file_stream(
        self, total_content_length: int | None, content_type: str | None, filename: str | None = None, content_length: int | None = None
    ) -> IO[bytes]:
        return _Capped(largest_upload() * MEGABYTE + 1)
