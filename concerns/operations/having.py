"""Who has a concern: taking one that nobody has, and handing one over to somebody who is clear of it."""

from __future__ import annotations

from accounts import authority, roles
from accounts.permissions import Permission
from accounts.rules import who_is_clear
from accounts.separation import Part
from concerns import rules
from concerns.models import Assignment
from concerns.operations.desk import ALL_HANDS, Desk, sit_down
from concerns.operations.holding import hold_linked
from concerns.operations.steps import note_step
from concerns.vocabulary import StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused


@operation
def take(reference: str, *, version: int, by: Actor) -> None:
    """Take a concern that nobody has. Taking one's own again changes nothing.

    Raises:
        Refused: somebody else has it.
    """
    desk = sit_down(reference, by=by)
    if desk.concern.officer_id == by.id:
        return
    rules.check_version(desk.concern, version)
    rules.check_open(desk.concern)
    if desk.concern.officer_id is not None:
        raise Refused("Another officer has this concern. Ask them to hand it over, or hand it over to yourself.")
    desk.take_part(Part.RECEIVED)
    _give(desk, desk.account_id, note="")
    hold_linked(desk.concern, by=by)
    desk.record("taken")


@operation
def hand_over(reference: str, *, to: int, note: str, version: int, by: Actor) -> None:
    """Give a concern to another officer, with what they need to know. Officers may, and whoever allocates.

    Raises:
        NotAllowed: the other one is no concerns officer, or has a tie to somebody in it.
        Refused: they have it already, or there is no note.
    """
    desk = sit_down(reference, by=by, may=ALL_HANDS, version=version)
    rules.check_open(desk.concern)
    if desk.concern.officer_id == to:
        raise Refused("They have this concern already.")
    if not note.strip():
        raise Refused("Write down what the next officer needs to know.")
    if to not in candidates():
        raise NotAllowed("That person is not a concerns officer now.")
    if to not in who_is_clear([to], desk.parties.matter, called=rules.CALLED).clear:
        raise NotAllowed("That person has a tie to somebody in this concern. Choose somebody else.")
    first = desk.concern.officer_id is None
    _give(desk, to, note=note)
    if first:
        desk.record("given", to=to)
    else:
        note_step(desk.concern, StepKind.HANDED_OVER, by=by, detail={"to": to})


def candidates() -> list[int]:
    """Everybody who could have a concern now."""
    return list(authority.able_to(roles.holders_of(Permission.TAKE_IN_CONCERNS)))


def _give(desk: Desk, account_id: int, *, note: str) -> None:
    now = clock.now()
    desk.concern.officer_id, desk.concern.officer_since_at = account_id, now
    db.session.add(
        Assignment(
            concern_id=desk.concern.id,
            officer_id=account_id,
            given_at=now,
            given_by_id=desk.account_id,
            note_sealed=desk.box.seal(note.strip()) if note.strip() else None,
        )
    )
