"""Who holds an entry: the account of the person it is about."""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Model, Moment


class Holder(Model):
    """An account that looks after an entry. One account an entry, and one entry an account, at a time."""

    __tablename__ = "holder"
    __table_args__ = (
        Index(
            "uq_holder_entry_id_open",
            "entry_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_holder_account_id_open",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    since_at: Mapped[Moment]
    #: How it was made sure: "code" (sent to the address on file), or the staff member's reason.
    proof: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
