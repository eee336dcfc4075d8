"""Registrants with a CPD record for the tests of this room."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Flask

from accounts.models import Realm
from cpd import registrants
from cpd.record import queries
from cpd.record.models import ActivityKept
from cpd.record.operations import keeping
from cpd.record.vocabulary import Company
from cpd.record.words import Told, Words
from cpd.registrants import Registrant
from cpd.requirements.vocabulary import ActivityKind
from foundation import clock
from foundation.database import db
from register import operations as register
from register.operations.admission import Admission
from register.operations.claiming import hold
from register.rules import ParticularsFact, PeriodFact
from register.vocabulary import PracticeArea, WorksWith
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.page import Page, Visitor

HOME = "/account/cpd"
#: Words that stand in one place, so that a test can look where they turn up.
LEARNED = "zzlearned to ask first"
WORDS = Words("Capacity update", LEARNED, "I ask in another way", "They decide more themselves")
COURSE = Told(
    done_on=date(2027, 3, 3),
    minutes=120,
    kind=ActivityKind.COURSE,
    company=Company.LIVE,
    standards=("2.1",),
    words=WORDS,
)


@dataclass(frozen=True)
class Member:
    """A registrant with an account."""

    person: Person
    entry_id: int
    number: str

    @property
    def registrant(self) -> Registrant:
        """As their side of the house knows them."""
        db.session.rollback()
        return registrants.many([self.entry_id])[self.entry_id]

    def keep(self, told: Told = COURSE, *, draft: bool = False, **changes: Any) -> int:
        """Write an activity down."""
        told = replace(told, **changes)
        return keeping.write(self.entry_id, told, once=secrets.token_hex(16), draft=draft, by=self.person.actor)

    def row(self, activity_id: int) -> ActivityKept:
        """One of their activities, read afresh."""
        db.session.rollback()
        return queries.of(self.entry_id, activity_id)

    def at(self, app: Flask) -> Desk:
        """At their browser."""
        return Desk(Visitor(sit_down(app, self.person, realm=Realm.PUBLIC)))


def member(name: str = "Perpetua Oakenshaw", *periods: tuple[date, date], outcode: str = "LS1") -> Member:
    """Somebody on the register with an account that holds the entry."""
    spans = periods or ((date(2027, 1, 1), date(2027, 12, 31)),)
    person = hire(name=name, realm=Realm.PUBLIC)
    forenames, _, surname = name.partition(" ")
    number = register.admit(
        Admission(
            particulars=ParticularsFact(
                effective_from=clock.start_of_day(spans[0][0]),
                title="",
                forenames=forenames,
                surname=surname,
                known_as="",
                previous_names=[],
                shows_previous_names=False,
                town="Leeds",
                outcode=outcode,
                areas=[PracticeArea.HOUSING.value],
                works_with=WorksWith.ADULTS,
                languages=[],
                organisation="",
                holds_certificate=False,
                first_registered_on=spans[0][0],
            ),
            periods=[PeriodFact(*one) for one in spans],
            email=person.email,
        ),
        reason="a test",
        by=SHELL,
    )
    hold(number, person.id, proof="a test")
    found = registrants.of_number(number)
    assert found is not None
    entry_id = found.entry_id
    db.session.rollback()
    return Member(person, entry_id, number)


class Desk:
    """Somebody at the pages of their record."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor

    def open(self, address: str = "", **more: Any) -> Page:
        """Open a page of the record."""
        return self.visitor.open(HOME + address, **more)

    def send(self, page: Page, values: dict[str, Any], *, button: str | None = "Keep it", status: int = 200) -> Page:
        """Fill in the form of a page that is open, and press a button; what the button says is sent with it."""
        return self.visitor.send(page, values, button=button, status=status)

    def add(self, *, status: int = 200, **values: Any) -> Page:
        """Add an activity."""
        return self.send(self.open("/add"), values, status=status)

    def post(self, path: str, values: dict[str, Any]) -> Any:
        """Send a form, whatever page it stands on, and follow nothing."""
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.visitor.client.get(HOME).text)
        assert found is not None
        return self.visitor.client.post(f"{HOME}{path}", data={"csrf_token": found[1], **values})
