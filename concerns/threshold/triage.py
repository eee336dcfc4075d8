"""Triage finds that a concern is ours, and where it goes: settled between those in it, the threshold, or at once.

Refuses a concern that is about nobody on the register, and one that is older than the age limit without a reason.
Closing one that is not ours stands in `concerns.operations.triaging`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select

from accounts.separation import Part
from concerns import emails, kept, policy, rules, targets
from concerns.models import Concern, LocalResolution, TriageDecision
from concerns.operations.closing import close_on_desk
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import TRIAGE
from concerns.vocabulary import Band, CloseReason, Stage, StepKind, TriageOutcome, Way
from foundation import clock, standards
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from register import queries as register
from register import rules as register_rules

_MOVES = {
    TriageOutcome.LOCAL: ("try_local", StepKind.LOCAL_BEGAN),
    TriageOutcome.THRESHOLD: ("pass_on", StepKind.FOUND_OURS),
    TriageOutcome.FAST: ("fast_track", StepKind.INVESTIGATION_BEGAN),
}


@operation
def find_ours(
    reference: str,
    outcome: TriageOutcome,
    *,
    happened_on: date,
    happened_until: date | None = None,
    standards_named: Sequence[str] = (),
    too_old_because: str = "",
    reasons: str,
    version: int,
    by: Actor,
) -> None:
    """Find that a concern is ours, and pass it on. The Standards of the day it happened are noted with it.

    Raises:
        Refused: it is not in triage, its risk was not rated, nobody in it was registered then, it is too old without a
            reason, or settling it is not safe.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    concern = desk.concern
    rules.check_stage(concern, Stage.TRIAGE)
    rules.check_rated(concern)
    until = happened_until or happened_on
    _check_days(happened_on, until)
    _check_registered(concern, happened_on, until)
    edition, named = cited(standards_named, until)
    if outcome is TriageOutcome.LOCAL:
        _check_minor(concern)
    desk.take_part(Part.TRIAGED)
    db.session.add(
        TriageDecision(
            concern_id=concern.id,
            outcome=outcome,
            happened_on=happened_on,
            happened_until=until,
            edition=edition,
            standards=named,
            too_old_sealed=_too_old(desk, until, too_old_because),
            reasons_sealed=desk.needs(reasons, "Write why it is ours, and why it goes there."),
            decided_at=clock.now(),
            decided_by_id=desk.account_id,
        )
    )
    if outcome is TriageOutcome.LOCAL:
        _begin_local(desk, reasons)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.GOES_ON)
    name, kind = _MOVES[outcome]
    move(concern, name, kind, by=by, detail={"outcome": outcome.value})


@operation
def extend_local(reference: str, *, reasons: str, version: int, by: Actor) -> date:
    """Give those who try to settle it more time, once; says until when.

    Raises:
        Refused: it was extended before, or nothing is being settled.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    held = _open(desk.concern)
    if held.extended_on is not None:
        raise Refused("It was extended once. Settle it, or go on.")
    desk.needs(reasons, "Say why more time will help.")
    desk.note(f"More time to settle it: {reasons.strip()}")
    held.extended_on = clock.today()
    more = policy.LOCAL_RESOLUTION.value(clock.today())
    held.due_on += timedelta(days=more)
    targets.extended(desk.concern, Stage.LOCAL_RESOLUTION, more)
    desk.record("local_extended")
    desk.touch()
    return held.due_on


@operation
def settle(reference: str, *, words: str, agreed: str, version: int, by: Actor) -> None:
    """Close a concern that was settled. `agreed` is what both sides agreed to; `words` go to the reporter.

    Raises:
        Refused: nothing is being settled, or there are no words.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    _end(desk, _open(desk.concern), settled=True, outcome=agreed)
    close_on_desk(desk, "settle", CloseReason.RESOLVED, words)


@operation
def give_up_settling(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """Go on to the threshold because settling it did not work, or is no longer safe.

    Raises:
        Refused: nothing is being settled, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=TRIAGE, version=version)
    _end(desk, _open(desk.concern), settled=False, outcome=reasons)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.GOES_ON)
    move(desk.concern, "end_local", StepKind.LOCAL_ENDED, by=by)
    note_step(desk.concern, StepKind.FOUND_OURS, by=by)


def cited(named: Sequence[str], on: date) -> tuple[str | None, list[str]]:
    """Standards by their numbers, with the edition in force on the day it happened.

    Raises:
        Refused: a number that the edition does not have.
    """
    edition = standards.edition_in_force(on) or standards.edition_in_force()
    wanted = list(dict.fromkeys(one.strip() for one in named if one.strip()))
    if edition is None:
        return None, wanted
    on_day = max(on, edition.in_force_from)
    for number in wanted:
        if "." in number and standards.clause(number, on_day) is None:
            raise Refused(f"Standard {number} is not in the edition that was in force then.", at="standards")
    return edition.slug, wanted


def happened_until(concern_id: int) -> date | None:
    """The last day on which it happened, as triage found it: the Standards of that day apply."""
    held = kept.last(TriageDecision, concern_id)
    return held.happened_until if held is not None else None


def local(concern_id: int) -> LocalResolution | None:
    """The last attempt to settle a concern."""
    statement = select(LocalResolution).where(LocalResolution.concern_id == concern_id)
    return db.session.scalar(statement.order_by(LocalResolution.id.desc()).limit(1))


def _check_days(first: date, last: date) -> None:
    if not first <= last <= clock.today():
        raise Refused(
            "Choose the days on which it happened: the first, the last, and none that is to come.", at="happened_on"
        )


def _check_registered(concern: Concern, first: date, last: date) -> None:
    """Somebody it is about was registered on a day on which it happened, whatever they are now."""
    entries = [one.entry_id for one in concern.subjects if one.entry_id is not None]
    if not entries:
        raise Refused("Find the person on the register first. Somebody who never was on it is not ours to look into.")
    for record in register.records(entries).values():
        if any(one.starts_on <= last and one.ends_on >= first for one in register_rules.spent(record)):
            return
    raise Refused("Nobody in it was registered when it happened.")


def _too_old(desk: Desk, until: date, because: str) -> str | None:
    limit = clock.add_months(desk.concern.received_on, -policy.AGE_LIMIT.value(desk.concern.received_on))
    if until >= limit:
        return None
    return desk.needs(because, "It happened longer ago than the age limit. Say why we look into it all the same.")


def _check_minor(concern: Concern) -> None:
    if concern.risk is not Band.GREEN:
        raise Refused("Only what is green is settled between those in it: this is not minor, or not safe.")
    if concern.naming.value == "anonymous":
        raise Refused("Nobody can settle it with somebody whose name we do not know.")


def _begin_local(desk: Desk, words: str) -> None:
    today = clock.today()
    db.session.add(
        LocalResolution(
            concern_id=desk.concern.id,
            words_sealed=desk.box.seal(words.strip()),
            began_at=clock.now(),
            began_by_id=desk.account_id,
            due_on=today + timedelta(days=policy.LOCAL_RESOLUTION.value(today)),
        )
    )


def _open(concern: Concern) -> LocalResolution:
    held = local(concern.id)
    if held is None or held.ended_at is not None:
        raise Missing("Nobody is settling this concern now.")
    return held


def _end(desk: Desk, held: LocalResolution, *, settled: bool, outcome: str) -> None:
    held.settled = settled
    held.outcome_sealed = desk.needs(outcome, "Write what came of it.")
    held.ended_at, held.ended_by_id = clock.now(), desk.account_id
