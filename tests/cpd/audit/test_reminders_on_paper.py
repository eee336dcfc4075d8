"""Reminders of an audit on paper: called back when nobody waits for the record any more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from cpd.audit.models import Audit
from cpd.audit.operations import giving, sending
from cpd.leaving import queries as leaving
from register.post import readers
from tests.accounts.staff import SHELL, Person
from tests.conftest import StillClock
from tests.cpd.audit import arrange
from tests.cpd.audit.arrange import Crew
from tests.register import arrange as register

End = Callable[[Crew, Audit, Person, pytest.MonkeyPatch], object]


def _more_time(team: Crew, held: Audit, person: Person, _patch: pytest.MonkeyPatch) -> None:
    sending.ask_for_time(held.reference, words="zzill", by=person.actor)
    giving.answer_time(held.reference, until=date(2027, 8, 10), words="Of course.", by=team.officer.actor)


def _goes_away(_team: Crew, _held: Audit, _person: Person, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(leaving, "on_leave", lambda ids, _day: frozenset(ids))
    arrange.night()


ENDS: dict[str, End] = {
    "stopped": lambda team, held, _person, _patch: giving.stop(
        held.reference, why="It was a mistake.", version=held.version, by=team.officer.actor
    ),
    "sent": lambda _team, held, person, _patch: sending.send(held.reference, statement="Here it is.", by=person.actor),
    "more time": _more_time,
    "away": _goes_away,
}


@pytest.mark.parametrize("end", ENDS)
def test_reminders_that_nobody_printed_go(
    database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    set_clock(arrange.DRAW_DAY)
    team = arrange.crew()
    number = arrange.registrant()
    person = arrange.account_of(number)
    arrange.asked(team, number)
    entry_id = register.entry_id(number)
    readers.keep(entry_id, "1 Long Row\nLeeds\nLS1 1AA", on_paper=True, by=SHELL)
    set_clock("2027-06-22 01:00")
    arrange.night()
    assert [one.template for one, _, _ in readers.letters_of(entry_id)] == ["cpd_audit_reminder"]
    ENDS[end](team, arrange.audit_of(number), person, monkeypatch)
    kinds = [one.template for one, _, _ in readers.letters_of(entry_id)]
    assert kinds
    assert "cpd_audit_reminder" not in kinds
