"""The forms of the organisers, for `tests/web/test_bad_input.py`."""

from __future__ import annotations

from tests.support.web.bad_input import Case, Contradiction

ids = frozenset
TEXTS = ids({"name", "organisation", "town", "function"})
EVENT = ids({"name", "starts_on", "ends_on", "timezone"})
NUMBERS = ids(f"{role}_{name}" for role in ("buyer", "supplier") for name in ("wishes", "musts", "max_meetings", "floor"))
POINTS = ids({"must", "would_like", "accepted", "mutual", "fit", "seat_must", "seat_would_like"})
DEADLINES = ids({"register_until", "ask_until", "answer_until"})
TABLE = b"role,name,email,organisation\nbuyer,Bea,bea@example.org,Bea and sons\n"
DIALOGUE = {"topic": "Who mends?", "questions": "Who pays?\nWho calls?"}
DIALOGUE_FAULTS = {
    "missing": ids({"topic", "theme", "product_group", "questions", "length", "least_seats", "most_seats"}),
    "too_long": ids({"topic", "questions"}),
    "wrong": ids({"theme", "product_group", "length", "least_seats", "most_seats", "least_buyers", "least_suppliers"}),
    "contradictions": (
        Contradiction({"least_seats": "9", "most_seats": "3"}, ids({"most_seats"})),
        Contradiction({"least_buyers": "9", "least_suppliers": "9"}, ids({"least_buyers"})),
    ),
}

ORGANISERS: dict[str, Case] = {
    "events.create": Case(
        "organiser",
        "events.new",
        {"name": "Winter market", "starts_on": "2031-12-01", "ends_on": "2031-12-02"},
        missing=EVENT,
        too_long=ids({"name", "venue", "timezone"}),
        wrong=ids({"starts_on", "ends_on"}),
        contradictions=(
            Contradiction({"starts_on": "2031-12-02", "ends_on": "2031-12-01"}, ids({"ends_on"})),
            Contradiction({"timezone": "Europe/Atlantis"}, ids({"timezone"})),
        ),
    ),
    "organise.setup_save": Case(
        "organiser",
        "organise.setup",
        missing=EVENT | {"contact_email", "state"},
        too_long=ids({"name", "venue", "timezone", "about", "contact_email"}),
        wrong=ids({"starts_on", "ends_on", "state"}) | NUMBERS | DEADLINES,
        contradictions=(
            Contradiction({"starts_on": "2031-05-21", "ends_on": "2031-05-20"}, ids({"ends_on"})),
            Contradiction({"buyer_wishes": "3", "buyer_musts": "4"}, ids({"buyer_musts"})),
            Contradiction({"supplier_max_meetings": "2", "supplier_floor": "3"}, ids({"supplier_floor"})),
        ),
    ),
    "organise.times_slots": Case(
        "organiser",
        "organise.times",
        missing=ids({"start", "end", "length", "pause"}),
        wrong=ids({"start", "end", "length", "pause"}),
        contradictions=(
            Contradiction({"start": "17:00", "end": "09:00"}, ids({"end"})),
            Contradiction({"start": "09:00", "end": "09:05"}, ids({"end"})),
        ),
    ),
    "organise.times_add": Case(
        "organiser",
        "organise.times",
        {"title": "Coffee", "start": "11:00", "end": "11:15"},
        missing=ids({"title", "kind", "item-start", "item-end"}),
        too_long=ids({"title"}),
        wrong=ids({"kind", "item-start", "item-end"}),
        contradictions=(
            Contradiction({"start": "11:15", "end": "11:00"}, ids({"item-end"})),
            Contradiction({"day": "2031-05-21"}, ids({"item-day"})),
        ),
    ),
    "organise.places_add": Case(
        "organiser",
        "organise.places",
        {"name": "Corner", "zone": "Hall"},
        missing=ids({"kind", "name", "zone", "count", "capacity"}),
        too_long=ids({"name", "zone"}),
        wrong=ids({"kind", "count", "capacity"}),
        contradictions=(Contradiction({"name": "Table 1"}, ids({"name"})),),
    ),
    "organise.places_save": Case(
        "organiser",
        "organise.places_one",
        missing=ids({"kind", "name", "zone", "capacity"}),
        too_long=ids({"name", "zone"}),
        wrong=ids({"kind", "capacity"}),
        contradictions=(Contradiction({"name": "Booth 1"}, ids({"name"})),),
    ),
    "organise.dialogues_add": Case("organiser", "organise.dialogues_new", DIALOGUE, **DIALOGUE_FAULTS),  # type: ignore[arg-type]  # faults by name
    "organise.dialogues_save": Case("organiser", "organise.dialogues_one", DIALOGUE, **DIALOGUE_FAULTS),  # type: ignore[arg-type]  # faults by name
    "organise.registrations_add": Case(
        "organiser",
        "organise.registrations_new",
        {"name": "Nora New", "email": "nora@example.org", "organisation": "House of Nora"},
        missing=ids({"role", "name", "email"}),
        too_long=TEXTS,
        wrong=ids({"role"}),
        contradictions=(
            Contradiction({"organisation": ""}, ids({"organisation"})),
            Contradiction({"email": "nora at example"}, ids({"email"})),
            Contradiction({"email": "supplier@example.org", "role": "supplier"}),
        ),
    ),
    "organise.registrations_refuse": Case(
        "organiser",
        "organise.registrations_one",
        {"reason": "There is no room."},
        missing=ids({"reason"}),
        too_long=ids({"reason"}),
        arguments={"registration_id": "<other_facilitator_id>"},
    ),
    "organise.registrations_save": Case(
        "organiser",
        "organise.registrations_edit",
        missing=ids({"name", "people"}),
        too_long=TEXTS | {"remark"},
        wrong=ids({"people", "max_meetings", "booth"}),
        contradictions=(Contradiction({"organisation": ""}, ids({"organisation"})),),
    ),
    "organise.people_invite": Case(
        "organiser",
        "organise.people",
        {"name": "Mo Moderator", "email": "mo@example.org"},
        missing=ids({"role", "name", "email"}),
        too_long=ids({"name"}),
        wrong=ids({"role"}),
        contradictions=(Contradiction({"email": "facilitator@example.org"}),),
    ),
    "organise.start_run": Case("organiser", "organise.runs", missing=ids({"seconds"}), wrong=ids({"seconds"})),
    "organise.plan_put": Case("organiser", "organise.plan_meeting", missing=ids({"slot", "place"}), wrong=ids({"slot", "place"})),
    "organise.plan_table_put": Case(
        "organiser",
        "organise.plan_meeting",
        missing=ids({"slot", "place", "moderator"}),
        wrong=ids({"slot", "place", "moderator"}),
        arguments={"subject": "<dialogue_id>"},
    ),
    "organise.plan_table_seat": Case(
        "organiser",
        "organise.plan_meeting",
        {"participant": "<other_supplier_id>"},
        missing=ids({"participant"}),
        wrong=ids({"participant"}),
        arguments={"subject": "<dialogue_id>"},
    ),
    "organise.plan_add_meeting": Case(
        "organiser",
        "organise.plan_add",
        {"one": "<other_buyer_id>", "other": "<other_supplier_id>"},
        missing=ids({"one", "other", "slot", "place"}),
        wrong=ids({"one", "other", "slot", "place"}),
    ),
    "organise.data_import": Case("organiser", "organise.data", missing=ids({"what", "file"}), wrong=ids({"what"}), files={"file": TABLE}),
    "organise.values_save": Case("organiser", "organise.values", missing=POINTS, wrong=POINTS),
    "organise.words_add": Case(
        "organiser",
        "organise.words_new",
        {"code": "T9", "en": "Something new"},
        missing=ids({"code", "en"}),
        too_long=ids({"code", "en", "nl", "fr"}),
        contradictions=(Contradiction({"code": "<code>"}, ids({"code"})), Contradiction({"code": "new"}, ids({"code"}))),
    ),
    "organise.words_save": Case("organiser", "organise.words_one", missing=ids({"en"}), too_long=ids({"en", "nl", "fr"})),
    "publish.show_and_publish": Case("organiser", "publish.show", too_long=ids({"note"})),
}

# Nothing is typed there.
BUTTONS_OF_ORGANISERS = (
    "organise.times_remove",
    "organise.places_remove",
    "organise.registrations_approve",
    "organise.plan_lock",
    "organise.plan_unlock",
    "organise.plan_cancel",
    "organise.plan_table_lock",
    "organise.plan_table_unlock",
    "organise.plan_table_cancel",
    "organise.plan_table_unseat",
    "organise.dialogues_put_back",
    "organise.stop_run",
    "organise.use_run",
    "organise.words_default",
    "organise.words_remove",
)
