"""What the data-protection lead and a second person do: keep with a hold, propose, agree, decline.

Nobody deletes alone, a hold overrides every rule, and whether the time is really over is worked out again each time.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.permissions import Permission
from accounts.separation import Part
from concerns.models import Erasure, LegalHold, Tombstone
from concerns.retention import belongings, reading, records
from concerns.retention.bench import Bench, sit_down
from concerns.retention.erasing import erase
from concerns.retention.periods import HOLD_REVIEW
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused

LEADS = (Permission.HANDLE_DATA,)
SECONDS = (Permission.AGREE_ERASURE,)
_HELD = "A legal hold keeps this record. It has to be lifted first."
_NOT_OVER = "The time of this record is not over, so it has to stay."
_NO_HOLD = "No legal hold keeps this record."


@dataclass(frozen=True)
class Words:
    """What was said about keeping or deleting a record, opened for somebody who may act on it."""

    reasons: str
    declined: str
    why_held: str
    files: int


@operation
def look(reference: str, *, by: Actor) -> Words:
    """Open what was said about a record's time. Whoever has a tie to somebody in it does not act, and does not read.

    Raises:
        NotAllowed: not with these roles or ties.
    """
    bench = sit_down(reference, by=by, may=(*LEADS, *SECONDS))
    found, held = records.erasure(bench.row), records.hold(bench.row)
    owners = list(belongings.owners_of(belongings.rows_of(bench.row.id, bench.kind.table)))
    return Words(
        reasons=bench.box.open(found.reasons_sealed) if found is not None and found.reasons_sealed else "",
        declined=bench.box.open(found.declined_sealed) if found is not None and found.declined_sealed else "",
        why_held=bench.box.open(held.why_sealed) if held is not None else "",
        files=sum(len(files) for files in evidence.files_of_many(owners).values()),
    )


@operation
def place(reference: str, *, why: str, version: int | None = None, by: Actor) -> None:
    """Keep a record until the hold is lifted, whether its time is over or not. Whoever places it owns it.

    Raises:
        Refused: no reason, or it is kept already.
    """
    bench = sit_down(reference, by=by, may=LEADS, version=version)
    sealed = bench.needs(why, "Say why it has to be kept.")
    if records.hold(bench.row) is not None:
        raise Refused("A legal hold keeps this record already.")
    found = records.erasure(bench.row)
    if found is not None:
        db.session.delete(found)
    today = clock.today()
    db.session.add(
        LegalHold(
            **{bench.kind.column: bench.row.id},
            why_sealed=sealed,
            owner_id=bench.account_id,
            placed_at=clock.now(),
            placed_by_id=bench.account_id,
            review_on=clock.add_months(today, HOLD_REVIEW.value(today)),
        )
    )
    bench.record("hold_placed")
    bench.touch()


@operation
def review(reference: str, *, version: int, by: Actor) -> None:
    """Say that it still has to be kept; whoever says so owns the hold from now on.

    Raises:
        Refused: there is no hold.
    """
    bench = sit_down(reference, by=by, may=LEADS, version=version)
    held, today = _hold(bench), clock.today()
    held.owner_id = bench.account_id
    held.review_on = clock.add_months(today, HOLD_REVIEW.value(today))
    bench.record("hold_reviewed")
    bench.touch()


@operation
def lift(reference: str, *, version: int, by: Actor) -> None:
    """Let the usual times hold again: what is over is listed the next night.

    Raises:
        Refused: there is no hold.
    """
    bench = sit_down(reference, by=by, may=LEADS, version=version)
    held = _hold(bench)
    held.lifted_at, held.lifted_by_id = clock.now(), bench.account_id
    bench.record("hold_lifted")
    bench.touch()


@operation
def propose(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """Propose, as the first of two people, what the rule says: that it is deleted or minimised.

    Raises:
        Refused: it is not over, it was proposed before, or there are no reasons.
    """
    bench = sit_down(reference, by=by, may=LEADS, version=version)
    found = _over(bench)
    if found.proposed_at is not None:
        raise Refused("It was proposed already. A second person has to agree.")
    found.reasons_sealed = bench.needs(reasons, "Say what you looked at, and that nothing needs it any more.")
    found.proposed_at, found.proposed_by_id = clock.now(), bench.account_id
    bench.record("erasure_proposed", rule=found.rule.value)
    bench.touch()


@operation
def decline(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """Do not agree, and say why: it goes back to the data-protection lead.

    Raises:
        Refused: nobody proposed it, or there are no reasons.
        NotAllowed: they proposed it themselves.
    """
    bench = sit_down(reference, by=by, may=SECONDS, version=version)
    found = _proposed(bench)
    found.declined_sealed = bench.needs(reasons, "Say why you do not agree.")
    found.declined_at, found.declined_by_id = clock.now(), bench.account_id
    found.reasons_sealed = found.proposed_at = found.proposed_by_id = None
    bench.record("erasure_declined", rule=found.rule.value)
    bench.touch()


@operation
def agree(reference: str, *, version: int, by: Actor) -> Tombstone:
    """Agree as the second person. It is done at once and cannot be undone.

    Raises:
        Refused: nobody proposed it, it is held, or its time is not over.
        NotAllowed: they proposed it themselves.
    """
    bench = sit_down(reference, by=by, may=SECONDS, version=version)
    found = _proposed(bench)
    row = bench.row
    assert found.proposed_at is not None
    assert row.closed_on is not None
    bench.take_part(Part.AGREED_ERASURE)
    stone = Tombstone(
        reference=row.reference,
        secret_hash=row.secret_hash,
        rule=found.rule,
        how=found.how,
        received_on=row.received_on,
        closed_on=row.closed_on,
        due_on=found.due_on,
        done_on=clock.today(),
        proposed_at=found.proposed_at,
        proposed_by=reading.name_of(found.proposed_by_id),
        agreed_at=clock.now(),
        agreed_by=reading.name_of(bench.account_id),
    )
    erase(row, stone, by=by)
    return stone


def _over(bench: Bench) -> Erasure:
    """What the night has found, when it is still so."""
    if records.hold(bench.row) is not None:
        raise Refused(_HELD)
    found = records.erasure(bench.row)
    now = reading.times([bench.row], clock.today()).get(bench.row.id)
    if found is None or now is None or now.due_on > clock.today() or now.rule is not found.rule:
        raise Refused(_NOT_OVER)
    return found


def _proposed(bench: Bench) -> Erasure:
    found = _over(bench)
    if found.proposed_at is None:
        raise Refused("The data-protection lead has to propose it first.")
    if found.proposed_by_id == bench.account_id:
        raise NotAllowed("You proposed this. Nobody erases a record alone: a second person agrees.")
    return found


def _hold(bench: Bench) -> LegalHold:
    held = records.hold(bench.row)
    if held is None:
        raise Refused(_NO_HOLD)
    return held
