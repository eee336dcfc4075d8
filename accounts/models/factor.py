"""Second factors: authenticator apps, passkeys and backup codes."""

from __future__ import annotations

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from foundation.database import AwareMoment, Key, Long, Model, Moment
from foundation.locks import declare_wrapped


class App(Model):
    """An authenticator app that makes six-digit codes. Its secret is kept encrypted."""

    __tablename__ = "app_factor"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    secret: Mapped[Long]
    added_at: Mapped[Moment]
    #: The 30-second step of the newest code that was taken: a code is good once.
    last_step: Mapped[int] = mapped_column(default=0)


declare_wrapped(App.secret)


class Passkey(Model):
    """A passkey: what its maker gave us to check it with. The secret half never leaves their device."""

    __tablename__ = "passkey"

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    #: The identity that the device gave, as base64url text.
    credential_id: Mapped[str] = mapped_column(String(1400), unique=True)
    #: The attested credential data, from which its signatures are checked.
    credential: Mapped[bytes] = mapped_column(LargeBinary())
    sign_count: Mapped[int]
    added_at: Mapped[Moment]
    used_at: Mapped[Moment | None] = mapped_column(AwareMoment())


class BackupCode(Model):
    """A code on paper for the day the telephone is lost. Only its hash is kept; each is good once."""

    __tablename__ = "backup_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[Key]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[Moment]
    used_at: Mapped[Moment | None] = mapped_column(AwareMoment())
