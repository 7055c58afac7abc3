"""The spreadsheets of the small world, sent up and downloaded by its organiser."""

from __future__ import annotations

import csv
import io

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.web.fixtures import post, sign_in
from tests.support.web.world import BEGIN, address, make_world
from web.core.database import commit
from web.registration.services.registrations import Away, set_absences

HERE = "/events/spring-market/organise"


def begin(app: Flask) -> FlaskClient:
    with app.test_request_context():
        supplier = make_world()["supplier"]
        supplier.remark = "=1+1"
        set_absences(supplier, [Away("dentist", None, None, BEGIN)], None)
        commit()
    return sign_in(app, address("organiser"))


def send(browser: FlaskClient, what: str, content: str | bytes) -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    return post(browser, f"{HERE}/data", {"what": what, "approved": "y", "file": (io.BytesIO(raw), "table.csv")})


def table(browser: FlaskClient, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(browser.get(f"{HERE}/data/{name}.csv").data.decode("utf-8-sig"))))
