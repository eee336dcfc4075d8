"""What case examiners and panels decide, each in their own words and each once. Internal until it is published."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from concerns.vocabulary import AppealGround, Decided, Finding, HearingKind, Job, Sanction, TextAbout
from foundation.database import AwareMoment, Day, Json, JsonList, Key, Long, Model, Moment, text_enum
from foundation.waiting import Waiting, open_index, waiting_checks


class ExaminerView(Model):
    """What one examiner finds, written before seeing the other's. In a second round both have read both."""

    __tablename__ = "examiner_view"
    __table_args__ = (UniqueConstraint("concern_id", "round", "account_id"),)

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"))
    #: 1 and 2 the first time it is before examiners, 3 and 4 when it came back to them, and so on.
    round: Mapped[int]
    job: Mapped[Job] = mapped_column(text_enum(Job))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    finding: Mapped[Finding] = mapped_column(text_enum(Finding))
    reasons_sealed: Mapped[Long]
    #: Advice, the warning's words, or what is to be undertaken, where there is any.
    terms_sealed: Mapped[Long | None]
    written_at: Mapped[Moment]


class ExaminerDecision(Model):
    """What both examiners decided together, or that they could not agree and a panel hears it."""

    __tablename__ = "examiner_decision"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    round: Mapped[int]
    finding: Mapped[Finding] = mapped_column(text_enum(Finding))
    together: Mapped[bool]
    decided_on: Mapped[Day]
    decided_at: Mapped[Moment]


class Offer(Waiting, Model):
    """A warning or undertakings that a registrant may accept, with the facts they admit. Declined, a panel hears it.

    One examiner writes it; it is asked of the registrant once the other agreed (`OfferRead`), and called off if not.
    """

    __tablename__ = "outcome_offer"
    __table_args__ = (
        *waiting_checks(),
        CheckConstraint("finding IN ('warning', 'agreed')", name="only_by_consent"),
        CheckConstraint("months > 0", name="has_a_length"),
        open_index("ix_outcome_offer_open", "concern_id"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    finding: Mapped[Finding] = mapped_column(text_enum(Finding))
    months: Mapped[int]
    terms_sealed: Mapped[Long]
    #: About health alone: the public learns that there is a limit, and nothing of the terms.
    about_health: Mapped[bool] = mapped_column(default=False, server_default=false())
    #: Terms that are private, where only some are: a document of its own, for the registrant and who follows the order.
    private_sealed: Mapped[Long | None]
    facts_sealed: Mapped[Long]
    made_at: Mapped[Moment]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class OfferRead(Model):
    """The other examiner read an offer: it goes to the registrant, or is written anew, and why."""

    __tablename__ = "offer_read"
    __table_args__ = (
        CheckConstraint("read_by_id <> written_by_id", name="two_people"),
        CheckConstraint("agrees OR words_sealed IS NOT NULL", name="says_why_not"),
    )

    id: Mapped[Key]
    offer_id: Mapped[int] = mapped_column(ForeignKey("outcome_offer.id"), unique=True)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agrees: Mapped[bool]
    words_sealed: Mapped[Long | None]
    read_at: Mapped[Moment]
    read_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class InterimDecision(Model):
    """Whether a panel is asked for an interim order: decided each time a concern turns red."""

    __tablename__ = "interim_decision"

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    applies: Mapped[bool]
    reasons_sealed: Mapped[Long]
    decided_on: Mapped[Day]
    decided_at: Mapped[Moment]
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Hearing(Model):
    """A panel meets on a day. It may be adjourned to another; what was heard stays heard."""

    __tablename__ = "concern_hearing"
    __table_args__ = (
        CheckConstraint("(notice_on IS NULL) = (notice_by_id IS NULL)", name="notice_has_who"),
        CheckConstraint("(called_off_at IS NULL) = (called_off_by_id IS NULL)", name="called_off_has_who"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    kind: Mapped[HearingKind] = mapped_column(text_enum(HearingKind))
    on: Mapped[Day] = mapped_column("hearing_on")
    #: Health is heard in private.
    private: Mapped[bool]
    listed_at: Mapped[Moment]
    listed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: The day the registrant was told, and why the notice was shortened if it was.
    notice_on: Mapped[Day | None]
    notice_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    shortened_sealed: Mapped[Long | None]
    #: Why an interim hearing is later than the rules say, where it is.
    late_sealed: Mapped[Long | None]
    adjourned: Mapped[int] = mapped_column(default=0)
    adjourned_sealed: Mapped[Long | None]
    called_off_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    called_off_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    called_off_sealed: Mapped[Long | None]
    decided_on: Mapped[Day | None]


class Determination(Model):
    """The written decision of a panel, drafted by its chair. It counts once a majority agreed and it is signed."""

    __tablename__ = "determination"
    __table_args__ = (
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_has_who"),
        CheckConstraint("months IS NULL OR months > 0", name="has_a_length"),
        UniqueConstraint("hearing_id", "draft"),
    )

    id: Mapped[Key]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("concern_hearing.id"))
    #: 1 is the first; a draft that lost its vote is followed by another.
    draft: Mapped[int]
    #: For each particular by its id, whether it was proved. Empty unless it is a final hearing.
    proved: Mapped[Json]
    standards: Mapped[JsonList]
    impaired: Mapped[bool | None]
    about_health: Mapped[bool]
    sanction: Mapped[Sanction | None] = mapped_column(text_enum(Sanction))
    decided: Mapped[Decided | None] = mapped_column(text_enum(Decided))
    grounds: Mapped[JsonList]
    months: Mapped[int | None]
    #: Sexual misconduct was proved: the public may be to read it without end, or for longer than else (rules 6.8).
    sexual: Mapped[bool] = mapped_column(default=False, server_default=false())
    without_end: Mapped[bool] = mapped_column(default=False)
    shown_months: Mapped[int | None]
    #: The reasons at each step and each rung, by name.
    reasons_sealed: Mapped[Long]
    #: What the public reads. What is private is a document of its own.
    wording_sealed: Mapped[Long]
    private_sealed: Mapped[Long | None]
    drafted_at: Mapped[Moment]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Vote(Model):
    """One panel member agrees with a draft, or does not and says why. Legal advisers have none."""

    __tablename__ = "determination_vote"
    __table_args__ = (UniqueConstraint("determination_id", "account_id"),)

    id: Mapped[Key]
    determination_id: Mapped[int] = mapped_column(ForeignKey("determination.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    agrees: Mapped[bool]
    words_sealed: Mapped[Long | None]
    voted_at: Mapped[Moment]


class Order(Model):
    """What was decided about one registrant, and how it reached the register."""

    __tablename__ = "concern_order"
    __table_args__ = (
        CheckConstraint("(effected_at IS NULL) = (effected_by_id IS NULL)", name="effected_has_who"),
        Index("ix_concern_order_entry_id", "entry_id"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("concern_subject.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    determination_id: Mapped[int | None] = mapped_column(ForeignKey("determination.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("outcome_offer.id"))
    #: A `register.vocabulary.OrderKind`, or `none` and `advice`, which reach no page.
    kind: Mapped[str] = mapped_column(String(40))
    about_health: Mapped[bool]
    months: Mapped[int | None]
    wording_sealed: Mapped[Long]
    #: A panel ordered that the public reads it without end, and when that is looked at again.
    without_end: Mapped[bool] = mapped_column(default=False)
    #: Or for so many months after it ended (a removal: after it began), which is longer than the rules say else.
    shown_months: Mapped[int | None]
    shown_again_on: Mapped[Day | None]
    #: Until when the public is told of it, computed from the rules of the day and kept; None: no end is known.
    shown_until: Mapped[Moment | None] = mapped_column(AwareMoment())
    decided_on: Mapped[Day]
    #: The day the letters went; the time to appeal counts from it.
    told_on: Mapped[Day | None]
    appeal_until: Mapped[Day | None]
    starts_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ends_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: Of a temporary measure that ends when a sanction starts: until when it goes on if that sanction is taken off.
    cut_from: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: When somebody hid words that were wrong: the order stands, without them, until corrected ones are released.
    words_hidden_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: When somebody put it on the register, and as which restriction; the register says what holds.
    effected_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    effected_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    restriction_id: Mapped[int | None] = mapped_column(ForeignKey("restriction.id"))
    #: An order that is looked at again: by this day a review is listed.
    review_on: Mapped[Day | None]
    #: It fell or was taken back, and no longer counts.
    ended_on: Mapped[Day | None]


class OrderText(Model):
    """One version of the words that the public reads of an order: who wrote them when, and none is lost."""

    __tablename__ = "concern_order_text"
    __table_args__ = (UniqueConstraint("order_id", "number"),)

    id: Mapped[Key]
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"))
    number: Mapped[int]
    about: Mapped[TextAbout] = mapped_column(text_enum(TextAbout), default=TextAbout.DECISION)
    #: What the entry says; and of a whole decision the facts, and what was decided and why.
    wording_sealed: Mapped[Long]
    facts_sealed: Mapped[Long | None]
    decision_sealed: Mapped[Long | None]
    written_at: Mapped[Moment]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class Appeal(Model):
    """A registrant asks three fresh people to look at a decision: what made an order, or a review that let it go on."""

    __tablename__ = "concern_appeal"
    __table_args__ = (
        CheckConstraint("(decided IS NULL) = (decided_on IS NULL)", name="decided_has_its_day"),
        UniqueConstraint("order_id", "determination_id"),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"))
    #: Which decision about that order: each has its own time to appeal.
    determination_id: Mapped[int] = mapped_column(ForeignKey("determination.id"))
    grounds: Mapped[JsonList]
    words_sealed: Mapped[Long]
    lodged_on: Mapped[Day]
    lodged_at: Mapped[Moment]
    due_on: Mapped[Day]
    #: The ground chosen first, for counts.
    ground: Mapped[AppealGround] = mapped_column(text_enum(AppealGround))
    decided: Mapped[Decided | None] = mapped_column(text_enum(Decided))
    decided_on: Mapped[Day | None]


class HearingAbout(Model):
    """Which order a hearing looks at again, and the appeal against it if that is why."""

    __tablename__ = "hearing_about"

    id: Mapped[Key]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("concern_hearing.id"), unique=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"), index=True)
    appeal_id: Mapped[int | None] = mapped_column(ForeignKey("concern_appeal.id"))


class ReviewAsked(Model):
    """A registrant says that something new has come up, and asks that a panel looks at an order in force again."""

    __tablename__ = "review_asked"
    __table_args__ = (
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_has_who"),
        CheckConstraint("(answered_at IS NULL) = (reasons_sealed IS NULL)", name="answered_says_why"),
        CheckConstraint("(answered_at IS NULL) = (granted IS NULL)", name="answered_says_how"),
        Index(
            "uq_review_asked_open",
            "order_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    concern_id: Mapped[int] = mapped_column(ForeignKey("concern.id"), index=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("concern_order.id"))
    words_sealed: Mapped[Long]
    asked_on: Mapped[Day]
    asked_at: Mapped[Moment]
    #: A panel looks at it earlier; or not, with the reasons that the registrant reads.
    granted: Mapped[bool | None]
    reasons_sealed: Mapped[Long | None]
    answered_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
