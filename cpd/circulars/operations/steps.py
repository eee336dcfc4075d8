"""What every step of a circular does: who may, whether the page was fresh, the move, its line and the trail."""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd.circulars import queries
from cpd.circulars.models import Circular, CircularStep
from cpd.circulars.vocabulary import Happened, Standing
from cpd.circulars.workflow import WORKFLOW
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db
from foundation.errors import NotAllowed, Refused


def sit_down(circular_id: int, *, version: int | None, by: Actor) -> Circular:
    """The circular, for somebody to act on.

    Raises:
        NotAllowed: their work is elsewhere.
        Refused: somebody changed it since they opened the page.
    """
    check_may(by, Permission.CIRCULATE)
    if by.id is None:
        raise NotAllowed("Only a person can write to registrants.")
    audit.take_turn()
    circular = queries.get(circular_id)
    if version is not None and circular.version != version:
        raise Refused("Somebody else changed this letter meanwhile. Look at it again, then try once more.")
    return circular


def move(circular: Circular, name: str) -> None:
    """Take a circular where a move of the workflow leads."""
    circular.standing = Standing(WORKFLOW.after(name, standing=circular.standing.value))


def note(circular: Circular, kind: Happened, *, by: Actor) -> None:
    """Write down that something happened, for the page and for the trail."""
    db.session.flush()
    db.session.add(CircularStep(circular_id=circular.id, kind=kind, at=clock.now(), by_account_id=by.id))
    audit.record(action=f"circular.{kind.value}", subject=("circular", circular.id), by=by)
