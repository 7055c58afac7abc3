"""Mails about what is published: one about a first agenda, then one a meeting that changes, for calendars to take in."""

from __future__ import annotations

from email.utils import parseaddr
from zoneinfo import ZoneInfo

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from matchmaking.agendas import Revision, invitation
from matchmaking.changes import Kind
from matchmaking.clock import when_in_words
from web.core.mailing.outbox import write_mail
from web.core.settings import Settings
from web.models import Event, MeetingStatus, Publication, PublishedEntry, Registration
from web.publishing.queries.published import entry_of
from web.publishing.services.plan_changes import Change


def agenda_address(registration: Registration) -> str:
    """Where somebody's agenda stands; whoever follows it has to sign in."""
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url + url_for("agenda.show", slug=registration.event.slug, registration_id=registration.public_id)


def notify_of_first_agenda(event: Event, publication: Publication, registration: Registration, meetings: int) -> None:
    """Say that there is an agenda now."""
    lines = (
        _("Hello %(name)s,", name=registration.person.label),
        "",
        ngettext(
            "Your agenda for %(event)s is ready. It holds %(num)s meeting:",
            "Your agenda for %(event)s is ready. It holds %(num)s meetings:",
            meetings,
            event=event.name,
        ),
        "",
        agenda_address(registration),
        "",
        _("On that page you can also have it in your own calendar. We will write to you when one of your meetings changes."),
    )
    write_mail(
        registration.person.email,
        _("Your agenda for %(event)s", event=event.name),
        "\n".join(lines) + "\n",
        event=event,
        key=f"agenda:{publication.public_id}:{registration.public_id}",
    )


def notify_of_change(event: Event, publication: Publication, row: PublishedEntry, change: Change) -> None:
    """Say what becomes of one meeting, with the calendar entry that replaces the one before."""
    person = change.registration.person
    entry = entry_of(row)
    zone = ZoneInfo(event.timezone)
    revision = Revision(row.last_modified, row.sequence, cancelled=row.status is MeetingStatus.CANCELLED)
    settings: Settings = current_app.extensions["settings"]
    organiser = event.contact_email or parseaddr(settings.mail_sender)[1]
    calendar, method = invitation(entry, revision, organiser=organiser, attendee=person.email, zone=zone)
    now_it_is = f"{when_in_words(entry.start, entry.end, zone)}, {entry.place}"
    before = f"{when_in_words(change.was.start, change.was.end, zone)}, {change.was.place}" if change.was else ""
    subject, sentences = {
        Kind.NEW: (_("New: %(title)s", title=entry.title), [now_it_is]),
        Kind.MOVED: (
            _("Changed: %(title)s", title=entry.title),
            [_("Was: %(before)s", before=before), _("Now: %(after)s", after=now_it_is)],
        ),
        Kind.CANCELLED: (_("Cancelled: %(title)s", title=entry.title), [_("It would have been on %(before)s.", before=before)]),
    }[change.kind]
    lines = (
        _("Hello %(name)s,", name=person.label),
        "",
        _("one of your meetings at %(event)s has changed:", event=event.name),
        "",
        subject,
        *sentences,
        "",
        _("Your agenda as it is now: %(address)s", address=agenda_address(change.registration)),
    )
    write_mail(
        person.email,
        subject,
        "\n".join(lines) + "\n",
        event=event,
        # A version, and then somebody who leaves, may each change the same entry.
        key=f"meeting:{publication.public_id}:{row.sequence}:{change.registration.public_id}:{row.uid}",
        calendar=calendar,
        calendar_method=method,
    )
