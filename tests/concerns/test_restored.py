"""After a removal by a panel: not before five years, refused once and not again for a year, then back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns.panels import queries as panels
from concerns.publishing import accuracy, restored
from concerns.vocabulary import Sanction
from cpd.joining.applying import Insured
from cpd.joining.findings import Outcome, PanelFinding, ReviewFinding
from cpd.joining.vocabulary import Route, Stage
from foundation import audit, clock
from foundation.database import db
from foundation.errors import Refused
from register import publication
from register.models import EventKind
from register.reconciliation import check_public_view
from register.vocabulary import OrderKind, Status
from tests.accounts.staff import Person
from tests.concerns import looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import decided
from tests.conftest import StillClock
from tests.cpd.joining.arrange import DETAILS, Case, case
from tests.frame import cast
from tests.frame.outbox import letters


def asks(person: Person) -> Case:
    """She asks to come back, insured and with work that is not long ago, on whatever day it is."""
    today = clock.today()
    details = replace(
        DETAILS,
        last_practised_on=clock.add_months(today, -2),
        insured=Insured("A mutual", "P-1", today, clock.add_months(today, 24), True),
    )
    return case(applicant=person, route=Route.RESTORATION, details=details)


def before_the_panel(held: Case) -> Case:
    held.complete().referees_answer().tick_everything().verify()
    assert held.stage is Stage.DECLARATIONS, "whatever she declared"
    with pytest.raises(Refused, match="only after a panel"):
        held.review()
    return held.review(ReviewFinding.REFER).sit()


def entry() -> publication.PublicEntry:
    found = publication.public_entry(cast.SIOBHAN)
    assert found is not None
    return found


def removal() -> tuple[bool, str]:
    [one] = [order for order in entry().restrictions if order.kind is OrderKind.REMOVAL]
    return one.in_force, one.sentence


def test_who_was_removed_by_a_panel_comes_back_in_the_time_and_the_way_of_the_rules(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock, Sanction.REMOVAL, None)
    set_clock("2027-02-01 10:00")
    looking.published(held, panels.orders(concern_id(held))[-1].id, "She took money.")
    siobhan = held.siobhan
    assert siobhan is not None
    set_clock("2027-03-02 00:00")
    assert entry().status is Status.REMOVED
    set_clock("2032-03-01 10:00")
    with pytest.raises(Refused, match="You can ask to come back from 2 March 2032"):
        asks(siobhan)
    set_clock("2032-03-02 10:00")
    first = before_the_panel(asks(siobhan))
    first.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR).give_assessor().assess().decide(Outcome.REFUSE)
    assert first.stage is Stage.REFUSED
    assert (entry().status, removal()[0]) == (Status.REMOVED, True)
    set_clock("2033-03-01 10:00")
    with pytest.raises(Refused, match="You can ask again from 2 March 2033"):
        asks(siobhan)
    set_clock("2033-03-02 10:00")
    again = before_the_panel(asks(siobhan))
    again.panel_votes(PanelFinding.CLEAR, PanelFinding.CLEAR).give_assessor().assess().decide()
    assert again.stage is Stage.REGISTERED
    assert entry().status is Status.REGISTERED
    assert removal() == (False, "Was removed by a panel on 2 March 2027 and later restored.")
    assert (restored.keep(), restored.keep()) == (1, 0)
    assert accuracy.check() == check_public_view() == []
    assert panels.orders(concern_id(held))[-1].shown_until == clock.end_of_day(date(2038, 3, 2))
    hers = [one.template for one in letters() if one.recipient == siobhan.email]
    assert hers.count("application_refused") == 1
    assert hers[-1] == "application_admitted"
    kinds = [one.action for one in db.session.scalars(select(audit.AuditRecord).order_by(audit.AuditRecord.id))]
    assert f"register.{EventKind.RESTORED.value}" in kinds
    set_clock("2038-03-02 23:58")
    assert not removal()[0], "five years more, then no page tells of it"
    set_clock("2038-03-02 23:59")
    found = publication.public_entry(cast.SIOBHAN)
    assert found is None or not any(one.kind is OrderKind.REMOVAL for one in found.restrictions)
    assert clock.today() == date(2038, 3, 2)
