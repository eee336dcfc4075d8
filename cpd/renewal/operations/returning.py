"""An officer looks before somebody comes back: in the second year, or with an answer that needs a look.

The officer lets them back; only the registrar sends them on to an application, where refusals and appeals belong.
"""

from __future__ import annotations

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part as Taken
from cpd import folders, registrants
from cpd.disclosures import queries as disclosures
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, queries, rules
from cpd.renewal.models import Renewal, ReturnDecision
from cpd.renewal.operations import asking, finishing
from cpd.renewal.operations.steps import move, to_change
from cpd.renewal.vocabulary import Part, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused


def _begin(reference: str, permission: Permission, part: Taken, version: int, by: Actor) -> tuple[Renewal, Registrant]:
    renewal = to_change(reference)
    registrant = registrants.many([renewal.entry_id])[renewal.entry_id]
    rules.check_staff(registrant, permission, by=by)
    rules.check_version(renewal.version, version)
    rules.check_stage(renewal, Stage.LOOKED_AT)
    take_part((rules.MATTER, str(renewal.id)), part, called=rules.CALLED, by=by)
    return renewal, registrant


def _keep(renewal: Renewal, *, comes_back: bool, reasons: str, by: Actor) -> None:
    said = rules.check_said(reasons, "Say why, in words that the person can follow.")
    db.session.add(
        ReturnDecision(
            renewal_id=renewal.id,
            comes_back=comes_back,
            reasons_sealed=folders.box_for(renewal.entry_id).seal(said),
            decided_at=clock.now(),
            decided_by_id=rules.check_person(by),
        )
    )


@operation
def bring_back(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """Everything is in order: they are on the register from today.

    Raises:
        Refused: something is missing by now, what they declared is still looked at, or it is too late.
    """
    renewal, registrant = _begin(reference, Permission.CHECK_APPLICATIONS, Taken.CHECKED, version, by)
    window, place = rules.place_of_return(renewal, rules.window(registrant))
    if renewal.entry_id in disclosures.in_doubt([renewal.entry_id]):
        raise Refused("What they declared is still looked at. Wait for what comes of it.")
    missing = rules.missing(
        renewal, insured=rules.insured_to(registrant), money=fees.standing(renewal), today=clock.today()
    )
    if set(missing) - {Part.DECLARATIONS}:
        raise Refused(f"Something is missing by now: {', '.join(part.label.lower() for part in missing)}.")
    _keep(renewal, comes_back=True, reasons=reasons, by=by)
    finishing.finish(renewal, registrant, window, place, name="bring_back", by=by)


@operation
def send_on(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """They have to apply to come back: the registrar's step. What they paid is sent back by finance."""
    renewal, registrant = _begin(reference, Permission.DECIDE_REGISTER, Taken.DECIDED, version, by)
    _keep(renewal, comes_back=False, reasons=reasons, by=by)
    asking.stop_asking(renewal, by=by)
    move(renewal, "send_on", StepKind.SENT_ON, by=by)
    emails.sent_on(renewal, registrant)


def reasons_of(renewal: Renewal) -> str | None:
    """What was decided, in the words of whoever did, for the registrant and for staff."""
    held = queries.decision_of(renewal.id)
    return folders.box_of(renewal.entry_id).open(held.reasons_sealed) if held is not None else None
