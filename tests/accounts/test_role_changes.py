"""Roles are given, agreed to by a second person, and ended; access ends at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text, update
from sqlalchemy.exc import IntegrityError

from accounts import authority
from accounts.models import Account, Ended, Role, RoleGrant, Session
from accounts.operations.inviting import invite
from accounts.operations.roles import agree_role, decline_role, end_access, end_role, propose_role
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter
from tests.accounts.staff import SHELL, hire, sit_down
from tests.frame.outbox import kinds_of_letters

WHY = "Covers for Anna while she is away"


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditRecord.action).order_by(AuditRecord.id)))


def test_an_ordinary_role_is_given_by_one_person(database: SQLAlchemy) -> None:
    boss, anna = hire(Role.ADMINISTRATOR), hire()
    propose_role(anna.id, role=Role.ASSESSOR, reason=WHY, by=boss.actor)
    assert authority.roles_held(anna.id) == {Role.ASSESSOR}
    assert kinds_of_letters(anna.email) == ["staff_role_given"]
    assert actions() == ["role.give"]


def test_a_powerful_role_holds_only_once_a_second_person_agreed(database: SQLAlchemy) -> None:
    boss, registrar, anna = hire(Role.ADMINISTRATOR), hire(Role.REGISTRAR), hire()
    grant_id = propose_role(anna.id, role=Role.CONCERNS_MANAGER, reason=WHY, by=boss.actor).id
    assert authority.roles_held(anna.id) == frozenset()
    assert [(one.id, account.id) for one, account in authority.grants_waiting()] == [(grant_id, anna.id)]
    with pytest.raises(NotAllowed, match="You proposed this role"):
        agree_role(grant_id, by=boss.actor)
    agree_role(grant_id, by=registrar.actor)
    assert authority.roles_held(anna.id) == {Role.CONCERNS_MANAGER}
    with pytest.raises(Refused, match="has agreed to that already"):
        agree_role(grant_id, by=hire(Role.ADMINISTRATOR).actor)
    held = db.session.get_one(RoleGrant, grant_id)
    assert (held.proposed_by_id, held.approved_by_id) == (boss.id, registrar.id)
    assert actions() == ["role.propose", "role.agree"]


def test_nobody_gives_or_agrees_to_a_role_of_their_own(database: SQLAlchemy) -> None:
    boss, other = hire(Role.ADMINISTRATOR), hire(Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="themselves"):
        propose_role(boss.id, role=Role.ASSESSOR, reason=WHY, by=boss.actor)
    grant_id = propose_role(boss.id, role=Role.CONCERNS_MANAGER, reason=WHY, by=other.actor).id
    with pytest.raises(NotAllowed, match="a role of their own"):
        agree_role(grant_id, by=boss.actor)
    assert authority.roles_held(boss.id) == {Role.ADMINISTRATOR}


def test_the_database_keeps_the_two_people_apart(database: SQLAlchemy) -> None:
    boss, anna = hire(Role.ADMINISTRATOR), hire()
    grant_id = propose_role(anna.id, role=Role.REGISTRAR, reason=WHY, by=boss.actor).id
    now = clock.now()
    for person in (boss, anna):
        with pytest.raises(IntegrityError), transaction("a forged agreement"):
            db.session.execute(
                update(RoleGrant)
                .where(RoleGrant.id == grant_id)
                .values(approved_at=now, approved_by=person.name, approved_by_id=person.id, granted_at=now)
            )
    assert authority.roles_held(anna.id) == frozenset()


@pytest.mark.parametrize("role", [Role.REGISTRATION_OFFICER, Role.AUDITOR, Role.CASE_EXAMINER])
def test_only_those_who_may_give_roles_give_them(database: SQLAlchemy, role: Role) -> None:
    someone, anna = hire(role), hire()
    with pytest.raises(NotAllowed, match="Only these roles may"):
        propose_role(anna.id, role=Role.ASSESSOR, reason=WHY, by=someone.actor)
    with pytest.raises(NotAllowed):
        end_access(anna.id, reason=WHY, by=someone.actor)
    assert authority.roles_held(anna.id) == frozenset()


def test_a_right_that_was_taken_away_meanwhile_gives_nothing(database: SQLAlchemy) -> None:
    boss, other, anna = hire(Role.ADMINISTRATOR), hire(Role.ADMINISTRATOR), hire()
    grant_id = propose_role(anna.id, role=Role.REGISTRAR, reason=WHY, by=boss.actor).id
    [own] = authority.open_grants_of(other.id)
    end_role(own.id, reason="Moved on", by=boss.actor)
    with pytest.raises(NotAllowed):
        agree_role(grant_id, by=other.actor)
    assert authority.roles_held(anna.id) == frozenset()


def test_an_auditor_always_has_a_last_day_and_stops_by_itself(database: SQLAlchemy, set_clock) -> None:
    set_clock("2027-03-01 09:00")
    boss, registrar, anna = hire(Role.ADMINISTRATOR), hire(Role.REGISTRAR), hire()
    with pytest.raises(Refused, match="needs a last day"):
        propose_role(anna.id, role=Role.AUDITOR, reason=WHY, by=boss.actor)
    until = clock.now() + timedelta(days=14)
    agree_role(propose_role(anna.id, role=Role.AUDITOR, until=until, reason=WHY, by=boss.actor).id, by=registrar.actor)
    assert authority.roles_held(anna.id) == {Role.AUDITOR}
    set_clock.move(days=13, hours=23)
    assert authority.roles_held(anna.id) == {Role.AUDITOR}
    set_clock.move(hours=1)
    assert authority.roles_held(anna.id) == frozenset()


def test_a_role_may_begin_later(database: SQLAlchemy, set_clock) -> None:
    set_clock("2027-03-01 09:00")
    boss, anna = hire(Role.ADMINISTRATOR), hire()
    propose_role(anna.id, role=Role.FINANCE, starts_at=clock.now() + timedelta(days=2), reason=WHY, by=boss.actor)
    assert authority.roles_held(anna.id) == frozenset()
    with pytest.raises(Refused, match="has that role already"):
        propose_role(anna.id, role=Role.FINANCE, reason=WHY, by=boss.actor)
    set_clock.move(days=2)
    assert authority.roles_held(anna.id) == {Role.FINANCE}


def test_roles_that_do_not_go_together_are_refused_also_when_agreed_to_later(database: SQLAlchemy) -> None:
    boss, registrar, anna = hire(Role.ADMINISTRATOR), hire(Role.REGISTRAR), hire()
    waits = propose_role(anna.id, role=Role.HEALTH_OFFICER, reason=WHY, by=boss.actor).id
    with pytest.raises(Refused, match="health store"):
        propose_role(anna.id, role=Role.REGISTRATION_OFFICER, reason=WHY, by=boss.actor)
    decline_role(waits, reason="Not needed", by=registrar.actor)
    propose_role(anna.id, role=Role.REGISTRATION_OFFICER, reason=WHY, by=boss.actor)
    with pytest.raises(Refused, match="has ended already"):
        agree_role(waits, by=registrar.actor)
    assert authority.roles_held(anna.id) == {Role.REGISTRATION_OFFICER}


def test_who_proposed_may_take_it_back_and_others_may_not(database: SQLAlchemy) -> None:
    boss, auditor, anna = hire(Role.ADMINISTRATOR), hire(Role.AUDITOR), hire()
    grant_id = propose_role(anna.id, role=Role.REGISTRAR, reason=WHY, by=boss.actor).id
    with pytest.raises(NotAllowed):
        decline_role(grant_id, reason="I do not like it", by=auditor.actor)
    decline_role(grant_id, reason="A mistake", by=boss.actor)
    assert authority.grants_waiting() == []


def test_the_shell_gives_roles_alone_because_somebody_has_to_be_first(database: SQLAlchemy) -> None:
    anna = hire()
    propose_role(anna.id, role=Role.ADMINISTRATOR, reason="The first one", by=SHELL)
    assert authority.roles_held(anna.id) == {Role.ADMINISTRATOR}


def test_nobody_can_take_the_last_administrator_away(database: SQLAlchemy) -> None:
    boss, other = hire(Role.ADMINISTRATOR), hire(Role.ADMINISTRATOR)
    end_access(other.id, reason="Left", by=boss.actor)
    [own] = authority.open_grants_of(boss.id)
    with pytest.raises(Refused, match="Nobody would be left"):
        end_role(own.id, reason="Tired", by=boss.actor)
    with pytest.raises(Refused, match="Nobody would be left"):
        end_access(boss.id, reason="Gone", by=SHELL)
    with pytest.raises(NotAllowed, match="your own access"):
        end_access(boss.id, reason="Gone", by=boss.actor)
    assert authority.roles_held(boss.id) == {Role.ADMINISTRATOR}


def test_access_ends_at_once_roles_and_sessions_and_all(app: Flask, database: SQLAlchemy) -> None:
    boss, anna = hire(Role.ADMINISTRATOR), hire(Role.REGISTRAR, Role.PUBLICATION_EDITOR)
    clients = [sit_down(app, anna), sit_down(app, anna)]
    assert [client.get("/staff").status_code for client in clients] == [200, 200]
    assert end_access(anna.id, reason="Left the institute", by=boss.actor) == 2
    account = db.session.get_one(Account, anna.id)
    assert account.closed_at is not None
    ended = db.session.scalars(select(Session).where(Session.account_id == anna.id)).all()
    assert [one.ended_because for one in ended] == [Ended.ACCESS_ENDED, Ended.ACCESS_ENDED]
    assert None not in [one.ended_at for one in ended]
    assert [grant for grant in authority.grants_of(anna.id) if grant.ended_at is None] == []
    for client in clients:
        response = client.get("/staff")
        assert (response.status_code, "sign-in" in response.headers["Location"]) == (303, True)
    assert kinds_of_letters(anna.email) == ["staff_access_ended"]
    with pytest.raises(Refused, match="has ended"):
        propose_role(anna.id, role=Role.ASSESSOR, reason=WHY, by=boss.actor)


def test_ending_access_that_fails_changes_nothing(database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    boss, anna = hire(Role.ADMINISTRATOR), hire(Role.ASSESSOR)
    monkeypatch.setattr("accounts.notices.outbox.write", lambda *_words, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        end_access(anna.id, reason="Left", by=boss.actor)
    assert authority.roles_held(anna.id) == {Role.ASSESSOR}
    assert db.session.get_one(Account, anna.id).closed_at is None


def test_an_invitation_makes_the_account_its_letter_and_its_role_together(database: SQLAlchemy) -> None:
    boss = hire(Role.ADMINISTRATOR)
    asked = {"starts_at": None, "until": None, "reason": WHY, "by": boss.actor}
    account = invite(email="new.person@ircm.example", name="New Person", role=Role.ASSESSOR, **asked)
    assert authority.roles_held(account.id) == {Role.ASSESSOR}
    assert sorted(db.session.scalars(select(Letter.template))) == ["account_set_up", "staff_role_given"]
    with pytest.raises(Refused):
        invite(email="NEW.person@ircm.example", name="Again", role=Role.ASSESSOR, **asked)
    with pytest.raises(Refused, match="needs a last day"):
        invite(email="other@ircm.example", name="Other", role=Role.AUDITOR, **asked)
    assert db.session.scalar(text("SELECT count(*) FROM account")) == 2


def test_a_reason_is_always_given(database: SQLAlchemy) -> None:
    boss, anna = hire(Role.ADMINISTRATOR), hire(Role.ASSESSOR)
    [grant] = authority.open_grants_of(anna.id)
    for attempt in (
        lambda: propose_role(anna.id, role=Role.FINANCE, reason=" ", by=boss.actor),
        lambda: end_role(grant.id, reason="", by=boss.actor),
        lambda: end_access(anna.id, reason="\n", by=boss.actor),
    ):
        with pytest.raises(Refused, match="Say why"):
            attempt()
    assert authority.roles_held(anna.id) == {Role.ASSESSOR}
