"""How an installation is set up: environment variables, with defaults that let the app run on a laptop as it is."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any, Literal

from pydantic import AliasChoices, Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

POSTGRES = ("postgresql://", "postgres://")


class Settings(BaseSettings):
    """Read from the environment; every name there is the one here in capitals (docs/web.md lists them).

    Attributes
    ----------
    var
        Folder for what the app itself stores: database, secret key, queue, mail to files (``BMS_VAR``).
    database_url
        Empty: a SQLite file in `var`. ``postgresql://…`` is opened with psycopg 3.
    queue_url
        Empty: a SQLite file in `var`, for one machine. ``redis://…``: worker processes on any number of machines.
    base_url
        Where people reach the app, without a final slash; links in mails begin with it.
    demo
        Sign-in links that live a day and can be used again, on the loopback interface only (``BMS_DEMO``).
    lease_seconds
        After how many seconds without a sign of life a run or a mail is taken up by another worker.
    link_minutes
        How long a sign-in link lives.
    upload_megabytes
        How large a picture may be; a whole request may be four times that.
    """

    model_config = SettingsConfigDict(extra="ignore", populate_by_name=True, frozen=True)

    var: Path = Field(default=Path("var"), validation_alias=AliasChoices("BMS_VAR", "var"))
    database_url: str = ""
    secret_key: SecretStr | None = Field(default=None, min_length=16)
    queue_url: str = ""
    base_url: str = "http://127.0.0.1:8000"
    demo: bool = Field(default=False, validation_alias=AliasChoices("BMS_DEMO", "demo"))
    mail_backend: Literal["smtp", "file", "console"] = "console"
    mail_sender: str = "Buyer meets supplier <no-reply@localhost>"
    smtp_host: str = "localhost"
    smtp_port: int = Field(default=25, ge=1, le=65_535)
    smtp_security: Literal["none", "starttls", "tls"] = "none"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    lease_seconds: float = Field(default=30, gt=0)
    link_minutes: int = Field(default=15, ge=1)
    run_seconds: float = Field(default=60, gt=0, le=86_400)
    run_workers: int = Field(default=2, ge=1, le=64)
    upload_megabytes: int = Field(default=8, ge=1)
    trusted_proxies: int = Field(default=0, ge=0)
    rate_limits: bool = True

    @field_validator("database_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        for prefix in POSTGRES:
            if url.startswith(prefix):
                return "postgresql+psycopg://" + url.removeprefix(prefix)
        return url

    @field_validator("base_url")
    @classmethod
    def _without_slash(cls, url: str) -> str:
        return url.rstrip("/")

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{self.var.absolute() / 'bms.sqlite'}"

    @property
    def mail_directory(self) -> Path:
        """Where the mail back-end ``file`` writes."""
        return self.var / "mail"

    @property
    def queue_file(self) -> Path:
        """The embedded queue's file."""
        return self.var / "queue.sqlite"

    def flask_config(self) -> dict[str, Any]:
        """Give what Flask and its extensions read from ``app.config``."""
        return {
            "SECRET_KEY": self.secret_key.get_secret_value() if self.secret_key else stored_secret(self.var),
            "SQLALCHEMY_DATABASE_URI": self.database,
            # Errors are written down; what people wrote and the secrets in addresses are not.
            "SQLALCHEMY_ENGINE_OPTIONS": {"hide_parameters": True},
            "SESSION_COOKIE_NAME": "bms",
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_SECURE": self.base_url.startswith("https://"),
            "PERMANENT_SESSION_LIFETIME": 60 * 60 * 24 * 30,
            # A file that is too large is said beside its field, with what was typed kept: so the request may be much larger than that.
            "MAX_CONTENT_LENGTH": 16 * self.upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
            "SEND_FILE_MAX_AGE_DEFAULT": 60 * 60 * 24 * 365,
            "WTF_CSRF_TIME_LIMIT": None,
            "RATELIMIT_ENABLED": self.rate_limits,
            "RATELIMIT_STORAGE_URI": self.queue_url or "memory://",
            "RATELIMIT_HEADERS_ENABLED": True,
            "BABEL_DEFAULT_LOCALE": "en",
            "BABEL_DEFAULT_TIMEZONE": "UTC",
        }


def stored_secret(var: Path) -> str:
    """Read the key that signs cookies and links from `var`, made there at first use and readable to its owner only."""
    path = var / "secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        beside = var / f"secret-key.{secrets.token_hex(8)}"
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            # A link fails where somebody else was first, and then theirs counts: never two keys, never half a key.
            os.link(beside, path)
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return path.read_text(encoding="ascii")
