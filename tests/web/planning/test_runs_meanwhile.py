"""What happens beside a run: with a real worker and its solver, on both kinds of store."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.web.fixtures import POSTGRES, post, sign_in
from tests.support.web.servers import wait_until
from tests.support.web.workers import solvers, state_of, store, worker
from web.core.database import commit, db
from web.core.errors import Invalid
from web.demo.event import ORGANISER, SLUG, load_demo
from web.models import Registration, Role, Run, RunState
from web.planning.services.drafts import adopt_run
from web.publishing.services.publishing import candidate, publish

pytestmark = pytest.mark.slow

__all__ = ["store"]
# A machine that does other things besides takes its time to start a worker and a solver.
LONG = 150.0
HERE = f"/events/{SLUG}/organise"


def a_buyer() -> Registration:
    rows = db.select(Registration).where(Registration.event_id == load_demo().id, Registration.role == Role.BUYER)
    return db.session.scalars(rows.order_by(Registration.id)).all()[-1]


@pytest.mark.parametrize(
    "store", ["sqlite file and SQLite", pytest.param("redis and PostgreSQL", marks=[POSTGRES, pytest.mark.deep])], indirect=True
)
def test_pages_answer_while_a_run_solves_and_what_changes_meanwhile_makes_its_plan_stale(store: tuple[Flask, dict[str, str]]) -> None:
    app, environment = store
    browser = sign_in(app, ORGANISER)
    run = post(browser, f"{HERE}/runs", {"seconds": "60"}).headers["Location"]
    with worker(environment):
        wait_until(lambda: state_of(app)[2] != [] and len(solvers(environment)) > 0, "progress of the run", LONG)
        assert [browser.get(f"{HERE}/{page}").status_code for page in ("registrations", "places", "values")] == [200, 200, 200]
        assert "Stop and keep the best" in browser.get(run).text
        second = post(browser, f"{HERE}/runs", {"seconds": "60"}, form_at=run)
        assert (second.status_code, "under way" in second.text) == (422, True)
        with app.test_request_context():
            one = a_buyer().public_id
        typed = {"name": "Changed Meanwhile", "organisation": "Stad", "people": "1", "max_meetings": "1"}
        assert post(browser, f"{HERE}/registrations/{one}/edit", typed).status_code == 303
        assert state_of(app)[0] is RunState.RUNNING
        post(browser, f"{run}/stop", form_at=run)
        wait_until(lambda: state_of(app)[0] is RunState.FINISHED, "the end of the run", LONG)
    with app.test_request_context():
        event, run_row = load_demo(), db.session.scalars(db.select(Run)).one()
        adopt_run(event, run_row, None)
        commit()
        found = candidate(event)
        assert found is not None
        assert (found.stale, found.violations, found.doubled, found.gone) == (True, (), (), ())
        with pytest.raises(Invalid, match="Tick this"):
            publish(event, None, seen=found.seen)
        assert publish(event, None, seen=found.seen, although_stale=True).version == 1
