"""Who belongs to the group of a circular, as things stand now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from cpd import registrants
from cpd.audit.models import Audit
from cpd.audit.vocabulary import Stage
from cpd.circulars.models import Circular
from cpd.circulars.vocabulary import Group
from cpd.registrants import Registrant
from cpd.renewal import policy as renewal
from cpd.vocabulary import Nation
from foundation import clock
from foundation.database import db
from register import publication
from register import queries as register
from register.vocabulary import PracticeArea, Status

BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """A group, with what is needed to say who belongs to it; made anew for each batch."""

    group: Group
    nation: Nation | None
    area: PracticeArea | None
    audited: frozenset[int]

    def has(self, person: Registrant) -> bool:
        """Whether somebody belongs to it now."""
        if self.group is Group.LAPSED:
            says = person.standing()
            lapsed = says is not None and says.status is Status.LAPSED
            return lapsed and publication.may_be_found(person.record, clock.now())
        if not person.is_on_register():
            return False
        if self.group is Group.NATION:
            return person.nation is self.nation
        if self.group is Group.AREA:
            return self.area in person.record.particulars_at(clock.now()).areas
        if self.group is Group.CPD_AUDIT:
            return person.entry_id in self.audited
        return self.group is Group.REGISTERED or _renews_now(person)


def _renews_now(person: Registrant) -> bool:
    today = clock.today()
    ends_on = person.ends_on
    return ends_on is not None and today <= ends_on <= today + timedelta(days=renewal.WINDOW.value())


def wanted(circular: Circular) -> Wanted:
    """The group of a circular, at this moment."""
    audited = _told_of_audit() if circular.people is Group.CPD_AUDIT else frozenset[int]()
    return Wanted(circular.people, circular.nation, circular.area, audited)


def members(of: Wanted) -> Iterator[Registrant]:
    """Everybody who belongs to a group, in order of their entries and in bounded memory."""
    last = 0
    while ids := register.entries_after(last, limit=BATCH):
        last = ids[-1]
        found = registrants.many(ids)
        yield from (found[one] for one in ids if one in found and of.has(found[one]))


def _told_of_audit() -> frozenset[int]:
    """Whoever has an audit under way and was told of it: a circular must not be the first they hear."""
    statement = select(Audit.entry_id).where(
        Audit.closed_on.is_(None), Audit.stage.not_in([Stage.CHOSEN, Stage.DEFERRED])
    )
    return frozenset(db.session.scalars(statement))
