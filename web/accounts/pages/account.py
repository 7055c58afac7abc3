"""A person's account: what is stored about them, taking it along, signing out everywhere, deleting it."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from web.accounts.forms.account import DeleteAccount
from web.accounts.queries.own_data import own_archive
from web.accounts.services.account import delete_account
from web.core.access import access, signed_in, the_person
from web.core.errors import Conflict
from web.core.extensions import limiter
from web.sign_in.services.sign_in import sign_out_everywhere

pages = Blueprint("account", __name__, url_prefix="/account")


@pages.get("")
@access(signed_in)
def show() -> ResponseReturnValue:
    """Say what is stored and who sees it, and what one can do about it."""
    return render_template("accounts/account.html", person=the_person())


@pages.get("/data")
@limiter.limit("10 per minute")
@access(signed_in)
def data() -> ResponseReturnValue:
    """Give everything that is stored about the person."""
    response = Response(own_archive(the_person()), mimetype="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


@pages.post("/sign-out-everywhere")
@access(signed_in)
def end_sessions() -> ResponseReturnValue:
    """End all sessions, this one too."""
    sign_out_everywhere(the_person())
    logout_user()
    session.clear()
    flash(_("You are signed out on all devices."), "good")
    return redirect(url_for("home.index"), 303)


@pages.get("/delete")
@access(signed_in)
def delete() -> ResponseReturnValue:
    """Say what is deleted, and ask whether it is meant."""
    return render_template("accounts/delete.html", form=DeleteAccount(formdata=None))


@pages.post("/delete")
@access(signed_in)
def forget() -> ResponseReturnValue:
    """Delete the account."""
    form = DeleteAccount()
    if form.validate_on_submit():
        try:
            delete_account(the_person())
        except Conflict as error:
            form.form_errors.append(error.message)
        else:
            logout_user()
            session.clear()
            flash(_("Your account and what you wrote here are deleted."), "good")
            return redirect(url_for("home.index"), 303)
    return render_template("accounts/delete.html", form=form), 422
