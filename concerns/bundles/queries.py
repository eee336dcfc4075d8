"""Reading bundles: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select

from concerns.models import Bundle
from foundation.database import db
from foundation.errors import Missing


def bundles(concern_id: int) -> Sequence[Bundle]:
    """All that were made, the newest first."""
    return db.session.scalars(
        select(Bundle).where(Bundle.concern_id == concern_id).order_by(Bundle.number.desc())
    ).all()


def numbered(concern_id: int, number: int) -> Bundle:
    """One of them.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.scalar(select(Bundle).where(Bundle.concern_id == concern_id, Bundle.number == number))
    if found is None:
        raise Missing("There is no such bundle in this concern.")
    return found


def next_number(concern_id: int) -> int:
    """Numbers are never used again."""
    return (db.session.scalar(select(func.max(Bundle.number)).where(Bundle.concern_id == concern_id)) or 0) + 1


def given_to_registrant(concern_id: int, subject_id: int) -> Bundle | None:
    """The last one that a registrant was given."""
    return db.session.scalar(
        select(Bundle)
        .where(Bundle.concern_id == concern_id, Bundle.subject_id == subject_id, Bundle.given_at.is_not(None))
        .order_by(Bundle.number.desc())
        .limit(1)
    )
