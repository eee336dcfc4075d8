"""The trail: append-only in the database itself, chained by hashes, whole however many write it at once."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from foundation import audit
from foundation.audit import SYSTEM, Actor, AuditRecord
from foundation.database import db, operation

pytestmark = pytest.mark.usefixtures("database")
CLERK = Actor("account", 7, "Clerk Sample")


@operation
def note(*words: str, by: Actor = CLERK) -> None:
    for word in words:
        audit.record(action="test.done", subject=("entry", 17), by=by, detail={"word": word, "a": [1, None, "é"]})


@pytest.fixture
def trail() -> None:
    """Five lines, in three operations."""
    note("one")
    note("two", "three")
    note("four", "five", by=SYSTEM)
    db.session.rollback()


def open_the_table() -> None:
    """What somebody would have to do first who wants to change the trail."""
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            for kind in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER audit_record_refuses_{kind}"))
        else:
            connection.execute(text("ALTER TABLE audit_record DISABLE TRIGGER USER"))


def run(statement: str, **values: Any) -> None:
    with db.engine.begin() as connection:
        connection.execute(text(statement), values)


def test_an_empty_trail_fits_together() -> None:
    assert audit.verify() == audit.Verdict(0, "0" * 64, None)


def test_lines_are_chained_in_the_order_in_which_they_were_written(trail: None) -> None:
    lines = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id)).all()
    assert [one.detail for one in lines][:2] == ['{"a":[1,null,"é"],"word":"one"}', '{"a":[1,null,"é"],"word":"two"}']
    assert lines[0].previous == "0" * 64
    assert [one.previous for one in lines[1:]] == [one.hash for one in lines[:-1]]
    assert [(one.actor_kind, one.actor_id, one.actor_label) for one in lines[2:4]] == [
        ("account", 7, "Clerk Sample"),
        ("system", None, "the system"),
    ]
    assert audit.verify() == audit.Verdict(5, lines[-1].hash, None)


def test_a_line_goes_back_with_what_it_speaks_of(trail: None) -> None:
    @operation
    def half_done() -> None:
        audit.record(action="test.done", subject=("entry", 1), by=CLERK)
        raise KeyError("something went wrong")

    with pytest.raises(KeyError):
        half_done()
    note("six")
    assert audit.verify().lines == 6
    assert audit.verify().broken is None


def test_nothing_is_written_outside_an_operation() -> None:
    with pytest.raises(RuntimeError, match="inside an operation"):
        audit.record(action="test.done", subject=("entry", 1), by=CLERK)


@pytest.mark.parametrize(
    "how",
    [
        "UPDATE audit_record SET action = 'other'",
        "UPDATE audit_record SET id = id",
        "DELETE FROM audit_record",
        "DELETE FROM audit_record WHERE id = (SELECT max(id) FROM audit_record)",
        "TRUNCATE audit_record",
        "INSERT OR REPLACE INTO audit_record SELECT * FROM audit_record",
    ],
)
def test_the_database_itself_refuses(trail: None, how: str, dialect: str) -> None:
    if how.startswith({"sqlite": "TRUNCATE", "postgresql": "INSERT OR"}[dialect]):
        pytest.skip("this database has no such statement")
    before = audit.verify()
    db.session.rollback()
    with pytest.raises(DBAPIError, match="append-only"):
        run(how)
    assert audit.verify() == before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("action", "test.undone"),
        ("at", datetime(2020, 1, 1, tzinfo=UTC)),
        ("actor_kind", "system"),
        ("actor_id", 8),
        ("actor_label", "Somebody Else"),
        ("subject_kind", "letter"),
        ("subject_id", "18"),
        ("detail", '{"word":"tow"}'),
        ("previous", "1" * 64),
        ("hash", "2" * 64),
    ],
)
def test_a_changed_line_is_found(trail: None, column: str, value: object) -> None:
    third = list(db.session.scalars(select(AuditRecord.id).order_by(AuditRecord.id)))[2]
    db.session.rollback()
    open_the_table()
    if isinstance(value, datetime) and db.engine.dialect.name == "sqlite":
        value = "2020-01-01 00:00:00.000000"
    run(f"UPDATE audit_record SET {column} = :value WHERE id = :id", value=value, id=third)
    verdict = audit.verify()
    assert (verdict.lines, verdict.broken) == (2, third)


def test_a_line_that_was_taken_out_is_missed(trail: None) -> None:
    ids = list(db.session.scalars(select(AuditRecord.id).order_by(AuditRecord.id)))
    db.session.rollback()
    open_the_table()
    run("DELETE FROM audit_record WHERE id = :id", id=ids[1])
    assert audit.verify().broken == ids[2]


def test_a_line_that_was_put_in_is_found_even_with_a_hash_of_its_own(trail: None) -> None:
    last = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id.desc()).limit(1)).one()
    row = {column.name: getattr(last, column.name) for column in AuditRecord.__table__.columns if column.name != "id"}
    row |= {"action": "test.forged", "previous": last.previous}
    row["hash"] = audit._hash(row)
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(insert(AuditRecord), [row])
    assert audit.verify().broken is not None


def test_lines_that_changed_places_are_found(trail: None) -> None:
    ids = list(db.session.scalars(select(AuditRecord.id).order_by(AuditRecord.id)))
    db.session.rollback()
    open_the_table()
    run("UPDATE audit_record SET id = 900000 WHERE id = :id", id=ids[1])
    run("UPDATE audit_record SET id = :to WHERE id = :id", to=ids[1], id=ids[2])
    run("UPDATE audit_record SET id = :to WHERE id = 900000", to=ids[2])
    assert audit.verify().broken == ids[1]


def test_a_trail_cut_short_fits_but_its_noted_head_is_gone(trail: None, runner: FlaskCliRunner) -> None:
    head = audit.verify().head
    db.session.rollback()
    assert runner.invoke(args=["audit", "verify", "--head", head]).exit_code == 0
    db.session.rollback()
    open_the_table()
    run("DELETE FROM audit_record WHERE hash = :head", head=head)
    assert audit.verify().broken is None
    result = runner.invoke(args=["audit", "verify", "--head", head])
    assert result.exit_code == 1
    assert "taken away" in result.output


def test_the_command_names_the_first_line_that_does_not_fit(trail: None, runner: FlaskCliRunner) -> None:
    whole = runner.invoke(args=["audit", "verify"])
    assert (whole.exit_code, whole.output) == (0, f"5 records fit together. Head: {audit.verify().head}\n")
    third = list(db.session.scalars(select(AuditRecord.id).order_by(AuditRecord.id)))[2]
    db.session.rollback()
    open_the_table()
    run("UPDATE audit_record SET detail = '{}' WHERE id = :id", id=third)
    broken = runner.invoke(args=["audit", "verify"])
    assert (broken.exit_code, broken.output) == (1, f"Record {third} does not fit. 2 records before it do.\n")


def test_many_who_write_at_once_make_one_chain(app: Flask) -> None:
    db.session.rollback()
    errors: list[Exception] = []

    def work(name: int) -> None:
        with app.app_context():
            try:
                for count in range(8):
                    note(f"{name}.{count}", f"{name}.{count}+")
            except Exception as error:  # the test wants to see whatever it is
                errors.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    verdict = audit.verify()
    assert (verdict.lines, verdict.broken) == (64, None)


def test_who_is_the_same_person() -> None:
    assert CLERK.is_same_as(Actor("account", 7, "A New Name"))
    assert not CLERK.is_same_as(Actor("account", 8, "Clerk Sample"))
    assert not CLERK.is_same_as(Actor("shell", None, "Clerk Sample"))
    assert Actor("shell", None, "anna").is_same_as(Actor("shell", None, "anna"))
    assert not Actor("shell", None, "anna").is_same_as(Actor("shell", None, "bo"))
