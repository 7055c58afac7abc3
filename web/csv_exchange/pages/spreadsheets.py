"""All of the event out as CSV; participants, requests and absences in."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.database import rollback
from web.core.errors import Invalid, NotFound
from web.core.organiser_pages import page, pages, redirect_to
from web.csv_exchange.forms.spreadsheets import ImportSpreadsheet
from web.csv_exchange.queries.columns import ABSENCES, PARTICIPANTS, READ_ONLY, REQUESTS
from web.csv_exchange.queries.exports import SPREADSHEETS, export_everything, export_spreadsheet
from web.csv_exchange.services.importing import RowFault
from web.csv_exchange.services.importing_absences import import_absences
from web.csv_exchange.services.importing_people import import_participants
from web.csv_exchange.services.importing_requests import import_requests

SHOWN = 200
COLUMNS = tuple(tuple(name for name in columns if name not in READ_ONLY) for columns in (PARTICIPANTS, REQUESTS, ABSENCES))


@pages.get("/data")
@access(organiser_of_event)
def data(slug: str) -> ResponseReturnValue:
    """Offer the spreadsheets for downloading, and the form for taking some in."""
    return _page(ImportSpreadsheet(formdata=None), ())


@pages.get("/data/everything.zip")
@access(organiser_of_event)
def data_everything(slug: str) -> ResponseReturnValue:
    """Give all spreadsheets in one archive."""
    return _download(export_everything(the_event()), "application/zip", f"{slug}.zip")


@pages.get("/data/<table>.csv")
@access(organiser_of_event)
def data_table(slug: str, table: str) -> ResponseReturnValue:
    """Give one spreadsheet."""
    if table not in SPREADSHEETS:
        raise NotFound
    return _download(export_spreadsheet(the_event(), table).encode(), "text/csv; charset=utf-8", f"{slug}-{table}.csv")


@pages.post("/data")
@access(organiser_of_event)
def data_import(slug: str) -> ResponseReturnValue:
    """Take a spreadsheet in, all of it or nothing."""
    form = ImportSpreadsheet()
    faults: tuple[RowFault, ...] = ()
    if form.validate_on_submit():
        event, content = the_event(), form.file.data.read()
        try:
            if form.what.data == "participants":
                done = import_participants(event, content, the_person(), approved=form.approved.data)
            elif form.what.data == "absences":
                done = import_absences(event, content, the_person())
            else:
                done = import_requests(event, content, the_person())
            if not done.faults:
                message = _("%(count)s rows are taken in, %(same)s of them brought nothing new.", count=done.rows, same=done.unchanged)
                return redirect_to("data", message)
            rollback()
            faults = done.faults
        except Invalid as error:
            rollback()
            form.take_faults(error)
    return _page(form, faults), 422


def _page(form: ImportSpreadsheet, faults: tuple[RowFault, ...]) -> str:
    shown = {"faults_of_rows": faults[:SHOWN], "more": len(faults[SHOWN:])}
    return page("csv_exchange/data.html", form=form, spreadsheets=SPREADSHEETS, columns=COLUMNS, **shown)


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
