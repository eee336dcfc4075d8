"""Concerns of the demo: one at each stage and for each thing that may wait, told by nobody, about people of the demo.

They are raised, answered and closed by the real operations, on the days on which it would have happened. The same seed
on the same day makes the same concerns. No reporter is written to: none of them wants letters.
"""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import select, update

from accounts import authority
from accounts import demo as accounts_demo
from accounts.models import Account, Realm, Role
from concerns import queries
from concerns.demo import looked_into
from concerns.demo.house import find_house
from concerns.demo.stories import OPEN_CODE, OPEN_SECRET, STORIES
from concerns.demo.teller import Teller
from concerns.models import Concern
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from register.demo.more import Demo


def fill(demo: Demo) -> list[str]:
    """Put the concerns there, unless they are; gives the lines that say how to try a mailbox."""
    officer, manager = _staff(Role.CONCERNS_OFFICER), _staff(Role.CONCERNS_MANAGER)
    if officer is None or manager is None:
        return []
    teller = Teller(officer, manager, random.Random(demo.seed), clock.today())
    reference = f"CN-{teller.at(4).year}-{OPEN_CODE}"
    if not queries.reference_taken(reference):
        for story in STORIES:
            story(teller)
        house = find_house(teller.today, demo.by)
        if house is not None:
            looked_into.tell(teller, house)
        _know_of_older(teller.today)
    url = demo.public_url.rstrip("/")
    return [
        f"Reporters, at {url}/concerns/mailbox (anybody may try this one):",
        f"  reference {reference}, secret {OPEN_SECRET}",
    ]


@operation
def _know_of_older(today: date) -> None:
    """Officers have long heard of all but today's and yesterday's; no letter is written about it."""
    known = Concern.received_on < clock.add_working_days(today, -1)
    db.session.execute(update(Concern).where(known).values(announced=True))


def _staff(role: Role) -> Actor | None:
    """The demo's member of staff with a role, if they have been here for long enough."""
    email = accounts_demo.staff_email(role)
    found = db.session.scalar(select(Account).where(Account.realm == Realm.STAFF, Account.email == email))
    if found is None or role not in authority.roles_held(found.id, clock.now() - timedelta(days=80)):
        return None
    return Actor("account", found.id, found.name)
