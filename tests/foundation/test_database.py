"""Transactions: an operation is done whole or not at all, whoever else is at work, whatever happens to the process."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import Engine, event, func, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from foundation import database
from foundation.database import as_json, db, in_operation, operation
from foundation.limits import RateWindow
from foundation.outbox import Letter, Standing
from tests.frame.house import ROOT, House

pytestmark = pytest.mark.usefixtures("database")
NOON = datetime(2027, 7, 1, 12, 0, 0, 123456, UTC)


def letter(to: str = "sian@example.com", at: datetime = NOON) -> Letter:
    return Letter(
        template="t", recipient=to, subject="s", body="b", standing=Standing.WAITING, written_at=at, due_at=at, tries=0
    )


def count() -> int:
    with db.engine.connect() as connection:  # as somebody else sees it
        return int(connection.execute(select(func.count()).select_from(Letter)).scalar_one())


@contextmanager
def endings() -> Iterator[list[str]]:
    """How transactions ended inside."""
    seen: list[str] = []

    def note(what: str) -> Callable[[object], None]:
        return lambda _connection: seen.append(what)

    listeners = {what: note(what) for what in ("commit", "rollback")}
    for what, listener in listeners.items():
        event.listen(Engine, what, listener)
    try:
        yield seen
    finally:
        for what, listener in listeners.items():
            event.remove(Engine, what, listener)


# ----------------------------------------------------------------------------------------------------------- operations


@operation
def add(*to: str) -> None:
    db.session.add_all([letter(one) for one in to])


def test_an_operation_commits_once_at_its_end() -> None:
    with endings() as seen:
        add("a@example.com", "b@example.com")
    assert seen.count("commit") == 1
    assert count() == 2
    assert not in_operation()


def test_an_inner_operation_joins_the_outer_one() -> None:
    @operation
    def both() -> None:
        add("a@example.com")
        assert in_operation()
        assert count() == 0, "the inner one committed by itself"
        add("b@example.com")

    with endings() as seen:
        both()
    assert seen.count("commit") == 1
    assert count() == 2


class Stopped(BaseException):
    """Neither an error nor a refusal: as when somebody presses Ctrl-C."""


@pytest.mark.parametrize("error", [KeyError("no"), KeyboardInterrupt(), SystemExit(1), Stopped()])
@pytest.mark.parametrize("where", ["inner", "outer"])
def test_whatever_goes_wrong_takes_everything_back(error: BaseException, where: str) -> None:
    @operation
    def inner() -> None:
        add("b@example.com")
        db.session.flush()
        if where == "inner":
            raise error

    @operation
    def outer() -> None:
        add("a@example.com")
        inner()
        raise error

    with endings() as seen, pytest.raises(type(error)):
        outer()
    assert "commit" not in seen
    assert count() == 0
    assert not in_operation()
    add("c@example.com")
    assert count() == 1


def test_an_error_of_the_commit_itself_takes_everything_back() -> None:
    @operation
    def wrong() -> None:
        db.session.add(letter())
        db.session.add(Letter(template="t", recipient="x", subject="s", body="b", standing=Standing.SENT, tries=0))

    with pytest.raises(DBAPIError):
        wrong()
    assert (count(), in_operation()) == (0, False)


def test_changes_made_before_an_operation_are_refused_not_swept_along() -> None:
    add("a@example.com")
    held = db.session.scalars(select(Letter)).one()
    held.subject = "changed on the side"
    with pytest.raises(RuntimeError, match="changed before the operation add began"):
        add("b@example.com")
    db.session.rollback()
    db.session.add(letter())
    with pytest.raises(RuntimeError, match="before the operation"):
        add("b@example.com")
    db.session.rollback()
    db.session.delete(db.session.scalars(select(Letter)).one())
    with pytest.raises(RuntimeError, match="before the operation"):
        add("b@example.com")
    db.session.rollback()
    assert count() == 1


def test_what_was_read_before_is_read_afresh_inside() -> None:
    add("a@example.com")
    held = db.session.scalars(select(Letter)).one()
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE letter SET subject = 'newer'"))

    @operation
    def read() -> str:
        return held.subject

    assert read() == "newer"


def test_an_operation_keeps_its_name_its_words_and_what_it_gives() -> None:
    @operation
    def give(value: int) -> int:
        """Words."""
        return value

    assert give(7) == 7
    assert (give.__name__, give.__doc__) == ("give", "Words.")


def test_reading_holds_nobody_up_and_sees_no_half_of_a_change(app: Flask) -> None:
    db.session.rollback()
    written, looked = threading.Event(), threading.Event()

    @operation
    def slow() -> None:
        db.session.add(letter())
        db.session.flush()
        written.set()
        assert looked.wait(120)

    def work() -> None:
        with app.app_context():
            slow()

    thread = threading.Thread(target=work)
    thread.start()
    assert written.wait(120)
    assert count() == 0
    looked.set()
    thread.join(120)
    assert count() == 1


def test_what_an_operation_reads_cannot_change_before_it_writes_on_it(app: Flask, dialect: str) -> None:
    """On SQLite the write lock is taken at the start: no count is lost and nobody is told that it is locked."""
    if dialect == "postgresql":
        pytest.skip("there, records are changed in turns (audit.take_turn): tests/register/operations/test_together.py")

    @operation
    def begin() -> None:
        db.session.add(RateWindow(key="k", count=0, ends=0))

    @operation
    def more() -> None:
        held = db.session.get_one(RateWindow, "k")
        held.count = held.count + 1

    begin()
    db.session.rollback()
    errors: list[Exception] = []

    def work() -> None:
        with app.app_context():
            try:
                for _ in range(15):
                    more()
            except Exception as error:  # the test wants to see whatever it is
                errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert db.session.get_one(RateWindow, "k").count == 60


KILLED = """
import json, sys, time
from app import create_app
from foundation.audit import SYSTEM, record
from foundation.database import db, operation
from foundation.settings import Settings
from sqlalchemy import text

@operation
def half() -> None:
    record(action="test", subject=("x", 1), by=SYSTEM)
    db.session.execute(text("INSERT INTO rate_window (key, count, ends) VALUES ('half', 1, 1)"))
    print("half done", flush=True)
    time.sleep(60)

app = create_app(Settings(**json.loads(sys.argv[1])))
with app.app_context():
    half()
"""


def test_a_process_that_is_killed_half_way_leaves_nothing_and_holds_nobody_up(house: House) -> None:
    db.session.rollback()
    given = json.dumps({"database_url": house.store.url, "secret_key": "x", "rate_limits": False})
    process = subprocess.Popen([sys.executable, "-c", KILLED, given], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    with process.stdout:
        assert process.stdout.readline() == "half done\n"
        process.send_signal(signal.SIGKILL)
        process.wait(120)
    add("a@example.com")
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM rate_window")).scalar_one() == 0
        assert connection.execute(text("SELECT count(*) FROM audit_record")).scalar_one() == 0
    assert count() == 1


def test_sqlite_keeps_what_it_acknowledged_and_checks_what_rows_point_to(dialect: str) -> None:
    if dialect != "sqlite":
        pytest.skip("about SQLite")
    with db.engine.connect() as connection:
        held = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
        }
    assert held == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30000,
        "secure_delete": 1,
    }


# --------------------------------------------------------------------------------------------------------- column types


@pytest.mark.parametrize(
    "at",
    [
        NOON,
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
        datetime(2027, 7, 1, 0, 0, tzinfo=timezone(timedelta(hours=5, minutes=30))),
        datetime(1990, 1, 1, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, 59, 999999, UTC),
    ],
)
def test_a_moment_comes_back_as_it_was_in_utc(at: datetime) -> None:
    @operation
    def keep() -> None:
        db.session.add(letter(at=at))

    keep()
    found = db.session.scalars(select(Letter.written_at)).one()
    assert found == at
    assert found.tzinfo is UTC


def test_moments_sort_and_compare_as_moments(dialect: str) -> None:
    @operation
    def keep() -> None:
        for minutes in (5, 0, -5):
            db.session.add(letter(at=NOON.astimezone(timezone(timedelta(hours=minutes))) + timedelta(minutes=minutes)))

    keep()
    found = list(db.session.scalars(select(Letter.written_at).order_by(Letter.written_at)))
    assert found == [NOON - timedelta(minutes=5), NOON, NOON + timedelta(minutes=5)]
    assert len(db.session.scalars(select(Letter).where(Letter.written_at < NOON)).all()) == 1


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(StatementError, match="time zone"):
        add_at(datetime(2027, 7, 1, 12, 0))  # noqa: DTZ001  # what the test is about
    with pytest.raises(StatementError, match="time zone"):
        db.session.scalars(select(Letter).where(Letter.due_at < datetime(2027, 7, 1))).all()  # noqa: DTZ001  # as above


@operation
def add_at(at: datetime) -> None:
    db.session.add(letter(at=at))


def test_a_word_that_is_not_on_the_list_is_refused_by_the_database_too() -> None:
    add("a@example.com")
    with pytest.raises(DBAPIError, match="standing"), db.engine.begin() as connection:
        connection.execute(text("UPDATE letter SET standing = 'lost'"))


def test_no_error_of_the_database_tells_what_was_in_the_row(caplog: pytest.LogCaptureFixture) -> None:
    @operation
    def wrong() -> None:
        held = letter("zzmarker@example.com")
        held.standing = Standing.GIVEN_UP  # without saying why
        db.session.add(held)

    with pytest.raises(DBAPIError) as caught:
        wrong()
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "zzmarker" not in str(chain) + repr(chain)
        chain = chain.__cause__ or chain.__context__


def test_json_has_one_spelling() -> None:
    assert as_json({"b": [1, None, True], "a": "é “x”"}) == as_json({"a": "é “x”", "b": [1, None, True]})
    assert as_json({"b": 1, "a": "é"}) == '{"a":"é","b":1}'


def test_the_names_of_enums_in_the_database_are_words() -> None:
    assert database.text_enum(Standing).name == "standing"
