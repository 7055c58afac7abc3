from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import ValidationError

from web.core.settings import Settings, stored_secret


def test_app_runs_on_a_laptop_as_it_is(tmp_path: Path) -> None:
    settings = Settings(var=tmp_path)
    assert (settings.database, settings.queue_url, settings.mail_backend) == (f"sqlite:///{tmp_path}/bms.sqlite", "", "console")


def test_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "DATABASE_URL": "postgres://u@h/d",
        "BASE_URL": "https://m.example.org/",
        "BMS_DEMO": "1",
        "LEASE_SECONDS": "5",
    }.items():
        monkeypatch.setenv(name, value)
    settings = Settings()
    assert (settings.database, settings.base_url, settings.demo, settings.lease_seconds) == (
        "postgresql+psycopg://u@h/d",
        "https://m.example.org",
        True,
        5.0,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [("mail_backend", "pigeon"), ("lease_seconds", 0), ("smtp_port", 70_000), ("secret_key", "short"), ("run_workers", 0)],
)
def test_settings_out_of_range_are_refused(name: str, value: object) -> None:
    with pytest.raises(ValidationError, match=name):
        Settings.model_validate({name: value})


def test_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(stored_secret, [tmp_path / "var"] * 32))
    path = tmp_path / "var" / "secret-key"
    assert (len(found), stat.S_IMODE(path.stat().st_mode), [entry.name for entry in path.parent.iterdir()]) == (1, 0o600, ["secret-key"])
    assert len(found.pop()) >= 48
