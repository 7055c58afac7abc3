"""The one font family, shared with the report that `matchmaking` writes."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint

import matchmaking.report

pages = Blueprint("fonts", __name__, static_folder=Path(matchmaking.report.__file__).parent / "static", static_url_path="/fonts")
