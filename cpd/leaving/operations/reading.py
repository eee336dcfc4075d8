"""Opening a wish to leave, for staff: who may, and a line in the trail for each time."""

from __future__ import annotations

from accounts import authority, roles
from accounts.permissions import Permission
from accounts.rules import check_no_conflict
from cpd.leaving import queries, rules
from cpd.leaving.models import Departure
from cpd.leaving.worklist import SEES_ALL
from cpd.panels import queries as panels
from cpd.panels.matters import matter_about
from cpd.registrants import Registrant
from foundation import audit
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import NotAllowed


def permissions_of(by: Actor) -> frozenset[Permission]:
    """What somebody's roles give them now."""
    if by.kind != "account" or by.id is None:
        return frozenset()
    return roles.permissions_of(authority.roles_held(by.id))


@operation
def open_departure(departure_id: int, *, by: Actor) -> tuple[Departure, Registrant]:
    """One, for officers, the registrar, editors, and those who sit on its panel.

    Raises:
        NotAllowed: their work is elsewhere, or they have a tie to the person.
    """
    departure = queries.departure(departure_id)
    registrant = rules.registrant_of(departure.entry_id)
    account_id, held = rules.check_person(by), permissions_of(by)
    seated = Permission.VOTE in held and panels.is_seated(rules.key(departure), account_id)
    if SEES_ALL.isdisjoint(held) and not seated:
        raise NotAllowed("This was not given to you.")
    check_no_conflict(account_id, matter_about(rules.key(departure), registrant), called=rules.CALLED)
    audit.record(action="leaving.opened", subject=rules.key(departure), by=by)
    return departure, registrant
