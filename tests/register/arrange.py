"""A made-up person whose private facts are marked, so that a test can look for them where they must not be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from foundation import clock
from foundation.audit import Actor
from foundation.database import Base, db
from register import operations, publication, queries
from register.models import Restriction
from register.operations import Admission, OtherPlace
from register.rules import ParticularsFact, PeriodFact, Record
from register.vocabulary import OrderKind, Status, WorksWith

CLERK = Actor("account", 7, "Clerk Zzrecorder")
SECOND = Actor("account", 8, "Second Zzapprover")
#: What every verb is told.
WHY: dict[str, Any] = {"reason": "zzreason", "by": CLERK}
#: Words that only private facts carry. None of them may ever be published.
PRIVATE = ("zzmail", "Zztitle", "ZZ9", "zzhold", "zzreason", "Zzrecorder", "Zzapprover", "Zzprevious")
FACTS = ParticularsFact(
    effective_from=datetime(2024, 5, 1, 9, 0, tzinfo=clock.LONDON),
    title="Zztitle",
    forenames="Siân Mair",
    surname="O’Sample",
    known_as="Siân",
    previous_names=["Zzprevious"],
    shows_previous_names=False,
    town="Leeds",
    outcode="ZZ9",
    areas=["health", "mental-health"],
    works_with=WorksWith.BOTH,
    languages=["Welsh"],
    organisation="Calder Test Ltd",
    holds_certificate=True,
    first_registered_on=date(2024, 5, 1),
)
YEAR = PeriodFact(date(2026, 5, 1), date(2027, 4, 30))


def admit(*periods: tuple[date, date], number: str | None = None, email: str = "", **changes: Any) -> str:
    """Put a person on the register, from 1 May 2026 for a year when no period is named; says their number."""
    return operations.admit(
        Admission(
            particulars=FACTS._replace(**changes),
            periods=[PeriodFact(*one) for one in periods] or [YEAR],
            email=email or "zzmail@example.com",
            number=number,
            insured_to=date(2027, 1, 31),
            other_registrations=[OtherPlace("HCPC", "OT12345")],
        ),
        reason="zzreason for admitting",
        by=CLERK,
    )


def impose(number: str, kind: OrderKind, starts: datetime, ends: datetime | None = None, **more: Any) -> int:
    """Put an order on an entry; says its id."""
    given = {"wording": f"The words of the {kind.value}.", "source": "D-2026-1", **more}
    return operations.impose_restriction(
        number, kind=kind, starts_at=starts, ends_at=ends, reason="zzreason for it", by=CLERK, **given
    )


def london(text: str) -> datetime:
    """A moment in London."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.LONDON)


def entry_id(number: str) -> int:
    return queries.entry_ids([number])[number]


def record(number: str, known_at: datetime | None = None) -> Record:
    """The facts of an entry as they stand."""
    held = entry_id(number)
    return queries.records([held], known_at=known_at)[held]


def status(number: str, on: date | None = None) -> Status | None:
    """What the public is told, now or of a past day; None when nothing."""
    found = publication.public_entry(number, on=on)
    return found.status if found else None


def restrictions(number: str) -> Sequence[Restriction]:
    """The standing orders of an entry, as rows."""
    return queries.live_facts(Restriction, entry_id(number))


def rows(*leaving_out: str) -> dict[str, set[tuple[Any, ...]]]:
    """Every row of every table that is only ever added to."""
    kept = ("event", "particulars", "period", "contact", "insurance", "other_registration", "restriction")
    kept += ("ending", "hold", "withholding", "audit_record")
    found = {}
    for name in kept:
        if name not in leaving_out:
            held = db.session.connection().execute(select(Base.metadata.tables[name]))
            found[name] = {tuple(repr(value) for value in row) for row in held}
    db.session.rollback()
    return found
