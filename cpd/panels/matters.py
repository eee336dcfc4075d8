"""A registrant as conflicts of interest are checked: name, number, work, and a staff account of their own."""

from __future__ import annotations

from sqlalchemy import select

from accounts.conflicts import Matter, Somebody, Work
from accounts.models import Account, Realm
from cpd.registrants import Registrant
from foundation import clock
from foundation.database import db


def matter_about(key: tuple[str, str], registrant: Registrant) -> Matter:
    """A matter about one registrant. Whoever works for the same firm, or declared a tie to them, is kept away."""
    facts = registrant.record.particulars_at(clock.now())
    places = {one.organisation for one in registrant.record.particulars if one.organisation}
    work = tuple(Work(one) for one in sorted(places))
    names = {facts.name, f"{facts.forenames} {facts.surname}".strip()}
    own = _staff_account(registrant)
    people = tuple(Somebody(name, registrant.number, work, own) for name in sorted(names))
    return Matter(*key, people)


def _staff_account(registrant: Registrant) -> int | None:
    """The staff account with the same address: the very same person, who cannot work on it."""
    addresses = {registrant.email.strip().casefold()} - {""}
    if registrant.account_id is not None:
        addresses |= set(db.session.scalars(select(Account.email_key).where(Account.id == registrant.account_id)))
    if not addresses:
        return None
    statement = select(Account.id).where(Account.realm == Realm.STAFF, Account.email_key.in_(sorted(addresses)))
    return db.session.scalar(statement.order_by(Account.id).limit(1))
