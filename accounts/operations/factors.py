"""Ways of signing in, added and taken away: password, app, passkeys, backup codes.

Refuses to leave somebody without any way in, and staff without a second factor. Each change is told to the owner by
letter. Whether the owner still sits at the keyboard is asked before (see `accounts.confirming`).
"""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from accounts import emails, identity, second_factors, secrecy
from accounts.identity import Factors
from accounts.models import Account, App, BackupCode, Ended, Realm, Session
from accounts.operations.sessions import end_all
from accounts.operations.signing_up import passkey_row
from accounts.passwords import hasher
from accounts.second_factors import Made
from accounts.sessions import SignedIn
from foundation import audit, clock
from foundation.database import db, operation
from foundation.errors import Refused

MOST = 10
_LAST_WAY = "That is your last way to sign in. Add another one first."
_LAST_SECOND = "Staff accounts need a second factor. Add another one first."


def change_password(who: SignedIn, *, password: str) -> int:
    """Set a new password and end all other sessions; says how many."""
    return _change_password(who, hasher().hash(password))


@operation
def _change_password(who: SignedIn, password_hash: str) -> int:
    account = _locked(who)
    account.password_hash, account.password_set_at = password_hash, clock.now()
    ended = end_all(account.id, because=Ended.PASSWORD_CHANGED, except_for=who.session_id)
    emails.password_changed(account)
    _note(who, "account.password_changed", {"sessions_ended": ended})
    return ended


@operation
def add_app(who: SignedIn, *, name: str, secret: str, typed: str) -> bool:
    """Add an authenticator app once it has shown a right code; False says that the code was not right.

    Raises:
        Refused: there are enough.
    """
    account = _locked(who)
    step = second_factors.step_of(secret, typed, after=0)
    if step is None:
        return False
    held = identity.factors(account.id)
    if len(held.apps) >= MOST:
        raise Refused(f"You have {MOST} apps. Take one away first.")
    kept = App(
        account_id=account.id,
        name=_name(name, "Authenticator app"),
        secret=secrecy.seal(secret),
        added_at=clock.now(),
        last_step=step,
    )
    db.session.add(kept)
    _now_with_second_factor(who)
    emails.way_changed(account, what="An authenticator app was added. It is asked for when you sign in.")
    _note(who, "account.app_added", {"name": kept.name})
    return True


def add_passkey(who: SignedIn, *, name: str, made: Made) -> None:
    """Add a passkey that a device has just made.

    Raises:
        Refused: there are enough, or it is known already.
    """
    try:
        _add_passkey(who, name, made)
    except IntegrityError as error:
        raise Refused("We know that passkey already.") from error


@operation
def _add_passkey(who: SignedIn, name: str, made: Made) -> None:
    account = _locked(who)
    if len(identity.factors(account.id).passkeys) >= MOST:
        raise Refused(f"You have {MOST} passkeys. Take one away first.")
    kept = passkey_row(account.id, made, name=_name(name, "Passkey"))
    db.session.add(kept)
    db.session.flush()
    _now_with_second_factor(who)
    emails.way_changed(account, what="A passkey was added. You can sign in with it.")
    _note(who, "account.passkey_added", {"name": kept.name})


@operation
def remove_app(who: SignedIn, app_id: int) -> None:
    """Take an authenticator app away.

    Raises:
        Refused: it is not there, or staff would be left without a second factor.
    """
    account = _locked(who)
    held = identity.factors(account.id)
    app = next((one for one in held.apps if one.id == app_id), None)
    if app is None:
        raise Refused("That app was taken away already.")
    _check_second_left(account, held)
    db.session.delete(app)
    _removed(who, account, f"The authenticator app “{app.name}” was taken away.", "account.app_removed", app.name)


@operation
def remove_passkey(who: SignedIn, passkey_id: int) -> None:
    """Take a passkey away.

    Raises:
        Refused: it is not there, it is the last way in, or staff would be left without a second factor.
    """
    account = _locked(who)
    held = identity.factors(account.id)
    passkey = next((one for one in held.passkeys if one.id == passkey_id), None)
    if passkey is None:
        raise Refused("That passkey was taken away already.")
    if not held.password and len(held.passkeys) == 1:
        raise Refused(_LAST_WAY)
    _check_second_left(account, held)
    db.session.delete(passkey)
    _removed(who, account, f"The passkey “{passkey.name}” was taken away.", "account.passkey_removed", passkey.name)


def _check_second_left(account: Account, held: Factors) -> None:
    if account.realm is Realm.STAFF and len(held.apps) + len(held.passkeys) == 1:
        raise Refused(_LAST_SECOND)


def _removed(who: SignedIn, account: Account, sentence: str, action: str, name: str) -> None:
    db.session.flush()
    end_all(account.id, because=Ended.FACTOR_CHANGED, except_for=who.session_id)
    if not identity.has_second_factor(account.id):
        db.session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))
    emails.way_changed(account, what=sentence)
    _note(who, action, {"name": name})


@operation
def make_backup_codes(who: SignedIn) -> list[str]:
    """Make ten new backup codes; the ones before are void. They are given back here and never again.

    Raises:
        Refused: there is no second factor that they could stand in for.
    """
    account = _locked(who)
    if not identity.has_second_factor(account.id):
        raise Refused("Backup codes stand in for an app or a passkey. Set one of them up first.")
    db.session.execute(delete(BackupCode).where(BackupCode.account_id == account.id))
    made = second_factors.new_backup_codes()
    now = clock.now()
    db.session.add_all(
        BackupCode(account_id=account.id, code_hash=second_factors.hash_backup_code(account.id, code), made_at=now)
        for code in made
    )
    emails.way_changed(account, what="New backup codes were made. Older ones no longer work.")
    _note(who, "account.backup_codes_made", {})
    return made


def _locked(who: SignedIn) -> Account:
    """The account, locked: two pages changing ways of signing in at once take turns."""
    account = db.session.get(Account, who.account_id, with_for_update=True, populate_existing=True)
    if account is None or account.closed_at is not None:
        raise Refused("This account is closed.")
    return account


def _now_with_second_factor(who: SignedIn) -> None:
    """The person has just shown the new factor, so this session counts as shown with it."""
    session = db.session.get_one(Session, who.session_id)
    session.second_factor_at = session.second_factor_at or clock.now()


def _name(typed: str, otherwise: str) -> str:
    return " ".join(typed.split())[:80] or otherwise


def _note(who: SignedIn, action: str, detail: dict[str, object]) -> None:
    audit.record(action=action, subject=("account", who.account_id), by=who.actor, detail=detail)
