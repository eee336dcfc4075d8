"""What we talk to a registrant about after they renewed: an answer that nobody disputes and that promised a talk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.renewal.vocabulary import Queue
from foundation.database import AwareMoment, Key, Long, Model, Moment, text_enum


class RenewalTalk(Model):
    """One queue's share of what somebody answered. Which questions it was is sealed; a column says only which way."""

    __tablename__ = "renewal_talk"
    __table_args__ = (
        UniqueConstraint("renewal_id", "round", "queue"),
        CheckConstraint(
            "(done_at IS NULL) = (done_by_id IS NULL) AND (done_at IS NULL) = (note_sealed IS NULL)",
            name="done_has_who_and_words",
        ),
        Index(
            "ix_renewal_talk_waiting",
            "given_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index("ix_renewal_talk_entry", "entry_id"),
    )

    id: Mapped[Key]
    version: Mapped[int] = mapped_column()
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    round: Mapped[int]
    queue: Mapped[Queue] = mapped_column(text_enum(Queue))
    #: The codes of the questions, and "CPD" for a record that does not meet what is asked for.
    sealed: Mapped[Long]
    given_at: Mapped[Moment]
    done_at: Mapped[datetime | None] = mapped_column(AwareMoment())
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: What was talked about and what came of it.
    note_sealed: Mapped[Long | None]

    __mapper_args__ = {"version_id_col": version}
