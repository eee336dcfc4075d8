"""Everything that hangs on a record, found by the foreign keys themselves, so that no table can be forgotten.

A row belongs to a record when a column that must not be empty leads to it, over however many rows; or one that may, and
says of itself that it `belongs`. Where any other column that may be empty points in, the other row stays and lets go.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Column, ForeignKey, Table, delete, insert, or_, select, update

from concerns.models import Concern
from foundation.database import Base, db
from foundation.locks import Lock

Rows = dict[Table, list[int]]
CONCERN = Base.metadata.tables[Concern.__tablename__]
#: Whose files they are, in the words of the file store, and the table whose ids follow.
FILE_OWNERS = {
    "statement": "concern_statement",
    "message": "concern_message",
    "exhibit": "exhibit",
    "redaction": "redaction",
    "response": "concern_response",
    "answering": "concern_response",
    "bundle": "concern_bundle",
    "note": "concern_note",
    "showing": "requirement_showing",
    "service_complaint": "service_complaint",
    "data_message": "data_message",
}
#: What stays of a concern that is minimised: the decision, its dates, and who sat where in time. No words of anybody.
STAYS = frozenset(
    {
        "concern",
        "concern_subject",
        "concern_reporter",
        "concern_step",
        "concern_target",
        "concern_closure",
        "triage_decision",
        "threshold_decision",
        "allegation",
        "examiner_decision",
        "interim_decision",
        "outcome_offer",
        "concern_hearing",
        "hearing_about",
        "determination",
        "concern_order",
        "concern_appeal",
    }
)
#: Sealed values that are no plain words, and what stands in their place.
SEALED_VALUES: Mapping[str, object] = {
    "determination.reasons_sealed": {},
    "threshold_decision.factors_sealed": {},
}


def tables(root: Table = CONCERN) -> list[Table]:
    """The table of a kind of record and every one whose rows belong to it, those that are pointed at first."""
    found = [root]
    for table in Base.metadata.sorted_tables:
        if table is not root and any(_into(key, found) for key in _needed(table)):
            found.append(table)
    return found


def rows_of(record_id: int, root: Table = CONCERN) -> Rows:
    """The ids of every row that belongs to a record, in a fixed number of statements."""
    found: Rows = {root: [record_id]}
    for table in tables(root)[1:]:
        leads = [key for key in _needed(table) if _into(key, found)]
        belongs = or_(*(key.parent.in_(found[key.column.table]) for key in leads))
        found[table] = list(db.session.scalars(select(table.c.id).where(belongs)))
    return found


def locks_of(rows: Rows) -> list[int]:
    """The keys with which any of these rows was sealed."""
    lock_table = Lock.__table__
    found: list[int] = []
    for table, ids in rows.items():
        for key in table.foreign_keys:
            if key.column.table is lock_table and ids:
                held = db.session.scalars(select(key.parent).where(table.c.id.in_(ids)))
                found += [one for one in held if one is not None]
    return found


def owners_of(rows: Rows) -> Iterator[tuple[str, str]]:
    """The owners, in the words of the file store, whose files belong to a record."""
    by_name = {table.name: ids for table, ids in rows.items()}
    for kind, table in FILE_OWNERS.items():
        for one in by_name.get(table, []):
            yield kind, str(one)


def delete_rows(rows: Rows) -> None:
    """Delete rows, the last in the line first; whatever stays elsewhere lets go of them before."""
    _let_go(rows)
    for table in reversed(list(rows)):
        if rows[table]:
            db.session.execute(delete(table).where(table.c.id.in_(rows[table])))


def write_over(rows: Rows, table: Table, values: Mapping[Column[object], object]) -> None:
    """Put other values in place of those that are there. A table that only grows is written anew, row by row."""
    ids = rows[table]
    if not ids:
        return
    if "append_only" not in table.info:
        for column, value in values.items():
            there = table.c.id.in_(ids) & column.is_not(None)
            db.session.execute(update(table).where(there).values({column: value}))
        return
    held = [dict(row) for row in db.session.execute(select(table).where(table.c.id.in_(ids))).mappings()]
    db.session.execute(delete(table).where(table.c.id.in_(ids)))
    new = {column.name: value for column, value in values.items()}
    for row in held:
        row |= {name: value for name, value in new.items() if row[name] is not None}
    db.session.execute(insert(table), held)


def _let_go(rows: Rows) -> None:
    """Empty the columns that point from rows that stay to rows that go."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            target = key.column.table
            if _leads(key) or not rows.get(target):
                continue
            stays = table.c.id.not_in(rows.get(table) or [-1])
            there = select(table.c.id).where(key.parent.in_(rows[target]), stays)
            ids = list(db.session.scalars(there))
            write_over({table: ids}, table, {key.parent: None})


def _needed(table: Table) -> list[ForeignKey]:
    return [key for key in table.foreign_keys if _leads(key)]


def _leads(key: ForeignKey) -> bool:
    """Whether a row belongs to what a column of it points at."""
    return not key.parent.nullable or "belongs" in key.parent.info


def _into(key: ForeignKey, found: Collection[Table]) -> bool:
    return key.column.table in found
