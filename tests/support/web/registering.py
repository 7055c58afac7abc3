"""What tests of registering have in common: forms as they are filled in, and who is meant."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from tests.support.web.fixtures import post, sign_in
from tests.support.web.world import address
from web.core.database import commit, db
from web.models import Event, Person, Registration

EVENT = "/events/spring-market"
SUPPLIER_FORM = {
    "organisation": "Zitgoed",
    "town": "Gent",
    "website": "www.zitgoed.example",
    "about": "We mend chairs.",
    "name": "Zoë Zetel",
    "function": "founder",
    "phone": "+32 9 000 00 00",
    "wants_booth": "y",
    "people": "2",
    "catalogue_consent": "y",
    "remark": "",
}
BUYER_FORM = {"organisation": "Stad Zwaneghem", "kind": "municipality", "name": "Bo Buyer", "max_meetings": ""}
OFFER_FORM = {
    "title": "Chairs, mended",
    "description": "As good as before.",
    "product_group": "FUR",
    "strategies": ["C5", "A3"],
    "business_models": ["service"],
    "evidence": "label X\n\n  reference Y ",
    "available": "next week",
    "picture_text": "A chair",
    "language": "en",
}
NEED_FORM = {
    "functional_need": "Sit at a desk",
    "product_group": "FUR",
    "goals": ["C"],
    "strategies": ["C2"],
    "step": "3",
    "volume": "250 workplaces",
    "horizon": "next spring",
    "questions": "Who pays?\nHow long?",
    "must": "",
    "may": "",
    "language": "en",
}


def change(app: Flask, action: Callable[[Event], object]) -> None:
    with app.test_request_context():
        action(db.session.scalars(select(Event).where(Event.slug == "spring-market")).one())
        commit()


def address_of(app: Flask, actor: str) -> str:
    with app.app_context():
        own = Registration.person.has(Person.email == address(actor))
        return f"{EVENT}/registrations/{db.session.scalars(select(Registration.public_id).where(own)).first()}"


def of(app: Flask, actor: str) -> Registration:
    return db.session.scalars(select(Registration).where(Registration.person.has(Person.email == address(actor)))).one()


def begun(app: Flask, role: str, form: dict[str, object]) -> tuple[FlaskClient, str]:
    browser = sign_in(app, address("newcomer"))
    response = post(browser, f"{EVENT}/register/{role}", form)
    assert response.status_code == 303
    return browser, response.headers["Location"]


def faults(page: str) -> list[str]:
    return [fault.strip() for fault in re.findall(r'class="fault"[^>]*>([^<]*)<', page)]
