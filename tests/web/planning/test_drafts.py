"""The draft as it is stored, and read by two at once."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import update

from tests.support.web.fixtures import counted_statements
from tests.support.web.published import planned_world
from web.core.database import commit, db
from web.models import PlanDraft
from web.planning.queries.drafts import read_draft


# On SQLite nobody else can change anything meanwhile.
@pytest.mark.parametrize("db_kind", ["postgres"])
def test_draft_that_is_locked_is_read_anew(app: Flask) -> None:
    with app.test_request_context():
        event = planned_world().event
        commit()
        first = read_draft(event)
        with db.engine.begin() as other:
            other.execute(update(PlanDraft).values(revision=7))
        second = read_draft(event, lock=True)
        assert first is not None
        assert second is not None
        assert (second.row is first.row, second.row.revision) == (True, 7)


def test_draft_is_read_in_one_statement(sqlite_app: Flask) -> None:
    with sqlite_app.test_request_context():
        event = planned_world().event
        commit()
        event_id = event.id
        db.session.expire_all()
        assert event.id == event_id
        with counted_statements() as seen:
            draft = read_draft(event)
        assert draft is not None
        assert (len(seen), len(draft.plan.meetings)) == (1, 3)
