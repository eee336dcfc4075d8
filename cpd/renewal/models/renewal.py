"""One renewal of one registrant, its answers and what has happened to it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.renewal.vocabulary import Band, Stage, StepKind
from foundation.database import AwareMoment, Day, Json, JsonList, Key, Long, Model, Moment, text_enum

_OPEN = text("stage IN ('open', 'sent', 'looked_at')")


class Renewal(Model):
    """What somebody does to stay on the register after one period, or to come back after it: one open row a period.

    There is a second one when the first was renewed and they left before the new period began.
    """

    __tablename__ = "renewal"
    __table_args__ = (
        Index("uq_renewal_open", "entry_id", "ends_on", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        Index("ix_renewal_entry", "entry_id", "ends_on"),
        CheckConstraint("(stage = 'renewed') = (renewed_at IS NOT NULL)", name="renewed_has_its_time"),
        CheckConstraint(
            "(renewed_at IS NULL) = (starts_on IS NULL) AND (renewed_at IS NULL) = (renewed_to IS NULL) "
            "AND (renewed_at IS NULL) = (band IS NULL)",
            name="renewed_says_for_when",
        ),
        CheckConstraint("bridged_to IS NULL OR bridged_to > ends_on", name="bridge_leads_on"),
        CheckConstraint("stage = 'open' OR sent_at IS NOT NULL OR stage = 'over'", name="sent_has_its_time"),
        Index("ix_renewal_stage", "stage", "ends_on"),
        Index(
            "ix_renewal_provisional",
            "id",
            sqlite_where=text("provisional"),
            postgresql_where=text("provisional"),
        ),
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    since_on: Mapped[Day]
    #: The last day of the period that it follows.
    ends_on: Mapped[Day]
    #: The day whose fee holds: the one on which renewal opened or, for coming back, on which they began.
    opened_on: Mapped[Day]
    begun_at: Mapped[Moment]
    #: The institute's numbers when it began.
    targets: Mapped[Json]
    #: The last day of the days that bridge a payment which failed; they stand on the register as a period.
    bridged_to: Mapped[date | None]
    #: When the answers came, the last time they did, and up to when the insurance goes that was told then.
    sent_at: Mapped[datetime | None] = mapped_column(AwareMoment())
    insured_to: Mapped[date | None]
    #: What the CPD record came to on that day.
    cpd: Mapped[str | None] = mapped_column(String(20))
    #: How often the answers came: the rows of answers carry the number.
    round: Mapped[int] = mapped_column(default=0)
    #: Whether an answer is one that somebody has to look at.
    worrying: Mapped[bool] = mapped_column(default=False)
    #: The names of lines of the fee with their pence, as they were asked for.
    fee: Mapped[JsonList]
    band: Mapped[Band | None] = mapped_column(text_enum(Band))
    renewed_at: Mapped[datetime | None] = mapped_column(AwareMoment())
    starts_on: Mapped[date | None]
    renewed_to: Mapped[date | None]
    #: Renewed while somebody still looked at a worrying answer. Whether they still do is known to `cpd.disclosures`.
    provisional: Mapped[bool] = mapped_column(default=False)

    __mapper_args__ = {"version_id_col": version}


class RenewalStep(Model):
    """A line of what has happened. Append-only."""

    __tablename__ = "renewal_step"
    __table_args__ = (Index("ix_renewal_step_renewal", "renewal_id", "id"),)

    id: Mapped[Key]
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    at: Mapped[Moment]
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RenewalAnswer(Model):
    """One answer to one declaration; yes and no sealed with the words. Append-only."""

    __tablename__ = "renewal_answer"
    __table_args__ = (UniqueConstraint("renewal_id", "round", "code"),)

    id: Mapped[Key]
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    round: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    question_version: Mapped[int]
    branch: Mapped[str] = mapped_column(String(20))
    sealed: Mapped[Long]
    given_at: Mapped[Moment]


class RenewalHealth(Model):
    """The answer about health, with a key of its own. Everybody has such a row, whatever they said. Append-only."""

    __tablename__ = "renewal_health"
    __table_args__ = (UniqueConstraint("renewal_id", "round"),)

    id: Mapped[Key]
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    round: Mapped[int]
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    question_version: Mapped[int]
    sealed: Mapped[Long]
    given_at: Mapped[Moment]


class RenewalStatement(Model):
    """The form in the words that were read and typed, without declarations and health; and the CPD record as it stood
    on that day. Append-only.
    """

    __tablename__ = "renewal_statement"
    __table_args__ = (UniqueConstraint("renewal_id", "round"),)

    id: Mapped[Key]
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    round: Mapped[int]
    sealed: Mapped[Long]
    given_at: Mapped[Moment]


class ReturnDecision(Model):
    """What was decided of somebody who comes back, with the reasons. Append-only."""

    __tablename__ = "renewal_return_decision"
    __table_args__ = (Index("uq_renewal_return_decision_renewal", "renewal_id", unique=True),)

    id: Mapped[Key]
    renewal_id: Mapped[int] = mapped_column(ForeignKey("renewal.id"))
    comes_back: Mapped[bool]
    reasons_sealed: Mapped[Long]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
