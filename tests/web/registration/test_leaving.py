from __future__ import annotations

import pytest
from flask import Flask

from tests.support.web.published import first_plan, pair, published, who, world_with_plan
from tests.support.web.world import address, make_world, take_part
from web.core.database import db
from web.core.mailing.outbox import write_mail
from web.models import Mail, Publication, Role
from web.registration.services.leaving import leave_event


@pytest.mark.parametrize("actor", ["buyer", "supplier"])
def test_what_connects_two_is_gone_whichever_of_them_is_forgotten(sqlite_app: Flask, actor: str) -> None:
    with sqlite_app.test_request_context():
        world_with_plan()
        published(first_plan())
        (version,) = db.session.scalars(db.select(Publication))
        two = pair("buyer", "supplier")
        assert two in version.words["why"]
        leave_event(who(actor), who(actor).person, forget=True)
        assert two not in version.words["why"]


def test_who_is_forgotten_at_one_event_keeps_the_mails_of_another(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        world = make_world()
        take_part(world.elsewhere, Role.SUPPLIER, "supplier")
        for event in (world.event, world.elsewhere):
            write_mail(address("supplier"), f"About {event.name}", "Come.\n", event=event)
        leave_event(world["supplier"], world["supplier"].person, forget=True)
        left = db.session.scalars(db.select(Mail).where(Mail.recipient == address("supplier")))
        assert {mail.event_id for mail in left} == {world.elsewhere.id}
