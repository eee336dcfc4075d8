"""What we watch over: letters that were written before a day came, insurance that was told, and who was reached."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.renewal.vocabulary import CameBy, ReachedBy, Seen, Watch
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Notice(Model):
    """A letter about a day to come, counted from 1. Those that a missed night skipped are not written. Append-only."""

    __tablename__ = "renewal_notice"
    __table_args__ = (
        UniqueConstraint("entry_id", "watch", "day", "number"),
        CheckConstraint("number > 0", name="counts_from_one"),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    watch: Mapped[Watch] = mapped_column(text_enum(Watch))
    day: Mapped[Day]
    number: Mapped[int]
    written_on: Mapped[Day]
    #: Nothing when there was no address to write to. No key into the letters: one that was called off is gone.
    letter_id: Mapped[int | None]


class InsuranceTold(Model):
    """Insurance as the registrant told it. The public learns of it only once an officer has seen the certificate."""

    __tablename__ = "insurance_told"
    __table_args__ = (
        CheckConstraint(
            "(seen IS NULL) = (seen_at IS NULL) AND (seen_by_id IS NULL OR seen_at IS NOT NULL)",
            name="seen_has_its_time",
        ),
        CheckConstraint("seen IS NULL OR seen = 'overtaken' OR seen_by_id IS NOT NULL", name="seen_by_somebody"),
        Index("ix_insurance_told_entry", "entry_id", "id"),
        Index(
            "ix_insurance_told_waiting",
            "told_at",
            sqlite_where=text("seen IS NULL"),
            postgresql_where=text("seen IS NULL"),
        ),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    came_with: Mapped[CameBy] = mapped_column(text_enum(CameBy))
    #: Insurer, number of the policy, whether it covers case management.
    sealed: Mapped[Long]
    ends_on: Mapped[Day]
    told_at: Mapped[Moment]
    seen: Mapped[Seen | None] = mapped_column(text_enum(Seen))
    seen_at: Mapped[datetime | None] = mapped_column(AwareMoment())
    seen_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Why it could not be confirmed, as the registrant reads it.
    why_sealed: Mapped[Long | None]

    __mapper_args__ = {"version_id_col": version}


class Reached(Model):
    """Staff tried to reach by hand somebody whom no letter reached. Append-only."""

    __tablename__ = "renewal_reached"
    __table_args__ = (Index("ix_renewal_reached_entry", "entry_id", "day"),)

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: The last day that it was about.
    day: Mapped[Day]
    how: Mapped[ReachedBy] = mapped_column(text_enum(ReachedBy))
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class InsuranceSuspension(Model):
    """A suspension for want of insurance: which restriction on the register it is, and when it ended."""

    __tablename__ = "insurance_suspension"
    __table_args__ = (
        Index(
            "uq_insurance_suspension_open",
            "entry_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    reference: Mapped[str] = mapped_column(String(40), unique=True)
    restriction_id: Mapped[int] = mapped_column(ForeignKey("restriction.id"))
    imposed_at: Mapped[Moment]
    imposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None] = mapped_column(AwareMoment())
