from __future__ import annotations

import io
import logging
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask, abort, get_template_attribute
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, OperationalError

from matchmaking.agendas import Entry
from tests.support.web.fixtures import Databases, make_app, sign_in
from tests.support.web.world import BEGIN, make_world
from web.core.access import access, anyone
from web.core.database import commit, db
from web.core.errors import Conflict, DomainError, Expired, Invalid, NotAllowed, NotFound
from web.core.form import tidy
from web.core.security import HEADERS
from web.models import Event, EventState


def page(client: FlaskClient, path: str) -> tuple[int, str]:
    response = client.get(path)
    return response.status_code, response.text


def test_first_page_lists_what_is_public(app: Flask, client: FlaskClient) -> None:
    assert "No event is open yet" in client.get("/").text
    with app.test_request_context():
        world = make_world()
        world.elsewhere.state = EventState.DRAFT
        commit()
    text = client.get("/").text
    assert [name in text for name in ("Spring market", "Autumn market", "Tuesday 20 May 2031")] == [True, False, True]


def test_my_events_says_what_will_stand_there(app: Flask) -> None:
    assert "The events that you register for will stand here" in sign_in(app, "new@example.org").get("/my").text


def test_every_answer_carries_the_safety_headers(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    for path in ("/", "/sign-in", "/nothing", "/my", "/health", "/static/app.css"):
        headers = client.get(path).headers
        assert {name: headers.get(name) for name in HEADERS} == HEADERS, path


def test_pages_stay_out_of_caches_and_files_with_a_version_stay_in(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    assert client.get("/").headers["Cache-Control"] == "private, no-store"
    assert client.get("/static/app.css").headers["Cache-Control"] == "public, max-age=31536000"


def test_visitors_get_no_cookie(sqlite_app: Flask) -> None:
    assert "Set-Cookie" not in sqlite_app.test_client().get("/").headers


def test_health_says_what_works(app: Flask, client: FlaskClient) -> None:
    response = client.get("/health")
    assert (response.status_code, response.json) == (200, {"database": "ok", "queue": "ok"})


def test_health_says_what_does_not(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), queue_url="redis://127.0.0.1:1/0")
    response = app.test_client().get("/health")
    assert (response.status_code, response.json) == (503, {"database": "ok", "queue": "down"})


ERRORS: list[tuple[DomainError, int, str]] = [
    (NotAllowed("Ask Olga."), 403, "Ask Olga."),
    (NotFound(), 404, "Start again from the first page."),
    (Conflict("Somebody was first."), 409, "Somebody was first."),
    (Expired("It has run out."), 410, "Ask for a sign-in link"),
    (Invalid(fields={"name": "Say a name."}), 422, "Say a name."),
]


@pytest.mark.parametrize(
    ("error", "status", "message"), ERRORS, ids=lambda value: type(value).__name__ if isinstance(value, Exception) else ""
)
def test_domain_errors_become_pages_that_say_what_to_do(sqlite_app: Flask, error: DomainError, status: int, message: str) -> None:
    @access(anyone)
    def fail() -> str:
        raise error

    sqlite_app.add_url_rule("/fail", "fail", fail)
    found, text = page(sqlite_app.test_client(), "/fail")
    assert (found, message in text, 'class="button primary"' in text) == (status, True, True)


@pytest.mark.parametrize("status", [400, 404, 405, 413, 429, 503])
def test_http_errors_become_pages_that_say_what_to_do(sqlite_app: Flask, status: int) -> None:
    @access(anyone)
    def fail() -> str:
        abort(status)

    sqlite_app.add_url_rule("/fail", "fail", fail)
    found, text = page(sqlite_app.test_client(), "/fail")
    assert (found, f"Code {status}" in text) == (status, True)


@pytest.mark.parametrize(
    ("error", "status"), [(RuntimeError("secret detail"), 500), (OperationalError("secret detail", {}, OSError()), 503)]
)
def test_defects_are_written_down_and_not_shown(sqlite_app: Flask, caplog: pytest.LogCaptureFixture, error: Exception, status: int) -> None:
    @access(anyone)
    def fail() -> str:
        db.session.add(Event(slug="half", name="Half", starts_on=date(2031, 1, 1), ends_on=date(2031, 1, 1)))
        raise error

    sqlite_app.add_url_rule("/fail", "fail", fail, methods=["POST"])
    sqlite_app.config["WTF_CSRF_CHECK_DEFAULT"] = sqlite_app.testing = False
    with caplog.at_level(logging.ERROR):
        response = sqlite_app.test_client().post("/fail")
    assert (response.status_code, "secret detail" in response.text, "secret detail" in caplog.text) == (status, False, True)
    with sqlite_app.app_context():
        assert db.session.scalars(db.select(Event)).all() == []


def test_what_is_too_large_is_refused(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), upload_megabytes=1)
    response = app.test_client().post("/sign-in", data={"file": (io.BytesIO(bytes(17 * 1024 * 1024)), "large.png")})
    assert (response.status_code, "choose a smaller file" in response.text) == (413, True)


def test_writing_too_fast_is_slowed_down(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), rate_limits=True)
    client = sign_in(app, "jane@example.org")
    statuses = [client.post("/sign-out").status_code for _ in range(121)]
    assert (set(statuses[:-1]), statuses[-1]) == ({400}, 429)
    assert client.get("/my").status_code == 200


SECRET_WORD = "secret-of-mine"
SECRET_ADDRESSES = [f"/calendars/{SECRET_WORD}.ics", f"/sign-in/{SECRET_WORD}?x=1"]


@pytest.mark.parametrize("path", SECRET_ADDRESSES)
def test_secrets_in_addresses_stay_out_of_the_logs(sqlite_app: Flask, caplog: pytest.LogCaptureFixture, path: str) -> None:
    def fail(statement: object) -> None:
        raise DataError("SELECT ...", {"token": SECRET_WORD}, ValueError("broken"), hide_parameters=db.engine.hide_parameters)

    sqlite_app.testing = False
    sqlite_app.before_request(lambda: fail(None))
    with caplog.at_level(logging.DEBUG):
        assert sqlite_app.test_client().get(path).status_code == 500
    assert ("broken" in caplog.text, "***" in caplog.text, SECRET_WORD in caplog.text) == (True, True, False)


def test_the_server_writes_secrets_down_neither(sqlite_app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("gunicorn.error", "gunicorn.access", "werkzeug"):
        with caplog.at_level(logging.INFO, name):
            logging.getLogger(name).info('"GET %s HTTP/1.1" 200', SECRET_ADDRESSES[0])
    assert [record.getMessage() for record in caplog.records] == ['"GET /calendars/*** HTTP/1.1" 200'] * 3


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  a\0b\x1bc\x7f\x85d ", "abc\nd"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff", "evil x"),
        ("👩\u200d👧 \u05e2\u05d1\u05e8\u200f é\t", "👩\u200d👧 \u05e2\u05d1\u05e8\u200f é"),
        (7, 7),
    ],
)
def test_what_nobody_can_see_is_dropped_and_writing_is_not(typed: object, kept: object) -> None:
    assert tidy(typed) == kept


def drawn(app: Flask, macro: str, *values: object, **named: object) -> str:
    with app.test_request_context():
        text = re.sub(r"<[^>]*>", " ", get_template_attribute("macros/pieces.html", macro)(*values, **named))
    return re.sub(r" ([:;,–])", r"\1", " ".join(text.split()))


@pytest.mark.parametrize(
    ("achieved", "bound", "most", "message"),
    [
        (2819, 2819, True, "Value 2,819 of at most 2,819: no plan can do better"),
        (2810, 2819, True, "Value 2,810 of at most 2,819"),
        (12, 3, False, "Value 12, and any plan has at least 3"),
        (0, 0, False, "Value 0: no plan can do better"),
        (None, 100, True, "Value nothing found yet; at most 100"),
        (None, None, True, "Value nothing found yet"),
        (5, None, True, "Value 5"),
    ],
)
def test_bound_bar_says_how_good_a_value_is(sqlite_app: Flask, achieved: int | None, bound: int | None, most: bool, message: str) -> None:
    assert drawn(sqlite_app, "bound_bar", "Value", achieved, bound, most) == message


def test_agenda_row_says_when_where_who_and_why(sqlite_app: Flask) -> None:
    entry = Entry("uid", BEGIN, BEGIN + timedelta(minutes=20), "Meeting: Jane", "Table 1, Hall", ("Jane, House",), "Chairs")
    text = drawn(sqlite_app, "agenda_row", entry, "Europe/Brussels")
    assert text == "10:00–10:20 Meeting: Jane Table 1, Hall Jane, House Chairs"
    assert drawn(sqlite_app, "agenda_row", entry, "Europe/Brussels", cancelled=True).startswith("10:00–10:20 Cancelled Meeting: Jane")


def test_diff_row_says_what_was_and_who_is_notified(sqlite_app: Flask) -> None:
    assert drawn(sqlite_app, "diff_row", "Jane and Joe", "10:00", "10:25", ["Jane", "Joe"]) == "Jane and Joe 10:00 10:25 Jane, Joe"
    assert drawn(sqlite_app, "diff_row", "Jane and Joe", "10:00", "", []) == "Jane and Joe 10:00 Cancelled nobody"
