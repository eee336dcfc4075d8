"""What follows a decision: what its order asks for and whether that is shown, and which concerns belong together."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Checked, LinkKind
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum


class Requirement(Model):
    """One thing that an order asks for, taken from its words by whoever releases it. Nobody who checks it writes it."""

    __tablename__ = "order_requirement"
    __table_args__ = (
        UniqueConstraint("order_id", "number"),
        CheckConstraint("every_months IS NULL OR every_months > 0", name="repeats_forwards"),
        CheckConstraint("every_months IS NULL OR first_due_on IS NOT NULL", name="repeats_from_a_day"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_by_id IS NULL)", name="dropped_has_who"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_sealed IS NULL)", name="dropped_says_why"),
        CheckConstraint("(dropped_at IS NULL) = (dropped_on IS NULL)", name="dropped_has_its_day"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"))
    number: Mapped[int]
    #: What has to be kept, and what shows it; none when nothing has to be sent.
    words_sealed: Mapped[Long]
    shown_by_sealed: Mapped[Long | None]
    first_due_on: Mapped[Day | None]
    every_months: Mapped[int | None]
    set_at: Mapped[Moment]
    set_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: It was written down wrongly, or a panel took it out of the order.
    dropped_sealed: Mapped[Long | None]
    dropped_on: Mapped[Day | None]
    dropped_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    dropped_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Showing(Model):
    """What a registrant sent for a requirement, or says stands in the way. Files are kept for `("showing", id)`."""

    __tablename__ = "requirement_showing"
    __table_args__ = (Index("ix_requirement_showing_requirement_id", "requirement_id", "due_on"),)

    id: Mapped[Key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("order_requirement.id"))
    #: The day it was first due: which of those that repeat.
    due_on: Mapped[Day]
    #: They cannot do it, and say what stands in the way.
    hindered: Mapped[bool]
    words_sealed: Mapped[Long]
    sent_on: Mapped[Day]
    sent_at: Mapped[Moment]


class Checking(Model):
    """What a compliance officer wrote down of a requirement and its day."""

    __tablename__ = "requirement_checking"
    __table_args__ = (
        CheckConstraint("(until_on IS NOT NULL) = (checked IN ('more', 'late'))", name="more_time_has_its_end"),
        CheckConstraint("new_concern_id IS NULL OR checked = 'breach'", name="only_a_breach_opens_a_concern"),
        Index("ix_requirement_checking_requirement_id", "requirement_id", "due_on"),
    )

    id: Mapped[Key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("order_requirement.id"))
    due_on: Mapped[Day]
    checked: Mapped[Checked] = mapped_column(text_enum(Checked))
    #: As the registrant reads them.
    words_sealed: Mapped[Long]
    until_on: Mapped[Day | None]
    new_concern_id: Mapped[int | None] = mapped_column(ForeignKey("concern.id"))
    checked_on: Mapped[Day]
    checked_at: Mapped[Moment]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Link(Model):
    """Two concerns belong together, and why. Sealed with the key of the one it was linked from."""

    __tablename__ = "concern_link"
    __table_args__ = (
        CheckConstraint("concern_id <> other_id", name="two_concerns"),
        CheckConstraint("(unlinked_at IS NULL) = (unlinked_by_id IS NULL)", name="unlinked_has_who"),
        CheckConstraint("(unlinked_at IS NULL) = (unlinked_sealed IS NULL)", name="unlinked_says_why"),
        Index(
            "uq_concern_link_open",
            "concern_id",
            "other_id",
            "kind",
            unique=True,
            sqlite_where=text("unlinked_at IS NULL"),
            postgresql_where=text("unlinked_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    other_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    kind: Mapped[LinkKind] = mapped_column(text_enum(LinkKind))
    reasons_sealed: Mapped[Long]
    linked_at: Mapped[Moment]
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    unlinked_sealed: Mapped[Long | None]
    unlinked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    unlinked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Relevance(Model):
    """Whether another concern matters to what examiners decide in this one. Until it does, it is not shown to them."""

    __tablename__ = "link_relevance"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    relevant: Mapped[bool]
    reasons_sealed: Mapped[Long]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
