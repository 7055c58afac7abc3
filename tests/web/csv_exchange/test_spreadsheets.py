from __future__ import annotations

import csv
import io
import zipfile
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.support.web.fixtures import both_databases, counted_statements, post
from tests.support.web.published import finished, first_plan, the_event
from tests.support.web.spreadsheets import HERE, begin, send, table
from tests.support.web.world import address, take_part
from web.core.database import commit, db
from web.csv_exchange.queries.exports import SPREADSHEETS, export_spreadsheet
from web.models import Event, MeetingRequest, Organisation, Person, Registration, Role, now
from web.planning.services.drafts import adopt_run
from web.registration.services.registrations import leave

pytestmark = pytest.mark.slow


@pytest.fixture
def organiser(sqlite_app: Flask) -> FlaskClient:
    return begin(sqlite_app)


def planned(app: Flask, browser: FlaskClient) -> None:
    with app.test_request_context():
        adopt_run(the_event(), finished(first_plan()), None)
        commit()


def counts(app: Flask) -> tuple[int, ...]:
    with app.app_context():
        return tuple(
            db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (Registration, Person, Organisation, MeetingRequest)
        )


def test_everything_is_in_the_archive(sqlite_app: Flask, organiser: FlaskClient) -> None:
    planned(sqlite_app, organiser)
    archive = zipfile.ZipFile(io.BytesIO(organiser.get(f"{HERE}/data/everything.zip").data))
    assert archive.namelist() == [f"spring-market/{name}.csv" for name in SPREADSHEETS]
    rows = {name: len(table(organiser, name)) - 1 for name in SPREADSHEETS}
    assert rows == {
        "event": 22,
        "words": 68,
        "participants": 7,
        "absences": 1,
        "offers": 2,
        "needs": 2,
        "requests": 3,
        "values": 3,
        "dialogues": 1,
        "places": 3,
        "times": 6,
        "locks": 0,
        "plan": 4,
        "not-held": 0,
    }
    supplier = next(row for row in table(organiser, "participants") if row[3] == "supplier@example.org")
    assert (supplier[1], supplier[2], supplier[5], supplier[16]) == ("supplier", "Supplier", "House of the supplier", "'=1+1")
    assert organiser.get(f"{HERE}/data/passwords.csv").status_code == 404


def test_spreadsheets_ask_the_database_as_often_for_many(sqlite_app: Flask, organiser: FlaskClient) -> None:
    def statements() -> list[int]:
        found = []
        for name in SPREADSHEETS:
            with sqlite_app.test_request_context():
                event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
                with counted_statements() as seen:
                    export_spreadsheet(event, name)
                found.append(len(seen))
        return found

    planned(sqlite_app, organiser)
    before = statements()
    with sqlite_app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        for number in range(5):
            take_part(event, Role.SUPPLIER, f"supplier {number}")
            take_part(event, Role.BUYER, f"buyer {number}")
        commit()
    assert statements() == before


def test_participants_are_taken_in(app: Flask) -> None:
    browser = begin(app)
    head = "\ufeffRole;Name;Email;Organisation;people;max_meetings"
    text = "\r\n".join((head, "buyer;Zoë;ZOE@example.org;Stad;;4", "supplier;Bo;bo@example.org;Bo bv;2;", ""))
    assert send(browser, "participants", text).headers.get("Location") == f"{HERE}/data"
    with app.app_context():
        rows = db.session.scalars(
            select(Registration).join(Registration.person).where(Person.email.in_(("zoe@example.org", "bo@example.org")))
        )
        stored = [(row.person.name, row.role.value, row.state.value, row.people, row.max_meetings) for row in rows]
    assert sorted(stored) == [("Bo", "supplier", "approved", 2, None), ("Zoë", "buyer", "approved", 1, 4)]


def test_state_that_the_file_gives_goes_before_approving_everybody(sqlite_app: Flask, organiser: FlaskClient) -> None:
    text = "role,name,email,organisation,state\nbuyer,Zoë,zoe@example.org,Stad,submitted\nbuyer,Bo,bo@example.org,Stad,\n"
    assert send(organiser, "participants", text).status_code == 303
    with sqlite_app.app_context():
        found = select(Registration).join(Registration.person).where(Person.email.in_(("zoe@example.org", "bo@example.org")))
        rows = {row.person.name: (row.state.value, row.decided_at is None) for row in db.session.scalars(found)}
    assert rows == {"Zoë": ("submitted", True), "Bo": ("approved", False)}


def test_one_wrong_row_and_nothing_is_taken_in(app: Flask) -> None:
    browser, before = begin(app), counts(app)
    text = (
        "role,name,email,organisation,people\nbuyer,A,a@example.org,Stad,\nking,B,b@example.org,X,\nbuyer,C,c,X,\n"
        "buyer,D,d@example.org,,\nbuyer,A,a@example.org,Stad,\nsupplier,E,e@example.org,X,many\n,,,,\nsupplier,,f@example.org,X,1\n"
    )
    answer = send(browser, "participants", text)
    assert (answer.status_code, "Nothing was taken in." in answer.text) == (422, True)
    messages = [
        ">3</th><td>role has to be one of buyer, supplier, facilitator, organiser, not “king”.",
        ">4</th><td>Write an e-mail address such as name@example.org.",
        ">5</th><td>Say which organisation they come for.",
        ">6</th><td>Row 2 has this address and role already.",
        ">7</th><td>people has to be a number from 1 to 50, not “many”.",
        ">9</th><td>Write the name.",
    ]
    assert [line in answer.text for line in messages] == [True] * len(messages)
    assert counts(app) == before


def test_requests_are_taken_in_or_refused_row_by_row(app: Flask) -> None:
    browser = begin(app)
    head = "asker_email,asked_email,strength,answer,message\n"
    before = counts(app)
    wrong = send(
        browser,
        "requests",
        head + "buyer@example.org,other-supplier@example.org,must,,Hi\nnobody@example.org,buyer@example.org,,,\n"
        "buyer@example.org,other-buyer@example.org,,,\nbuyer@example.org,supplier@example.org,perhaps,,\n",
    )
    assert (wrong.status_code, counts(app)) == (422, before)
    assert [text in wrong.text for text in ("nobody@example.org is nobody who takes part.", "Meetings are between", "not “perhaps”")] == [
        True
    ] * 3
    assert send(browser, "requests", head + "buyer@example.org,other-supplier@example.org,must,accepted,Hi\n").status_code == 303
    assert counts(app)[-1] == before[-1] + 1


def test_what_is_no_spreadsheet_is_said_beside_the_field(sqlite_app: Flask, organiser: FlaskClient) -> None:
    before = counts(sqlite_app)
    for content, text in (
        (b"", "This is not a CSV file."),
        (b"\x00\x01\x02PK", "This is not a CSV file."),
        (b"name,email\n", "missing: role"),
        (b"role,name,email,password\n", "There is no column password here."),
        (b'role,name,email\n"' + b"x" * 200_000, "This is not a CSV file: row 2"),
    ):
        answer = send(organiser, "participants", content)
        assert (content[:20], answer.status_code, text in answer.text) == (content[:20], 422, True)
    without = post(organiser, f"{HERE}/data", {"what": "participants"})
    assert (without.status_code, "Choose a file." in without.text) == (422, True)
    assert counts(sqlite_app) == before


def exported(browser: FlaskClient, name: str) -> bytes:
    return browser.get(f"{HERE}/data/{name}.csv").data


@both_databases
def test_what_is_exported_can_be_taken_in_again_and_changes_nothing(app: Flask) -> None:
    browser = begin(app)
    with app.test_request_context():
        event = db.session.scalars(select(Event).where(Event.slug == "spring-market")).one()
        people = {row.person.email: row for row in event.registrations}
        people[address("other buyer")].person.phone = "+32 2 555 00 00"
        people[address("buyer")].remark = "'=quoted already"
        request = db.session.scalars(select(MeetingRequest).order_by(MeetingRequest.id)).first()
        assert request is not None
        request.message, request.set_aside_at = '-Please,\n"come"; é', now()
        # Who has left keeps their lines, and so does what they asked.
        leave(people[address("other supplier")], None)
        event.ask_until = event.answer_until = now() - timedelta(days=1)
        commit()
    before, rows = counts(app), {name: exported(browser, name) for name in ("participants", "requests")}
    for name, content in rows.items():
        sent = send(browser, name, content)
        assert (name, sent.status_code) == (name, 303), sent.text
        text = browser.get(f"{HERE}/data").text
        number = len(list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))) - 1
        assert f"{number} rows are taken in, {number} of them brought nothing new." in text
    assert (counts(app), {name: exported(browser, name) for name in rows}) == (before, rows)


def test_exported_spreadsheet_that_was_changed_in_excel_changes_what_is_there(app: Flask) -> None:
    browser = begin(app)
    lines = table(browser, "participants")
    head = lines[0]
    for line in lines[1:]:
        if line[head.index("email")] == address("buyer"):
            changed = {"name": "Zoé", "town": "Ghêne", "max_meetings": "2", "remark": "=a", "state": "refused"}
            for name, value in changed.items():
                line[head.index(name)] = value
    text = "\r\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
    before = counts(app)
    assert send(browser, "participants", text.encode("cp1252")).status_code == 303
    assert counts(app) == before
    with app.app_context():
        row = db.session.scalars(select(Registration).join(Registration.person).where(Person.email == address("buyer"))).one()
        assert row.organisation is not None
        assert (row.person.name, row.organisation.town, row.max_meetings, row.remark, row.state.value) == (
            "Zoé",
            "Ghêne",
            2,
            "=a",
            "refused",
        )
        assert (row.function, row.organisation.name) == ("contact", "House of the buyer")


def test_column_that_is_not_in_the_file_leaves_what_is_there(app: Flask) -> None:
    browser = begin(app)
    assert send(browser, "participants", f"role;name;email\nsupplier;New name;{address('supplier')}\n").status_code == 303
    with app.app_context():
        row = db.session.scalars(select(Registration).join(Registration.person).where(Person.email == address("supplier"))).one()
        assert row.organisation is not None
        assert (row.person.name, row.organisation.name, row.function, row.booth and row.booth.name, row.remark) == (
            "New name",
            "House of the supplier",
            "contact",
            "Booth 1",
            "=1+1",
        )


def test_spreadsheet_of_one_event_is_taken_into_another(sqlite_app: Flask, organiser: FlaskClient) -> None:
    people, asked = exported(organiser, "participants"), exported(organiser, "requests")
    post(organiser, "/events/new", {"name": "Zomer", "starts_on": "2031-06-03", "ends_on": "2031-06-03", "timezone": "Europe/Brussels"})
    there = "/events/zomer/organise/data"
    first = {"what": "participants", "file": (io.BytesIO(people), "p.csv")}
    wrong = post(organiser, there, dict(first))
    assert (wrong.status_code, "There is no place called Booth 1." in wrong.text) == (422, True)
    booth = {"kind": "booth", "name": "Booth 1", "zone": "Hal", "capacity": "2", "count": "1"}
    assert post(organiser, "/events/zomer/organise/places", booth).status_code == 303
    assert post(organiser, there, {"what": "participants", "file": (io.BytesIO(people), "p.csv")}).status_code == 303
    assert post(organiser, there, {"what": "requests", "file": (io.BytesIO(asked), "r.csv")}).status_code == 303
    with sqlite_app.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == "zomer")).one()
        rows = db.session.scalars(select(MeetingRequest).where(MeetingRequest.event_id == event.id)).all()
        assert (len(event.registrations), len(rows)) == (7, 3)


def test_wrong_cells_of_requests_are_named(app: Flask) -> None:
    browser, before = begin(app), counts(app)
    head = "asker_email,asked_email,answer,asked_at,set_aside,asked_role\n"
    pair = "other-buyer@example.org,other-supplier@example.org"
    wrong = send(
        browser,
        "requests",
        head + f"{pair},maybe,,,\n{pair},,yesterday,,\n{pair},,2031-01-01T10:00,,\n{pair},,,perhaps,\n{pair},,,,buyer\n{pair},,,,king\n",
    )
    assert (wrong.status_code, counts(app)) == (422, before)
    for text in ("not “maybe”", "not “yesterday”", "not “2031-01-01T10:00”", "not “perhaps”", "is nobody who takes part", "not “king”"):
        assert text in wrong.text


def test_columns_are_known_however_they_are_written(sqlite_app: Flask, organiser: FlaskClient) -> None:
    assert (
        send(organiser, "participants", "Role\tNAME\tE-mail\tMax. meetings\tOrganisation\nbuyer\tA\ta@example.org\t3\tStad\n").status_code
        == 303
    )
    twice = send(organiser, "participants", "role,name,email,e-mail\n")
    assert (twice.status_code, "A column comes twice: email." in twice.text) == (422, True)
    wide = send(organiser, "participants", "role;name;email;organisation\nbuyer;B;b@example.org;Gemeente Sint-Niklaas\n".encode("utf-16"))
    assert wide.status_code == 303
