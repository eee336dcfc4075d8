"""Taking a decision off the register at once because it should never have been there: the wrong person, say.

One press with a reason. Everybody else who publishes is told by letter in the same moment, so that a second person
looks at it; the proof that every page is gone follows as soon as the change is kept.
"""

from __future__ import annotations

from accounts import authority, roles
from accounts.permissions import Permission
from concerns import emails
from concerns.operations.desk import sit_down
from concerns.operations.triaging import subject
from concerns.panels import effects, orders
from concerns.panels import queries as panels
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from register import coming_down

PUBLISHERS = (Permission.PUBLISH,)


def take_down(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> bool:
    """Take an order off the register now, and prove that it is gone; says whether it is.

    Raises:
        Refused: it is not on the register, or there is no reason.
    """
    _take_down(reference, order_id, reason=reason, version=version, by=by)
    return not coming_down.prove_urgent()


@operation
def _take_down(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> None:
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = panels.order(desk.concern.id, order_id)
    if row.restriction_id is None:
        raise Refused("It is not on the register.")
    desk.needs(reason, "Say why it has to go.")
    desk.note(f"Taken off the register at once: {reason.strip()}")
    number = effects.number_of(row.entry_id)
    orders.take_off(row, reason="It has to go at once.", by=by)
    row.ended_on = clock.today()
    row.appeal_until = None
    desk.record("taken_down", order=row.id)
    desk.touch()
    _tell_others(number, desk.account_id)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.TAKEN_DOWN)


def _tell_others(number: str, besides: int) -> None:
    """A second person looks at it: everybody else who may publish."""
    who = {one.id: one for role in roles.holders_of(Permission.PUBLISH) for one in authority.holders(role)}
    for account in who.values():
        if account.id != besides:
            emails.taken_down(
                account.email, name=account.name, number=number, by=authority.names_of({besides})[besides]
            )
