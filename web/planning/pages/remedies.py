"""Where organisers do what would help a meeting that is not held: the address of the form, filled in with it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from scheduler.plan import Change, Unscheduled


@dataclass(frozen=True, slots=True)
class Step:
    """The first thing to do about a meeting that is not held, as a link."""

    label: str
    href: str


def first_step(slug: str, left: Unscheduled, first: str) -> Step:
    """Lead to the form that does what would help, or where a time can be looked for.

    What the form says is judged anew when it is sent: a remedy that no longer holds is refused with the reason.

    Parameters
    ----------
    first
        What the first of the two is called.
    """
    if left.remedy is not None:
        changes = left.remedy.changes
        step = _doing(slug, changes[0]) if changes else _held(slug, left.request, left.remedy.slots)
        # Of several changes each may be impossible without the others, as when two meetings swap.
        if step is not None and len(changes) < 2:
            return step
    found = url_for("organise.plan_by_participant", slug=slug, name=first, meeting=left.request)
    return Step(_("Look for a time"), found)


def _held(slug: str, request: str, slots: tuple[str, ...]) -> Step | None:
    return Step(_("Hold it"), url_for("organise.plan_meeting", slug=slug, subject=request, slot=slots[0])) if slots else None


def _doing(slug: str, change: Change) -> Step | None:
    if change.change == "move":
        to = url_for("organise.plan_meeting", slug=slug, subject=change.request, slot=change.slot, place=change.place)
        return Step(_("Move the other meeting"), to)
    if change.change == "available":
        return Step(_("Change when they are away"), url_for("register.availability", slug=slug, registration_id=change.participant))
    if change.change in ("max_meetings", "parallel"):
        return Step(_("Change the registration"), url_for("organise.registrations_edit", slug=slug, registration_id=change.participant))
    where = {"place": ("organise.places", _("Add a place")), "slot": ("organise.times", _("Add a slot"))}
    if change.change not in where:
        return None
    endpoint, label = where[change.change]
    return Step(label, url_for(endpoint, slug=slug))
