"""What the queue of an installation can be asked to do."""

from __future__ import annotations

from flask import current_app

from web.core.mailing.outbox import SEND_MAIL, due_mails, send_due_mails
from web.core.queue import Task
from web.core.settings import Settings
from web.planning.jobs.run_planning import carry_out
from web.planning.services.runs import PLAN, recoverable_runs


def _send_mail() -> None:
    settings: Settings = current_app.extensions["settings"]
    send_due_mails(current_app.extensions["mail_backend"], settings.lease_seconds)


TASKS = (
    Task(PLAN, carry_out, waiting=lambda: [(run_id,) for run_id in recoverable_runs()]),
    # One message empties the outbox, however many mails are in it.
    Task(SEND_MAIL, _send_mail, waiting=lambda: [()] if due_mails() else []),
)
