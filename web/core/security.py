"""What every answer tells browsers about safety."""

from __future__ import annotations

from flask import Flask, Response, abort, request

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
ONE_YEAR = 60 * 60 * 24 * 365


def refuse_unwritten_characters(app: Flask) -> None:
    """Answer addresses with the one character that PostgreSQL cannot look for, and that no browser sends, with 400.

    In forms it is left out instead (`web.core.form`), since it can come along when somebody pastes a text.
    """

    @app.before_request
    def refuse() -> None:
        if "\0" in request.path or any("\0" in value for values in request.args.listvalues() for value in values):
            abort(400)


def init_security(app: Flask, https: bool) -> None:
    """Add the headers to every answer; pages stay out of shared caches unless a view says otherwise."""

    @app.after_request
    def secure(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if https:
            response.headers.setdefault("Strict-Transport-Security", f"max-age={ONE_YEAR}")
        if (request.endpoint or "").rpartition(".")[2] != "static" and "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = "private, no-store"
        return response
