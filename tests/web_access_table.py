"""Who may call which route, by the name of its view: the expectation that the rules are tested against.

A new route needs a line here; `tests/test_web_access.py` calls each as each of `ACTORS` in the world of `tests/web_world.py`,
where the addresses name rows of the supplier, the buyer and their event.
"""

from __future__ import annotations

ANONYMOUS = frozenset({"anonymous"})
NEWCOMER = frozenset({"newcomer"})
SUPPLIER = frozenset({"supplier"})
BUYER = frozenset({"buyer"})
FACILITATOR = frozenset({"facilitator"})
ORGANISER = frozenset({"organiser"})
OTHERS = frozenset({"other supplier", "other buyer", "other facilitator"})
ELSEWHERE = frozenset({"supplier elsewhere", "buyer elsewhere", "facilitator elsewhere", "organiser elsewhere"})

PARTICIPANTS = SUPPLIER | BUYER | FACILITATOR | OTHERS
AT_EVENT = PARTICIPANTS | ORGANISER
SIGNED_IN = AT_EVENT | ELSEWHERE | NEWCOMER
EVERYBODY = SIGNED_IN | ANONYMOUS
ACTORS = tuple(sorted(EVERYBODY))

MAY_CALL: dict[str, frozenset[str]] = {
    "agenda.calendar": SUPPLIER,
    "agenda.download": SUPPLIER | ORGANISER,
    "agenda.end": SUPPLIER,
    "agenda.renew": SUPPLIER,
    "agenda.show": SUPPLIER | ORGANISER,
    "facilitate.tables": FACILITATOR | {"other facilitator"},
    "feeds.feed": EVERYBODY,
    "fonts.static": EVERYBODY,
    "health.show": EVERYBODY,
    "home.event": EVERYBODY,
    "home.index": EVERYBODY,
    "home.my_events": SIGNED_IN,
    "leave.ask": SUPPLIER,
    "leave.go": SUPPLIER,
    "events.new": ORGANISER,
    "events.create": ORGANISER,
    "organise.setup": ORGANISER,
    "organise.setup_save": ORGANISER,
    "organise.times": ORGANISER,
    "organise.times_slots": ORGANISER,
    "organise.times_add": ORGANISER,
    "organise.times_remove": ORGANISER,
    "organise.places": ORGANISER,
    "organise.places_add": ORGANISER,
    "organise.places_remove": ORGANISER,
    "organise.dialogues": ORGANISER,
    "organise.dialogues_new": ORGANISER,
    "organise.dialogues_add": ORGANISER,
    "organise.dialogues_one": ORGANISER,
    "organise.dialogues_save": ORGANISER,
    "organise.plan_meeting": ORGANISER,
    "organise.plan_put": ORGANISER,
    "organise.plan_lock": ORGANISER,
    "organise.plan_unlock": ORGANISER,
    "organise.plan_cancel": ORGANISER,
    "organise.plan_add": ORGANISER,
    "organise.plan_add_meeting": ORGANISER,
    "organise.data": ORGANISER,
    "organise.data_everything": ORGANISER,
    "organise.data_table": ORGANISER,
    "organise.data_import": ORGANISER,
    "organise.registrations": ORGANISER,
    "organise.registrations_new": ORGANISER,
    "organise.registrations_add": ORGANISER,
    "organise.registrations_one": ORGANISER,
    "organise.registrations_approve": ORGANISER,
    "organise.registrations_refuse": ORGANISER,
    "organise.registrations_edit": ORGANISER,
    "organise.registrations_save": ORGANISER,
    "organise.people": ORGANISER,
    "organise.people_invite": ORGANISER,
    "organise.plan": ORGANISER,
    "organise.plan_by_participant": ORGANISER,
    "organise.plan_by_place": ORGANISER,
    "organise.plan_not_held": ORGANISER,
    "organise.runs": ORGANISER,
    "organise.runs_one": ORGANISER,
    "organise.start_run": ORGANISER,
    "organise.stop_run": ORGANISER,
    "organise.use_run": ORGANISER,
    "publish.people": ORGANISER,
    "publish.show_and_publish": ORGANISER,
    "publish.show": ORGANISER,
    "catalogue.buyers": SUPPLIER | ORGANISER,
    "catalogue.index": EVERYBODY,
    "catalogue.preview": SUPPLIER | ORGANISER,
    "catalogue.supplier": EVERYBODY,
    "dialogues.join": SUPPLIER | ORGANISER,
    "needs.add": BUYER | ORGANISER,
    "needs.edit": BUYER | ORGANISER,
    "needs.remove": BUYER | ORGANISER,
    "offers.add": SUPPLIER | ORGANISER,
    "offers.edit": SUPPLIER | ORGANISER,
    "offers.picture": EVERYBODY,
    "offers.remove": SUPPLIER | ORGANISER,
    "register.availability": SUPPLIER | ORGANISER,
    "register.begin": SIGNED_IN,
    "register.choose": SIGNED_IN,
    "register.details": SUPPLIER | ORGANISER,
    "register.hub": SUPPLIER | ORGANISER,
    "register.submit": SUPPLIER | ORGANISER,
    "requests.answer": SUPPLIER | ORGANISER,
    "requests.ask": SUPPLIER | ORGANISER,
    "requests.overview": SUPPLIER | ORGANISER,
    "requests.suggested": SUPPLIER | ORGANISER,
    "requests.take_back": BUYER | ORGANISER,
    "sign_in.ask": EVERYBODY,
    "sign_in.confirm": EVERYBODY,
    "sign_in.enter": EVERYBODY,
    "sign_in.leave": SIGNED_IN,
    "sign_in.send": EVERYBODY,
    "sign_in.sent": EVERYBODY,
    "static": EVERYBODY,
}
