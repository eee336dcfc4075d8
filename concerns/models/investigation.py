"""What an investigation gathers: its plan, the allegations, what we asked for and were given, and the report. Internal.

What somebody outside may read of it is disclosed to them, row by row, and never by reading these tables for them.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import Audience, Ground
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum
from foundation.waiting import Waiting, open_index, waiting_checks


class Plan(Model):
    """How the investigation goes about it. A later plan stands in place of an earlier one."""

    __tablename__ = "investigation_plan"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    words_sealed: Mapped[Long]
    made_on: Mapped[Day]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Allegation(Model):
    """The concern as it is put formally: its grounds, and the Standards of the day it happened."""

    __tablename__ = "allegation"
    __table_args__ = (
        UniqueConstraint("concern_id", "number"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_has_who"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_sealed IS NULL)", name="withdrawn_says_why"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    number: Mapped[int]
    #: Values of `Ground`, one or several.
    grounds: Mapped[JsonList]
    edition: Mapped[str | None] = mapped_column(String(80))
    standards: Mapped[JsonList]
    words_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_sealed: Mapped[Long | None]
    withdrawn_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    @property
    def rests_on(self) -> str:
        """Its grounds as people read them."""
        return ", ".join(Ground(one).label for one in self.grounds)


class Particular(Model):
    """One fact alleged, numbered under its allegation: 1.2 is the second of the first."""

    __tablename__ = "particular"
    __table_args__ = (UniqueConstraint("allegation_id", "number"),)

    id: Mapped[Key]
    allegation_id: Mapped[int] = mapped_column(ForeignKey("allegation.id"))
    number: Mapped[int]
    words_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Inquiry(Waiting, Model):
    """Something we asked a person or an organisation for."""

    __tablename__ = "inquiry"
    __table_args__ = (
        *waiting_checks(),
        UniqueConstraint("concern_id", "number"),
        open_index("ix_inquiry_open", "concern_id"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    number: Mapped[int]
    #: Whom, how they are reached, and what for.
    whom_sealed: Mapped[Long]
    words_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: What came, or why it is not needed any more.
    answer_sealed: Mapped[Long | None]
    closed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Exhibit(Model):
    """One piece of evidence in the register of evidence. Its file is kept for `("exhibit", id)`."""

    __tablename__ = "exhibit"
    __table_args__ = (
        UniqueConstraint("concern_id", "number"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_has_who"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    #: Never used again, so that a reference in a report stays right.
    number: Mapped[int]
    #: A statement of a witness and not a document.
    is_statement: Mapped[bool]
    title_sealed: Mapped[Long]
    #: Who gave it, and how it came.
    source_sealed: Mapped[Long]
    #: The words of a statement; a document has its file.
    words_sealed: Mapped[Long | None]
    #: The day it was made or signed.
    dated_on: Mapped[Day | None]
    added_at: Mapped[Moment]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    withdrawn_sealed: Mapped[Long | None]
    withdrawn_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Redaction(Model):
    """An exhibit as one recipient may see it: a document of its own, checked by a second person."""

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint("(checked_at IS NULL) = (checked_by_id IS NULL)", name="checked_has_who"),
        CheckConstraint("checked_by_id IS NULL OR checked_by_id <> made_by_id", name="two_people"),
        CheckConstraint("subject_id IS NULL OR audience = 'registrant'", name="only_a_registrant_is_named"),
    )

    id: Mapped[Key]
    exhibit_id: Mapped[int] = mapped_column(ForeignKey("exhibit.id"), index=True)
    recipient_sealed: Mapped[Long]
    #: Whose bundle it goes into; none for somebody else. A registrant is named.
    audience: Mapped[Audience | None] = mapped_column(text_enum(Audience))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("concern_subject.id"))
    #: What was taken out and why.
    words_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    checked_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Disclosure(Model):
    """Papers were given to somebody: which, to whom, why, and on what ground."""

    __tablename__ = "disclosure_log"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    exhibit_id: Mapped[int | None] = mapped_column(ForeignKey("exhibit.id"))
    redaction_id: Mapped[int | None] = mapped_column(ForeignKey("redaction.id"))
    #: The registrant who may read it in their account from then on; none for somebody else.
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("concern_subject.id"))
    recipient_sealed: Mapped[Long]
    reason_sealed: Mapped[Long]
    given_on: Mapped[Day]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Response(Waiting, Model):
    """A registrant is asked to answer the allegations. Files of the answer are kept for `("response", id)`."""

    __tablename__ = "concern_response"
    __table_args__ = (
        *waiting_checks(),
        Index("uq_concern_response_subject", "concern_id", "subject_id", unique=True),
        open_index("ix_concern_response_open", "concern_id"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    asked_at: Mapped[Moment]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    extended_on: Mapped[Day | None]
    extension_sealed: Mapped[Long | None]
    #: What they wrote so far and have not sent; nobody but they read it, and it goes when they send.
    draft_sealed: Mapped[Long | None]
    #: What they say: admitted, denied or neither of each particular, and their words.
    words_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class Report(Model):
    """What the investigation found, for the case examiners. A later one stands in place of an earlier one."""

    __tablename__ = "investigation_report"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    words_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
