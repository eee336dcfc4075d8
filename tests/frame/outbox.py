"""The letters that were written so far, as every room's tests ask for them."""

from __future__ import annotations

from sqlalchemy import select

from foundation.database import db
from foundation.outbox import Letter


def letters(template: str = "", to: str = "") -> list[Letter]:
    """The letters (of one kind, to one address), oldest first, as somebody else sees them."""
    db.session.rollback()
    statement = select(Letter).order_by(Letter.id)
    if template:
        statement = statement.where(Letter.template == template)
    if to:
        statement = statement.where(Letter.recipient == to)
    return list(db.session.scalars(statement))


def kinds_of_letters(to: str = "") -> list[str]:
    """Of which kinds they are, oldest first."""
    return [one.template for one in letters(to=to)]
