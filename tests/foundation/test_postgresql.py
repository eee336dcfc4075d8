"""Connections to PostgreSQL: what they remember, what they forget, and that one found dead harms nobody."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, insert, select, text

from foundation import limits, postgresql
from foundation.database import db, operation
from foundation.limits import RateWindow

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_postgresql(dialect: str) -> None:
    if dialect != "postgresql":
        pytest.skip("only PostgreSQL has these connections")


def prepared(connection: Connection) -> int:
    return int(connection.scalar(select(text("count(*)")).select_from(text("pg_prepared_statements"))) or 0)


def read_often() -> None:
    for _ in range(8):
        db.session.scalars(select(RateWindow.key).where(RateWindow.count > 1)).all()
        db.session.rollback()


def windows() -> list[str]:
    with db.engine.connect() as connection:
        return list(connection.scalars(select(RateWindow.key)))


def test_statements_stay_prepared_when_what_only_read_ends() -> None:
    db.engine.dispose()
    read_often()
    assert prepared(db.session.connection()) >= 1
    db.session.rollback()
    # And still after something was written, once that is over.
    db.session.add(RateWindow(key="a", count=1, ends=1))
    db.session.commit()
    read_often()
    assert prepared(db.session.connection()) >= 1


def test_what_a_failing_commit_left_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    @operation
    def write() -> None:
        db.session.add(RateWindow(key="d", count=1, ends=1))

    def fails(_connection: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(db.engine.dialect, "do_commit", fails)
        with pytest.raises(KeyboardInterrupt):
            write()
    assert windows() == []


WRITES = [
    text("INSERT INTO rate_window (key, count, ends) VALUES ('e', 1, 1) RETURNING key").columns(RateWindow.key),
    select(insert(RateWindow).values(key="f", count=1, ends=1).returning(RateWindow.key).cte("written").c.key),
]


@pytest.mark.parametrize("statement", WRITES)
def test_a_statement_that_writes_and_gives_rows_is_no_reading(statement: Any) -> None:
    db.session.execute(statement).all()
    db.session.remove()
    assert windows() == []


def test_counting_visitors_waits_for_no_disk(app: Flask) -> None:
    engine = limits._engine(app.config["SQLALCHEMY_DATABASE_URI"])
    for _ in range(2):
        with engine.connect() as connection:
            assert connection.scalar(text("SHOW synchronous_commit")) == "off"
    engine.dispose()


@pytest.mark.parametrize("raw", [True, False])
def test_what_was_written_and_not_committed_is_taken_back(raw: bool) -> None:
    @operation
    def half() -> None:
        db.session.scalars(select(RateWindow.key)).all()
        if raw:
            db.session.execute(text("INSERT INTO rate_window (key, count, ends) VALUES ('b', 1, 1)"))
        else:
            db.session.add(RateWindow(key="b", count=1, ends=1))
            db.session.flush()
        db.session.scalars(select(RateWindow.key)).all()
        raise KeyError

    with pytest.raises(KeyError):
        half()
    assert windows() == []
    # Written outside any operation, where nothing is to be written: nobody keeps it either.
    db.session.execute(text("INSERT INTO rate_window (key, count, ends) VALUES ('c', 1, 1)"))
    db.session.remove()
    assert windows() == []


def test_a_connection_that_died_while_it_idled_is_replaced(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    read_often()
    monkeypatch.setattr(postgresql, "_IDLE", 0.0)
    other = create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    with other.connect() as connection:
        mine = "datname = current_database() AND pid <> pg_backend_pid()"
        assert connection.execute(text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")).all()
    other.dispose()
    assert windows() == []
