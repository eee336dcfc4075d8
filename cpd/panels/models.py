"""Who is listed for a panel, and what each of them found."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.append_only import append_only
from foundation.database import AwareMoment, Key, Long, Model, Moment


class PanelPlace(Model):
    """Somebody who is listed for the panel of a matter."""

    __tablename__ = "panel_place"
    __table_args__ = (
        Index("uq_panel_place_matter", "matter_kind", "matter_id", "account_id", unique=True),
        CheckConstraint("(left_at IS NULL) = (left_by_id IS NULL)", name="left_has_who"),
    )

    id: Mapped[Key]
    matter_kind: Mapped[str] = mapped_column(String(40))
    matter_id: Mapped[str] = mapped_column(String(40))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    seated_at: Mapped[Moment]
    seated_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    left_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    left_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class PanelFound(Model):
    """What one of them found, sealed with the key of the matter. Never changed."""

    __tablename__ = "panel_found"
    __table_args__ = (Index("uq_panel_found_member", "matter_kind", "matter_id", "member_id", unique=True),)

    id: Mapped[Key]
    matter_kind: Mapped[str] = mapped_column(String(40))
    matter_id: Mapped[str] = mapped_column(String(40))
    member_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    #: A word of the room whose panel it is.
    finding: Mapped[str] = mapped_column(String(40))
    reasons_sealed: Mapped[Long]
    #: For the person it is about.
    advice_sealed: Mapped[Long | None]
    found_at: Mapped[Moment]


append_only(PanelFound.__table__, and_delete=False)
