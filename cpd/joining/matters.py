"""Who is in an application, as conflicts of interest are checked: the applicant, their work, and their referees."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import select

from accounts.conflicts import Matter, Somebody, Work
from accounts.models import Account, Realm
from cpd.joining import queries, rules
from cpd.joining.applying import Details, RefereeTold
from cpd.joining.models import Application
from cpd.joining.vocabulary import RefereeTie
from foundation import locks
from foundation.database import db
from foundation.locks import Box


def details_of(application: Application, box: Box | None = None) -> Details:
    """What the applicant told us, as it stands now."""
    opened = box or locks.box_of(application.lock_id)
    return Details.from_plain(opened.open_json(queries.details(application.id)[0].sealed))


def told_of(sealed: str, box: Box) -> RefereeTold:
    """A referee as they were named."""
    held = box.open_json(sealed)
    return RefereeTold(
        **{
            **held,
            "tie": RefereeTie(held["tie"]),
            "known_since": date.fromisoformat(held["known_since"]),
        }
    )


def matter(application: Application, box: Box | None = None, told: Details | None = None) -> Matter:
    """An application as conflicts of interest are checked against it. What is open already need not be read again."""
    opened = box or locks.box_of(application.lock_id)
    details = told or details_of(application, opened)
    referees = [told_of(one.sealed, opened) for one in queries.referees(application.id)]
    own_key = queries.account(application.account_id).email_key
    staff = _members_of_staff({own_key, *(_key(one.email) for one in referees)})
    applicant = Somebody(
        details.name,
        application.number or "",
        tuple(Work(job.employer, job.began_on, job.ended_on) for job in details.work if job.employer)
        + ((Work(details.organisation),) if details.organisation else ()),
        staff.get(own_key),
    )
    people = tuple(
        Somebody(one.name, "", (Work(one.organisation),) if one.organisation else (), staff.get(_key(one.email)))
        for one in referees
    )
    return Matter(*rules.key(application), (applicant, *people))


def _members_of_staff(email_keys: Collection[str]) -> dict[str, int]:
    """The staff accounts with the same addresses: the very same people, who cannot work on it."""
    statement = select(Account.email_key, Account.id).where(
        Account.realm == Realm.STAFF, Account.email_key.in_(email_keys)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _key(email: str) -> str:
    return email.strip().casefold()
