from __future__ import annotations

from flask import Flask

from tests.support.web.world import make_world, take_part
from web.csv_exchange.queries.exports import SPREADSHEETS, export_spreadsheet
from web.meetings.services.meetings import ask_for_meeting
from web.models import Role, Strength


def test_tables_say_nothing_of_another_event(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        before = {name: export_spreadsheet(world.event, name) for name in SPREADSHEETS}
        asker, asked = take_part(world.elsewhere, Role.BUYER, "guest"), take_part(world.elsewhere, Role.SUPPLIER, "host")
        ask_for_meeting(asker, asked, Strength.MUST, None)
        assert {name: export_spreadsheet(world.event, name) for name in SPREADSHEETS} == before
