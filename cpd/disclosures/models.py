"""What registrants told us, and what was found. Each is sealed with a key of its own.

No column says what it was about: a list of people with convictions cannot be made from this table. A column says only
which way it goes, and that what came late was late.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.disclosures.vocabulary import OPEN, Channel, Outcome, Stage, Track
from foundation.append_only import append_only
from foundation.database import AwareMoment, Day, Key, Long, Model, Moment, text_enum

_OPEN = ", ".join(f"'{stage.value}'" for stage in Stage if stage in OPEN)


class Disclosure(Model):
    """One thing that a registrant told us, with its clocks. Files: `("disclosure", id)`."""

    __tablename__ = "disclosure"
    __table_args__ = (
        CheckConstraint(f"(stage IN ({_OPEN})) = (closed_on IS NULL)", name="closed_has_its_day"),
        CheckConstraint("closed_on IS NULL OR due_on IS NULL", name="closed_has_no_clock"),
        CheckConstraint("(stage = 'closed') = (outcome IS NOT NULL)", name="closed_has_its_outcome"),
        CheckConstraint("(stage = 'taken_back') = (delete_on IS NOT NULL)", name="taken_back_is_deleted"),
        CheckConstraint("stage = 'taken_back' OR sealed IS NOT NULL", name="has_its_words"),
        CheckConstraint("(sealed IS NULL) = (lock_id IS NULL)", name="words_have_their_key"),
        Index("ix_disclosure_stage", "stage", "due_on"),
        Index("ix_disclosure_entry_id", "entry_id", "stage"),
        # Files, parts and the trail name it by its id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    #: A hash of what a second press of the same button carries too.
    pressed: Mapped[str] = mapped_column(String(64), unique=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    channel: Mapped[Channel] = mapped_column(text_enum(Channel))
    track: Mapped[Track] = mapped_column(text_enum(Track))
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("lock.id"))
    #: The question, its version, the answer and the words (`cpd.disclosures.telling.Told`).
    sealed: Mapped[Long | None]
    told_at: Mapped[Moment]
    told_on: Mapped[Day]
    #: When they knew of it, and by when they had to tell us; nothing for what came with a renewal.
    known_on: Mapped[Day | None]
    duty_on: Mapped[Day | None]
    #: It came after that day. Recorded; a breach only if somebody finds it one.
    late: Mapped[bool]
    since_on: Mapped[Day]
    #: By when whoever acts has to.
    due_on: Mapped[Day | None]
    #: Somebody found that it cannot wait: an interim order may be needed.
    at_once: Mapped[bool] = mapped_column(default=False)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    outcome: Mapped[Outcome | None] = mapped_column(text_enum(Outcome))
    closed_on: Mapped[Day | None]
    #: Told in error: hidden from everybody, and its words deleted on this day.
    delete_on: Mapped[Day | None]

    __mapper_args__ = {"version_id_col": version}


class DisclosureStep(Model):
    """One line of the timeline: which stage began, when, through whom."""

    __tablename__ = "disclosure_step"

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), index=True)
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    at: Mapped[Moment] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DisclosureReview(Model):
    """What an officer found at a stage, with reasons for staff and, if any, advice for the registrant."""

    __tablename__ = "disclosure_review"

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), index=True)
    #: Where it stood.
    stage: Mapped[Stage] = mapped_column(text_enum(Stage))
    #: What follows, as a word of `cpd.disclosures.vocabulary`; never what it is.
    finding: Mapped[str] = mapped_column(String(40))
    reasons_sealed: Mapped[Long]
    #: For the registrant; of a health officer who passes it on, for the concerns officer.
    advice_sealed: Mapped[Long | None]
    reviewed_at: Mapped[Moment]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class DisclosureMessage(Model):
    """A question of ours about it, or something the registrant adds."""

    __tablename__ = "disclosure_message"

    id: Mapped[Key]
    disclosure_id: Mapped[int] = mapped_column(ForeignKey("disclosure.id"), index=True)
    from_us: Mapped[bool]
    sealed: Mapped[Long]
    written_at: Mapped[Moment]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


for _kind in (DisclosureMessage, DisclosureReview, DisclosureStep):
    append_only(_kind.__table__, and_delete=False)
