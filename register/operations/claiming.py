"""Claiming an entry: somebody who was on the institute's sheet takes their entry into their account.

The proof is a code sent to the address on file. The answer is the same whether there is such an address or not, and
whether somebody holds the entry already; only whoever reads that address learns more. Refuses a second holder.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts import codes, slowing
from accounts import policy as accounts_policy
from accounts.addresses import Address, NoAddress, read_address
from accounts.codes import Ticket
from accounts.models import Purpose
from accounts.operations.sessions import Visit
from accounts.sessions import SignedIn
from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation
from foundation.errors import Refused
from register import emails, queries
from register.models import Holder

TAKEN = "Somebody holds that entry already. Talk to us if it is yours."
ONE_ONLY = "Your account holds an entry already. Talk to us if it is the wrong one."


def ask_for_code(number: str, *, who: SignedIn, visit: Visit) -> Ticket:
    """Send a code to the address on file for an entry, if there is one.

    Raises:
        Wait, Refused: too many letters were asked for, or the account holds an entry already.
    """
    counts = [slowing.letters_to_network(visit.network), slowing.by_account("claim", who.account_id)]
    slowing.check(counts)
    return _ask_for_code(number, who, counts)


@operation
def _ask_for_code(number: str, who: SignedIn, counts: list[slowing.Count]) -> Ticket:
    if queries.entry_of_account(who.account_id) is not None:
        raise Refused(ONE_ONLY)
    found = queries.entry_ids([number])
    entry_id = found.get(number)
    on_file = _address_on_file(entry_id)
    # An entry that nobody can be reached for counts its letters under its number.
    address = on_file or Address("", f"entry:{number}")
    codes.check_not_too_many(address)
    slowing.note_failure(counts)
    free = entry_id is not None and queries.holder_of(entry_id) is None
    sent = codes.new_code(
        Purpose.CLAIM, address, account_id=who.account_id, about=number, fits=on_file is not None and free
    )
    if on_file is not None and free:
        emails.claim_code(
            to=on_file.text, number=number, digits=sent.digits, minutes=accounts_policy.CODE_LASTS.value()
        )
    audit.record(action="entry.claim_asked", subject=("entry", number), by=who.actor)
    return sent.ticket


def _address_on_file(entry_id: int | None) -> Address | None:
    held = queries.email_of(entry_id) if entry_id is not None else None
    try:
        return read_address(held) if held else None
    except NoAddress:
        return None


def claim(ticket: Ticket, typed: str, *, who: SignedIn) -> str:
    """Take the entry with the code from the letter; gives its number.

    Raises:
        Refused: the code is wrong, late or used, or the entry or the account is taken by now.
    """
    problem = _try(ticket, typed)
    if problem is not None:
        raise Refused(problem)
    try:
        return _claim(ticket, who)
    except IntegrityError as error:  # two devices at once: the database lets one of them through
        raise Refused(TAKEN) from error


@operation
def _try(ticket: Ticket, typed: str) -> str | None:
    return codes.try_code(ticket, Purpose.CLAIM, typed)


@operation
def _claim(ticket: Ticket, who: SignedIn) -> str:
    code = codes.use_proof(ticket, Purpose.CLAIM)
    number = code.about or ""
    entry_id = queries.entry_ids([number]).get(number)
    if code.account_id != who.account_id or entry_id is None:
        raise Refused("That code was asked for by another account.")
    if queries.holder_of(entry_id) is not None:
        raise Refused(TAKEN)
    if queries.entry_of_account(who.account_id) is not None:
        raise Refused(ONE_ONLY)
    db.session.add(Holder(entry_id=entry_id, account_id=who.account_id, since_at=clock.now(), proof="code"))
    db.session.flush()
    emails.entry_claimed(to=code.email, number=number, account=who.email)
    audit.record(action="entry.claimed", subject=("entry", number), by=who.actor)
    return number


@operation
def hold(number: str, account_id: int, *, proof: str) -> None:
    """Give an entry to an account because of something other than a code; for the demo and for staff.

    Raises:
        Refused: the entry or the account is taken.
    """
    entry_id = queries.entry_ids([number]).get(number)
    if entry_id is None:
        raise Refused("There is no such entry.")
    if queries.holder_of(entry_id) is not None:
        raise Refused(TAKEN)
    taken = select(Holder.id).where(Holder.account_id == account_id, Holder.ended_at.is_(None))
    if db.session.scalar(taken) is not None:
        raise Refused(ONE_ONLY)
    db.session.add(Holder(entry_id=entry_id, account_id=account_id, since_at=clock.now(), proof=proof))
    audit.record(action="entry.held_by", subject=("entry", number), by=SYSTEM, detail={"account": account_id})
