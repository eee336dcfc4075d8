"""A registrant with an account, on the register by its real door, for the rooms that need no more than that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Flask

from accounts.models import Realm
from cpd import registrants
from cpd.registrants import Registrant
from foundation import clock
from foundation.audit import SYSTEM
from foundation.database import db
from register import operations as register
from register.operations import claiming
from tests.accounts.staff import Person, hire, sit_down
from tests.page import Visitor
from tests.register.arrange import admit, entry_id, status


@dataclass(frozen=True)
class Member:
    """Somebody on the register."""

    number: str
    person: Person

    @property
    def entry_id(self) -> int:
        """Their entry."""
        return entry_id(self.number)

    @property
    def actor(self) -> Any:
        """They themselves at the keyboard."""
        return self.person.actor

    @property
    def registrant(self) -> Registrant:
        """As their side of the house knows them."""
        db.session.rollback()
        return registrants.many([self.entry_id])[self.entry_id]

    @property
    def status(self) -> str | None:
        """What the register says of them now."""
        db.session.rollback()
        found = status(self.number)
        return found.value if found is not None else None

    def visitor(self, app: Flask) -> Visitor:
        """They, signed in, without a browser."""
        return Visitor(sit_down(app, self.person, realm=Realm.PUBLIC))


def join(*periods: tuple[date, date], **changes: Any) -> Member:
    """Somebody joins the register and holds an account. Without periods: a year from today on."""
    person = hire(realm=Realm.PUBLIC)
    today = clock.today()
    number = admit(*(periods or ((today, clock.add_months(today, 12)),)), email=person.email, **changes)
    claiming.hold(number, person.id, proof="a test")
    db.session.rollback()
    return Member(number, person)


def hold(number: str, source: str = "CN-2026-7K3M9X") -> None:
    """Something turns up that has to be settled first."""
    register.place_hold(number, source=source, reason="a test", by=SYSTEM)


def let_go(number: str, source: str = "CN-2026-7K3M9X") -> None:
    """It is settled."""
    register.release_hold(number, source=source, reason="a test", by=SYSTEM)
