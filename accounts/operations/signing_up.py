"""Making accounts: a person proves their address first; staff are invited, or made from the shell.

Nothing is half made: the account comes into being with a way to sign in, in one step, after the code was typed.
Refuses to say whether an address has an account, except to whoever reads its letters.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError

from accounts import codes, emails, identity, policy, slowing
from accounts.addresses import Address, NoAddress, read_address
from accounts.codes import Ticket
from accounts.models import Account, Passkey, Purpose, Realm
from accounts.operations.sessions import Begun, Visit, begin
from accounts.passwords import hasher
from accounts.second_factors import Made, new_handle
from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Refused

LONGEST_NAME = 200
_THERE = "There is an account with that address already. Sign in with it."


def ask_for_code(address: Address, *, visit: Visit) -> Ticket:
    """Send a code that proves an address; to one that has an account, a letter that says so.

    Raises:
        Wait, Refused: too many letters were asked for.
    """
    counts = [slowing.letters_to_network(visit.network)]
    slowing.check(counts)
    return _ask_for_code(address, counts)


@operation
def _ask_for_code(address: Address, counts: list[slowing.Count]) -> Ticket:
    codes.check_not_too_many(address)
    slowing.note_failure(counts)
    held = identity.account_at(Realm.PUBLIC, address.key)
    sent = codes.new_code(Purpose.SIGN_UP, address, account_id=held.id if held is not None else None, fits=held is None)
    if held is None:
        emails.sign_up_code(address.text, digits=sent.digits, minutes=policy.CODE_LASTS.value())
    else:
        emails.sign_up_known(held)
    audit.record(action="account.code_sent", subject=("code", sent.ticket.code_id), by=SYSTEM)
    return sent.ticket


@operation
def prove_address(ticket: Ticket, typed: str) -> str | None:
    """Try the code from the letter; gives the sentence about what is wrong, or None. Each try is counted."""
    return codes.try_code(ticket, Purpose.SIGN_UP, typed)


def sign_up_with_password(ticket: Ticket, *, name: str, password: str, visit: Visit) -> Begun:
    """Make the account and sign in.

    Raises:
        Refused: the proof of the address is used or too old, or there is an account by now.
    """
    return _make(ticket, name=name, password_hash=hasher().hash(password), handle=new_handle(), made=None, visit=visit)


def sign_up_with_passkey(ticket: Ticket, *, name: str, handle: str, made: Made, visit: Visit) -> Begun:
    """Make the account with a passkey instead of a password, and sign in.

    Raises:
        Refused: the proof of the address is used or too old, or there is an account by now.
    """
    return _make(ticket, name=name, password_hash=None, handle=handle, made=made, visit=visit)


def _make(
    ticket: Ticket, *, name: str, password_hash: str | None, handle: str, made: Made | None, visit: Visit
) -> Begun:
    try:
        return _make_account(ticket, name=name, password_hash=password_hash, handle=handle, made=made, visit=visit)
    except IntegrityError as error:  # somebody finished with the same address on another device, this very moment
        raise Refused(_THERE) from error


@operation
def _make_account(
    ticket: Ticket, *, name: str, password_hash: str | None, handle: str, made: Made | None, visit: Visit
) -> Begun:
    code = codes.use_proof(ticket, Purpose.SIGN_UP)
    if identity.account_at(Realm.PUBLIC, code.email_key) is not None:
        raise Refused(_THERE)
    address = Address(code.email, code.email_key)
    account = _new(Realm.PUBLIC, address, name=name, password_hash=password_hash, handle=handle)
    account.email_proved_at = code.proved_at
    db.session.flush()
    if made is not None:
        db.session.add(passkey_row(account.id, made, name="First passkey"))
    own = Actor("account", account.id, account.name)
    audit.record(action="account.created", subject=("account", account.id), by=own, detail={"realm": "public"})
    return begin(account, second_factor=made is not None, visit=visit)


def passkey_row(account_id: int, made: Made, *, name: str) -> Passkey:
    """A passkey as it is kept."""
    return Passkey(
        account_id=account_id,
        name=name,
        credential_id=made.credential_id,
        credential=made.credential,
        sign_count=made.sign_count,
        added_at=clock.now(),
    )


def _new(realm: Realm, address: Address, *, name: str, password_hash: str | None, handle: str) -> Account:
    now = clock.now()
    account = Account(
        realm=realm,
        email=address.text,
        email_key=address.key,
        name=name,
        created_at=now,
        password_hash=password_hash,
        password_set_at=now if password_hash else None,
        handle=handle,
    )
    db.session.add(account)
    return account


def read_name(typed: str) -> str:
    """A name as it is kept: single spaces, no control characters.

    Raises:
        Refused: nothing is left, or it is too long.
    """
    tidy = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    if not tidy:
        raise Refused("Type your name.")
    if len(tidy) > LONGEST_NAME:
        raise Refused(f"Use at most {LONGEST_NAME} characters for your name.")
    return tidy


@operation
def invite_staff(*, email: str, name: str, by: Actor) -> Account:
    """Make a staff account without a way to sign in yet, and write the letter with its one-time link.

    Raises:
        Refused: no address, no name, or a staff account with that address is there already.
    """
    account, token, until = _make_staff(email=email, name=name, by=by)
    emails.set_up(account, token=token, until=until)
    return account


@operation
def make_staff_from_shell(*, email: str, name: str, by: Actor) -> tuple[Account, str]:
    """The same without the letter: the link's secret is given back, to be shown once at the shell."""
    account, token, _ = _make_staff(email=email, name=name, by=by)
    return account, token


def _make_staff(*, email: str, name: str, by: Actor) -> tuple[Account, str, datetime]:
    try:
        address = read_address(email)
    except NoAddress as error:
        raise Refused(str(error)) from error
    if identity.account_at(Realm.STAFF, address.key) is not None:
        raise Refused("There is a staff account with that address already.")
    account = _new(Realm.STAFF, address, name=read_name(name), password_hash=None, handle=new_handle())
    db.session.flush()
    until = clock.now() + timedelta(hours=policy.SET_UP_LASTS.value())
    token = codes.new_link(Purpose.SET_UP, address, account_id=account.id, until=until)
    audit.record(action="account.created", subject=("account", account.id), by=by, detail={"realm": "staff"})
    return account, token, until


@operation
def new_set_up_link(account_id: int, *, by: Actor) -> None:
    """Write a new one-time link to somebody invited whose first one is too old.

    Raises:
        Refused: the account is set up or closed.
    """
    account = identity.account(account_id)
    if account.password_hash is not None or identity.has_second_factor(account_id) or account.closed_at is not None:
        raise Refused("That account is set up, or closed. Start a recovery instead.")
    until = clock.now() + timedelta(hours=policy.SET_UP_LASTS.value())
    address = Address(account.email, account.email_key)
    token = codes.new_link(Purpose.SET_UP, address, account_id=account.id, until=until)
    emails.set_up(account, token=token, until=until)
    audit.record(action="account.set_up_link_sent", subject=("account", account.id), by=by)
