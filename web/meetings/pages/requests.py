"""Asking for meetings, answering, and taking it back; neither side is shown what the other one answered."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from matchmaking.planning.meeting_rules import is_same_person, roles_can_meet
from web.core.access import access, owner_of, target, the_event, the_person
from web.core.errors import Conflict, NotAllowed, NotFound
from web.core.event_data import taxonomy_of
from web.core.participant_pages import OWN, address_of, participant
from web.meetings.forms.requests import STRENGTHS, AskForm
from web.meetings.queries.requests import asked_by_others, asked_so_far, own_requests, participant_to_meet, request_about, suggestions_for
from web.meetings.services.meetings import answer_request, ask_for_meeting, may_answer, may_ask, quota_of, withdraw
from web.meetings.services.request_mail import notify_asked
from web.models import Answer, MeetingRequest, Registration, Strength

pages = Blueprint("requests", __name__)
ANSWERS = {answer.value: answer for answer in Answer}


@pages.get("/events/<slug>/registrations/<registration_id>/meetings")
@access(OWN)
def overview(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show whom somebody asked to meet, and who asked them."""
    registration, event = participant(), the_event()
    own = own_requests(registration)
    return render_template(
        "meetings/overview.html",
        event=event,
        registration=registration,
        own=own,
        asked=asked_by_others(registration),
        strengths={row.asked_id: row.strength for row in own},
        quota=quota_of(event, registration.role),
        used=asked_so_far(registration),
        can_ask=may_ask(event),
        can_answer=may_answer(event),
        taxonomy=taxonomy_of(event),
    )


@pages.get("/events/<slug>/registrations/<registration_id>/suggested")
@access(OWN)
def suggested(slug: str, registration_id: str) -> ResponseReturnValue:
    """Show who fits, and why."""
    registration = participant()
    return render_template(
        "meetings/suggested.html",
        event=the_event(),
        registration=registration,
        suggestions=suggestions_for(registration) if registration.takes_part else [],
        taxonomy=taxonomy_of(the_event()),
    )


@pages.route("/events/<slug>/registrations/<registration_id>/ask/<asked_id>", methods=["GET", "POST"])
@access(OWN)
def ask(slug: str, registration_id: str, asked_id: str) -> ResponseReturnValue:
    """Ask how much somebody wants to meet somebody."""
    registration, event = participant(), the_event()
    other = participant_to_meet(event, asked_id)
    if other is None or is_same_person(registration, other) or not roles_can_meet(registration.role, other.role):
        raise NotFound
    if not registration.takes_part:
        raise NotAllowed(_("You can ask for meetings as soon as the organisers have approved your registration."))
    row = request_about(registration, other)
    known = {"strength": row.strength.value if row else Strength.WOULD_LIKE.value, "message": row.message if row else ""}
    form = AskForm(data=known if request.method == "GET" else None)
    quota = quota_of(event, registration.role)
    if quota.musts == 0:
        form.strength.choices = [choice for choice in STRENGTHS if choice.value != Strength.MUST.value]
    if form.validate_on_submit():
        try:
            strength = Strength(form.strength.data)
            notify_asked(ask_for_meeting(registration, other, strength, the_person(), message=form.message.data or ""))
            flash(_said(strength, other), "good")
            return redirect(address_of(registration, "requests.overview"), 303)
        except Conflict as error:
            form.form_errors.append(error.message)
    page = render_template(
        "meetings/ask.html",
        form=form,
        event=event,
        registration=registration,
        other=other,
        row=row,
        quota=quota,
        used=asked_so_far(registration, but=row),
        can_ask=may_ask(event),
        taxonomy=taxonomy_of(event),
    )
    return page, 422 if form.errors else 200


def _said(strength: Strength, other: Registration) -> str:
    name = other.organisation.name if other.organisation else other.person.label
    if strength is Strength.RATHER_NOT:
        return str(_("No meeting with %(name)s will be planned.", name=name))
    return str(_("You have asked to meet %(name)s.", name=name))


@pages.post("/events/<slug>/requests/<request_id>/withdraw")
@access(owner_of(MeetingRequest, "request_id", "asker"))
def take_back(slug: str, request_id: str) -> ResponseReturnValue:
    """Take a request back."""
    row = target(MeetingRequest)
    registration = row.asker
    withdraw(row, the_person())
    flash(_("Withdrawn."), "good")
    return redirect(address_of(registration, "requests.overview"), 303)


@pages.post("/events/<slug>/requests/<request_id>/answer")
@access(owner_of(MeetingRequest, "request_id", "asked"))
def answer(slug: str, request_id: str) -> ResponseReturnValue:
    """Accept, decline, or leave open again."""
    row = target(MeetingRequest)
    given = ANSWERS.get(request.form.get("answer", ""))
    if row.strength is Strength.RATHER_NOT:
        raise NotFound
    if given is None:
        flash(_("Choose whether to accept or to decline."), "bad")
    else:
        answer_request(row, given, the_person())
    where = url_for("requests.overview", slug=the_event().slug, registration_id=row.asked.public_id, _anchor=f"asked-{request_id}")
    return redirect(where, 303)
