"""Assisted recovery: one member of staff starts, a second one approves."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Long, Model, Moment


class Recovery(Model):
    """A request to let somebody back in who lost every way of signing in."""

    __tablename__ = "recovery"
    __table_args__ = (
        CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name="decided_has_who"),
        CheckConstraint("(decided_at IS NULL) = (approved IS NULL)", name="decided_says_what"),
        CheckConstraint("decided_by IS NULL OR decided_by <> started_by", name="two_people"),
        Index("ix_recovery_account_id", "account_id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_by: Mapped[int] = mapped_column(ForeignKey("account.id"))
    started_at: Mapped[Moment]
    #: How the member of staff made sure who is asking.
    checked: Mapped[Long]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    approved: Mapped[bool | None]
    reason: Mapped[Long | None]
