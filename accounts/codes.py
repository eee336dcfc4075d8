"""Codes and links in letters: how they are made, and what is kept of them.

A code has six digits and is typed into the browser that asked for it: that browser holds a ticket, and the code without
the ticket is nothing. A link carries a secret of 256 bits. Refuses a code after five wrong tries, and anything late or
used.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from accounts import policy, secrecy
from accounts.addresses import Address
from accounts.models import Code, Purpose
from accounts.sessions import hash_token, new_token
from foundation import clock
from foundation.database import db
from foundation.errors import Refused
from foundation.references import digits_in

MOST_TRIES = 5


@dataclass(frozen=True)
class Ticket:
    """What the browser holds that asked for a code."""

    code_id: int
    secret: str
    #: The address as it was typed, to be shown on the next page.
    email: str


@dataclass(frozen=True)
class Sent:
    """A new code: the ticket for the browser, the digits for the letter."""

    ticket: Ticket
    digits: str


def check_not_too_many(address: Address) -> None:
    """Refuse a letter too many to one address, whether we know it or not.

    Raises:
        Refused: enough were sent within the hour.
    """
    since = clock.now() - timedelta(hours=1)
    count = select(func.count()).select_from(Code).where(Code.email_key == address.key, Code.sent_at > since)
    if (db.session.scalar(count) or 0) >= policy.LETTERS_AN_HOUR.value():
        raise Refused(
            "We have sent several letters to that address within the hour. Look in its spam folder, "
            "or try again in an hour."
        )


def new_code(
    purpose: Purpose, address: Address, *, account_id: int | None = None, about: str | None = None, fits: bool = True
) -> Sent:
    """Make a code, inside an operation. One that is not to fit answers like any other, and never opens anything."""
    digits = f"{secrets.randbelow(1_000_000):06d}"
    secret = new_token()
    now = clock.now()
    code = Code(
        purpose=purpose,
        code_hash=_hash(secret, digits) if fits else hash_token(new_token()),
        email=address.text,
        email_key=address.key,
        account_id=account_id,
        about=about,
        sent_at=now,
        expires_at=now + timedelta(minutes=policy.CODE_LASTS.value()),
        tries=0,
    )
    db.session.add(code)
    db.session.flush()
    return Sent(Ticket(code.id, secret, address.text), digits)


def try_code(ticket: Ticket, purpose: Purpose, typed: str) -> str | None:
    """Try a typed code, inside an operation; gives the sentence about what is wrong, or None when it fits.

    Nothing is raised, so that the try is counted.
    """
    code = held(ticket, purpose)
    if code is None or code.used_at is not None:
        return "That code was used already. Ask for a new one."
    if code.expires_at <= clock.now():
        return "That code is too old. Ask for a new one."
    if code.tries >= MOST_TRIES:
        return "That code was typed wrong too often, so it no longer works. Ask for a new one."
    code.tries += 1
    digits = digits_in(typed)
    if not secrecy.keyed_same(code.code_hash, "code", ticket.secret, digits):
        return "That is not the code in our newest letter. Check the six digits and try again."
    code.proved_at = clock.now()
    return None


def held(ticket: Ticket, purpose: Purpose) -> Code | None:
    """The row of a ticket, locked until the operation ends."""
    code = db.session.get(Code, ticket.code_id, with_for_update=True, populate_existing=True)
    return code if code is not None and code.purpose is purpose else None


def use_proof(ticket: Ticket, purpose: Purpose) -> Code:
    """Take the proof that a typed code gave, inside an operation. Good once.

    Raises:
        Refused: it was never typed, is too old, or was used.
    """
    code = held(ticket, purpose)
    late = code is None or code.proved_at is None or code.proved_at + timedelta(hours=20) <= clock.now()
    if code is None or late or code.used_at is not None:
        raise Refused("The code from our letter is too old or was used already. Ask for a new one.")
    code.used_at = clock.now()
    return code


def new_link(purpose: Purpose, address: Address, *, account_id: int | None, until: datetime) -> str:
    """Make the secret of a link, inside an operation. Without an account it opens nothing."""
    token = new_token()
    now = clock.now()
    db.session.add(
        Code(
            purpose=purpose,
            code_hash=hash_token(token),
            email=address.text,
            email_key=address.key,
            account_id=account_id,
            sent_at=now,
            expires_at=until,
            tries=0,
        )
    )
    return token


def _hash(secret: str, digits: str) -> str:
    return secrecy.keyed("code", secret, digits)
