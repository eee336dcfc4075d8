"""The registrar decides where two assessors disagree, where both find that it is not met, and where nothing came."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.permissions import Permission
from accounts.separation import Part
from cpd.audit import emails, queries, rules
from cpd.audit.matters import registrant_of
from cpd.audit.models import Audit, Decision
from cpd.audit.operations.assessing import carry_out, check_finding
from cpd.audit.operations.giving import stop_now
from cpd.audit.operations.steps import begin, due_on, move
from cpd.audit.vocabulary import Cause, Finding, Stage, StepKind
from cpd.registrants import Registrant
from foundation import clock, outbox
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused, allows
from register import operations as register
from register import queries as entries

_REASON = "CPD audit {reference}: what the institute asks for was not met."


@operation
def decide(reference: str, *, finding: Finding, reasons: str, version: int, by: Actor) -> None:
    """Decide an audit. `reasons` are read by the registrant.

    Raises:
        NotAllowed: they assessed it, or have a tie to the registrant.
        Refused: it is not with the registrar, nothing was sent to be met, or reasons are missing.
    """
    held, box = begin(reference, Permission.DECIDE_REGISTER, by=by, part=Part.DECIDED, version=version)
    rules.check_stage(held, Stage.REGISTRAR)
    rules.check_no_worry(held)
    said = rules.check_said(reasons, "Give your reasons, in words that the registrant can follow.")
    if held.cause is Cause.NOTHING_SENT and finding not in (Finding.FURTHER_TIME, Finding.NOT_MET):
        raise Refused("Nothing was sent. Give further time, or decide that it is not met.")
    check_finding(held, finding)
    db.session.add(
        Decision(
            audit_id=held.id,
            round=held.round,
            finding=finding,
            reasons_sealed=box.seal(said),
            decided_at=clock.now(),
            decided_by_id=rules.check_person(by),
        )
    )
    db.session.flush()
    if finding is not Finding.NOT_MET:
        carry_out(held, finding, by=by)
        return
    move(held, "decide_not_met", StepKind.NOT_MET, by=by)
    who = registrant_of(held)
    # The letter is bad news and may wait for the morning: notice and the time to appeal run from its day.
    held.since_on = _reached_on(who, clock.now())
    held.due_on = due_on(held, held.since_on)
    db.session.flush()
    emails.not_met(held, who, appeal_until=held.since_on + timedelta(days=held.targets["appeal"]))


def _reached_on(who: Registrant, at: datetime) -> date:
    """The day on which bad news that is written at a moment reaches somebody."""
    return clock.day_of(outbox.kind_moment(who.division, at=at))


def notice_ends(held: Audit) -> date:
    """The last day on the register of somebody whose appeal did not change the decision.

    An appeal takes nothing of the notice away, and the end is not before they can have read how it was decided.
    """
    who = registrant_of(held)
    told_on = _reached_on(who, queries.decisions(held.id)[-1].decided_at)
    return max(due_on(held, told_on) or told_on, _reached_on(who, clock.now()))


def remove(held: Audit, *, by: Actor) -> bool:
    """Take somebody off whose notice is over; False when something else has to be settled first. In an operation."""
    who = registrant_of(held)
    if not who.is_on_register():
        stop_now(held, who, by=by)
        return True
    if entries.is_held(held.entry_id) or not allows(rules.check_no_worry, held):
        return False
    register.remove_administratively(
        held.number, at=clock.now(), reason=_REASON.format(reference=held.reference), by=by
    )
    move(held, "remove", StepKind.REMOVED, by=by)
    emails.removed(held, who)
    return True
