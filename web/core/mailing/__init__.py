"""Ways to send a mail: by SMTP, into files, onto the console; all behind one method."""

from __future__ import annotations

from typing import Protocol

from web.core.mailing.backends import ConsoleBackend, FileBackend, SmtpBackend
from web.core.mailing.message import Letter, to_message
from web.core.settings import Settings

__all__ = ["Backend", "Letter", "make_backend", "to_message"]


class Backend(Protocol):
    """Sends one letter, or raises OSError (which smtplib's errors are)."""

    def send(self, letter: Letter) -> None: ...


def make_backend(settings: Settings) -> Backend:
    """Choose the back-end of an installation."""
    if settings.mail_backend == "smtp":
        return SmtpBackend(
            sender=settings.mail_sender,
            host=settings.smtp_host,
            port=settings.smtp_port,
            security=settings.smtp_security,
            user=settings.smtp_user,
            password=settings.smtp_password.get_secret_value(),
        )
    if settings.mail_backend == "file":
        return FileBackend(settings.mail_sender, settings.mail_directory)
    return ConsoleBackend(settings.mail_sender)
