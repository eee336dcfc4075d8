"""Deleting what registrants told us on a renewal, once its time is over (rules 6.11).

Answers that worried nobody go three years after they were given, and with them the form and the certificates; those
that are worrying six years after the last day on the register. The answer about health goes with its matter in
`cpd.disclosures`, never later, and its key is destroyed. What a renewal that is not over holds stays,
and all of whom there is a legal hold on (`cpd.legal_holds`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from cpd import folders, legal_holds, record_checks, registrants
from cpd.declarations import get, worrying
from cpd.disclosures import queries as disclosures
from cpd.disclosures.telling import HEALTH
from cpd.record_checks import RecordCheckSeen
from cpd.renewal import policy, queries
from cpd.renewal.models import InsuranceTold, Renewal, RenewalAnswer, RenewalHealth, RenewalStatement, RenewalTalk
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation
from foundation.locks import Box

Shred = Callable[[tuple[str, str]], object]
#: So many rows are looked at in one operation.
BATCH = 500


def run(*, shred: Shred) -> int:
    """All of it; says how many rows went. `shred` destroys the files of an owner (`foundation.evidence`)."""
    return (
        walk(delete_answers)
        + walk(delete_health)
        + walk(delete_talks)
        + walk(lambda after: delete_statements(after, shred=shred))
        + walk(lambda after: delete_insurance(after, shred=shred))
        + walk(delete_record_checks)
    )


def _clear_before() -> date:
    today = clock.today()
    return clock.add_months(today, -policy.CLEAR_KEPT.value(today))


def _old(table: Any, after: int) -> tuple[list[tuple[Any, Renewal]], int]:
    """Rows of renewals that are over, given so long ago, and where the next batch begins.

    Rows are written in the order of time: the first one that is too new ends it, so that nobody reads the rest.
    """
    before = clock.start_of_day(_clear_before())
    statement = select(table, Renewal).join(Renewal, Renewal.id == table.renewal_id).where(table.id > after)
    rows = [(row[0], row[1]) for row in db.session.execute(statement.order_by(table.id).limit(BATCH))]
    old = [(one, renewal) for one, renewal in rows if one.given_at < before]
    goes_on = len(rows) == BATCH == len(old)
    held = legal_holds.among({renewal.entry_id for _, renewal in old})
    over = [(one, renewal) for one, renewal in old if not renewal.stage.is_open and renewal.entry_id not in held]
    return over, rows[-1][0].id if goes_on else NO_MORE


def _gone(entry_ids: Collection[int]) -> set[int]:
    """Of these, the entries that left the register so long ago that worrying answers go as well."""
    today = clock.today()
    before = clock.add_months(today, -policy.WORRYING_KEPT.value(today))
    people = registrants.many(set(entry_ids))
    last = {entry_id: who.ends_on for entry_id, who in people.items()}
    return {one for one in entry_ids if (day := last.get(one)) is None or day < before}


def _delete(table: Any, ids: Sequence[int]) -> int:
    if ids:
        db.session.execute(delete(table).where(table.id.in_(ids)).execution_options(synchronize_session=False))
        audit.record(
            action="renewal.time_over", subject=("table", table.__tablename__), by=SYSTEM, detail={"rows": len(ids)}
        )
    return len(ids)


@operation
def delete_answers(after: int) -> tuple[int, int]:
    """One batch of answers to declarations."""
    audit.take_turn()
    rows, following = _old(RenewalAnswer, after)
    boxes = folders.boxes_of({renewal.entry_id for _, renewal in rows})
    clear, worried = [], {}
    for one, renewal in rows:
        box = boxes.get(renewal.entry_id)
        if box is not None and _worries(one.code, one.question_version, one.branch, one.sealed, box):
            worried[one.id] = renewal.entry_id
        else:
            clear.append(one.id)
    gone = _gone(worried.values())
    over = clear + [answer_id for answer_id, entry_id in worried.items() if entry_id in gone]
    return _delete(RenewalAnswer, over), following


def _worries(code: str, version: int, branch: str, sealed: str, box: Box) -> bool:
    declaration = get(code, version, branch)
    return declaration is None or worrying(declaration, box.open_json(sealed)["said"])


@operation
def delete_health(after: int) -> tuple[int, int]:
    """One batch of answers about health, with their keys. One that opened a matter stays while the matter has words."""
    audit.take_turn()
    rows, following = _old(RenewalHealth, after)
    names = {one.id: (queries.told_as(renewal, one.round), HEALTH) for one, renewal in rows}
    held = disclosures.with_words(names.values())
    gone = _gone({renewal.entry_id for one, renewal in rows if names[one.id] in held})
    over = [one for one, renewal in rows if names[one.id] not in held or renewal.entry_id in gone]
    lock_ids = [one.lock_id for one in over]
    done = _delete(RenewalHealth, [one.id for one in over])
    for lock_id in lock_ids:
        locks.destroy_lock(lock_id)
    return done, following


@operation
def delete_statements(after: int, *, shred: Shred) -> tuple[int, int]:
    """One batch of forms as they were sent, and the files of their renewals."""
    audit.take_turn()
    rows, following = _old(RenewalStatement, after)
    for renewal_id in {renewal.id for _, renewal in rows}:
        shred(("renewal", str(renewal_id)))
    return _delete(RenewalStatement, [one.id for one, _ in rows]), following


@operation
def delete_talks(after: int) -> tuple[int, int]:
    """One batch of what was talked about: as long as answers that nobody disputed."""
    audit.take_turn()
    rows, following = _old(RenewalTalk, after)
    return _delete(RenewalTalk, [one.id for one, _ in rows]), following


@operation
def delete_insurance(after: int, *, shred: Shred) -> tuple[int, int]:
    """One batch of insurance that was told and is long over, with its certificates. What an officer confirmed stands
    on the register's own record.
    """
    audit.take_turn()
    before = _clear_before()
    told_before = clock.start_of_day(before)
    statement = select(InsuranceTold).where(InsuranceTold.id > after).order_by(InsuranceTold.id).limit(BATCH)
    rows = db.session.scalars(statement).all()
    old = [one for one in rows if one.told_at < told_before]
    goes_on = len(rows) == BATCH == len(old)
    following = rows[-1].id if goes_on else NO_MORE
    held = legal_holds.among({one.entry_id for one in old})
    over = [one.id for one in old if one.ends_on < before and one.entry_id not in held]
    for told_id in over:
        shred(("insurance", str(told_id)))
    return _delete(InsuranceTold, over), following


@operation
def delete_record_checks(after: int) -> tuple[int, int]:
    """One batch of notes of record checks: those that a newer one took the place of, and those of who left long ago."""
    audit.take_turn()
    over = select(RecordCheckSeen.id).where(
        RecordCheckSeen.id > after,
        record_checks.over(clock.today()),
        RecordCheckSeen.entry_id.not_in(legal_holds.held()),
    )
    ids = list(db.session.scalars(over.order_by(RecordCheckSeen.id).limit(BATCH)))
    return _delete(RecordCheckSeen, ids), ids[-1] if len(ids) == BATCH else NO_MORE
