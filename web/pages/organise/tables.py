"""All of the event out as CSV; participants and requests in."""

from __future__ import annotations

from flask import Response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.access import access, organiser_of_event, the_event, the_person
from web.database import rollback
from web.errors import Invalid, NotFound
from web.forms.organise_tables import ImportTable
from web.pages.organise.base import go, page, pages
from web.queries.exports import TABLES, export_everything, export_table
from web.services.importing import PARTICIPANTS, REQUESTS, RowFault, import_participants, import_requests

SHOWN = 200


@pages.get("/data")
@access(organiser_of_event)
def data(slug: str) -> ResponseReturnValue:
    """Offer the tables for downloading, and the form for taking some in."""
    return _page(ImportTable(formdata=None), ())


@pages.get("/data/everything.zip")
@access(organiser_of_event)
def data_everything(slug: str) -> ResponseReturnValue:
    """Give all tables in one archive."""
    return _download(export_everything(the_event()), "application/zip", f"{slug}.zip")


@pages.get("/data/<table>.csv")
@access(organiser_of_event)
def data_table(slug: str, table: str) -> ResponseReturnValue:
    """Give one table."""
    if table not in TABLES:
        raise NotFound
    return _download(export_table(the_event(), table).encode(), "text/csv; charset=utf-8", f"{slug}-{table}.csv")


@pages.post("/data")
@access(organiser_of_event)
def data_import(slug: str) -> ResponseReturnValue:
    """Take a table in, all of it or nothing."""
    form = ImportTable()
    faults: tuple[RowFault, ...] = ()
    if form.validate_on_submit():
        event, content = the_event(), form.file.data.read()
        try:
            if form.what.data == "participants":
                done = import_participants(event, content, the_person(), approved=form.approved.data)
            else:
                done = import_requests(event, content, the_person())
            if not done.faults:
                return go("data", _("%(count)s rows are taken in.", count=done.rows))
            rollback()
            faults = done.faults
        except Invalid as error:
            rollback()
            form.take_faults(error)
    return _page(form, faults), 422


def _page(form: ImportTable, faults: tuple[RowFault, ...]) -> str:
    return page(
        "data.html", form=form, faults_of_rows=faults[:SHOWN], more=len(faults[SHOWN:]), tables=TABLES, columns=(PARTICIPANTS, REQUESTS)
    )


def _download(content: bytes, kind: str, name: str) -> Response:
    return Response(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
