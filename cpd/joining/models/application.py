"""An application, what it says, and its timeline."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from cpd.declarations import Eligibility
from cpd.joining.vocabulary import OPEN, Route, Stage, StepKind
from cpd.vocabulary import Nation
from foundation.database import AwareMoment, Day, Json, Key, Long, Model, Moment, text_enum

_OPEN = ", ".join(f"'{stage.value}'" for stage in Stage if stage in OPEN)
_UNPAID = text("closed_on IS NULL")


class Application(Model):
    """One application, with the clocks it began under. What was typed stands sealed in the rows that point here."""

    __tablename__ = "application"
    __table_args__ = (
        CheckConstraint(f"(stage IN ({_OPEN})) = (closed_on IS NULL)", name="closed_has_its_day"),
        CheckConstraint("closed_on IS NULL OR (due_on IS NULL AND paused_on IS NULL)", name="closed_has_no_clock"),
        CheckConstraint("paused_on IS NULL OR due_on IS NULL", name="paused_has_no_day"),
        CheckConstraint("stage <> 'offer' OR offer_until IS NOT NULL", name="offer_has_its_end"),
        CheckConstraint("stage <> 'refused' OR appeal_until IS NOT NULL", name="refused_can_appeal"),
        CheckConstraint("stage <> 'appeal' OR hear_until IS NOT NULL", name="appeal_has_its_day"),
        CheckConstraint("stage <> 'registered' OR number IS NOT NULL", name="registered_has_a_number"),
        CheckConstraint("since_on >= received_on", name="begins_when_received"),
        CheckConstraint("round >= 1", name="round_counts"),
        # One account has one application at a time.
        Index(
            "uq_application_account_id_open",
            "account_id",
            unique=True,
            sqlite_where=_UNPAID,
            postgresql_where=_UNPAID,
        ),
        Index("ix_application_stage_due_on", "stage", "due_on"),
        Index("ix_application_received_on", "received_on"),
        Index("ix_application_name_key", "name_key"),
        Index("ix_application_born_mark", "born_mark"),
        # Files, parts and the trail name it by its id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    route: Mapped[Route] = mapped_column(text_enum(Route))
    nation: Mapped[Nation] = mapped_column(text_enum(Nation))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    #: What everything typed about it is sealed with.
    lock_id: Mapped[int] = mapped_column(ForeignKey("lock.id"))
    #: The name as lists show it, and as it is looked for; a mark of the day of birth that only this service can make.
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    born_mark: Mapped[str | None] = mapped_column(String(64))
    received_on: Mapped[Day]
    received_at: Mapped[Moment]
    #: When its stage began.
    since_on: Mapped[Day]
    #: Days by name, as policy had them when it came (`cpd.joining.policy.KEPT`).
    targets: Mapped[Json]
    #: By when whoever acts has to; nothing while we wait for the applicant. Follows from the facts, kept for lists.
    due_on: Mapped[Day | None]
    #: Since when we wait for the applicant.
    paused_on: Mapped[Day | None]
    #: An answer to a declaration needs a look of its own. Not which one.
    declared: Mapped[bool]
    #: 1, and one more each time an appeal panel asks other people to decide again.
    round: Mapped[int]
    #: What the applicant agreed to, as it was shown to them.
    standards_edition: Mapped[str] = mapped_column(String(200))
    terms: Mapped[str] = mapped_column(String(40))
    #: Which questions about records the law lets us ask of this role.
    eligibility: Mapped[Eligibility] = mapped_column(text_enum(Eligibility))
    #: The registration number: of who comes back, and of who was admitted.
    number: Mapped[str | None] = mapped_column(String(9), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    assessor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    complete_on: Mapped[Day | None]
    decided_on: Mapped[Day | None]
    #: Decided within the days for complete, undisputed ones; nothing when it was not one of those.
    in_time: Mapped[bool | None]
    offer_until: Mapped[Day | None]
    #: How many reminders of the fee were written.
    offer_reminders: Mapped[int] = mapped_column(default=0)
    appeal_until: Mapped[Day | None]
    hear_until: Mapped[Day | None]
    closed_on: Mapped[Day | None]
    #: When the pictures of identity papers were deleted.
    images_deleted_on: Mapped[Day | None]

    __mapper_args__ = {"version_id_col": version}


class DetailsKept(Model):
    """Who the applicant is and what they do, sealed (`cpd.joining.applying.Details`). The newest row counts."""

    __tablename__ = "application_details"
    __table_args__ = (
        Index("uq_application_details_number", "application_id", "number", unique=True),
        CheckConstraint("(number = 1) = (why_sealed IS NULL)", name="correction_says_why"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    sealed: Mapped[Long]
    why_sealed: Mapped[Long | None]
    recorded_at: Mapped[Moment]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class FrozenStatement(Model):
    """The form as it was sent, question by question, without declarations, health and monitoring.

    Files that came with it are kept for `("application", id of the application)`, pictures of identity papers for
    `("application_identity", id of the application)`.
    """

    __tablename__ = "application_statement"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    sealed: Mapped[Long]
    given_at: Mapped[Moment]


class Step(Model):
    """One line of the timeline. Its words are fixed by its kind; nothing anybody typed is here."""

    __tablename__ = "application_step"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    kind: Mapped[StepKind] = mapped_column(text_enum(StepKind))
    #: Where the application stood from then on.
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    at: Mapped[Moment] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Note(Model):
    """An officer's note. No page of an applicant reads it."""

    __tablename__ = "application_note"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    sealed: Mapped[Long]
    written_at: Mapped[Moment]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
