"""Registrants, their records, and audits of them: made by the real operations, by nobody real, taken to any stage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Realm, Role
from cpd.audit import queries
from cpd.audit.models import Audit, Draw
from cpd.audit.models.judged import Marker
from cpd.audit.operations import assessing, choosing, deciding, drawing, giving, nightly, sending
from cpd.audit.vocabulary import Finding, Stage, Why
from cpd.record.operations import keeping
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.requirements.vocabulary import ActivityKind
from foundation.audit import Actor
from foundation.database import db, transaction
from register.operations import claiming
from tests.accounts.staff import Person, hire
from tests.register import arrange as register

#: Words that only the registrant's record has, so that a test can look where they turn up.
LEARNED = "zzlearned how to ask"
SECRET_WHY = "zzwhy we look"
REASONS = "zzreasons for the file"
TOLD = "zztold to the registrant"
#: The day on which things happen in these tests, unless they say otherwise: a Tuesday.
DRAW_DAY = "2027-06-01 10:00"
PERIODS = (
    (date(2025, 5, 1), date(2026, 4, 30)),
    (date(2026, 5, 1), date(2027, 4, 30)),
    (date(2027, 5, 1), date(2028, 4, 30)),
)


@dataclass
class Crew:
    """Everybody who works on audits, one of each and some assessors."""

    officer: Person
    registrar: Person
    first: Person
    second: Person
    concerns: Person
    appeal: list[Person]


def crew() -> Crew:
    """Hire them."""
    return Crew(
        officer=hire(Role.REGISTRATION_OFFICER),
        registrar=hire(Role.REGISTRAR),
        first=hire(Role.ASSESSOR),
        second=hire(Role.ASSESSOR),
        concerns=hire(Role.CONCERNS_OFFICER),
        appeal=[hire(Role.APPEAL_PANEL) for _ in range(4)],
    )


def registrant(name: str = "Siân Mair", *, periods: tuple[tuple[date, date], ...] = PERIODS, email: str = "") -> str:
    """Somebody who has been on the register for two years; says their number."""
    first = min(one[0] for one in periods)
    return register.admit(
        *periods,
        forenames=name,
        known_as="",
        email=email or f"{name.split(maxsplit=1)[0].casefold()}@example.com",
        first_registered_on=first,
        effective_from=register.london(f"{first.isoformat()} 00:00"),
    )


def account_of(number: str) -> Person:
    """The account of a registrant: made and linked."""
    person = hire(realm=Realm.PUBLIC)
    with transaction("a test links an entry"):
        claiming.hold(number, person.id, proof="a test")
    return person


def record(
    number: str, person: Person, *, on: date = date(2026, 9, 1), minutes: int = 60, title: str = "A course"
) -> int:
    """Keep an activity."""
    told = Told(
        done_on=on,
        minutes=minutes,
        kind=ActivityKind.COURSE,
        company=Company.LIVE,
        standards=("2.1",),
        words=Words(title, LEARNED, "I changed it", "People decide"),
    )
    entry_id = register.entry_id(number)
    return keeping.write(entry_id, told, once=f"{number} {on} {title}"[:32], draft=False, by=person.actor)


def draw(reason: str, by: Actor) -> Draw:
    """A draw that was asked for, and made at once."""
    asked_id = drawing.ask(reason=reason, by=by).id
    drawing.run()
    made = queries.asked(asked_id).draw_id
    assert made is not None, "nobody could be drawn"
    return queries.draw(made)


def night() -> nightly.Done:
    """What the clock does."""
    return nightly.run(shred=lambda _owner: None)


def audit_of(number: str) -> Audit:
    """The newest audit of somebody, read anew."""
    db.session.rollback()
    found = queries.of_entry(register.entry_id(number))[0]
    db.session.refresh(found)
    return found


def chosen(team: Crew, number: str, why: Why = Why.OTHER) -> Audit:
    """Somebody chosen by hand."""
    choosing.add_by_hand(number, why=why, words=SECRET_WHY, by=team.officer.actor)
    return audit_of(number)


def asked(team: Crew, number: str) -> Audit:
    """Somebody who was told."""
    chosen(team, number)
    night()
    return audit_of(number)


def sent(team: Crew, number: str, person: Person) -> Audit:
    """Somebody who sent their record, and whose audit was given to the first assessor."""
    held = asked(team, number)
    sending.send(held.reference, statement="Here it is.", by=person.actor)
    give(team, number, team.first)
    return audit_of(number)


def give(team: Crew, number: str, to: Person, marker: Marker = Marker.FIRST) -> None:
    """Give it to an assessor."""
    held = audit_of(number)
    giving.give_assessor(held.reference, marker=marker, account_id=to.id, version=held.version, by=team.officer.actor)


def mark(number: str, by: Person, finding: Finding) -> Audit:
    """Mark it."""
    held = audit_of(number)
    assessing.mark(held.reference, finding=finding, reasons=REASONS, told=TOLD, version=held.version, by=by.actor)
    return audit_of(number)


def decide(team: Crew, number: str, finding: Finding) -> Audit:
    """The registrar decides."""
    held = audit_of(number)
    deciding.decide(held.reference, finding=finding, reasons=TOLD, version=held.version, by=team.registrar.actor)
    return audit_of(number)


def not_met(team: Crew, number: str, person: Person) -> Audit:
    """Somebody who has notice of removal."""
    sent(team, number, person)
    mark(number, team.first, Finding.NOT_MET)
    give(team, number, team.second, Marker.SECOND)
    mark(number, team.second, Finding.NOT_MET)
    held = decide(team, number, Finding.NOT_MET)
    assert held.stage is Stage.NOTICE
    return held


def in_days(day: date, days: int) -> str:
    """The morning so many days after a day."""
    return f"{(day + timedelta(days=days)).isoformat()} 09:00"
