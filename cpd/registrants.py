"""Somebody on the register as their own side of the house knows them: who, until when, reached how, in which nation.

Reads the register; keeps nothing. Works for people without an account too: a reminder goes to everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from sqlalchemy import func, select

from accounts.models import Account
from cpd.vocabulary import Nation
from foundation import clock
from foundation.clock import Division
from foundation.database import db
from register import queries, rules
from register.models import Contact
from register.rules import Record, Standing

#: The letters with which postcodes of these nations begin (Royal Mail's postcode areas; TD and DG lie in Scotland for
#: all but a few streets).
_SCOTTISH = frozenset(["AB", "DD", "DG", "EH", "FK", "G", "HS", "IV", "KA", "KW", "KY", "ML", "PA", "PH", "TD", "ZE"])
_NORTHERN_IRISH = "BT"


@dataclass(frozen=True)
class Registrant:
    """One person on the register, or who was."""

    entry_id: int
    number: str
    name: str
    #: Where we write to: the address on file; without one, that of their account. Empty when nothing is known.
    email: str
    account_id: int | None
    nation: Nation
    record: Record

    @property
    def division(self) -> Division:
        """Whose bank holidays hold for them."""
        return self.nation.division

    @property
    def starts_on(self) -> date | None:
        """The first day of their newest period."""
        return max((one.starts_on for one in self.record.periods), default=None)

    @property
    def ends_on(self) -> date | None:
        """The last day of their newest period: what was renewed early counts."""
        return max((one.ends_on for one in self.record.periods), default=None)

    @property
    def first_registered_on(self) -> date:
        """Since when they have been a registrant, breaks or not."""
        return self.record.particulars_at(clock.now()).first_registered_on

    @property
    def insured_to(self) -> date | None:
        """Up to when the institute has seen insurance."""
        return self.record.insured_to

    def standing(self, at: datetime | None = None) -> Standing | None:
        """What the entry says at a moment, or now; None when it says nothing to anybody."""
        return rules.standing(self.record, at or clock.now())

    def is_on_register(self, at: datetime | None = None) -> bool:
        """Whether they are a registrant at a moment, or now; a suspended one is."""
        return rules.is_on_register(self.record, at or clock.now())


def of_account(account_id: int) -> Registrant | None:
    """The registrant whose account this is."""
    number = queries.entry_of_account(account_id)
    return of_number(number) if number is not None else None


def of_number(number: str) -> Registrant | None:
    """The registrant of a registration number."""
    entry_id = queries.entry_ids([number]).get(number)
    return many([entry_id]).get(entry_id) if entry_id is not None else None


def many(entry_ids: Collection[int]) -> dict[int, Registrant]:
    """These registrants by the id of their entry: a fixed number of statements, however many are asked for."""
    emails, holders = queries.emails_of(entry_ids), queries.holders_of(entry_ids)
    emails |= _of_accounts({one: held for one, held in holders.items() if not emails.get(one)})
    now = clock.now()
    found = {}
    for entry_id, record in queries.records(entry_ids).items():
        facts = record.particulars_at(now)
        found[entry_id] = Registrant(
            entry_id,
            record.number,
            facts.name,
            emails.get(entry_id, ""),
            holders.get(entry_id),
            nation_of(facts.outcode),
            record,
        )
    return found


def _of_accounts(holders: Mapping[int, int]) -> dict[int, str]:
    """The addresses of these accounts by entry; of one that is closed, as after a death, there is none."""
    if not holders:
        return {}
    statement = select(Account.id, Account.email).where(Account.id.in_(holders.values()), Account.closed_at.is_(None))
    held = {row[0]: row[1] for row in db.session.execute(statement)}
    return {entry_id: held[account_id] for entry_id, account_id in holders.items() if account_id in held}


def others_at(addresses: Collection[str], *, besides: int | None, ever: bool = False) -> frozenset[str]:
    """Of these addresses, in small letters, those on file for another entry: now, or at any time.

    A firm may have one address for all its people: what goes there is no secret between them and nobody's alone.
    """
    folded = func.lower(Contact.email)
    statement = select(folded).where(folded.in_({one.lower() for one in addresses}))
    if besides is not None:
        statement = statement.where(Contact.entry_id != besides)
    if not ever:
        statement = statement.where(queries.live(Contact))
    return frozenset(db.session.scalars(statement.distinct()))


def nation_of(outcode: str) -> Nation:
    """The nation of a postcode's first half; England and Wales when there is none."""
    # "EC1A" ends in a letter: the area is what stands before the first figure.
    area = "".join(takewhile(str.isalpha, outcode.strip().upper()))
    if area == _NORTHERN_IRISH:
        return Nation.NORTHERN_IRELAND
    return Nation.SCOTLAND if area in _SCOTTISH else Nation.ENGLAND_WALES
