from __future__ import annotations

import pytest
from flask import Flask

from tests.support.web.fixtures import both_databases
from tests.support.web.published import who
from tests.support.web.spreadsheets import begin, send, table
from tests.support.web.world import BEGIN
from web.core.database import commit
from web.models import Registration
from web.registration.services.registrations import Away, set_absences


def away(row: Registration) -> list[tuple[str, str, bool, bool]]:
    return [(each.reason, each.session.title if each.session else "", each.start is None, each.end == BEGIN) for each in row.absences]


@both_databases
def test_absences_come_back_as_they_were_downloaded_or_changed(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        opening = next(item for item in who("supplier").event.items if item.title == "Opening")
        set_absences(who("buyer"), [Away("", opening), Away("late", None, None, BEGIN)], None)
        commit()
    rows = table(browser, "absences")
    text = "\n".join(";".join(row) for row in rows)
    assert send(browser, "absences", text).status_code == 303
    assert table(browser, "absences") == rows
    with app.test_request_context():
        assert away(who("buyer")) == [("", "Opening", True, False), ("late", "", True, True)]
    walls = "2031-05-20 10:00"
    changed = f"email,role,start,end,reason\nBUYER@example.org,buyer,,,\nother-buyer@example.org,buyer,,{walls},train\n"
    assert send(browser, "absences", changed).status_code == 303
    with app.test_request_context():
        found = [away(who(actor)) for actor in ("buyer", "other buyer", "supplier")]
    assert found == [[], [("train", "", True, True)], [("dentist", "", True, True)]]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("nobody@example.org,buyer,,,,", "nobody@example.org is nobody who takes part."),
        ("buyer@example.org,king,,,,", "role has to be one of"),
        ("buyer@example.org,buyer,Closing,,,", "There is no session called Closing."),
        ("buyer@example.org,buyer,,noon,,", "start has to be a time such as"),
        ("buyer@example.org,buyer,,2031-05-20T12:00,2031-05-20T11:00,", "The end has to be after the start."),
        ("buyer@example.org,buyer,,,,ill", "from when or until when they are away"),
    ],
)
def test_wrong_absence_is_told_and_nothing_is_taken_in(sqlite_app: Flask, row: str, message: str) -> None:
    browser = begin(sqlite_app)
    before = table(browser, "absences")
    answer = send(browser, "absences", f"email,role,session,start,end,reason\nsupplier@example.org,supplier,,,,\n{row}\n")
    assert (answer.status_code, message in answer.text, "Nothing was taken in." in answer.text) == (422, True, True)
    assert table(browser, "absences") == before
