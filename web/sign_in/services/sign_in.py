"""Signing in by a link to one's mail address: no passwords."""

from __future__ import annotations

from datetime import timedelta

from email_validator import EmailNotValidError, validate_email
from flask import current_app, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import CursorResult, delete, select, update

from web.activity.services.activity import record
from web.core.database import db
from web.core.errors import Expired, Invalid
from web.core.mailing.outbox import write_mail
from web.core.settings import Settings
from web.models import LoginToken, Person, new_token, now

DEMO_LINK_LIVES = timedelta(days=1)
KEPT_AFTERWARDS = timedelta(days=1)


def normalised_email(text: str) -> str:
    """Bring an address into the one form in which it is stored; nothing is asked of the network.

    Raises
    ------
    Invalid
        Where it is none.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise Invalid(fields={"email": _("Write an e-mail address such as name@example.org.")}) from None
    return checked.normalized.lower()


def safe_next(path: str) -> str:
    """ReferencePlan a path of this site to go to after signing in; anything else becomes empty."""
    local = path.startswith("/") and not path.startswith(("//", "/\\")) and not any(ord(letter) < 32 for letter in path)
    return path if local and len(path) <= 500 else ""


def send_sign_in_link(email: str, next_path: str = "") -> None:
    """Mail a link to sign in with; the same for those who have an account and those who will.

    Raises
    ------
    Invalid
        Where ``email`` is no address.
    """
    settings: Settings = current_app.extensions["settings"]
    address = normalised_email(email)
    link = make_sign_in_link(address, next_path)
    lines = (
        _("Hello,"),
        "",
        _("Here is your link to sign in. It works once, for %(minutes)s minutes:", minutes=settings.link_minutes),
        "",
        link,
        "",
        _("If you did not ask for it, leave it: nothing will happen."),
    )
    write_mail(address, _("Your link to sign in"), "\n".join(lines) + "\n")


def make_sign_in_link(email: str, next_path: str = "", *, reusable: bool = False) -> str:
    """Make a link that signs ``email`` in once it is confirmed on the page that it leads to.

    Parameters
    ----------
    reusable
        For the demo: it lives a day and works more than once.

    Raises
    ------
    RuntimeError
        Where a reusable link is asked for outside the demo.
    """
    settings: Settings = current_app.extensions["settings"]
    if reusable and not demo_links_work(settings):
        raise RuntimeError("reusable sign-in links are for the demo on the loopback interface only")
    moment = now()
    db.session.execute(delete(LoginToken).where(LoginToken.expires_at < moment - KEPT_AFTERWARDS))
    lives = DEMO_LINK_LIVES if reusable else timedelta(minutes=settings.link_minutes)
    token = LoginToken(nonce=new_token(), email=email, next_path=safe_next(next_path), expires_at=moment + lives, reusable=reusable)
    db.session.add(token)
    db.session.flush()
    return settings.base_url + url_for("sign_in.confirm", token=_signer().dumps(token.nonce))


def demo_links_work(settings: Settings) -> bool:
    """Whether links of the demo are honoured: in demo mode, at an address of this machine."""
    return settings.demo and settings.base_url.startswith(("http://127.0.0.1", "http://localhost", "http://[::1]"))


def find_token(signed: str) -> LoginToken:
    """Look up a link that can still be used.

    Raises
    ------
    Expired
        Where it was used, has run out or never was.
    """
    try:
        nonce = _signer().loads(signed)
    except BadSignature:
        raise _gone() from None
    token = db.session.scalar(select(LoginToken).where(LoginToken.nonce == nonce))
    usable = token is not None and token.expires_at > now() and (token.used_at is None or token.reusable)
    if token is None or not usable or (token.reusable and not demo_links_work(current_app.extensions["settings"])):
        raise _gone()
    return token


def use_token(signed: str) -> tuple[Person, str]:
    """Use a link up: the person who signs in, made if this is the first time, and the path to go to.

    Raises
    ------
    Expired
        See `find_token`; of two who use one link at once, one gets this.
    """
    token = find_token(signed)
    if not token.reusable:
        used = db.session.execute(update(LoginToken).where(LoginToken.id == token.id, LoginToken.used_at.is_(None)).values(used_at=now()))
        assert isinstance(used, CursorResult)
        if not used.rowcount:
            raise _gone()
    person = find_or_add_person(token.email)
    person.last_signed_in_at = now()
    db.session.flush()
    return person, token.next_path


def find_or_add_person(email: str, name: str = "", language: str = "en") -> Person:
    """Give the person of an address; a new one where there is none yet."""
    person = db.session.scalar(select(Person).where(Person.email == email))
    if person is None:
        person = Person(email=email, name=name, language=language)
        db.session.add(person)
        db.session.flush()
        record("joined", person, person)
    return person


def add_site_organiser(email: str, by: Person | None = None) -> Person:
    """Let somebody create events.

    Raises
    ------
    Invalid
        Where ``email`` is no address.
    """
    person = find_or_add_person(normalised_email(email))
    if not person.may_create_events:
        person.may_create_events = True
        record("made site organiser", person, by)
    db.session.flush()
    return person


def sign_out_everywhere(person: Person) -> None:
    """End every session of a person."""
    person.session_number += 1
    db.session.flush()


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="sign-in")


def _gone() -> Expired:
    return Expired(_("This sign-in link has been used or has run out."))
