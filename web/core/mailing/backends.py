"""The three ways to send."""

from __future__ import annotations

import smtplib
import ssl
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from web.core.mailing.message import Letter, to_message

TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class SmtpBackend:
    """Sends by a mail server; ``security`` is ``none``, ``starttls`` or ``tls``."""

    sender: str
    host: str
    port: int
    security: str = "none"
    user: str = ""
    password: str = ""

    def send(self, letter: Letter) -> None:
        """Hand the letter to the server; OSError where it does not take it."""
        with self._connect() as server:
            if self.security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if self.user:
                server.login(self.user, self.password)
            server.send_message(to_message(letter, self.sender))

    def _connect(self) -> smtplib.SMTP:
        if self.security == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)


@dataclass(frozen=True, slots=True)
class FileBackend:
    """Writes each letter into a folder, as ``ID.eml``."""

    sender: str
    directory: Path

    def send(self, letter: Letter) -> None:
        """Write the letter, whole or not at all."""
        self.directory.mkdir(parents=True, exist_ok=True)
        beside = self.directory / f".{letter.id}"
        beside.write_bytes(to_message(letter, self.sender).as_bytes())
        beside.rename(self.directory / f"{letter.id}.eml")


@dataclass(frozen=True, slots=True)
class ConsoleBackend:
    """Shows each letter where the app runs, for trying things out."""

    sender: str
    stream: TextIO | None = None

    def send(self, letter: Letter) -> None:
        """Print address, subject and text."""
        lines = ("", f"--- mail to {letter.recipient}: {letter.subject}", letter.body.rstrip(), "---")
        print("\n".join(lines), file=self.stream or sys.stderr, flush=True)
