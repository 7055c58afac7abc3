"""What stays out of the logs: the secrets that stand in addresses, of calendars and of links to sign in with."""

from __future__ import annotations

import logging
import re

from flask import Flask

SECRET_IN_ADDRESS = re.compile(r"(/(?:calendars|sign-in)/)[^/?\s\"']+")
HIDDEN = r"\1***"
SERVER_LOGS = ("gunicorn.error", "gunicorn.access", "werkzeug")


class WithoutSecrets(logging.Filter):
    """Lets every message through, with its secrets hidden."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide what the message would tell."""
        record.msg, record.args = SECRET_IN_ADDRESS.sub(HIDDEN, record.getMessage()), ()
        return True


def init_logs(app: Flask) -> None:
    """Hide secrets in what the app and its servers write down."""
    for log in (app.logger, *map(logging.getLogger, SERVER_LOGS)):
        if not any(isinstance(known, WithoutSecrets) for known in log.filters):
            log.addFilter(WithoutSecrets())
