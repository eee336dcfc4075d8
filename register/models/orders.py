"""What limits, ends or shields an entry: restrictions, endings, holds, and things withheld for safety."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Day, Long, Model, Moment, text_enum
from register.models.entry import Fact
from register.vocabulary import EndingKind, OrderKind, Withheld


class Restriction(Fact, Model):
    """A mark or limit with its start, end, wording and source, and how long it may be shown."""

    __tablename__ = "restriction"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_starts"),
        CheckConstraint("kind <> 'removal' OR reapply_from IS NOT NULL", name="removal_says_when_to_return"),
        Index("ix_restriction_in_force", "starts_at", "ends_at"),
    )

    kind: Mapped[OrderKind] = mapped_column(text_enum(OrderKind))
    starts_at: Mapped[Moment]
    ends_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: The words the public reads. Private parts are a separate document and never here.
    wording: Mapped[Long]
    #: About health only: the public sees that there is a limit, never why.
    about_health: Mapped[bool]
    #: The decision it comes from, in the institute's own reference.
    source: Mapped[str] = mapped_column(String(80))
    #: Computed from the policy of the day and kept; nothing of it is shown from then on. None means no end.
    published_until: Mapped[Moment | None] = mapped_column(AwareMoment())
    reapply_from: Mapped[Day | None]
    #: For sexual misconduct: for how many months after its end a panel ordered it to be shown (a removal: its start).
    shown_months: Mapped[int | None]
    #: 1, or higher for another order of this kind that starts on the same day: no two share an address, ever.
    serial: Mapped[int] = mapped_column(default=1, server_default="1")
    #: The facts and the decision with its reasons, where the whole is published. Private parts are never here.
    facts: Mapped[Long | None]
    decision: Mapped[Long | None]
    #: The words of the notice that it was not met (rules 6.8); None while nobody found that.
    notice: Mapped[Long | None]


class Ending(Fact, Model):
    """Leaving the register other than by lapse or removal by a panel."""

    __tablename__ = "ending"
    __table_args__ = (
        CheckConstraint("(kind = 'merged') = (merged_into_id IS NOT NULL)", name="merged_names_the_other"),
        CheckConstraint("kind <> 'left_by_agreement' OR statement <> ''", name="agreement_has_its_statement"),
    )

    kind: Mapped[EndingKind] = mapped_column(text_enum(EndingKind))
    at: Mapped[Moment]
    statement: Mapped[str] = mapped_column(Text())
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("entry.id"))
    #: Computed from the policy of the day and kept; the entry is shown until then.
    shown_until: Mapped[Moment]


class Hold(Fact, Model):
    """Something that must be settled first before the person can leave. Never public."""

    __tablename__ = "hold"

    source: Mapped[str] = mapped_column(String(80))


class Withholding(Fact, Model):
    """A part of the entry kept off the public page for safety, agreed by a second person and looked at again."""

    __tablename__ = "withholding"

    part: Mapped[Withheld] = mapped_column(text_enum(Withheld))
    approved_by: Mapped[str] = mapped_column(String(200))
    review_on: Mapped[Day]
