"""Reading panels: who is listed, and what they found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from cpd.panels.models import PanelFound, PanelPlace
from foundation.database import db

Key = tuple[str, str]


def seated(matter: Key) -> Sequence[PanelPlace]:
    """Who is listed for the panel of a matter now."""
    statement = select(PanelPlace).where(
        PanelPlace.matter_kind == matter[0], PanelPlace.matter_id == matter[1], PanelPlace.left_at.is_(None)
    )
    return db.session.scalars(statement.order_by(PanelPlace.id)).all()


def found(matter: Key) -> Sequence[PanelFound]:
    """What they found, in the order in which they said it."""
    statement = select(PanelFound).where(PanelFound.matter_kind == matter[0], PanelFound.matter_id == matter[1])
    return db.session.scalars(statement.order_by(PanelFound.id)).all()


def is_seated(matter: Key, account_id: int | None) -> bool:
    """Whether somebody is listed for the panel of a matter."""
    return any(one.account_id == account_id for one in seated(matter))


def matters_of(kind: str, account_id: int) -> frozenset[str]:
    """The ids of the matters of a kind for whose panels somebody is listed."""
    statement = select(PanelPlace.matter_id).where(
        PanelPlace.matter_kind == kind, PanelPlace.account_id == account_id, PanelPlace.left_at.is_(None)
    )
    return frozenset(db.session.scalars(statement))


def said_by(kind: str, account_id: int) -> frozenset[str]:
    """The ids of the matters of a kind in which somebody has said what they find."""
    statement = select(PanelFound.matter_id).where(PanelFound.matter_kind == kind, PanelFound.member_id == account_id)
    return frozenset(db.session.scalars(statement))
