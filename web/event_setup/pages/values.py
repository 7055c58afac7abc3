"""What a meeting is worth: the weights of the formula, and its outcome for every pair that may meet."""

from __future__ import annotations

from dataclasses import asdict

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, organiser_of_event, the_event, the_person
from web.core.errors import Invalid
from web.core.event_data import weights_of
from web.core.organiser_pages import address_with, page, pages, redirect_to
from web.core.paging import page_number
from web.event_setup.forms.words import SetWeights
from web.event_setup.services.setting_up import set_weights
from web.planning.queries.pair_values import pair_values

A_PAGE = 100


@pages.get("/values")
@access(organiser_of_event)
def values(slug: str) -> ResponseReturnValue:
    """Show the weights, and what each meeting is worth by them."""
    return _page(SetWeights(formdata=None, **asdict(weights_of(the_event()))))


@pages.post("/values")
@access(organiser_of_event)
def values_save(slug: str) -> ResponseReturnValue:
    """Change the weights."""
    form = SetWeights()
    if form.validate_on_submit():
        try:
            set_weights(the_event(), the_person(), **{name: number for name, number in form.data.items() if name != "csrf_token"})
            return redirect_to("values", _("Saved. The next planning run goes by these points."))
        except Invalid as error:
            form.take_faults(error)
    return _page(form), 422


def _page(form: SetWeights) -> str:
    name, number = request.args.get("name", "").strip(), page_number()
    found = [row for row in pair_values(the_event()) if name.casefold() in f"{row.one} {row.other}".casefold()]
    shown = found[(number - 1) * A_PAGE : number * A_PAGE]
    paging = {"number": number, "pages": -(-len(found) // A_PAGE), "link": lambda page: address_with(page=page)}
    return page("event_setup/values.html", form=form, rows=shown, found=len(found), name=name, **paging)
