"""A legal hold on what the registrant's side keeps of somebody: while it stands the clock deletes none of it (6.11).

It keeps what they told us, their renewals, CPD record, audits, leave, how they left, record checks and invoices. One
thing goes all the same: what was told in error, since the law does not let us keep it. Applications and concerns have
holds of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, select, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, db
from foundation.policy import Policy, declare

_STANDS = text("lifted_at IS NULL")
REVIEW = declare(
    Policy(
        "registrants.hold.review",
        6,
        "months",
        "Whoever keeps what a registrant told us from deletion looks again",
        "rules 6.11",
        lambda value: 0 < value < 120,
    )
)


class RegistrantHold(Model):
    """Why it is kept, who owns that, and when they look again. One at a time."""

    __tablename__ = "registrant_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_has_who"),
        Index("uq_registrant_hold_stands", "entry_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"), index=True)
    #: Sealed with the registrant's folder.
    why_sealed: Mapped[Long]
    #: Who looks at it again.
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    placed_at: Mapped[Moment]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review_on: Mapped[Day] = mapped_column(index=True)
    lifted_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    __mapper_args__ = {"version_id_col": version}


def held() -> Select[int]:
    """Asks for the entries of which nothing is deleted, as part of another statement."""
    return select(RegistrantHold.entry_id).where(RegistrantHold.lifted_at.is_(None))


def among(entry_ids: Collection[int]) -> frozenset[int]:
    """Those of these entries of which nothing is deleted, in one statement."""
    if not entry_ids:
        return frozenset()
    return frozenset(db.session.scalars(held().where(RegistrantHold.entry_id.in_(set(entry_ids)))))


def standing(entry_id: int) -> RegistrantHold | None:
    """The hold on an entry, if one stands."""
    return db.session.scalar(
        select(RegistrantHold).where(RegistrantHold.entry_id == entry_id, RegistrantHold.lifted_at.is_(None))
    )


def due(day: date, *, after: int, limit: int) -> Sequence[RegistrantHold]:
    """The next holds, in order, that are to be looked at again by a day."""
    statement = select(RegistrantHold).where(
        RegistrantHold.lifted_at.is_(None), RegistrantHold.review_on <= day, RegistrantHold.id > after
    )
    return db.session.scalars(statement.order_by(RegistrantHold.id).limit(limit)).all()
