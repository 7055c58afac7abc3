"""The mail about being asked for a meeting: at most one a day, and never about who would rather not."""

from __future__ import annotations

from flask import current_app, url_for
from flask_babel import gettext as _

from web.core.mailing.outbox import write_mail
from web.core.settings import Settings
from web.models import MeetingRequest, Strength, now


def notify_asked(request: MeetingRequest) -> None:
    """Write to who was asked for a meeting, unless they were written to today; who asked stands on their page only."""
    if request.strength is Strength.RATHER_NOT:
        return
    asked, event = request.asked, request.event
    settings: Settings = current_app.extensions["settings"]
    lines = (
        _("Hello %(name)s,", name=asked.person.label),
        "",
        _("somebody would like to meet you at %(event)s. See who, and accept or decline:", event=event.name),
        "",
        settings.base_url + url_for("requests.overview", slug=event.slug, registration_id=asked.public_id),
        "",
        _("We write about this at most once a day, however many ask."),
    )
    write_mail(
        asked.person.email,
        _("Somebody would like to meet you at %(event)s", event=event.name),
        "\n".join(lines) + "\n",
        event=event,
        key=f"asked:{asked.public_id}:{now():%Y-%m-%d}",
    )
