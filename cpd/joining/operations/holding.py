"""Legal holds: the registrar keeps an application from being deleted, says why, and looks again every six months.

A hold overrides every time after which something is deleted, but one: what was told in error goes after its week, since
the law does not let us keep it.
"""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.joining import policy, queries, rules
from cpd.joining.models import Hold
from cpd.joining.operations.steps import note
from cpd.joining.operations.tasks import begin
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

_NONE = "Nothing keeps this application from being deleted."


@operation
def place(reference: str, *, why: str, version: int, by: Actor) -> None:
    """Keep all of an application until the hold is lifted. Whoever places it owns it.

    Raises:
        Refused: no reason, or it is kept already.
    """
    application, box = begin(reference, Permission.DECIDE_APPLICATIONS, by=by, version=version)
    said = rules.check_said(why, "Say why it has to be kept.")
    if queries.hold(application.id) is not None:
        raise Refused("This application is kept already.")
    today, owner_id = clock.today(), rules.check_person(by)
    db.session.add(
        Hold(
            application_id=application.id,
            why_sealed=box.seal(said),
            owner_id=owner_id,
            placed_at=clock.now(),
            placed_by_id=owner_id,
            review_on=clock.add_months(today, policy.HOLD_REVIEW.value(today)),
        )
    )
    note(application, "hold_placed", by=by)


@operation
def review(reference: str, *, version: int, by: Actor) -> None:
    """Say that it still has to be kept; whoever says so owns the hold from now on.

    Raises:
        Refused: there is no hold.
    """
    application, _ = begin(reference, Permission.DECIDE_APPLICATIONS, by=by, version=version)
    held = queries.hold(application.id)
    if held is None:
        raise Refused(_NONE)
    today = clock.today()
    held.owner_id = rules.check_person(by)
    held.review_on = clock.add_months(today, policy.HOLD_REVIEW.value(today))
    note(application, "hold_reviewed", by=by)


@operation
def lift(reference: str, *, version: int, by: Actor) -> None:
    """Let the usual times hold again.

    Raises:
        Refused: there is no hold.
    """
    application, _ = begin(reference, Permission.DECIDE_APPLICATIONS, by=by, version=version)
    held = queries.hold(application.id)
    if held is None:
        raise Refused(_NONE)
    held.lifted_at, held.lifted_by_id = clock.now(), rules.check_person(by)
    note(application, "hold_lifted", by=by)
