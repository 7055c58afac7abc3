"""What the organisers' pages have in common: their place in the address, and the event that each is about."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from web.core.access import the_event

pages = Blueprint("organise", __name__, url_prefix="/events/<slug>/organise")


def page(template: str, **values: Any) -> str:
    """Draw a page of the event in the address."""
    return render_template(template, event=the_event(), **values)


def redirect_to(endpoint: str, message: str = "", **values: Any) -> ResponseReturnValue:
    """Send the browser on to a page of the event, which says once what has been done."""
    if message:
        flash(message, "good")
    return redirect(url_for(f"organise.{endpoint}", slug=the_event().slug, **values), 303)


def address_with(**changed: Any) -> str:
    """The address of this page with something in it changed, and None left out."""
    values = request.args.to_dict() | (request.view_args or {}) | changed
    return url_for(request.endpoint or "", **values)
