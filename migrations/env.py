"""Runs the migrations on the application's own database (`flask --app app db upgrade`)."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import DateTime

from foundation.database import AwareMoment, db


def render_item(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """Write our own column types into migrations as what they are to the database."""
    if kind == "type" and isinstance(item, AwareMoment):
        autogen_context.imports.add("import sqlalchemy as sa")
        return f"sa.{DateTime.__name__}(timezone=True)"
    return False


def run() -> None:
    """Bring the database to the wanted revision, all in one transaction."""
    with current_app.app_context(), db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_item=render_item,
            compare_type=True,
            compare_server_default=True,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
