"""Who may do what: each route declares its rule here once, and a request is let through by that rule alone.

A view is written as::

    @pages.get("/events/<slug>/organise/runs/<run_id>")
    @access(organiser_of_event)
    def show_run(slug: str, run_id: str) -> str: ...

The rule loads what it has to know of the event and the person; the view finds it again in `scope`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from flask import Flask, g, request
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from matchmaking.planning.attendance import MEETING_ROLES
from web.core.database import db
from web.core.errors import NotAllowed, NotFound, NotSignedIn
from web.models import Event, EventState, Person, Registration, RegistrationState, Role
from web.models.base import Public

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Public)


@dataclass(frozen=True, slots=True)
class Scope:
    """What the rule of the current request found out.

    Attributes
    ----------
    person
        Who is signed in; None: nobody.
    event
        The event in the address; None where it names none.
    registrations
        The person's own in that event that count, one a role at most.
    target
        The row in the address that the rule is about, for `owner_of`.
    """

    person: Person | None = None
    event: Event | None = None
    registrations: tuple[Registration, ...] = ()
    target: Public | None = None

    def has_role(self, *roles: Role) -> bool:
        """Whether the person is approved in one of the roles at this event."""
        return any(own.role in roles and own.state is RegistrationState.APPROVED for own in self.registrations)


class Rule(Protocol):
    """Looks at who asks and at the address; returns what it found, or raises why not."""

    __name__: str

    def __call__(self, person: Person | None, arguments: dict[str, Any]) -> Scope: ...


def access(rule: Rule) -> Callable[[View], View]:
    """Declare who may call a view; stands below the route."""

    def declare(view: View) -> View:
        view.access_rule = rule  # type: ignore[attr-defined]  # functions take attributes, and the type system has no word for it
        return view

    return declare


def rule_of(app: Flask, endpoint: str) -> Rule | None:
    """Look up the rule of a route; files in static folders are for everybody."""
    if endpoint.rpartition(".")[2] == "static":
        return anyone
    rule: Rule | None = getattr(app.view_functions[endpoint], "access_rule", None)
    return rule


def init_access(app: Flask) -> None:
    """Ask the rule before every request."""

    @app.before_request
    def guard() -> None:
        if request.endpoint is None:
            return
        rule = rule_of(app, request.endpoint)
        if rule is None:
            raise RuntimeError(f"the route {request.endpoint} declares no access rule")
        person = None if rule is anyone else signed_in_person()
        # A page that says why not is drawn for whoever asked, too.
        g.scope = Scope(person)
        g.scope = rule(person, request.view_args or {})


def signed_in_person() -> Person | None:
    """Say who is signed in."""
    person = current_user._get_current_object()
    return person if isinstance(person, Person) else None


def scope() -> Scope:
    """What the rule of the current request found out."""
    found: Scope = g.scope
    return found


def the_person() -> Person:
    """Who is signed in, on a page for the signed in."""
    person = scope().person
    if person is None:
        raise NotSignedIn
    return person


def the_event() -> Event:
    """The event in the address."""
    event = scope().event
    if event is None:
        raise NotFound
    return event


def own_registration(*roles: Role) -> Registration:
    """The person's own registration at the event, in one of the roles if any are named."""
    for own in scope().registrations:
        if not roles or own.role in roles:
            return own
    raise NotFound


def diaries() -> list[Registration]:
    """The person's own registrations that can ask for meetings at the event: as a buyer, as a supplier, or as both."""
    own = [own for own in scope().registrations if own.takes_part and own.role in MEETING_ROLES]
    return sorted(own, key=lambda each: each.role)


def target(model: type[Row]) -> Row:
    """The row in the address that `owner_of` has let through."""
    row = scope().target
    if not isinstance(row, model):
        raise NotFound
    return row


# --- rules -------------------------------------------------------------------------------------------------------------


def anyone(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Everybody, about no event in particular; does not even look who is signed in."""
    return Scope()


def visitor(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Everybody; the page may look different for the signed in."""
    return Scope(person)


def signed_in(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Whoever is signed in."""
    return Scope(_known(person))


def event_creator(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Organisers of the installation."""
    if not _known(person).may_create_events:
        raise NotAllowed(_("Only organisers of this site can do that. Ask one of them to invite you."))
    return Scope(person)


def event_visitor(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Everybody, once the event is public; its organisers before that too."""
    return _at_event(person, arguments)


def at_event(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """Whoever is signed in, about an event that they may see; for registering."""
    _known(person)
    return _at_event(person, arguments)


def member_of_event(*roles: Role, approved: bool = False) -> Rule:
    """Make the rule for whoever is registered at the event, in one of the roles if any are named.

    Parameters
    ----------
    approved
        Only once the organiser has approved them; otherwise from the first draft on.
    """

    def member(person: Person | None, arguments: dict[str, Any]) -> Scope:
        _known(person)
        found = _at_event(person, arguments)
        mine = [own for own in found.registrations if not roles or own.role in roles]
        if not mine:
            raise NotAllowed(_("This page is for other participants of the event."))
        if approved and not any(own.state is RegistrationState.APPROVED for own in mine):
            raise NotAllowed(_("The organiser has not approved your registration yet. We will write to you when that has happened."))
        return found

    return member


def organiser_of_event(person: Person | None, arguments: dict[str, Any]) -> Scope:
    """The event's organisers."""
    _known(person)
    found = _at_event(person, arguments)
    if not found.has_role(Role.ORGANISER):
        raise NotAllowed(_("This page is for the organisers of the event."))
    return found


def owner_of(model: type[Public], argument: str, through: str = "registration") -> Rule:
    """Make the rule for the owner of a row in the address: it hangs on one of their registrations at this event, or is one.

    Somebody else's row does not exist for them; the event's organisers see all of them.

    Parameters
    ----------
    model
        With ``public_id``, and with ``registration`` unless it is `Registration` itself.
    argument
        The name in the address, for example ``offer_id``.
    through
        Which registration of the row makes its owner, where it has more than one: who asked, for example, or who was asked.
    """

    def owner(person: Person | None, arguments: dict[str, Any]) -> Scope:
        _known(person)
        found = _at_event(person, arguments)
        row = db.session.scalar(select(model).where(model.public_id == arguments[argument]))
        registration = row if isinstance(row, Registration) else getattr(row, through, None)
        if registration is None or found.event is None or registration.event_id != found.event.id:
            raise NotFound
        if registration not in found.registrations and not found.has_role(Role.ORGANISER):
            raise NotFound
        return Scope(found.person, found.event, found.registrations, row)

    return owner


def _known(person: Person | None) -> Person:
    if person is None:
        raise NotSignedIn
    return person


def _at_event(person: Person | None, arguments: dict[str, Any]) -> Scope:
    event = db.session.scalar(select(Event).where(Event.slug == arguments["slug"]))
    if event is None:
        raise NotFound
    found = Scope(person, event, _registrations(person, event))
    if event.state is EventState.DRAFT and not found.has_role(Role.ORGANISER):
        raise NotFound
    return found


def _registrations(person: Person | None, event: Event) -> tuple[Registration, ...]:
    if person is None:
        return ()
    rows = db.session.scalars(
        select(Registration).where(Registration.event_id == event.id, Registration.person_id == person.id).order_by(Registration.id)
    )
    return tuple(own for own in rows if own.active)
