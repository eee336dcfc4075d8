"""A concern, whom it is about, who raised it, and who was affected."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concerns.vocabulary import (
    Band,
    Capacity,
    Channel,
    Naming,
    Nation,
    OnRegister,
    Queue,
    Relation,
    Speaking,
    Stage,
    Who,
)
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum

#: What was closed and heard of again, for an index of those few.
_HEARD_AGAIN = text("heard_on >= closed_on")


class Concern(Model):
    """One concern, with the clocks it began under. What was typed stands sealed in the rows that point here."""

    __tablename__ = "concern"
    __table_args__ = (
        CheckConstraint("began_anonymous = (received_at IS NULL)", name="anonymous_keeps_no_time"),
        CheckConstraint("naming <> 'anonymous' OR began_anonymous", name="nobody_becomes_anonymous"),
        CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name="closed_has_its_day"),
        CheckConstraint("(officer_id IS NULL) = (officer_since_at IS NULL)", name="officer_has_since"),
        CheckConstraint("reply_due_on >= received_on AND triage_due_on >= received_on", name="due_after_received"),
        Index("ix_concern_stage_received_on", "stage", "received_on"),
        Index("ix_concern_closed_on", "stage", "closed_on"),
        Index("ix_concern_heard_again", "id", sqlite_where=_HEARD_AGAIN, postgresql_where=_HEARD_AGAIN),
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    queue: Mapped[Queue] = mapped_column(text_enum(Queue))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    naming: Mapped[Naming] = mapped_column(text_enum(Naming))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    relation: Mapped[Relation] = mapped_column(text_enum(Relation))
    #: What everything typed about it is sealed with. Without it nothing of it can be read again.
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: What opens the mailbox, as a hash. Nobody can make it readable again, only a new one.
    secret_hash: Mapped[str] = mapped_column(String(64))
    #: The day on which it reached us; clocks count from it.
    received_on: Mapped[Day]
    received_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: Whoever gives their name later stays somebody whose hour we do not keep.
    began_anonymous: Mapped[bool]
    #: The member of staff who typed it up; None when it came online.
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: Codes of `vocabulary.WORRIES`.
    worries: Mapped[JsonList]
    #: The reporter says somebody may be in danger now.
    danger: Mapped[bool]
    ongoing: Mapped[bool | None]
    reply_due_on: Mapped[Day]
    triage_due_on: Mapped[Day]
    #: The policy it began under: days between two messages to the reporter; 0 when nobody outside raised it.
    contact_days: Mapped[int]
    replied_on: Mapped[Day | None]
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    officer_since_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    closed_on: Mapped[Day | None]
    #: The last day on which its reporter wrote or added to what they told us first; None: they never did.
    heard_on: Mapped[Day | None]
    #: The band of the last rating; none before the first. And the day by which it is rated (again).
    risk: Mapped[Band | None] = mapped_column(text_enum(Band))
    rate_due_on: Mapped[Day | None]
    #: Its stage's clock stands still since that day (`models.Pause` says why).
    paused_on: Mapped[Day | None]
    #: Officers were told of it by letter. Not in the moment it came, which would tell when an anonymous one was sent.
    announced: Mapped[bool] = mapped_column(default=False)

    subjects: Mapped[list[Subject]] = relationship(order_by="Subject.id", lazy="raise_on_sql")
    reporter: Mapped[Reporter] = relationship(lazy="raise_on_sql")
    affected: Mapped[Affected | None] = relationship(lazy="raise_on_sql")

    __mapper_args__ = {"version_id_col": version}


class Subject(Model):
    """Somebody a concern is about: an entry of the register, or a person as the reporter describes them."""

    __tablename__ = "concern_subject"
    __table_args__ = (
        CheckConstraint("(told_at IS NULL) = (told_by_id IS NULL)", name="told_has_who"),
        CheckConstraint("(told_at IS NULL) = (told_on IS NULL)", name="told_has_its_day"),
        CheckConstraint("(held_back_at IS NULL) = (held_back_by_id IS NULL)", name="held_back_has_who"),
        CheckConstraint("(held_back_at IS NULL) = (held_back_until IS NULL)", name="held_back_has_its_end"),
        CheckConstraint("(linked_at IS NULL) = (linked_by_id IS NULL)", name="linked_has_who"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"), index=True)
    on_register: Mapped[OnRegister] = mapped_column(text_enum(OnRegister))
    #: The name, and what else the reporter knows of them, as typed.
    name_sealed: Mapped[Long]
    about_sealed: Mapped[Long | None]
    #: An officer found the entry later.
    linked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    linked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    #: The registrant knows of the concern: since when, from whom, how.
    told_on: Mapped[Day | None]
    told_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    told_sealed: Mapped[Long | None]
    #: They are not to be told yet (police ask to wait, or it is not safe): why, and when that is looked at again.
    held_back_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    held_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    held_back_until: Mapped[Day | None]
    held_back_sealed: Mapped[Long | None]
    #: A `HeldBack`.
    held_back_because: Mapped[str | None] = mapped_column(String(20))


class Reporter(Model):
    """Who raised a concern and how they may be reached; empty for somebody who stays anonymous."""

    __tablename__ = "concern_reporter"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), unique=True)
    name_sealed: Mapped[Long | None]
    #: A `telling.Reach` as plain values.
    reach_sealed: Mapped[Long | None]
    #: A registrant who told us about themself while signed in.
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Affected(Model):
    """Who was affected, and by what right the reporter speaks for them."""

    __tablename__ = "concern_affected"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), unique=True)
    who: Mapped[Who] = mapped_column(text_enum(Who))
    name_sealed: Mapped[Long | None]
    is_child: Mapped[bool | None]
    speaking: Mapped[Speaking | None] = mapped_column(text_enum(Speaking))
    capacity: Mapped[Capacity | None] = mapped_column(text_enum(Capacity))
    nation: Mapped[Nation | None] = mapped_column(text_enum(Nation))
    knows: Mapped[bool | None]
    #: Why telling us is best for somebody who cannot decide it, or what the authority is.
    reason_sealed: Mapped[Long | None]
