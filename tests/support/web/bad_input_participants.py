"""The forms of participants, for `tests/web/test_bad_input.py`."""

from __future__ import annotations

from tests.support.web.bad_input import Case, Contradiction

ids = frozenset
OFFER = {"title": "Chairs, mended", "description": "As good as before.", "product_group": "FUR"}
OFFER_FAULTS = {
    "missing": ids({"title", "description", "product_group", "language"}),
    "too_long": ids({"title", "description", "evidence", "available", "picture_text"}),
    "wrong": ids({"product_group", "language"}),
}
NEED = {"functional_need": "Sit at a desk", "product_group": "FUR", "step": "3"}
NEED_FAULTS = {
    "missing": ids({"functional_need", "product_group", "step", "language"}),
    "too_long": ids({"functional_need", "volume", "horizon", "questions", "must", "may"}),
    "wrong": ids({"product_group", "step", "language"}),
}
DETAILS = ids({"organisation", "town", "about", "name", "function", "phone", "remark"})

PARTICIPANTS: dict[str, Case] = {
    "account.forget": Case("other buyer", "account.delete", {"sure": "y"}, missing=ids({"sure"})),
    "dialogues.join": Case("supplier", "dialogues.join", wrong=ids({"dialogue-<dialogue_id>"})),
    "leave.go": Case("facilitator", "leave.ask", {"sure": "y"}, missing=ids({"sure"}), arguments={"registration_id": "<facilitator_id>"}),
    "needs.add": Case("buyer", "needs.add", NEED, **NEED_FAULTS),
    "needs.edit": Case("buyer", "needs.edit", **NEED_FAULTS),
    "offers.add": Case("supplier", "offers.add", OFFER, **OFFER_FAULTS),
    "offers.edit": Case("supplier", "offers.edit", **OFFER_FAULTS),
    "register.availability": Case(
        "supplier",
        "register.availability",
        too_long=ids({"away-0-reason", "away-1-reason"}),
        wrong=ids({"away-0-start", "away-0-end", "away-1-start", "away-1-end"}),
        contradictions=(
            Contradiction({"away-0-start": "12:00", "away-0-end": "11:00"}, ids({"away-0-end"})),
            Contradiction({"away-1-start": "12:00", "away-1-end": "12:00"}, ids({"away-1-end"})),
            Contradiction({"away-0-reason": "a train"}, ids({"away-0-start"})),
        ),
    ),
    "register.begin": Case(
        "newcomer",
        "register.begin",
        {"organisation": "Stad Zwaneghem", "name": "Bo"},
        missing=ids({"organisation", "name"}),
        too_long=DETAILS | {"kind"},
        wrong=ids({"website", "max_meetings"}),
        contradictions=(Contradiction({"max_meetings": "0"}, ids({"max_meetings"})),),
    ),
    "register.details": Case(
        "supplier",
        "register.details",
        missing=ids({"organisation", "name", "people"}),
        too_long=DETAILS,
        wrong=ids({"website", "people"}),
        contradictions=(Contradiction({"people": "3"}, ids({"people"})),),
    ),
    "requests.ask": Case(
        "supplier", "requests.ask", {"strength": "must"}, missing=ids({"strength"}), too_long=ids({"message"}), wrong=ids({"strength"})
    ),
    "sign_in.send": Case("anonymous", "sign_in.ask", {"email": "jane@example.org"}, missing=ids({"email"}), wrong=ids({"email"})),
}

# What is pressed and not filled in, with whose it is and a page of theirs that holds a token.
BUTTONS_OF_PARTICIPANTS = {
    "account.end_sessions": "other supplier",
    "agenda.end": "supplier",
    "agenda.renew": "supplier",
    "needs.remove": "buyer",
    "offers.remove": "supplier",
    "register.submit": "supplier",
    "requests.answer": "supplier",
    "requests.take_back": "buyer",
    "sign_in.enter": "supplier",
    "sign_in.leave": "supplier",
}
