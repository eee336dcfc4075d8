"""Signing in: a password, then a second factor where there is one; or a passkey, which is both.

The answer and the work are the same for an address we know and one we do not: a hash is made, a failure is counted, a
line goes into the trail. Refuses nothing that tells which of the two was wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import bindparam, exists, or_, select

from accounts import emails, identity, second_factors, secrecy, slowing
from accounts.addresses import Address
from accounts.models import Account, App, BackupCode, Browser, Passkey, Realm
from accounts.operations.sessions import Begun, Visit, begin
from accounts.passwords import hasher
from accounts.second_factors import PasskeyRefused
from accounts.sessions import hash_token
from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import DomainError, Refused

NO_MATCH = "That email address and password do not belong together. Check both and try again."
WRONG_CODE = "That code does not fit. Check that it is the newest one, and try again."
CLOSED = "This account is closed. Talk to us if you think that is wrong."
LOST = "Something about this account changed while you were signing in. Start again."


class NotProved(DomainError):
    """Somebody did not prove who they are (HTTP 403). The message is for them."""

    status = 403


@dataclass(frozen=True)
class Half:
    """Somebody who proved the first half: the password, or a link sent to their address."""

    account_id: int
    realm: Realm
    #: Ties it to the password of that moment: changed since, it is worth nothing.
    stamp: str
    second_factor: bool


def stamp_of(account: Account) -> str:
    """What changes when the password does, and tells nothing of it: its salt is in there too."""
    return _stamp(account.password_hash)


def _stamp(password_hash: str | None) -> str:
    return hash_token(password_hash or "none")[:32]


def check_password(realm: Realm, address: Address, password: str, *, visit: Visit) -> Half:
    """Check an address and a password.

    Raises:
        Wait: too many wrong tries; the same for any address.
        NotProved: they do not belong together, or the account is closed.
    """
    held = _find(realm, address, visit)
    counts = _counts(realm, address, visit, known_browser=held is not None and held.known_browser)
    slowing.check(counts)
    db.session.rollback()  # no transaction stays open while the hash is made
    fits = hasher().fits(held.password_hash if held else None, password)
    if held is None or not fits:
        _note_refusal(realm, address, held.id if held else None, counts)
        raise NotProved(NO_MATCH)
    if held.closed:
        raise NotProved(CLOSED)
    half = Half(held.id, realm, held.stamp, held.second_factor)
    if held.password_hash is not None and hasher().is_old(held.password_hash):
        return replace(half, stamp=_renew_hash(held.id, held.password_hash, hasher().hash(password)))
    return half


@dataclass(frozen=True)
class _Found:
    id: int
    password_hash: str | None
    stamp: str
    closed: bool
    second_factor: bool
    known_browser: bool


#: Built once: building it anew would cost more than running it.
_FIND = select(
    Account.id,
    Account.password_hash,
    Account.closed_at,
    or_(
        exists(select(App.id).where(App.account_id == Account.id)),
        exists(select(Passkey.id).where(Passkey.account_id == Account.id)),
    ).label("second_factor"),
    exists(
        select(Browser.id).where(Browser.account_id == Account.id, Browser.token_hash == bindparam("browser"))
    ).label("known_browser"),
).where(Account.realm == bindparam("realm", type_=Account.realm.type), Account.email_key == bindparam("email_key"))


def _find(realm: Realm, address: Address, visit: Visit) -> _Found | None:
    """All that is asked about an address, in one statement."""
    asked = {"realm": realm, "email_key": address.key, "browser": hash_token(visit.browser_token or "")}
    row = db.session.connection().execute(_FIND, asked).one_or_none()
    if row is None:
        return None
    return _Found(
        id=row.id,
        password_hash=row.password_hash,
        stamp=_stamp(row.password_hash),
        closed=row.closed_at is not None,
        second_factor=bool(row.second_factor),
        known_browser=bool(row.known_browser),
    )


def _counts(realm: Realm, address: Address, visit: Visit, *, known_browser: bool) -> list[slowing.Count]:
    if known_browser:
        return [slowing.by_address(realm, address.key, visit.browser_token)]
    return [slowing.by_address(realm, address.key, None), slowing.by_network(visit.network)]


@operation
def _note_refusal(realm: Realm, address: Address, account_id: int | None, counts: list[slowing.Count]) -> None:
    slowing.note_failure(counts)
    # An address we do not know is no name to keep: its keyed hash tells one attack from another.
    subject = ("account", account_id) if account_id else ("address", secrecy.keyed("trail", address.key)[:32])
    audit.record(action="account.sign_in_refused", subject=subject, by=SYSTEM, detail={"realm": realm.value})


@operation
def _renew_hash(account_id: int, old: str, new: str) -> str:
    account = db.session.get_one(Account, account_id)
    if account.password_hash == old:
        account.password_hash = new
    return stamp_of(account)


@operation
def enter(half: Half, *, visit: Visit) -> Begun:
    """Begin a session after the password alone, where no second factor is set up.

    Raises:
        Refused: the account changed in the meantime, or a second factor is asked for.
    """
    account = _still(half)
    if identity.has_second_factor(account.id):
        raise Refused(LOST)
    return _enter(account, second_factor=False, visit=visit)


def _enter(account: Account, *, second_factor: bool, visit: Visit) -> Begun:
    address = Address(account.email, account.email_key)
    slowing.forget(
        [
            *_counts(account.realm, address, visit, known_browser=True),
            slowing.by_address(account.realm, address.key, None),
            slowing.by_account("factor", account.id),
        ]
    )
    return begin(account, second_factor=second_factor, visit=visit)


def _still(half: Half) -> Account:
    """The account of somebody half signed in, locked, if it is still as it was.

    Raises:
        Refused: it is closed, or its password was changed.
    """
    account = db.session.get(Account, half.account_id, with_for_update=True, populate_existing=True)
    if account is None or account.closed_at is not None or stamp_of(account) != half.stamp:
        raise Refused(LOST)
    return account


def prove_with_app(half: Half, typed: str, *, visit: Visit) -> Begun:
    """Finish signing in with a code of the authenticator app.

    Raises:
        Wait, NotProved, Refused: too many tries; a wrong, late or used code; the account changed.
    """
    slowing.check([slowing.by_account("factor", half.account_id)])
    begun = _prove_with_app(half, typed, visit)
    if begun is None:
        raise NotProved(WRONG_CODE)
    return begun


@operation
def _prove_with_app(half: Half, typed: str, visit: Visit) -> Begun | None:
    account = _still(half)
    if not take_app_code(account.id, typed):
        _note_wrong_code(account, "app")
        return None
    return _enter(account, second_factor=True, visit=visit)


def take_app_code(account_id: int, typed: str) -> bool:
    """Take a code of one of the account's apps, once; inside an operation."""
    for app in db.session.scalars(select(App).where(App.account_id == account_id).with_for_update()):
        secret = secrecy.unseal(app.secret)
        step = second_factors.step_of(secret, typed, after=app.last_step) if secret else None
        if secret and step is not None:
            app.last_step = step
            app.secret = secrecy.seal(secret)
            return True
    return False


def prove_with_backup_code(half: Half, typed: str, *, visit: Visit) -> Begun:
    """Finish signing in with a code from the printed list. Each is good once.

    Raises:
        Wait, NotProved, Refused: too many tries; a wrong or used code; the account changed.
    """
    slowing.check([slowing.by_account("factor", half.account_id)])
    begun = _prove_with_backup_code(half, typed, visit)
    if begun is None:
        raise NotProved("That is not one of your unused backup codes. Check it and try again.")
    return begun


@operation
def _prove_with_backup_code(half: Half, typed: str, visit: Visit) -> Begun | None:
    account = _still(half)
    code_hash = second_factors.hash_backup_code(account.id, typed)
    code = db.session.scalar(
        select(BackupCode)
        .where(BackupCode.account_id == account.id, BackupCode.code_hash == code_hash, BackupCode.used_at.is_(None))
        .with_for_update()
    )
    if code is None:
        _note_wrong_code(account, "backup code")
        return None
    code.used_at = clock.now()
    db.session.flush()
    left = identity.factors(account.id).backup_codes_left
    emails.way_changed(account, what=f"A backup code was used to sign in. You have {left} left.")
    return _enter(account, second_factor=True, visit=visit)


def _note_wrong_code(account: Account, kind: str) -> None:
    slowing.note_failure([slowing.by_account("factor", account.id)])
    audit.record(
        action="account.second_factor_refused", subject=("account", account.id), by=SYSTEM, detail={"kind": kind}
    )


def prove_with_passkey(
    realm: Realm, state: Mapping[str, Any], answer: Mapping[str, Any], *, visit: Visit, half: Half | None = None
) -> Begun:
    """Sign in with a passkey, by itself or after a password.

    Raises:
        NotProved: the answer does not prove it, or it is another account's.
    """
    found = _check_passkey(realm, state, answer)
    if half is not None and found.account_id != half.account_id:
        raise NotProved("That passkey belongs to another account.")
    return _enter_with_passkey(found, visit)


@dataclass(frozen=True)
class ProvedPasskey:
    """A passkey whose device has just signed."""

    id: int
    account_id: int
    sign_count: int


def _check_passkey(realm: Realm, state: Mapping[str, Any], answer: Mapping[str, Any]) -> ProvedPasskey:
    try:
        said = second_factors.identity_in(answer)
        passkey = db.session.scalar(
            select(Passkey)
            .join(Account, Account.id == Passkey.account_id)
            .where(Passkey.credential_id == said, Account.realm == realm)
        )
        if passkey is None:
            raise PasskeyRefused("We do not know that passkey. Sign in another way, or use another passkey.")
        count = second_factors.read_proof(state, answer, passkey.credential)
    except PasskeyRefused as refused:
        raise NotProved(str(refused)) from refused
    if passkey.sign_count and count <= passkey.sign_count:
        _note_copied(passkey.account_id, passkey.id)
        raise NotProved("That passkey seems to have been copied. Sign in another way, and talk to us.")
    return ProvedPasskey(passkey.id, passkey.account_id, count)


@operation
def _note_copied(account_id: int, passkey_id: int) -> None:
    audit.record(
        action="account.passkey_copied", subject=("account", account_id), by=SYSTEM, detail={"passkey": passkey_id}
    )


@operation
def _enter_with_passkey(found: ProvedPasskey, visit: Visit) -> Begun:
    account = db.session.get(Account, found.account_id, with_for_update=True, populate_existing=True)
    passkey = _note_use(found)
    if account is None or passkey is None:
        raise Refused(LOST)
    if account.closed_at is not None:
        raise NotProved(CLOSED)
    return _enter(account, second_factor=True, visit=visit)


def _note_use(found: ProvedPasskey) -> Passkey | None:
    passkey = db.session.get(Passkey, found.id, with_for_update=True, populate_existing=True)
    if passkey is not None:
        passkey.sign_count, passkey.used_at = found.sign_count, clock.now()
    return passkey


def confirm_with_password(account_id: int, password: str) -> None:
    """Make sure that the owner still sits there, before something about signing in is changed.

    Raises:
        Wait, NotProved: too many tries, or it is not the password.
    """
    counts = [slowing.by_account("confirm", account_id)]
    slowing.check(counts)
    kept = identity.account(account_id).password_hash
    db.session.rollback()
    if not hasher().fits(kept, password):
        _note_unconfirmed(account_id, counts)
        raise NotProved("That is not your password. Check it and try again.")


@operation
def _note_unconfirmed(account_id: int, counts: list[slowing.Count]) -> None:
    slowing.note_failure(counts)
    name = identity.account(account_id).name
    audit.record(
        action="account.confirm_refused", subject=("account", account_id), by=Actor("account", account_id, name)
    )


def confirm_with_passkey(realm: Realm, account_id: int, state: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
    """The same with a passkey.

    Raises:
        NotProved: the answer does not prove it, or it is another account's.
    """
    found = _check_passkey(realm, state, answer)
    if found.account_id != account_id:
        raise NotProved("That passkey belongs to another account.")
    _confirm_use(found)


@operation
def _confirm_use(found: ProvedPasskey) -> None:
    _note_use(found)
