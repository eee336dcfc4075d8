"""Who acts in the demo: staff of every role, some registrants with an account, and on which day something happens."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from sqlalchemy import select

from accounts import authority
from accounts import demo as accounts_demo
from accounts.models import Account, Realm, Role
from cpd import registrants
from cpd.registrants import Registrant
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register import queries as register
from register.demo import SHOWPIECES
from register.operations import claiming
from register.vocabulary import Status

Done = TypeVar("Done")
#: Staff of the demo have been here for so long at least.
HERE_FOR = 80
_STAFF = {
    "officer": Role.REGISTRATION_OFFICER,
    "registrar": Role.REGISTRAR,
    "assessor": Role.ASSESSOR,
    "concerns": Role.CONCERNS_OFFICER,
}


@dataclass
class Cast:
    """Everybody in it."""

    staff: dict[str, Actor]
    #: The registrant whom everybody of the demo knows.
    showpiece: Registrant
    #: Others who are simply on the register, for longer than a year.
    others: Sequence[Registrant]
    #: Of them, those whose registration ends soon, the first to end first.
    ending: Sequence[Registrant]
    chance: random.Random
    today: date
    by: Actor
    #: People worth signing in as, by what they show.
    shown: dict[str, Registrant] = field(default_factory=dict)

    def at(self, days_ago: int, hour: int = 11) -> datetime:
        """An hour of a day so many days ago; never later than now."""
        day = self.today - timedelta(days=days_ago)
        return min(datetime.combine(day, time(hour), clock.LONDON), clock.now())

    def do(self, days_ago: int, act: Callable[[], Done], hour: int = 11) -> Done:
        """Let something happen so many days ago."""
        with clock.played_back(self.at(days_ago, hour)):
            return act()

    def let_in(self, people: Iterable[Registrant]) -> dict[int, Actor]:
        """Give people an account, unless they have one; who they are by entry."""
        wanted = {one.entry_id: one for one in people}
        held = register.holders_of(list(wanted))
        new = [one for entry_id, one in wanted.items() if entry_id not in held]
        if new:
            ids = accounts_demo.fill(registrants=[(one.name, one.email) for one in new], by=self.by)
            for one in new:
                claiming.hold(one.number, ids[one.email], proof="the demo")
                held[one.entry_id] = ids[one.email]
        return {entry_id: Actor("account", held[entry_id], one.name) for entry_id, one in wanted.items()}

    def actor(self, one: Registrant) -> Actor:
        """A registrant at the keyboard."""
        return self.let_in([one])[one.entry_id]


def find_cast(chance: random.Random, today: date, by: Actor) -> Cast | None:
    """The people of the demo, or None when they are not (yet) there."""
    staff = {name: _staff(role) for name, role in _STAFF.items()}
    known = {name: one for name, one in staff.items() if one is not None}
    showpiece = registrants.of_number(SHOWPIECES["registered"].number)
    if len(known) < len(_STAFF) or showpiece is None:
        return None
    others = _others(today)
    soon = [one for one in others if one.ends_on is not None and one.ends_on <= today + timedelta(days=80)]
    ending = sorted(soon, key=lambda one: (one.ends_on or date.max, one.entry_id))
    return Cast(known, showpiece, [one for one in others if one not in ending], ending, chance, today, by)


def _others(today: date, *, at_most: int = 300) -> list[Registrant]:
    """Plain registrants, in order of their entries."""
    pieces = {one.number for one in SHOWPIECES.values()}
    people = registrants.many(register.entries_after(0, limit=at_most)).values()
    found = []
    for one in sorted(people, key=lambda one: one.entry_id):
        says = one.standing()
        plain = says is not None and says.status is Status.REGISTERED and one.number not in pieces and bool(one.email)
        if plain and one.first_registered_on < today - timedelta(days=400) and one.ends_on != today:
            found.append(one)
    return found


def _staff(role: Role) -> Actor | None:
    """The demo's member of staff with a role, if they have been here for long enough."""
    email = accounts_demo.staff_email(role)
    found = db.session.scalar(select(Account).where(Account.realm == Realm.STAFF, Account.email == email))
    if found is None or role not in authority.roles_held(found.id, clock.now() - timedelta(days=HERE_FOR)):
        return None
    return Actor("account", found.id, found.name)
