"""GET never writes: every address is opened on a small register, and the database is the same afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from accounts import authority, guard
from accounts.models import Realm, Role
from concerns import queries
from concerns.own_service import handling
from concerns.own_service.handling import Complaint
from concerns.own_service.models import ServiceComplaint
from concerns.telling import SubjectTold
from concerns.vocabulary import OnRegister
from cpd.disclosures.operations import tell
from cpd.disclosures.telling import Said
from cpd.leaving.operations.deaths import report_death
from cpd.leaving.operations.departures import ask_to_leave
from cpd.leaving.operations.leave import ask_for_leave
from cpd.leaving.operations.mistakes import say_mistaken
from cpd.leaving.telling import News, WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.requirements.spans import Span
from foundation import clock, locks
from foundation.audit import AuditRecord
from foundation.database import Base, db
from register.operations import record_leaving
from register.statements import code, writing
from tests.accounts.staff import SHELL, hire, sit_down
from tests.concerns.arrange import raised, telling
from tests.cpd.joining.arrange import case
from tests.cpd.member import join
from tests.frame import cast
from tests.frame.house import SETTINGS

#: What is asked of addresses that read the query.
QUERIES = (
    "",
    "?q=smith",
    "?q=smyth&page=2",
    "?q=CM004271S",
    "?on=2025-01-31",
    "?page=99999",
    "?q=%00%F0%9F%98%80'--<b>",
)


def fingerprint(*, besides: str = "") -> str:
    """A hash of every row of every table, but one if named."""
    digest = hashlib.sha256()
    for table in Base.metadata.sorted_tables:
        if table.name == besides:
            continue
        digest.update(table.name.encode())
        for row in db.session.connection().execute(select(table).order_by(*table.primary_key.columns)):
            digest.update(repr(tuple(row)).encode())
    db.session.rollback()
    return digest.hexdigest()


def addresses(app: Flask, values: dict[str, str]) -> list[str]:
    """Every address that answers GET, its placeholders filled in."""
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or set()):
                missing = rule.arguments - set(values)
                assert not missing, f"{rule.rule}: tell this test a value for {sorted(missing)}"
                found.append(adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments}))
    return sorted(set(found))


def staying() -> dict[str, str]:
    """What a registrant told us, a wish to leave, time away, the news of a death, and an ending by mistake."""
    member, officer = join(), hire(Role.REGISTRATION_OFFICER)
    today = clock.today()
    disclosed = tell(Said("D02", 1, "yes", "Words"), known_on=today, pressed="a", by=member.actor).reference
    away = WhyAway(LeaveReason.CARING)
    leave = ask_for_leave(Span(today, today + timedelta(days=60)), away, by=member.actor).id
    departure = ask_to_leave(leave_on=today + timedelta(days=30), by=member.actor).id
    death = report_death(member.entry_id, News("A friend", "", "A notice"), died_on=None, by=officer.actor).id
    gone = join()
    record_leaving(gone.number, at=clock.now(), reason="a test", by=SHELL)
    mistake = say_mistaken(gone.entry_id, why="Another person", by=officer.actor).id
    db.session.rollback()
    numbered = {"leave_id": leave, "departure_id": departure, "death_id": death, "mistake_id": mistake}
    return {"told": disclosed} | {name: str(held) for name, held in numbered.items()}


def complained() -> ServiceComplaint:
    """A complaint about our service."""
    made = handling.take_in(Complaint("Slow"), reference=handling.new_reference(), secret=locks.new_secret())
    db.session.rollback()
    return made


@pytest.fixture
def values(sample: Flask, database: SQLAlchemy) -> dict[str, str]:
    """A value for each placeholder in an address."""
    made = writing.make(cast.SIOBHAN, key=code.keys(SETTINGS.secret_key)[0])
    assert made is not None
    db.session.rollback()
    person = hire(Role.ASSESSOR)
    [grant] = authority.open_grants_of(person.id)
    held = {"account_id": str(person.id), "grant_id": str(grant.id)}
    db.session.rollback()
    told = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
    concern = queries.get(raised(told).reference)
    held |= {"reference": concern.reference, "subject_id": str(concern.subjects[0].id), "copy": "original"}
    db.session.rollback()
    held |= staying()
    return {
        "number": cast.SIOBHAN,
        "typed": made.code,
        "order_id": "1",
        "wish_id": "1",
        "next_act": "check",
        "bundle": "1",
        "requirement_id": "1",
        "proof_id": "1",
        "day": "2027-03-01",
        "service_reference": complained().reference,
        "slug": "first-edition",
        "token": "no-such-token",
        "recovery_id": "1",
        "name": "mail.tries",
        "kind": "email",
        "data_reference": "DP-2026-7K3M9X",
        "page": "what",
        "item": "new",
        "question": "1",
        "application": case().reference,
        "which": "work-0",
        "invoice": "IN-2026-7K3M9X",
        "letter": "application_offer",
        "act": "payment",
        "activity": "1",
        "goal": "1",
        "rest": "IN-2026-7K3M9X",
        "letter_id": "1",
        "draw_id": "1",
        "asked_id": "1",
        "circular_id": "1",
        "batch_id": "1",
        **held,
    }


def test_opening_any_address_writes_nothing(sample: Flask, values: dict[str, str]) -> None:
    client = sample.test_client()
    before = fingerprint()
    opened = addresses(sample, values)
    assert len(opened) > 10
    assert len(guard.table(sample)) >= len(opened)
    for address in opened:
        for query in QUERIES:
            response = client.get(address + query)
            assert response.status_code < 500, f"{address}{query} answered {response.status_code}"
    assert fingerprint() == before


def test_opening_any_address_signed_in_writes_nothing_but_that_something_private_was_read(
    sample: Flask, values: dict[str, str]
) -> None:
    clients = [sit_down(sample, hire(role)) for role in (Role.ADMINISTRATOR, Role.REGISTRAR, Role.CONCERNS_OFFICER)]
    clients += [sit_down(sample, hire(realm=Realm.PUBLIC), realm=Realm.PUBLIC)]
    before = fingerprint(besides="audit_record")
    last = db.session.scalar(select(func.max(AuditRecord.id))) or 0
    opened = 0
    for address in addresses(sample, values):
        for client in clients:
            status = client.get(address).status_code
            assert status < 500, f"{address} answered {status}"
            opened += status == 200
    assert opened > 60
    assert fingerprint(besides="audit_record") == before
    noted = db.session.scalars(select(AuditRecord.action).where(AuditRecord.id > last)).all()
    assert set(noted) == {
        "trail.read",
        "concern.opened",
        "service.opened",
        "application.opened",
        "application.page_opened",
        "death.opened",
        "disclosure.opened",
        "ending.mistake_opened",
        "leave.opened",
        "leaving.opened",
        "renewal.opened",
    }


def test_asking_in_other_ways_writes_nothing(sample: Flask, values: dict[str, str]) -> None:
    client = sample.test_client()
    before = fingerprint()
    for address in addresses(sample, values):
        assert client.head(address).status_code < 500
        assert client.options(address).status_code < 500
    assert fingerprint() == before


def test_the_rule_sees_a_write(sample: Flask, database: SQLAlchemy, make_app: Callable[..., Flask]) -> None:
    before = fingerprint()
    app = make_app()

    @app.get("/writes")
    @guard.public("A bad example.")
    def writes() -> str:
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE entry SET version = version + 1"))
        return "written"

    assert app.test_client().get("/writes").text == "written"
    assert fingerprint() != before
