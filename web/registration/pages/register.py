"""Registering for an event: in one short form, finished later if need be, and handed in for the organisers to decide."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from web.core.access import access, at_event, scope, the_event, the_person
from web.core.errors import Invalid, NotAllowed
from web.core.event_data import taxonomy_of
from web.core.fields import Choice
from web.core.participant_pages import OWN, address_of, participant
from web.meetings.queries.requests import waiting_for_answer
from web.meetings.services.meetings import may_answer, may_ask
from web.models import Event, Registration, RegistrationState, Role
from web.publishing.queries.published import newest_version
from web.registration.forms.register import BLANK_ROWS, AvailabilityForm, BuyerForm, DetailsForm, SupplierForm
from web.registration.queries.registering import latest_registration, registration_in_role, sessions_of
from web.registration.services import registrations as services
from web.registration.services.details import OrganisationWords, save_details
from web.registration.services.registrations import Away, is_open, missing_for_submission, never_there, require_open, set_absences

pages = Blueprint("register", __name__)

FORMS = {Role.SUPPLIER: SupplierForm, Role.BUYER: BuyerForm}
WITHOUT_DAY = 1900
TEXTS = ("function", "remark")
OWN_COLUMNS = ("function", "contact_consent", "remark", "wants_booth", "people", "catalogue_consent", "max_meetings")


@pages.get("/events/<slug>/register")
@access(at_event)
def choose(slug: str) -> ResponseReturnValue:
    """Ask as what somebody comes."""
    event = the_event()
    mine = {own.role.value: own for own in scope().registrations}
    return render_template("registration/choose.html", event=event, is_open=is_open(event), mine=mine)


@pages.route("/events/<slug>/register/<any(buyer, supplier):role>", methods=["GET", "POST"])
@access(at_event)
def begin(slug: str, role: str) -> ResponseReturnValue:
    """Ask who comes and for whom, and begin a registration with it."""
    event, person = the_event(), the_person()
    found = registration_in_role(event, person, Role(role))
    if found is not None and found.active:
        return redirect(url_for("register.hub", slug=slug, registration_id=found.public_id), 303)
    if found is not None:
        refused = _("The organisers did not accept your registration: %(reason)s", reason=found.refusal)
        raise NotAllowed(refused if found.refusal else _("You have left this event. Write to the organisers to come back."))
    require_open(event)
    form = FORMS[Role(role)](data=_remembered() if request.method == "GET" else None)
    if form.validate_on_submit():
        registration = services.register(event, person, Role(role), person)
        _save(registration, form)
        flash(_("Saved. You can finish now, or come back later."), "good")
        return redirect(address_of(registration), 303)
    return _details_page(form, role, None)


def _remembered() -> dict[str, object]:
    person = the_person()
    known: dict[str, object] = {"name": person.name, "phone": person.phone}
    before = latest_registration(person)
    if before is not None:
        known |= _words(before) | {"function": before.function}
    return known


def _words(registration: Registration) -> dict[str, object]:
    row = registration.organisation
    if row is None:
        return {}
    return {"organisation": row.name, "town": row.town, "website": row.website, "about": row.about, "kind": row.kind}


def _save(registration: Registration, form: DetailsForm) -> None:
    kind = form["kind"].data if "kind" in form else registration.role.value
    organisation = OrganisationWords(
        name=form.organisation.data or "",
        kind=kind or "",
        town=form.town.data or "",
        website=form.website.data or "",
        about=form.about.data or "",
    )
    # A text that was not sent at all is as good as an empty one.
    values = {column: form[column].data or "" if column in TEXTS else form[column].data for column in OWN_COLUMNS if column in form}
    save_details(registration, the_person(), organisation, name=form.name.data or "", phone=form.phone.data or "", **values)


def _details_page(form: DetailsForm, role: str, registration: Registration | None) -> ResponseReturnValue:
    page = render_template("registration/details.html", form=form, role=role, event=the_event(), registration=registration)
    return page, 422 if form.errors else 200


@pages.get("/events/<slug>/registrations/<registration_id>")
@access(OWN)
def hub(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show how far a registration is, and what to do next."""
    registration, event = participant(), the_event()
    return render_template(
        "registration/hub.html",
        event=event,
        registration=registration,
        is_open=is_open(event),
        can_ask=may_ask(event),
        waiting=waiting_for_answer(registration) if registration.takes_part and may_answer(event) else 0,
        published=newest_version(event) if registration.takes_part else None,
        missing=missing_for_submission(registration),
        taxonomy=taxonomy_of(event),
    )


@pages.route("/events/<slug>/registrations/<registration_id>/details", methods=["GET", "POST"])
@access(OWN)
def details(slug: str, registration_id: str) -> ResponseReturnValue:
    """Change who comes and for whom."""
    registration = participant()
    person = registration.person
    known = {column: getattr(registration, column) for column in OWN_COLUMNS} | {"name": person.name, "phone": person.phone}
    form = FORMS[registration.role](data=known | _words(registration) if request.method == "GET" else None)
    if form.validate_on_submit():
        _save(registration, form)
        flash(_("Saved."), "good")
        return redirect(address_of(registration), 303)
    return _details_page(form, registration.role.value, registration)


@pages.post("/events/<slug>/registrations/<registration_id>/submit")
@access(OWN)
def submit(slug: str, registration_id: str) -> ResponseReturnValue:
    """Hand a registration in."""
    registration = participant()
    try:
        services.submit(registration, the_person())
    except Invalid as error:
        for fault in error.fields.values():
            flash(fault, "bad")
        return redirect(address_of(registration), 303)
    if registration.state is RegistrationState.SUBMITTED:
        flash(_("Handed in. The organisers look at it next."), "good")
    return redirect(address_of(registration), 303)


@pages.route("/events/<slug>/registrations/<registration_id>/availability", methods=["GET", "POST"])
@access(OWN)
def availability(slug: str, registration_id: str) -> ResponseReturnValue:
    """Ask when somebody cannot meet."""
    registration, event = participant(), the_event()
    sessions = sessions_of(event)
    form = AvailabilityForm(data=_known_absences(registration, event) if request.method == "GET" else None)
    form.sessions.choices = [Choice(item.public_id, item.title) for item in sessions]
    if form.validate_on_submit():
        zone = ZoneInfo(event.timezone)
        attended = {item.public_id: item for item in sessions}
        away = [Away(_("attends a session"), attended[id_]) for id_ in form.sessions.data or () if id_ in attended]
        for row in form.away:
            if not row.form.blank:
                start, end = (_on_the_walls(field.data, event, zone) for field in (row.form.start, row.form.end))
                away.append(Away(row.form.reason.data or "", None, start, end))
        set_absences(registration, away, the_person())
        flash(_("Saved."), "good")
        if never_there(registration):
            flash(_("You are away in every slot of the event: no meeting can be planned for you."), "warn")
        return redirect(address_of(registration), 303)
    status = 422 if form.errors else 200
    times = {item.public_id: item for item in sessions}
    return render_template("registration/availability.html", form=form, event=event, registration=registration, times=times), status


def _on_the_walls(moment: datetime | None, event: Event, zone: ZoneInfo) -> datetime | None:
    if moment is None:
        return None
    day = event.starts_on if moment.year == WITHOUT_DAY else moment.date()
    return datetime.combine(day, moment.time(), zone)


def _known_absences(registration: Registration, event: Event) -> dict[str, object]:
    zone = ZoneInfo(event.timezone)
    away: list[dict[str, object]] = [
        {
            "start": row.start.astimezone(zone).replace(tzinfo=None) if row.start else None,
            "end": row.end.astimezone(zone).replace(tzinfo=None) if row.end else None,
            "reason": row.reason,
        }
        for row in registration.absences
        if row.session is None
    ]
    attended = [row.session.public_id for row in registration.absences if row.session is not None]
    return {"sessions": attended, "away": away + [{}] * BLANK_ROWS}
