"""How words reach the public: proof copies of the facts, the release of one version by a second person, and the end."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import ProofTo, TextAbout
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum
from foundation.waiting import Waiting, waiting_checks


class Proof(Waiting, Model):
    """A proof copy: the facts of one version, sent to somebody who may point out errors of fact in seven days.

    Of who stays anonymous only the day is kept, never the hour.
    """

    __tablename__ = "concern_proof"
    __table_args__ = (*waiting_checks(), UniqueConstraint("text_id", "goes_to"))

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("concern_order_text.id"))
    goes_to: Mapped[ProofTo] = mapped_column(text_enum(ProofTo))
    #: They have no account and no mailbox here: staff gave it to them and write down what they say.
    by_hand: Mapped[bool]
    #: Whether they say that every fact is right, and what is wrong.
    right: Mapped[bool | None]
    words_sealed: Mapped[Long | None]
    sent_at: Mapped[Moment]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class ProofSkipped(Model):
    """No proof copy waits for an answer, because the public has to know at once, or nobody can be reached: and why."""

    __tablename__ = "concern_proof_skipped"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"), index=True)
    about: Mapped[TextAbout] = mapped_column(text_enum(TextAbout))
    reason_sealed: Mapped[Long]
    skipped_at: Mapped[Moment]
    skipped_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Release(Model):
    """Somebody who did not write a version released that very version to the public."""

    __tablename__ = "concern_release"

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"), index=True)
    #: None for what is about health alone: the public reads no words of it.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("concern_order_text.id"))
    restriction_id: Mapped[int] = mapped_column(ForeignKey("restriction.id"))
    #: Which checks found a name or something that leads to a person, and why it may stand.
    found: Mapped[JsonList]
    why_sealed: Mapped[Long | None]
    released_at: Mapped[Moment]
    released_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class PublicationReview(Model):
    """Somebody looked again at a decision that is shown without end, and kept it or gave it an end."""

    __tablename__ = "publication_review"
    __table_args__ = (CheckConstraint("kept OR until IS NOT NULL", name="ended_has_its_moment"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"), index=True)
    kept: Mapped[bool]
    until: Mapped[Moment | None] = mapped_column(AwareMoment())
    reasons_sealed: Mapped[Long]
    reviewed_on: Mapped[Day]
    reviewed_at: Mapped[Moment]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class HealthSaid(Model):
    """Somebody says that an order which the public reads, or would read, is about health; a second person answers."""

    __tablename__ = "health_said"
    __table_args__ = (
        CheckConstraint("answered_by_id IS NULL OR answered_by_id <> said_by_id", name="two_people"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("(answered_at IS NULL) = (agrees IS NULL)", name="answered_says_how"),
        Index(
            "uq_health_said_open",
            "order_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"))
    reason_sealed: Mapped[Long]
    said_at: Mapped[Moment]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agrees: Mapped[bool | None]
    answer_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class NoFindingAsked(Model):
    """A registrant asks that the public reads that a concern ended without a finding; two of the staff see to it.

    The words are fixed, so nobody writes any: one person looks at whether they lead to anybody, another releases it.
    """

    __tablename__ = "no_finding_asked"
    __table_args__ = (
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="checked_has_who"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="released_has_who"),
        CheckConstraint("released_by_id IS NULL OR checked_by_id IS NOT NULL", name="checked_first"),
        CheckConstraint("released_by_id IS NULL OR released_by_id <> checked_by_id", name="two_people"),
        Index(
            "uq_no_finding_asked_open",
            "subject_id",
            unique=True,
            sqlite_where=text("taken_back_on IS NULL"),
            postgresql_where=text("taken_back_on IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    #: A panel heard it, and nothing was proved; else two examiners found no case to answer.
    heard: Mapped[bool]
    asked_on: Mapped[Day]
    checked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    restriction_id: Mapped[int | None] = mapped_column(ForeignKey("restriction.id"))
    #: Until when the public reads it, computed from the rules of the day and kept.
    shown_until: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: The concern was opened again, or somebody stopped it: it does not count any more.
    taken_back_on: Mapped[Day | None]
