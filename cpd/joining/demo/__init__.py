"""Applications of the demo: one at each stage and for each thing that may wait, by nobody real.

They are sent in, checked, judged and decided by the real operations, on the days on which it would have happened. The
same seed on the same day makes the same applications. No fee is set, so whoever is granted a place is on the register.
"""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import select

from accounts import authority
from accounts import demo as accounts_demo
from accounts.models import Account, Realm, Role
from cpd.joining import queries
from cpd.joining.demo.stories import FIRST_CODE, STORIES
from cpd.joining.demo.teller import Teller
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from register.demo.more import Demo

__all__ = ["STORIES", "fill"]
_STAFF = {
    "officer": Role.REGISTRATION_OFFICER,
    "assessor": Role.ASSESSOR,
    "registrar": Role.REGISTRAR,
    "member": Role.PANEL_MEMBER,
    "chair": Role.PANEL_CHAIR,
    "appeal": Role.APPEAL_PANEL,
}


def fill(demo: Demo) -> list[str]:
    """Put the applications there, unless they are; gives the lines that say where to look."""
    staff = {name: _staff(role) for name, role in _STAFF.items()}
    if any(one is None for one in staff.values()):
        return []
    today = clock.today()
    known = {name: one for name, one in staff.items() if one is not None}
    teller = Teller(known, random.Random(demo.seed), today, demo.by)
    if queries.find(f"AP-{teller.at(30).year}-{FIRST_CODE}") is None:
        for story in STORIES:
            story(teller)
    url = demo.public_url.rstrip("/")
    return [f"Applications at every stage, at {url}/staff/applications; applicants: …@applicants.example"]


def _staff(role: Role) -> Actor | None:
    """The demo's member of staff with a role, if they have been here for long enough."""
    email = accounts_demo.staff_email(role)
    found = db.session.scalar(select(Account).where(Account.realm == Realm.STAFF, Account.email == email))
    if found is None or role not in authority.roles_held(found.id, clock.now() - timedelta(days=80)):
        return None
    return Actor("account", found.id, found.name)
