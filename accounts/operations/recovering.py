"""Back in: a link to choose a new password, and the recovery of an account whose owner lost everything.

A reset proves the address and nothing else: where a second factor is set up, it is still asked for. A recovery takes
second factors away, so one member of staff starts it and another approves it, and the owner is told at once. Links are
good once, for a short time; opening one changes nothing. Refuses to tell whether an address has an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select, update

from accounts import codes, emails, identity, policy, slowing
from accounts.addresses import Address, NoAddress, read_address
from accounts.models import Account, App, BackupCode, Code, Ended, Passkey, Purpose, Realm, Recovery
from accounts.operations.sessions import Visit, end_all
from accounts.operations.signing_in import Half, stamp_of
from accounts.passwords import hasher
from accounts.sessions import SignedIn, hash_token
from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

_LINKS = (Purpose.RESET, Purpose.SET_UP, Purpose.RECOVER)
DEAD_LINK = "That link was used already, or is too old. Ask for a new one."


def ask_for_link(realm: Realm, address: Address, *, visit: Visit) -> None:
    """Write a link to choose a new password; to an address without an account, a letter that says so.

    Raises:
        Wait, Refused: too many letters were asked for; the same for any address.
    """
    counts = [slowing.letters_to_network(visit.network)]
    slowing.check(counts)
    _ask_for_link(realm, address, counts)


@operation
def _ask_for_link(realm: Realm, address: Address, counts: list[slowing.Count]) -> None:
    codes.check_not_too_many(address)
    slowing.note_failure(counts)
    account = identity.account_at(realm, address.key)
    minutes = policy.LINK_LASTS.value()
    until = clock.now() + timedelta(minutes=minutes)
    known = account is not None and account.closed_at is None
    token = codes.new_link(
        Purpose.RESET, address, account_id=account.id if account is not None and known else None, until=until
    )
    if account is not None and known:
        emails.reset_link(account, token=token, minutes=minutes)
    else:
        emails.reset_unknown(address.text, realm=realm)
    audit.record(action="account.reset_asked", subject=("account", account.id if account else "unknown"), by=SYSTEM)


@dataclass(frozen=True)
class Link:
    """A link that can still be used: whose it is, and what it opens."""

    account_id: int
    realm: Realm
    purpose: Purpose
    email: str
    name: str


def read_link(realm: Realm, token: str) -> Link | None:
    """What a link opens, or None when it is used, too old, or for the other door. Changes nothing."""
    row = db.session.execute(_live_link(realm, token)).one_or_none()
    if row is None:
        return None
    code, account = row
    return Link(account.id, account.realm, code.purpose, account.email, account.name)


def _live_link(realm: Realm, token: str) -> Select[Code, Account]:
    return (
        select(Code, Account)
        .join(Account, Account.id == Code.account_id)
        .where(Code.code_hash == hash_token(token), Code.purpose.in_(_LINKS), Code.used_at.is_(None))
        .where(Code.expires_at > clock.now(), Account.realm == realm, Account.closed_at.is_(None))
    )


def choose_password(realm: Realm, token: str, password: str) -> Half:
    """Use a link: set the password and end every session. Gives the first half of signing in.

    Raises:
        Refused: the link was used or is too old.
    """
    return _choose_password(realm, token, hasher().hash(password))


@operation
def _choose_password(realm: Realm, token: str, password_hash: str) -> Half:
    row = db.session.execute(_live_link(realm, token).with_for_update()).one_or_none()
    if row is None:
        raise Refused(DEAD_LINK)
    code, account = row
    now = clock.now()
    # Every other link to this account dies with the one that is used.
    db.session.execute(
        update(Code)
        .where(Code.account_id == account.id, Code.purpose.in_(_LINKS), Code.used_at.is_(None))
        .values(used_at=now)
    )
    account.password_hash, account.password_set_at = password_hash, now
    account.email_proved_at = account.email_proved_at or now
    recovered = code.purpose is Purpose.RECOVER
    if recovered:
        for kind in (App, Passkey, BackupCode):
            db.session.execute(delete(kind).where(kind.account_id == account.id))
    end_all(account.id, because=Ended.RECOVERED if recovered else Ended.PASSWORD_CHANGED)
    slowing.forget([slowing.by_account("factor", account.id), slowing.by_account("confirm", account.id)])
    if code.purpose is not Purpose.SET_UP:
        emails.password_changed(account)
    audit.record(
        action="account.password_set",
        subject=("account", account.id),
        by=Actor("account", account.id, account.name),
        detail={"by": code.purpose.value, "second_factors_removed": recovered},
    )
    db.session.flush()
    return Half(account.id, account.realm, stamp_of(account), identity.has_second_factor(account.id))


# ------------------------------------------------------------------------------------------------ assisted recovery


@operation
def start_recovery(*, realm: Realm, email: str, checked: str, by: SignedIn) -> int:
    """Start letting somebody back in. Says which recovery it is; a second person has to approve it.

    Raises:
        Refused: no such account, nothing said about who is asking, one waits already, or it is one's own.
    """
    try:
        address = read_address(email)
    except NoAddress as error:
        raise Refused(str(error)) from error
    account = identity.account_at(realm, address.key)
    if account is None or account.closed_at is not None:
        raise Refused("There is no open account with that address.")
    if account.id == by.account_id:
        raise Refused("You cannot start the recovery of your own account.")
    if len(checked.strip()) < 10:
        raise Refused("Say how you made sure who is asking.")
    waiting = select(Recovery.id).where(Recovery.account_id == account.id, Recovery.decided_at.is_(None))
    if db.session.scalar(waiting.limit(1)) is not None:
        raise Refused("A recovery of that account waits for approval already.")
    recovery = Recovery(
        account_id=account.id, started_by=by.account_id, started_at=clock.now(), checked=checked.strip()
    )
    db.session.add(recovery)
    db.session.flush()
    emails.recovery_started(account)
    audit.record(
        action="account.recovery_started",
        subject=("account", account.id),
        by=by.actor,
        detail={"recovery": recovery.id},
    )
    return recovery.id


def check_may_decide(recovery: Recovery, by: SignedIn) -> None:
    """Whether somebody may approve or refuse a recovery.

    Raises:
        NotAllowed: they started it, or it is their own account.
        Refused: it is decided.
    """
    if recovery.started_by == by.account_id:
        raise NotAllowed("You started this recovery, so somebody else has to decide.")
    if recovery.account_id == by.account_id:
        raise NotAllowed("This is your own account, so somebody else has to decide.")
    if recovery.decided_at is not None:
        raise Refused("This recovery is decided already.")


@operation
def decide_recovery(recovery_id: int, *, approve: bool, reason: str, by: SignedIn) -> None:
    """Approve a recovery, which writes the link to the owner, or refuse it.

    Raises:
        NotAllowed, Refused: see `check_may_decide`; or no reason was given for a refusal.
    """
    recovery = db.session.get(Recovery, recovery_id, with_for_update=True, populate_existing=True)
    if recovery is None:
        raise Refused("There is no such recovery.")
    check_may_decide(recovery, by)
    if not approve and not reason.strip():
        raise Refused("Say why you do not approve it.")
    account = identity.account(recovery.account_id)
    if account.closed_at is not None:
        raise Refused("That account is closed.")
    recovery.decided_by, recovery.decided_at = by.account_id, clock.now()
    recovery.approved, recovery.reason = approve, reason.strip() or None
    if approve:
        until = clock.now() + timedelta(hours=24)
        address = Address(account.email, account.email_key)
        token = codes.new_link(Purpose.RECOVER, address, account_id=account.id, until=until)
        emails.recovery_link(account, token=token, until=until)
    else:
        emails.recovery_refused(account)
    audit.record(
        action="account.recovery_approved" if approve else "account.recovery_refused",
        subject=("account", account.id),
        by=by.actor,
        detail={"recovery": recovery.id},
    )
