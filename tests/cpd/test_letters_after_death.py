"""Nobody who has died is written to, by any letter of any part, at their address or at that of their account."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from datetime import date
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns import emails as concerns
from cpd import registrants
from cpd.audit import emails as audits
from cpd.disclosures import emails as disclosures
from cpd.leaving import emails as leaving
from cpd.leaving import queries
from cpd.leaving.operations import deaths
from cpd.leaving.telling import News
from cpd.money import emails as money
from cpd.renewal import emails as renewal
from foundation import clock, outbox
from register import emails as register
from register import queries as entries
from tests.accounts.staff import hire
from tests.conftest import StillClock
from tests.cpd.member import Member, join

#: To others: whoever was named to look after their people, and an employer who pays.
TO_OTHERS = {"contact_told", "invoice"}

#: They write nothing: they call back what is still to be printed.
CALL_BACK = {"insured_until", "stop_reminders"}

#: What stands for days and numbers.
MADE_UP: dict[str, Any] = {"int": 100, "date": date(2027, 4, 1), "date | None": None}


def functions(room: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The functions of a room that write a letter to a registrant, or to who owes an invoice."""
    for name, one in inspect.getmembers(room, inspect.isfunction):
        to_them = any(
            each.annotation in ("Registrant", "Invoice") for each in inspect.signature(one).parameters.values()
        )
        writes = name[0] != "_" and name not in TO_OTHERS | CALL_BACK | {"write"}
        if to_them and writes and one.__module__ == room.__name__:
            yield name, one


def call(one: Callable[..., Any], member: Member) -> None:
    """Call it about somebody; whatever else it needs is made up."""
    told = {
        name: registrants.many([member.entry_id])[member.entry_id]
        if each.annotation == "Registrant"
        else MADE_UP.get(each.annotation, MagicMock(account_id=member.person.id))
        for name, each in inspect.signature(one).parameters.items()
    }
    places = [value for name, value in told.items() if _kind(one, name) is inspect.Parameter.POSITIONAL_OR_KEYWORD]
    named = {name: value for name, value in told.items() if _kind(one, name) is inspect.Parameter.KEYWORD_ONLY}
    one(*places, **named)


def _kind(one: Callable[..., Any], name: str) -> Any:
    return inspect.signature(one).parameters[name].kind


@pytest.mark.one_database
def test_no_letter_of_any_part_goes_to_somebody_who_has_died(
    database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2027-03-03 11:00")
    member = join((date(2027, 1, 1), date(2027, 12, 31)))
    written: list[str] = []
    monkeypatch.setattr(outbox, "write", lambda template, **told: written.append(told["to"]))
    monkeypatch.setattr(renewal, "pounds", str)
    monkeypatch.setattr(money, "pounds", str)
    monkeypatch.setattr(money.purposes, "of", MagicMock())
    found = [one for room in (audits, disclosures, leaving, money, renewal) for one in functions(room)]
    assert len(found) >= 40
    subject = SimpleNamespace(entry_id=member.entry_id, told_on=clock.today())

    def write_all() -> list[str]:
        """The functions after which a letter was there."""
        heard = []
        acts = [(name, lambda one=one: call(one, member)) for name, one in found]
        acts.append(("concern", lambda: concerns.registrant(subject, MagicMock(), MagicMock())))
        acts.append(("entry", lambda: register.entry_changed(member.entry_id, number="", name="", what=[])))
        for name, act in acts:
            written.clear()
            act()
            if written:
                heard.append(name)
                assert written == [member.person.email], name
        return heard

    assert sorted(write_all()) == sorted([name for name, _ in found] + ["concern", "entry"]), "to the living"
    officer, registrar = hire(Role.REGISTRATION_OFFICER), hire(Role.REGISTRAR)
    news = News("Their partner", "01632 960 500", "A copy of the certificate")
    held = deaths.report_death(member.entry_id, news, died_on=date(2027, 3, 1), by=officer.actor).id
    database.session.rollback()
    deaths.confirm_death(held, version=queries.death(held).version, by=registrar.actor)
    assert entries.email_of(member.entry_id) is None
    assert write_all() == []
