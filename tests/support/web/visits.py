"""Every page in every state that looks different, as a list of visits: for accessibility, for pictures, for the keyboard.

A new page needs a line in `PAGES` or `NO_PAGES`, or `tests/browser/test_pages.py` fails. Each form with its faults is visited
by itself, from the list of forms in `tests/support/web/bad_input.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote_plus

from matchmaking.planning.pairs import SEPARATOR
from tests.support.web.published import finished, first_plan, moved, pair, published, the_event, who, without, world_with_plan
from tests.support.web.stage import Stage
from tests.support.web.world import BEGIN, World, address, take_part
from web.core.database import db
from web.event_setup.services.events import create_event, set_state
from web.models import Event, EventState, Registration, RegistrationState, Role, Run, RunOutcome, RunState
from web.planning.services.drafts import adopt_run
from web.registration.services.registrations import approve, refuse, register
from web.sign_in.services.sign_in import find_or_add_person, make_sign_in_link

NO_PAGES = frozenset(
    {
        "account.data",
        "agenda.download",
        "feeds.feed",
        "fonts.static",
        "health.show",
        "offers.picture",
        "organise.data_everything",
        "organise.data_table",
        "static",
    }
)
QUIET, BUSY, DRAFT = "quiet-market", "autumn-market", "winter-market"
NOBODY = "?name=zzz&q=zzz"


@dataclass(frozen=True)
class Visit:
    """A page as somebody sees it.

    Attributes
    ----------
    event
        Which event it is about; what else stands in the address is that event's then.
    names
        Whose registration, which run and so on the address names, where it is not the usual one.
    status
        What the page answers; 422 where it is that of a form with faults.
    """

    endpoint: str
    actor: str
    state: str = "full"
    event: str = "spring-market"
    names: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    status: int = 200

    @property
    def id(self) -> str:
        return f"{self.endpoint}-{self.actor}-{self.state}".replace(" ", "_")

    def address(self, stage: Stage) -> str:
        own = {"registration_id": f"{self.actor} at {self.event}", "buyer_id": f"{self.actor} at {self.event}"}
        wanted = {argument: stage.arguments[name] for argument, name in (own | dict(self.names)).items() if name in stage.arguments}
        subject = stage.arguments["subject"]
        one, other = subject.split(SEPARATOR)
        query = self.query.replace("SUBJECT", quote_plus(subject)).replace("ONE", one).replace("OTHER", other)
        return stage.address(self.endpoint, slug=self.event, **wanted) + query


SETTING_UP = ("setup", "times", "places", "dialogues", "dialogues_new", "words", "values", "registrations", "registrations_new", "people")
PLANNING = (
    "data",
    "runs",
    "plan",
    "plan_by_place",
    "plan_by_participant",
    "plan_not_held",
    "plan_could_meet",
    "plan_why_not",
    "plan_add",
    "plan_meeting",
)
ORGANISING = (*(f"organise.{name}" for name in (*SETTING_UP, *PLANNING)), "publish.show", "publish.people", "organise.activity")
SEARCHED = (
    "organise.registrations",
    "organise.values",
    "organise.plan_by_participant",
    "organise.plan_not_held",
    "organise.plan_could_meet",
    "publish.people",
    "organise.activity",
    "catalogue.index",
)
OWN = (
    "register.hub",
    "register.details",
    "register.availability",
    "dialogues.join",
    "requests.overview",
    "requests.suggested",
    "agenda.show",
    "agenda.calendar",
    "leave.ask",
)
RUNS = ("running", "plan", "impossible", "undecided", "lost")
STATES = ("draft", "complete", "submitted", "refused")

PAGES: tuple[Visit, ...] = (
    *(Visit(endpoint, "organiser") for endpoint in ORGANISING),
    *(Visit(endpoint, "organiser", "empty", QUIET) for endpoint in ORGANISING),
    *(Visit(endpoint, "organiser", "nobody fits", query=NOBODY) for endpoint in SEARCHED),
    *(Visit("organise.runs_one", "organiser elsewhere", state, BUSY, {"run_id": f"{state} run"}) for state in RUNS),
    *(
        Visit("organise.registrations_one", "organiser", f"of {who}", names={"registration_id": f"{who} at spring-market"})
        for who in STATES
    ),
    Visit("organise.registrations_one", "organiser", "of a supplier", names={"registration_id": "supplier at spring-market"}),
    Visit("organise.registrations_one", "organiser", "of a buyer", names={"registration_id": "buyer at spring-market"}),
    Visit("organise.registrations_edit", "organiser", names={"registration_id": "supplier at spring-market"}),
    Visit("organise.runs", "organiser elsewhere", "under way", BUSY),
    Visit("organise.runs_one", "organiser", "waiting", DRAFT, {"run_id": "waiting run"}),
    Visit("organise.dialogues_one", "organiser"),
    Visit("organise.places_one", "organiser", "table"),
    Visit("organise.words_new", "organiser"),
    Visit("organise.words_one", "organiser"),
    Visit("organise.plan_by_place", "organiser", "meeting chosen", query="?meeting=SUBJECT"),
    Visit("organise.plan_why_not", "organiser", "two chosen", query="?one=ONE&other=OTHER"),
    Visit("organise.plan_meeting", "organiser", "not held", names={"subject": "not held"}),
    Visit("agenda.show", "organiser", "of a supplier", names={"registration_id": "supplier at spring-market"}),
    Visit("events.new", "organiser"),
    *(Visit(endpoint, actor) for endpoint in OWN for actor in ("supplier", "buyer")),
    *(
        Visit(endpoint, actor, "empty", QUIET)
        for endpoint in OWN
        for actor in ("quiet supplier", "quiet buyer")
        if endpoint != "agenda.calendar"
    ),
    *(Visit("register.hub", state, "of its own") for state in STATES if state != "refused"),
    Visit("register.begin", "refused", "refused", status=403),
    Visit("requests.overview", "submitted", "not approved yet"),
    Visit("requests.suggested", "submitted", "not approved yet"),
    Visit("agenda.show", "facilitator"),
    Visit("agenda.calendar", "other supplier", "ended"),
    Visit("catalogue.preview", "supplier"),
    Visit("catalogue.preview", "quiet supplier", "empty", QUIET),
    Visit("catalogue.buyers", "supplier"),
    Visit("catalogue.buyers", "supplier", "nobody fits", query=NOBODY),
    Visit("catalogue.buyers", "quiet supplier", "empty", QUIET),
    Visit("catalogue.index", "anonymous"),
    Visit("catalogue.index", "buyer"),
    Visit("catalogue.index", "quiet buyer", "empty", QUIET),
    Visit("catalogue.supplier", "anonymous"),
    Visit("catalogue.supplier", "buyer"),
    Visit("offers.add", "supplier"),
    Visit("offers.edit", "supplier"),
    Visit("needs.add", "buyer"),
    Visit("needs.edit", "buyer"),
    Visit("requests.ask", "buyer", names={"asked_id": "supplier at spring-market"}),
    Visit("requests.ask", "supplier", names={"asked_id": "buyer at spring-market"}),
    Visit("register.choose", "newcomer"),
    Visit("register.choose", "supplier"),
    Visit("register.begin", "newcomer", "buyer"),
    Visit("register.begin", "newcomer", "supplier", names={"role": "as a supplier"}),
    Visit("facilitate.tables", "facilitator"),
    Visit("facilitate.tables", "quiet facilitator", "empty", QUIET),
    *(Visit("home.event", actor) for actor in ("anonymous", "newcomer", "supplier", "buyer", "facilitator", "organiser")),
    Visit("home.event", "organiser", "draft", DRAFT),
    Visit("home.index", "anonymous"),
    Visit("home.index", "buyer"),
    Visit("home.my_events", "newcomer", "empty"),
    Visit("home.my_events", "organiser"),
    Visit("home.my_events", "supplier"),
    Visit("account.show", "supplier"),
    Visit("account.delete", "supplier"),
    Visit("sign_in.ask", "anonymous"),
    Visit("sign_in.sent", "anonymous"),
    Visit("sign_in.confirm", "anonymous", names={"token": "fresh token"}),
    Visit("sign_in.confirm", "anonymous", "run out", status=410),
    Visit("home.event", "anonymous", "not there", "no-such-market", status=404),
    Visit("organise.plan", "buyer", "not allowed", status=403),
    Visit("requests.overview", "supplier", "not theirs", names={"registration_id": "buyer at spring-market"}, status=404),
)


def every_state() -> World:
    """The world with everything in it that some page shows: two versions and a third that waits; and a market without anything."""
    world = world_with_plan()
    plan = first_plan()
    published(plan)
    published(without(plan, 2))
    adopt_run(the_event(), finished(without(moved(plan, 0, 3), 1)), who("organiser").person)
    world["buyer"].max_meetings = 5
    world["other supplier"].calendar_token = None
    _registrations(world.event)
    _quiet_market(world)
    _runs(world.elsewhere)
    return world


def names_of(stage: Stage) -> dict[str, str]:
    """What visits call by a name: registrations by person and event, runs by how they ended, and the like; commits nothing."""
    rows = db.session.scalars(db.select(Registration)).all()
    names = {f"{_actor(row.person.email)} at {row.event.slug}": row.public_id for row in rows}
    runs = db.session.scalars(db.select(Run).join(Run.event).where(Event.slug.in_((BUSY, DRAFT)))).all()
    names |= {f"{(run.outcome or run.state).value} run": run.public_id for run in runs}
    link = make_sign_in_link(address("newcomer"))
    return names | {
        "as a supplier": "supplier",
        "not held": pair("other buyer", "supplier"),
        "fresh token": link.rpartition("/")[2],
    }


def _actor(email: str) -> str:
    return email.partition("@")[0].replace("-", " ")


def _registrations(event: Event) -> None:
    """One in each state."""
    for state, role in (("draft", Role.SUPPLIER), ("complete", Role.SUPPLIER), ("submitted", Role.BUYER), ("refused", Role.BUYER)):
        row = take_part(event, role, state)
        row.decided_at = None
        row.state = RegistrationState.DRAFT if state in ("draft", "complete") else RegistrationState.SUBMITTED
        if state == "draft":
            row.offers.clear()
        if state == "refused":
            refuse(row, None, "There is no room left.")


def _quiet_market(world: World) -> None:
    """Open, and nobody has done anything; one more that only its organiser sees."""
    organiser = world["organiser"].person
    quiet = create_event(organiser, "Quiet market", world.event.starts_on, world.event.starts_on)
    set_state(quiet, EventState.OPEN, organiser)
    _run(create_event(organiser, "Winter market", world.event.starts_on, world.event.starts_on), RunState.WAITING)
    for role in (Role.SUPPLIER, Role.BUYER, Role.FACILITATOR):
        actor = f"quiet {role.value}"
        registration = register(quiet, find_or_add_person(address(actor), actor.title()), role, None)
        approve(registration, None)


def _runs(event: Event) -> None:
    """A run that is under way, and one that ended in each way."""
    progress = [
        {"goal": "value", "achieved": 90, "bound": 120, "elapsed": 3.0, "note": ""},
        {"goal": "breaks", "achieved": 7, "bound": 4, "elapsed": 9.0, "note": ""},
    ]
    curve = {
        "value": [[0.4, None, 160], [0.9, 61, 160], [1.6, 84, 131], [3.0, 90, 120]],
        "breaks": [[3.0, 12, 0], [5.5, 9, 2], [9.0, 7, 4]],
    }
    _run(event, RunState.FINISHED, outcome=RunOutcome.PLAN, progress=progress, curve=curve)
    _run(
        event,
        RunState.FAILED,
        outcome=RunOutcome.IMPOSSIBLE,
        message="Jan is locked at two tables at 10:00.\nTable 1 is locked twice at 10:25.",
    )
    _run(event, RunState.FAILED, outcome=RunOutcome.UNDECIDED)
    _run(event, RunState.FAILED, outcome=RunOutcome.LOST)
    _run(event, RunState.RUNNING, progress=progress, curve=curve)


def _run(event: Event, state: RunState, **values: object) -> None:
    run = Run(event_id=event.id, state=state, problem="{}", problem_sha256="", started_at=BEGIN, ended_at=BEGIN, **values)
    db.session.add(run)
    db.session.flush()
