"""Opening a closed record in an emergency: a reason, four hours, an alert, a line for each record read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts import authority, policy, sealed
from accounts.models import BrokenGlass, Role
from accounts.operations.breaking_glass import break_glass, give_back, look_at_glass, read_through_glass
from accounts.sealed import Sealed
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from foundation.outbox import Letter
from foundation.policy import decide
from tests.accounts.staff import SHELL, Person, hire

REASON = "The disk is failing and this file must be copied now"
CONCERN = ("concern", "41")


@pytest.fixture(autouse=True)
def _concerns(monkeypatch: pytest.MonkeyPatch) -> None:
    """A room of closed records, as the concerns room will declare it."""
    kinds = {"concern": Sealed("concern", "the concern", {"CN-2027-AAAAAA": "41"}.get)}
    monkeypatch.setattr(sealed, "_declared", kinds)


@pytest.fixture
def lead(database: SQLAlchemy) -> Person:
    return hire(Role.DATA_PROTECTION_LEAD)


@pytest.fixture
def boss(database: SQLAlchemy) -> Person:
    return hire(Role.ADMINISTRATOR)


def test_it_opens_for_four_hours_and_closes_by_itself(lead: Person, boss: Person, set_clock) -> None:
    began = set_clock("2027-03-03 22:00")
    break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    held = authority.glass_open(boss.id, CONCERN, clock.now())
    assert held is not None
    assert held.until == began + timedelta(hours=4)
    set_clock.move(hours=3, minutes=59)
    read_through_glass(CONCERN, ("concern", 41), by=boss.actor)
    set_clock.move(minutes=1)
    with pytest.raises(NotAllowed, match="This record is closed"):
        read_through_glass(CONCERN, ("concern", 41), by=boss.actor)


def test_every_data_protection_lead_is_alerted_at_once_with_the_reason(lead: Person, boss: Person) -> None:
    other = hire(Role.DATA_PROTECTION_LEAD)
    break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    letters = db.session.scalars(select(Letter).where(Letter.template == "staff_glass_broken")).all()
    assert {letter.recipient for letter in letters} == {lead.email, other.email}
    for letter in letters:
        assert boss.name in letter.body
        assert REASON in letter.body
        assert "the concern CN-2027-AAAAAA" in letter.body


def test_each_record_read_has_its_own_line_in_the_trail(lead: Person, boss: Person) -> None:
    glass_id = break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    for record in (("concern", 41), ("evidence", 7), ("evidence", 8)):
        read_through_glass(CONCERN, record, by=boss.actor)
    lines = db.session.scalars(select(AuditRecord).where(AuditRecord.action == "glass.read")).all()
    assert [(line.actor_id, line.subject_kind, line.subject_id) for line in lines] == [
        (boss.id, "concern", "41"),
        (boss.id, "evidence", "7"),
        (boss.id, "evidence", "8"),
    ]
    glass = db.session.get_one(BrokenGlass, glass_id)
    read = authority.read_in_glass([glass])
    assert [(kind, record) for _, kind, record in read[glass_id]] == [
        ("evidence", "8"),
        ("evidence", "7"),
        ("concern", "41"),
    ]


def test_the_reason_is_in_no_audit_line(lead: Person, boss: Person) -> None:
    break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    assert not [line for line in db.session.scalars(select(AuditRecord.detail)) if "disk" in line]


def test_it_opens_one_record_for_one_person(lead: Person, boss: Person) -> None:
    break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    with pytest.raises(NotAllowed):
        read_through_glass(("concern", "42"), ("concern", 42), by=boss.actor)
    with pytest.raises(NotAllowed):
        read_through_glass(CONCERN, ("concern", 41), by=hire(Role.ADMINISTRATOR).actor)
    with pytest.raises(Refused, match="still open"):
        break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_nobody_else_may(lead: Person, role: Role) -> None:
    with pytest.raises(NotAllowed):
        break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=hire(role).actor)


@pytest.mark.parametrize(
    ("kind", "reference", "reason"),
    [
        ("concern", "CN-2027-AAAAAA", "because"),
        ("concern", "CN-2027-AAAAAA", "   "),
        ("concern", "CN-2027-BBBBBB", REASON),
        ("diary", "CN-2027-AAAAAA", REASON),
    ],
)
def test_what_is_not_there_or_has_no_reason_stays_closed(
    lead: Person, boss: Person, kind: str, reference: str, reason: str
) -> None:
    with pytest.raises(Refused):
        break_glass(kind, reference, reason=reason, by=boss.actor)
    assert authority.all_glass() == []


def test_without_a_data_protection_lead_it_stays_closed(boss: Person) -> None:
    with pytest.raises(Refused, match="nobody would be alerted"):
        break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)


def test_it_can_be_given_back_early_by_whoever_opened_it(lead: Person, boss: Person) -> None:
    glass_id = break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    with pytest.raises(Missing):
        give_back(glass_id, by=lead.actor)
    give_back(glass_id, by=boss.actor)
    with pytest.raises(NotAllowed):
        read_through_glass(CONCERN, ("concern", 41), by=boss.actor)
    with pytest.raises(Refused):
        give_back(glass_id, by=boss.actor)


def test_the_lead_looks_at_each_once(lead: Person, boss: Person) -> None:
    glass_id = break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    with pytest.raises(NotAllowed):
        look_at_glass(glass_id, finding="Fine", by=boss.actor)
    with pytest.raises(Refused, match="Say what you found"):
        look_at_glass(glass_id, finding=" ", by=lead.actor)
    look_at_glass(glass_id, finding="It was needed.", by=lead.actor)
    with pytest.raises(Refused, match="has looked at this already"):
        look_at_glass(glass_id, finding="Again", by=lead.actor)


def test_a_change_of_policy_does_not_lengthen_what_is_open(lead: Person, boss: Person) -> None:
    break_glass("concern", "CN-2027-AAAAAA", reason=REASON, by=boss.actor)
    decide(policy.GLASS_LASTS, value=48, effective_from=clock.today(), reason="A test", by=SHELL)
    held = authority.glass_open(boss.id, CONCERN, clock.now())
    assert held is not None
    assert held.until - held.broken_at == timedelta(hours=4)
