"""More information is asked for once, for fourteen days; then somebody decides (rules 6.5)."""

from __future__ import annotations

from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy

from cpd.audit.operations import sending
from cpd.audit.views import staff
from cpd.audit.vocabulary import Finding, Stage
from foundation.errors import Refused
from tests.conftest import StillClock
from tests.cpd.audit import arrange


def test_more_information_is_asked_for_once_for_fourteen_days(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(arrange.DRAW_DAY)
    team, number = arrange.crew(), arrange.registrant()
    person = arrange.account_of(number)
    arrange.sent(team, number, person)
    held = arrange.mark(number, team.first, Finding.MORE)
    assert (held.stage, held.due_on) == (Stage.MORE, date(2027, 6, 15))
    with pytest.raises(Refused, match="answer"):
        sending.send(held.reference, statement=" ", by=person.actor)
    set_clock("2027-06-15 23:30")
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.MORE
    set_clock("2027-06-16 00:30")
    arrange.night()
    assert arrange.audit_of(number).stage is Stage.ASSESSMENT
    # It is asked for once: then somebody decides, the assessor or the registrar.
    held = arrange.audit_of(number)
    for registrar in (False, True):
        assert set(staff.findings_for(held, registrar=registrar)) == set(Finding) - {Finding.MORE}
    with pytest.raises(Refused, match="Decide with what is there, or give further time"):
        arrange.mark(number, team.first, Finding.MORE)
    assert arrange.mark(number, team.first, Finding.NOT_MET).stage is Stage.SECOND_MARK
