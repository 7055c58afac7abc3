"""How Alembic reaches the app's database and models; run by `bms db`."""

from __future__ import annotations

from alembic import context
from flask import current_app

from web.core.database import db, without_foreign_keys
from web.models import Base

with without_foreign_keys(db.engine) as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, **current_app.extensions["migrate"].configure_args)
    with context.begin_transaction():
        context.run_migrations()
