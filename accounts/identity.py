"""Reading accounts, what they can sign in with, and where they are signed in: each a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BindParameter, Integer, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from accounts.models import Account, App, BackupCode, KeptForm, Passkey, Realm, Recovery, Session
from foundation import clock
from foundation.database import db


def account(account_id: int) -> Account:
    """The account of that id."""
    return db.session.get_one(Account, account_id)


def account_at(realm: Realm, email_key: str) -> Account | None:
    """The account with that address in a realm, closed ones too."""
    return db.session.scalar(select(Account).where(Account.realm == realm, Account.email_key == email_key))


@dataclass(frozen=True)
class Factors:
    """What somebody can prove who they are with."""

    password: bool
    apps: Sequence[App]
    passkeys: Sequence[Passkey]
    backup_codes_left: int

    @property
    def second(self) -> bool:
        """Whether something besides a password is asked for."""
        return bool(self.apps or self.passkeys)


def factors(account_id: int) -> Factors:
    """Everything an account can sign in with."""
    held = account(account_id)
    apps = db.session.scalars(select(App).where(App.account_id == account_id).order_by(App.id)).all()
    passkeys = db.session.scalars(select(Passkey).where(Passkey.account_id == account_id).order_by(Passkey.id)).all()
    left = db.session.scalar(
        select(func.count())
        .select_from(BackupCode)
        .where(BackupCode.account_id == account_id, BackupCode.used_at.is_(None))
    )
    return Factors(held.password_hash is not None, apps, passkeys, left or 0)


#: Built once: building them anew would cost more than running them.
_ID: BindParameter[int] = bindparam("account_id", type_=Integer())
_SECOND = select(
    or_(
        exists(select(App.id).where(App.account_id == _ID)), exists(select(Passkey.id).where(Passkey.account_id == _ID))
    )
)
_KEPT = select(KeptForm.id).where(KeptForm.account_id == _ID).limit(1)


def has_second_factor(account_id: int) -> bool:
    """Whether an app or a passkey is asked for after the password."""
    return bool(db.session.connection().scalar(_SECOND, {"account_id": account_id}))


def has_kept_forms(account_id: int) -> bool:
    """Whether something of somebody's work was kept."""
    return db.session.connection().scalar(_KEPT, {"account_id": account_id}) is not None


def open_sessions(account_id: int) -> Sequence[Session]:
    """Where an account is signed in, newest first."""
    statement = (
        select(Session)
        .where(Session.account_id == account_id, Session.ended_at.is_(None), Session.expires_at > clock.now())
        .order_by(Session.began_at.desc(), Session.id.desc())
    )
    return db.session.scalars(statement).all()


def kept_forms(account_id: int) -> Sequence[KeptForm]:
    """What was kept of somebody's work, newest first."""
    return db.session.scalars(
        select(KeptForm).where(KeptForm.account_id == account_id).order_by(KeptForm.id.desc())
    ).all()


_STARTER = aliased(Account)
_DECIDER = aliased(Account)
_RECOVERIES = (
    select(Recovery, Account, _STARTER.name, _DECIDER.name)
    .join(Account, Account.id == Recovery.account_id)
    .join(_STARTER, _STARTER.id == Recovery.started_by)
    .outerjoin(_DECIDER, _DECIDER.id == Recovery.decided_by)
)


@dataclass(frozen=True)
class RecoveryLine:
    """A recovery with the names of those it concerns."""

    recovery: Recovery
    account: Account
    started_by: str
    decided_by: str | None


def recoveries(*, most: int = 100) -> list[RecoveryLine]:
    """Recoveries, those that wait first, then the newest."""
    statement = _RECOVERIES.order_by(Recovery.decided_at.is_not(None), Recovery.id.desc()).limit(most)
    return [RecoveryLine(*row) for row in db.session.execute(statement)]


def recovery(recovery_id: int) -> RecoveryLine | None:
    """One recovery."""
    row = db.session.execute(_RECOVERIES.where(Recovery.id == recovery_id)).one_or_none()
    return None if row is None else RecoveryLine(*row)
