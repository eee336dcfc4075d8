"""What people made sure of, found and decided, each once and never changed."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.joining.findings import AppealOutcome, AssessmentFinding, Outcome, PanelFinding, ReviewFinding, SeatKind
from cpd.joining.vocabulary import CheckItem, CheckOutcome, IdentityDocument
from foundation.database import AwareMoment, Day, JsonList, Key, Long, Model, Moment, text_enum


class Check(Model):
    """One thing an officer made sure of. The last row about a subject counts; a copy of what was seen is not kept."""

    __tablename__ = "application_check"
    __table_args__ = (
        CheckConstraint(
            "item <> 'identity' OR outcome <> 'confirmed' OR (document IS NOT NULL AND last_four IS NOT NULL)",
            name="identity_says_what_was_seen",
        ),
        Index("ix_application_check_application_id", "application_id", "item"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    item: Mapped[CheckItem] = mapped_column(text_enum(CheckItem))
    #: Which one of several: the place in the applicant's list, or the number of the referee. 0 when there is one only.
    place: Mapped[int]
    outcome: Mapped[CheckOutcome] = mapped_column(text_enum(CheckOutcome))
    document: Mapped[IdentityDocument | None] = mapped_column(text_enum(IdentityDocument))
    last_four: Mapped[str | None] = mapped_column(String(4))
    #: Seen on a call or in the room, and not a certified copy.
    seen_live: Mapped[bool | None]
    #: The day on which it was looked at.
    seen_on: Mapped[Day]
    #: What was seen, in the officer's words.
    sealed: Mapped[Long]
    checked_at: Mapped[Moment]
    checked_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class DeclarationReview(Model):
    """What an officer finds in the declarations."""

    __tablename__ = "declaration_review"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    finding: Mapped[ReviewFinding] = mapped_column(text_enum(ReviewFinding))
    reasons_sealed: Mapped[Long]
    #: For the applicant, with the decision.
    advice_sealed: Mapped[Long | None]
    reviewed_at: Mapped[Moment]
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Seat(Model):
    """Somebody who is listed for a panel of an application."""

    __tablename__ = "panel_seat"
    __table_args__ = (
        Index("uq_panel_seat", "application_id", "kind", "round", "account_id", unique=True),
        CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name="left_has_who"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    kind: Mapped[SeatKind] = mapped_column(text_enum(SeatKind))
    round: Mapped[int]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    seated_at: Mapped[Moment]
    seated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    left_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PanelVote(Model):
    """What one of the two people of the declarations panel finds."""

    __tablename__ = "declaration_vote"
    __table_args__ = (Index("uq_declaration_vote", "application_id", "round", "member_id", unique=True),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    #: Which time the panel looks (`cpd.joining.queries.sitting`): declarations that change may come before it again.
    round: Mapped[int]
    member_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    finding: Mapped[PanelFinding] = mapped_column(text_enum(PanelFinding))
    reasons_sealed: Mapped[Long]
    advice_sealed: Mapped[Long | None]
    voted_at: Mapped[Moment]


class Assessment(Model):
    """What an assessor finds. After "more evidence" there is another one."""

    __tablename__ = "application_assessment"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), index=True)
    round: Mapped[int]
    finding: Mapped[AssessmentFinding] = mapped_column(text_enum(AssessmentFinding))
    #: The numbers of the Standards that are not met, or not shown to be met.
    standards: Mapped[JsonList]
    reasons_sealed: Mapped[Long]
    assessed_at: Mapped[Moment]
    assessed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Decision(Model):
    """What the registrar, or an appeal panel in their place, decides. One in each round."""

    __tablename__ = "application_decision"
    __table_args__ = (
        Index("uq_application_decision_round", "application_id", "round", "on_appeal", unique=True),
        CheckConstraint(
            "(outcome = 'grant_with_conditions') = (conditions_sealed IS NOT NULL)", name="conditions_are_named"
        ),
        CheckConstraint("(conditions_until IS NULL) = (conditions_sealed IS NULL)", name="conditions_have_their_end"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int]
    on_appeal: Mapped[bool]
    outcome: Mapped[Outcome] = mapped_column(text_enum(Outcome))
    #: As the applicant reads them.
    reasons_sealed: Mapped[Long]
    #: As the public will read them on the entry, once there is one.
    conditions_sealed: Mapped[Long | None]
    conditions_until: Mapped[Day | None]
    advice_sealed: Mapped[Long | None]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Appeal(Model):
    """An appeal against a refusal. Files: `("appeal", id)`."""

    __tablename__ = "application_appeal"
    __table_args__ = (
        Index("uq_application_appeal_round", "application_id", "round", unique=True),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_has_its_time"),
        # Files, parts and the trail name it by its id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    round: Mapped[int]
    #: Codes of `cpd.joining.findings.AppealGround`.
    grounds: Mapped[JsonList]
    sealed: Mapped[Long]
    lodged_at: Mapped[Moment]
    outcome: Mapped[AppealOutcome | None] = mapped_column(text_enum(AppealOutcome))
    decided_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class AppealVote(Model):
    """What one of the three people of an appeal panel decides."""

    __tablename__ = "appeal_vote"
    __table_args__ = (Index("uq_appeal_vote", "appeal_id", "member_id", unique=True),)

    id: Mapped[Key]
    appeal_id: Mapped[int] = mapped_column(ForeignKey("application_appeal.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    outcome: Mapped[AppealOutcome] = mapped_column(text_enum(AppealOutcome))
    reasons_sealed: Mapped[Long]
    voted_at: Mapped[Moment]
