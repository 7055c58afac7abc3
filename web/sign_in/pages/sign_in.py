"""Signing in by a link from one's mail, and out."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user, logout_user

from web.core.access import access, anyone, signed_in, visitor
from web.core.errors import Invalid
from web.core.extensions import limiter
from web.core.form import tidy
from web.sign_in.forms.sign_in import AskForLink
from web.sign_in.services.sign_in import find_token, normalised_email, safe_next, send_sign_in_link, use_token

pages = Blueprint("sign_in", __name__)


def asked_address() -> str:
    """Whom a limit on mails counts: the address that they would go to, however it is written."""
    written = request.form.get("email", "")
    try:
        return normalised_email(str(tidy(written)))
    except Invalid:
        return written.strip().lower()


@pages.get("/sign-in")
@access(visitor)
def ask() -> ResponseReturnValue:
    """Ask for the address to send a link to."""
    return render_template("sign_in/ask.html", form=AskForLink(next=safe_next(request.args.get("next", ""))))


@pages.post("/sign-in")
@limiter.limit("10 per minute; 60 per hour")
@limiter.limit("5 per 10 minutes", key_func=asked_address)
@access(visitor)
def send() -> ResponseReturnValue:
    """Mail the link; the answer does not tell whether there is an account."""
    form = AskForLink()
    if form.validate_on_submit():
        try:
            send_sign_in_link(form.email.data or "", form.next.data or "")
            return redirect(url_for("sign_in.sent"), 303)
        except Invalid as error:
            form.take_faults(error)
    return render_template("sign_in/ask.html", form=form), 422


@pages.get("/sign-in/sent")
@access(visitor)
def sent() -> ResponseReturnValue:
    """Say to look into one's mail."""
    return render_template("sign_in/sent.html")


@pages.get("/sign-in/<token>")
@access(anyone)
def confirm(token: str) -> ResponseReturnValue:
    """Ask once more: scanners of mail open links, people press buttons."""
    return render_template("sign_in/confirm.html", email=find_token(token).email, token=token)


@pages.post("/sign-in/<token>")
@limiter.limit("20 per minute")
@access(anyone)
def enter(token: str) -> ResponseReturnValue:
    """Sign in."""
    person, next_path = use_token(token)
    # A session that somebody else may have planted in this browser ends here.
    session.clear()
    login_user(person)
    session.permanent = True
    return redirect(next_path or url_for("home.my_events"), 303)


@pages.post("/sign-out")
@access(signed_in)
def leave() -> ResponseReturnValue:
    """Sign out."""
    logout_user()
    session.clear()
    return redirect(url_for("home.index"), 303)
