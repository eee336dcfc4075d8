"""Codes and links sent by email, kept as hashes: short-lived, counted, good once."""

from __future__ import annotations

import enum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Model, Moment, text_enum


class Purpose(enum.StrEnum):
    """What a code proves, or what a link opens."""

    #: An address: for a new account, or as the new address of one.
    SIGN_UP = "sign_up"
    RESET = "reset"
    SET_UP = "set_up"
    RECOVER = "recover"
    CLAIM = "claim"


class Code(Model):
    """One code or link. A row without an account or for nothing at all answers like any other."""

    __tablename__ = "code"
    __table_args__ = (Index("ix_code_email_key", "email_key"),)

    id: Mapped[Key]
    purpose: Mapped[Purpose] = mapped_column(text_enum(Purpose))
    #: A keyed hash of the code, or the hash of the link's secret.
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(String(320))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    #: What a code of another room is about, such as a registration number.
    about: Mapped[str | None] = mapped_column(String(80))
    sent_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    tries: Mapped[int] = mapped_column(default=0)
    #: Codes are typed into the browser that asked: it proves the code first, and uses the proof later.
    proved_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    used_at: Mapped[Moment | None] = mapped_column(AwareMoment())
