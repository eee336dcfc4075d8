"""Emergencies: somebody opened a record that is not theirs to read, with a reason, for a few hours."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Long, Model, Moment


class BrokenGlass(Model):
    """One opening: who, what, why, until when; and the data-protection lead's look at it afterwards."""

    __tablename__ = "broken_glass"
    __table_args__ = (
        CheckConstraint("until > broken_at", name="ends_later"),
        CheckConstraint("(looked_at IS NULL) = (looked_by IS NULL)", name="looked_has_who"),
        CheckConstraint("(looked_at IS NULL) = (finding IS NULL)", name="looked_has_finding"),
        Index("ix_broken_glass_matter", "account_id", "matter_kind", "matter_id"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    matter_kind: Mapped[str] = mapped_column(String(80))
    matter_id: Mapped[str] = mapped_column(String(80))
    reason: Mapped[Long]
    broken_at: Mapped[Moment]
    #: Kept from the policy of its day: a later change does not lengthen it.
    until: Mapped[Moment]
    #: Given back before its time.
    closed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    looked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    looked_by: Mapped[str | None] = mapped_column(String(200))
    finding: Mapped[Long | None]
