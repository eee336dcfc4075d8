"""A circular, the frozen list of whom it goes to, and what happened to it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from cpd.circulars.vocabulary import Fate, Group, Happened, Standing
from cpd.vocabulary import Nation
from foundation.append_only import append_only
from foundation.database import AwareMoment, Key, Long, Model, Moment, text_enum
from register.vocabulary import PracticeArea


class Circular(Model):
    """One letter to many: its words with placeholders, and who is to get it."""

    __tablename__ = "circular"
    __table_args__ = (
        CheckConstraint("(people = 'nation') = (nation IS NOT NULL)", name="nation_is_named"),
        CheckConstraint("(people = 'area') = (area IS NOT NULL)", name="area_is_named"),
        CheckConstraint("(listed_at IS NULL) = (list_hash IS NULL)", name="list_has_its_hash"),
        CheckConstraint("(released_at IS NULL) = (released_by_id IS NULL)", name="release_has_who"),
        CheckConstraint("standing NOT IN ('sending', 'sent') OR released_at IS NOT NULL", name="sent_was_released"),
        CheckConstraint("standing <> 'offered' OR listed_at IS NOT NULL", name="offered_has_a_list"),
        CheckConstraint("released_by_id IS NULL OR released_by_id <> written_by_id", name="released_by_another"),
        Index("ix_circular_standing", "standing"),
    )

    id: Mapped[Key]
    #: Counts changes, so that nobody releases what they have not seen.
    version: Mapped[int] = mapped_column()
    standing: Mapped[Standing] = mapped_column(text_enum(Standing))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[Long]
    people: Mapped[Group] = mapped_column(text_enum(Group))
    nation: Mapped[Nation | None] = mapped_column(text_enum(Nation))
    area: Mapped[PracticeArea | None] = mapped_column(text_enum(PracticeArea))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    written_at: Mapped[Moment]
    #: When the list was frozen, and what it was: the hash of its registration numbers, one a line, in order.
    listed_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    list_hash: Mapped[str | None] = mapped_column(String(64))
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[Moment | None] = mapped_column(AwareMoment())

    __mapper_args__ = {"version_id_col": version}


class Recipient(Model):
    """One person on the frozen list, and what became of them."""

    __tablename__ = "circular_recipient"
    __table_args__ = (
        Index("uq_circular_recipient_entry", "circular_id", "entry_id", unique=True),
        Index("ix_circular_recipient_fate", "circular_id", "fate", "id"),
        CheckConstraint("(fate IN ('written', 'on_paper')) = (written_at IS NOT NULL)", name="written_has_its_time"),
        CheckConstraint("fate NOT IN ('written', 'on_paper') OR letter_key IS NOT NULL", name="written_has_its_letter"),
    )

    id: Mapped[Key]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"))
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    fate: Mapped[Fate] = mapped_column(text_enum(Fate))
    #: What makes the letter the only one to its address (`Letter.once`), so that a stop finds it again.
    letter_key: Mapped[str | None] = mapped_column(String(200))
    written_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class CircularStep(Model):
    """One thing that happened to a circular, and who did it; nobody when the service did."""

    __tablename__ = "circular_step"

    id: Mapped[Key]
    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), index=True)
    kind: Mapped[Happened] = mapped_column(text_enum(Happened))
    at: Mapped[Moment] = mapped_column("step_at", AwareMoment())
    by_account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


append_only(CircularStep.__table__, and_delete=False)
