"""Deleting a record, or all of a concern but the decision: keys, words, files, letters; and the tombstone that stays.

The key goes first of all in meaning: what a copy of the database elsewhere still holds can then no longer be read. The
trail keeps that it was done, and goes on fitting together. What the register shows of an order is the register's, and
has a time of its own.
"""

from __future__ import annotations

from sqlalchemy import Column, delete, or_, update

from accounts.operations import parts
from concerns.models import Concern, PatternLine, Tombstone
from concerns.retention import belongings, records
from concerns.retention.belongings import CONCERN, SEALED_VALUES, STAYS, Rows
from concerns.retention.periods import PATTERN
from concerns.retention.records import Row
from concerns.vocabulary import Band
from concerns.vocabulary.retention import Disposal, RetentionRule
from foundation import audit, clock, evidence, locks
from foundation.audit import Actor
from foundation.database import db
from foundation.outbox import Letter
from register.post import writing
from register.post.desks import PRIVATE

_GONE = "Deleted under our rules."


def erase(record: Row, stone: Tombstone, *, by: Actor) -> None:
    """Do what a tombstone says, inside the operation that agreed to it. What was loaded is not used afterwards."""
    kind = records.kind_of(record)
    subject = (kind.matter, record.id)
    if stone.rule is RetentionRule.TRIAGE and isinstance(record, Concern):
        _leave_pattern(record)
    rows = belongings.rows_of(record.id, kind.table)
    for owner in belongings.owners_of(rows):
        evidence.destroy_all(owner)
    db.session.execute(
        delete(Letter)
        .where(or_(Letter.body.contains(record.reference), Letter.subject.contains(record.reference)))
        .execution_options(synchronize_session=False)
    )
    if isinstance(record, Concern):
        on_paper = {one.entry_id for one in record.subjects if one.entry_id is not None}
        writing.forget_about(on_paper, PRIVATE, record.reference)
    db.session.add(stone)
    audit.record(
        action=f"{kind.trail}.{stone.how.done}",
        subject=subject,
        by=by,
        detail={"rule": stone.rule.value, "reference": stone.reference, "due": stone.due_on.isoformat()},
    )
    db.session.flush()
    if stone.how is Disposal.DELETE:
        _delete(rows, subject)
    else:
        _minimise(rows, record.id)
    db.session.expunge_all()


def _delete(rows: Rows, subject: tuple[str, int]) -> None:
    held = belongings.locks_of(rows)
    belongings.delete_rows(rows)
    parts.forget((subject[0], str(subject[1])))
    for lock_id in held:
        locks.destroy_lock(lock_id)


def _minimise(rows: Rows, concern_id: int) -> None:
    held = belongings.locks_of(rows)
    belongings.delete_rows({table: ids for table, ids in rows.items() if table.name not in STAYS})
    lock, box = locks.new_lock()
    db.session.execute(
        update(CONCERN)
        .where(CONCERN.c.id == concern_id)
        .values(
            lock_id=lock.id,
            version=CONCERN.c.version + 1,
            secret_hash=locks.secret_hash(locks.new_secret()),
            danger=False,
            ongoing=None,
        )
    )
    for table in [one for one in rows if one.name in STAYS]:
        empty: dict[Column[object], object] = {}
        for column in table.columns:
            if column.name.endswith("_sealed"):
                value = SEALED_VALUES.get(f"{table.name}.{column.name}")
                empty[column] = box.seal(_GONE) if value is None else box.seal_json(value)
        if table.name == "concern_reporter":
            empty = {table.c[name]: None for name in ("name_sealed", "reach_sealed", "account_id")}
        if empty:
            belongings.write_over(rows, table, empty)
    for lock_id in held:
        locks.destroy_lock(lock_id)


def _leave_pattern(concern: Concern) -> None:
    """One line for the index of serious patterns, when a concern closed at triage had been red (rules 6.11)."""
    if concern.risk is not Band.RED or concern.closed_on is None:
        return
    until = clock.add_months(concern.closed_on, PATTERN.value(concern.closed_on))
    for entry_id in {one.entry_id for one in concern.subjects if one.entry_id is not None}:
        if until > clock.today():
            db.session.add(
                PatternLine(entry_id=entry_id, closed_on=concern.closed_on, worries=list(concern.worries), until=until)
            )
