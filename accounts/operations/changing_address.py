"""A new email address for an account: a code proves that its owner reads it, and the old address is told.

Refuses to say whether another account has an address, except to whoever reads its letters. Other rooms that write to
the same person say here, when they are imported, what follows for them. Whether the owner still sits at the keyboard is
asked before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from accounts import codes, emails, identity, policy, slowing
from accounts.addresses import Address
from accounts.codes import Ticket
from accounts.models import Account, Code, Purpose
from accounts.operations.sessions import Visit
from accounts.sessions import SignedIn
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

_TAKEN = "That address belongs to another account by now."
_LINKS = (Purpose.RESET, Purpose.SET_UP, Purpose.RECOVER)


@dataclass(frozen=True)
class Moved:
    """An account that has a new address."""

    account_id: int
    before: Address
    after: Address


Follows = Callable[[Moved, Actor], None]
_followers: list[Follows] = []


def declare(follows: Follows) -> None:
    """Tell what follows elsewhere. It runs inside the same transaction."""
    _followers.append(follows)


def ask_for_code(address: Address, *, who: SignedIn, visit: Visit) -> Ticket:
    """Send a code to the new address; to one that has an account, a letter that says so.

    Raises:
        Wait, Refused: it is the address they have, or too many letters were asked for.
    """
    counts = [slowing.letters_to_network(visit.network), slowing.by_account("new address", who.account_id)]
    slowing.check(counts)
    return _ask_for_code(address, who, counts)


@operation
def _ask_for_code(address: Address, who: SignedIn, counts: list[slowing.Count]) -> Ticket:
    account = identity.account(who.account_id)
    if account.email_key == address.key:
        raise Refused("You sign in with that address already.")
    codes.check_not_too_many(address)
    slowing.note_failure(counts)
    held = identity.account_at(account.realm, address.key)
    sent = codes.new_code(Purpose.SIGN_UP, address, account_id=account.id, fits=held is None)
    if held is None:
        emails.address_code(address.text, digits=sent.digits, minutes=policy.CODE_LASTS.value())
    else:
        emails.address_taken(held)
    audit.record(action="account.address_code_sent", subject=("account", account.id), by=who.actor)
    return sent.ticket


def change(ticket: Ticket, typed: str, *, who: SignedIn) -> None:
    """Take the new address with the code from its letter.

    Raises:
        Refused: the code is wrong, late or used, or the address is taken by now.
    """
    problem = _try(ticket, typed)
    if problem is not None:
        raise Refused(problem)
    try:
        _change(ticket, who)
    except IntegrityError as error:  # two accounts at once: the database lets one of them through
        raise Refused(_TAKEN) from error


@operation
def _try(ticket: Ticket, typed: str) -> str | None:
    return codes.try_code(ticket, Purpose.SIGN_UP, typed)


@operation
def _change(ticket: Ticket, who: SignedIn) -> None:
    audit.take_turn()
    code = codes.use_proof(ticket, Purpose.SIGN_UP)
    if code.account_id != who.account_id:
        raise Refused("That code was asked for by another account.")
    account = db.session.get_one(Account, who.account_id, with_for_update=True, populate_existing=True)
    if identity.account_at(account.realm, code.email_key) is not None:
        raise Refused(_TAKEN)
    before, after = Address(account.email, account.email_key), Address(code.email, code.email_key)
    account.email, account.email_key, account.email_proved_at = after.text, after.key, code.proved_at
    _end_links(account)
    db.session.flush()
    for follows in _followers:
        follows(Moved(account.id, before, after), who.actor)
    for to in (before.text, after.text):
        emails.address_changed(to, name=account.name)
    audit.record(action="account.address_changed", subject=("account", account.id), by=who.actor)


def _end_links(account: Account) -> None:
    """What was sent to the old address opens nothing any more."""
    still = Code.account_id == account.id, Code.purpose.in_(_LINKS), Code.used_at.is_(None)
    db.session.execute(update(Code).where(*still).values(used_at=clock.now()))
