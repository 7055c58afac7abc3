from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select

from tests.support.web.fixtures import Databases, both_databases, mails, make_app, post, sign_in
from web.cli import run
from web.core.database import commit, db
from web.models import LoginToken, Person
from web.sign_in.services.sign_in import make_sign_in_link, normalised_email, safe_next, sign_out_everywhere

LINK = re.compile(r"http://127\.0\.0\.1:8000(/sign-in/\S+)")


def ask(client: FlaskClient, email: str, **fields: str) -> int:
    return post(client, "/sign-in", {"email": email, **fields}).status_code


def link_in_last_mail(app: Flask) -> str:
    found = LINK.search(mails(app)[-1])
    assert found
    return found[1]


def who(client: FlaskClient) -> str | None:
    found = re.search(r'title="([^"]+)">Sign out', client.get("/").text)
    return found[1] if found else None


def test_link_by_mail_signs_in(app: Flask, client: FlaskClient) -> None:
    assert ask(client, " Jane@Example.ORG ") == 303
    (mail,) = mails(app)
    assert mail.startswith("To: jane@example.org\nSubject: Your link to sign in\n")
    path = link_in_last_mail(app)
    assert "Sign in as jane@example.org?" in client.get(path).text
    assert who(client) is None
    response = post(client, path)
    assert (response.status_code, response.headers["Location"]) == (303, "/my")
    assert who(client) == "jane@example.org"


@both_databases
def test_link_works_once(app: Flask) -> None:
    one, other = app.test_client(), app.test_client()
    ask(one, "jane@example.org")
    path = link_in_last_mail(app)
    page = other.get(path).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert token
    assert post(one, path).status_code == 303
    assert other.post(path, data={"csrf_token": token[1]}).status_code == 410
    assert other.get(path).status_code == 410
    assert who(other) is None


@both_databases
def test_link_that_is_used_at_once_in_two_browsers_signs_in_one(app: Flask, db_kind: str) -> None:
    browsers = [app.test_client() for _ in range(4)]
    ask(browsers[0], "jane@example.org")
    path = link_in_last_mail(app)
    tokens = [re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get(path).text) for browser in browsers]
    everybody = threading.Barrier(len(browsers), timeout=60)

    def found(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT login_token"):
            everybody.wait()

    if db_kind == "postgres":  # all find the link unused before one uses it; SQLite lets one in at a time
        with app.app_context():
            event.listen(db.engine, "after_cursor_execute", found)
    with ThreadPoolExecutor(len(browsers)) as pool:
        answers = pool.map(lambda browser, token: browser.post(path, data={"csrf_token": token[1]}).status_code, browsers, tokens)
    assert sorted(answers) == [303, 410, 410, 410]


def test_link_runs_out(app: Flask, client: FlaskClient) -> None:
    ask(client, "jane@example.org")
    path = link_in_last_mail(app)
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=14), tick=False):
        assert client.get(path).status_code == 200
    with time_machine.travel(datetime.now(UTC) + timedelta(minutes=15, seconds=1), tick=False):
        response = client.get(path)
    assert (response.status_code, "Ask for a sign-in link" in response.text) == (410, True)


@pytest.mark.parametrize(
    "change", [lambda path: path[:-9] + path[-9:].swapcase(), lambda path: "/sign-in/nothing", lambda path: path + "x"]
)
def test_changed_link_is_refused(sqlite_app: Flask, change) -> None:
    client = sqlite_app.test_client()
    ask(client, "jane@example.org")
    assert client.get(change(link_in_last_mail(sqlite_app))).status_code == 410


def test_link_leads_back_to_the_page_that_was_asked_for(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    page = client.get("/my?tab=2", follow_redirects=True).text
    assert 'name="next" type="hidden" value="/my?tab=2"' in page
    ask(client, "jane@example.org", next="/my?tab=2")
    assert post(client, link_in_last_mail(sqlite_app)).headers["Location"] == "/my?tab=2"


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "my", "/a\r\nb", "/" * 501]
)
def test_link_leads_nowhere_else(path: str) -> None:
    assert safe_next(path) == ""


@pytest.mark.parametrize("email", ["", "jane", "jane@", "@example.org", "jane@example.org, joe@example.org", "a" * 300 + "@example.org"])
def test_what_is_no_address_is_kept_and_explained(sqlite_app: Flask, email: str) -> None:
    response = post(sqlite_app.test_client(), "/sign-in", {"email": email})
    assert response.status_code == 422
    assert ('aria-invalid="true"' in response.text, f'value="{email}"' in response.text) == (True, True)
    assert mails(sqlite_app) == []


def test_address_has_one_form() -> None:
    assert normalised_email("  Zoë@EXAMPLE.org ") == "zoë@example.org"


def test_session_ends_by_signing_out(sqlite_app: Flask) -> None:
    client = sign_in(sqlite_app, "jane@example.org")
    assert post(client, "/sign-out", form_at="/my").status_code == 303
    assert who(client) is None


def test_all_sessions_end_at_once(sqlite_app: Flask) -> None:
    browsers = [sign_in(sqlite_app, "jane@example.org") for _ in range(2)]
    with sqlite_app.app_context():
        sign_out_everywhere(db.session.scalars(select(Person)).one())
        commit()
    assert [who(browser) for browser in browsers] == [None, None]


def test_session_cookie_is_kept_from_scripts_and_other_sites(sqlite_app: Flask) -> None:
    cookie = sign_in(sqlite_app, "jane@example.org").get_cookie("bms")
    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.secure) == (True, "Lax", False)


def test_session_cookie_is_secure_over_https(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), base_url="https://meet.example.org/")
    response = app.test_client().get("/sign-in")
    assert ("; Secure" in response.headers["Set-Cookie"], "Strict-Transport-Security" in response.headers) == (True, True)


def test_form_without_its_token_is_refused(sqlite_app: Flask) -> None:
    assert sqlite_app.test_client().post("/sign-in", data={"email": "jane@example.org"}).status_code == 400
    assert mails(sqlite_app) == []


def test_an_address_is_not_flooded_with_mail(databases: Databases, tmp_path: Path) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), rate_limits=True)
    assert [ask(app.test_client(), "flooded@example.org") for _ in range(6)] == [303] * 5 + [429]
    assert ask(app.test_client(), "another@example.org") == 303


@pytest.mark.parametrize("written", ["flooded@EXAMPLE.org", " flooded@example.org\0", "FLOODED@example.org"])
def test_an_address_is_not_flooded_by_writing_it_otherwise(databases: Databases, tmp_path: Path, written: str) -> None:
    app = make_app(tmp_path, databases.fresh("sqlite"), rate_limits=True)
    assert [ask(app.test_client(), "flooded@example.org") for _ in range(5)] == [303] * 5
    assert ask(app.test_client(), written) == 429


def test_nobody_learns_who_has_an_account(sqlite_app: Flask) -> None:
    sign_in(sqlite_app, "jane@example.org")
    seen = []
    for email in ("jane@example.org", "nobody@example.org"):
        client = sqlite_app.test_client()
        asked = post(client, "/sign-in", {"email": email})
        page = client.get(asked.headers["Location"])
        seen.append((asked.status_code, asked.headers["Location"], asked.text, page.status_code, page.text))
    assert seen[0] == seen[1]
    texts = [LINK.sub("LINK", mail).replace("nobody@", "jane@") for mail in mails(sqlite_app)]
    assert texts[0] == texts[1]


def test_reusable_links_are_for_the_demo_on_this_machine(databases: Databases, tmp_path: Path) -> None:
    url = databases.fresh("sqlite")
    demo = make_app(tmp_path, url, demo=True)
    with demo.test_request_context():
        path = LINK.sub(r"\1", make_sign_in_link("jane@example.org", reusable=True))
        commit()
    assert [post(demo.test_client(), path).status_code for _ in range(2)] == [303, 303]
    for settings in ({"demo": False}, {"demo": True, "base_url": "https://meet.example.org"}):
        other = make_app(tmp_path, url, **settings)
        assert other.test_client().get(path).status_code == 410
        with other.test_request_context(), pytest.raises(RuntimeError, match="loopback"):
            make_sign_in_link("jane@example.org", reusable=True)


def test_old_links_are_forgotten(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        make_sign_in_link("jane@example.org")
        with time_machine.travel(datetime.now(UTC) + timedelta(days=2), tick=False):
            make_sign_in_link("joe@example.org")
        assert db.session.scalars(select(LoginToken.email)).all() == ["joe@example.org"]


def test_first_organiser_is_made_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BMS_VAR", str(tmp_path))
    assert run(["organiser", "add", "Jane@Example.org"]) == 0
    output = capsys.readouterr().out
    found = LINK.search(output)
    assert found
    app = make_app(tmp_path, f"sqlite:///{tmp_path / 'bms.sqlite'}", secret_key=(tmp_path / "secret-key").read_text())
    assert post(app.test_client(), found[1]).status_code == 303
    with app.app_context():
        assert db.session.execute(select(Person.email, Person.may_create_events)).all() == [("jane@example.org", True)]


def test_command_refuses_what_is_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("BMS_VAR", str(tmp_path))
    assert run(["organiser", "add", "jane"]) == 2
    assert capsys.readouterr().err == "bms: Write an e-mail address such as name@example.org (see bms organiser add --help)\n"
