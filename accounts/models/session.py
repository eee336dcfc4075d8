"""Sessions: who is signed in, where, and how that ended."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Model, Moment, text_enum


class Ended(enum.StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    BY_OWNER = "by_owner"
    SIGNED_IN_AGAIN = "signed_in_again"
    IDLE = "idle"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  # a reason, no password
    FACTOR_CHANGED = "factor_changed"
    RECOVERED = "recovered"
    ACCESS_ENDED = "access_ended"


class Session(Model):
    """One browser signed in to one account. The cookie holds a random token; only its hash is here."""

    __tablename__ = "session"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_because IS NULL)", name="ended_says_why"),
        Index("ix_session_account_id_ended_at", "account_id", "ended_at"),
    )

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: In words for the person, such as "Firefox on Windows". No network address is kept.
    browser: Mapped[str] = mapped_column(String(80))
    began_at: Mapped[Moment]
    #: How many minutes it may be left alone: the policy of the day it began.
    idle_minutes: Mapped[int]
    expires_at: Mapped[Moment]
    #: When a second factor was shown in this session, if it was.
    second_factor_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    ended_because: Mapped[Ended | None] = mapped_column(text_enum(Ended))
