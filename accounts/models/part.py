"""Who took which part in which matter, so that nobody judges their own work. Rows are only ever added."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from accounts.separation import Part
from foundation.append_only import append_only
from foundation.database import Key, Model, Moment, text_enum


class PartTaken(Model):
    """One part of one person in one matter, such as triage of a concern."""

    __tablename__ = "part_taken"
    __table_args__ = (
        UniqueConstraint("account_id", "matter_kind", "matter_id", "part"),
        Index("ix_part_taken_matter", "matter_kind", "matter_id"),
        Index("ix_part_taken_about", "about_entry_id", "part"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    matter_kind: Mapped[str] = mapped_column(String(80))
    matter_id: Mapped[str] = mapped_column(String(80))
    part: Mapped[Part] = mapped_column(text_enum(Part))
    taken_at: Mapped[Moment]
    #: The register entry the matter is about, if any: for what may not happen to one person twice running.
    about_entry_id: Mapped[int | None]


append_only(PartTaken.__table__, and_delete=False)
