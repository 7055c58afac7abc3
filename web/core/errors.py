"""What people can do wrong, as exceptions that services raise and one file (`web/core/error_pages.py`) answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class DomainError(Exception):
    """Something that the user has to know; ``message`` says what to do, translated."""

    status = 400

    def __init__(self, message: str = "") -> None:
        self.message = message
        super().__init__(message)


class NotSignedIn(DomainError):
    """Nobody is signed in, and the page is not for everybody."""

    status = 401


class NotAllowed(DomainError):
    """Signed in, but this is for others."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or none that this person may know of."""

    status = 404


class Conflict(DomainError):
    """Somebody or something else was first, or a deadline has passed: looking again helps, repeating does not."""

    status = 409


class Expired(DomainError):
    """It was there once: a link that was used or has run out."""

    status = 410


class Invalid(DomainError):
    """Values that cannot be stored.

    ``fields`` says by form field what is wrong, for showing beside it; ``lines`` says it of no field, one sentence each.
    """

    status = 422

    def __init__(self, message: str = "", fields: Mapping[str, str] | None = None, lines: Sequence[str] = ()) -> None:
        self.fields = dict(fields or {})
        super().__init__(message or "\n".join(lines) or "; ".join(self.fields.values()))
        self.lines = tuple(lines) or (self.message,)
