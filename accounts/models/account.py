"""Accounts, the browsers that know them, and how far a guesser was slowed down."""

from __future__ import annotations

import enum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Model, Moment, text_enum


class Realm(enum.StrEnum):
    """Which door an account opens. The two have separate pages, cookies and accounts."""

    PUBLIC = "public"
    STAFF = "staff"


class Account(Model):
    """Somebody who may sign in. The same person may hold one of each realm, with the same address."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("realm", "email_key"),
        CheckConstraint("(password_hash IS NULL) = (password_set_at IS NULL)", name="password_has_its_time"),
    )

    id: Mapped[Key]
    realm: Mapped[Realm] = mapped_column(text_enum(Realm))
    #: The address we write to, tidied but in its own capitals.
    email: Mapped[str] = mapped_column(String(320))
    #: The address as it is compared: no capitals. See `accounts.addresses`.
    email_key: Mapped[str] = mapped_column(String(320))
    name: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[Moment]
    email_proved_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[Moment | None] = mapped_column(AwareMoment())
    #: What passkeys know the account by: random, so that it tells nothing.
    handle: Mapped[str] = mapped_column(String(64), unique=True)
    closed_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class Browser(Model):
    """A browser that signed in to an account before: a guesser elsewhere does not slow it down."""

    __tablename__ = "browser"
    __table_args__ = (UniqueConstraint("account_id", "token_hash"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(String(64))
    first_at: Mapped[Moment]


class Slowdown(Model):
    """Failures counted under a keyed hash (of an address, a network address, or a browser), and until when to wait.

    Counted for addresses we do not know as well, so that waiting tells nothing.
    """

    __tablename__ = "slowdown"
    __table_args__ = (Index("ix_slowdown_last_at", "last_at"),)

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[Moment]
    wait_until: Mapped[Moment | None] = mapped_column(AwareMoment())
