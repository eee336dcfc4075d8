"""A legal hold: nothing of an application is deleted while it stands (rules 6.11)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Day, Key, Long, Model, Moment

_STANDS = text("lifted_at IS NULL")


class Hold(Model):
    """Why it is kept, who owns that, and when they look again. One at a time."""

    __tablename__ = "application_hold"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_has_who"),
        Index(
            "uq_application_hold_stands",
            "application_id",
            unique=True,
            sqlite_where=_STANDS,
            postgresql_where=_STANDS,
        ),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    why_sealed: Mapped[Long]
    #: Who looks at it again.
    owner_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    placed_at: Mapped[Moment]
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    review_on: Mapped[Day] = mapped_column(index=True)
    lifted_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
