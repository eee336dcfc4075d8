"""What migrations need besides Alembic, on a table with rows: it refuses changes, and its CHECK learns words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import DBAPIError

from foundation.migrating import build_anew, one_of, refuse_changes, refuse_no_more, rewrite_check
from tests.frame.house import House

CHECK = "ck_verdict_word"
BEFORE, AFTER = ("met", "not_met"), ("met", "not_met", "withdrawn")


@pytest.fixture
def connection(house: House) -> Iterator[sa.Connection]:
    """A database with one table and one row, inside a migration."""
    engine = sa.create_engine(house.store.new("migrating"))
    try:
        with engine.connect() as held, Operations.context(MigrationContext.configure(held)):
            held.execute(
                sa.text(
                    "CREATE TABLE verdict (id INTEGER NOT NULL, word VARCHAR(20) NOT NULL, "
                    f"CONSTRAINT pk_verdict PRIMARY KEY (id), CONSTRAINT {CHECK} CHECK ({one_of('word', BEFORE)}))"
                )
            )
            held.execute(sa.text("INSERT INTO verdict VALUES (1, 'met')"))
            held.commit()
            yield held
            held.rollback()
    finally:
        engine.dispose()


def refused(connection: sa.Connection, statement: str) -> bool:
    """Whether the database says no. Nothing of it stays."""
    with connection.begin_nested() as point:
        try:
            connection.execute(sa.text(statement))
        except DBAPIError:
            point.rollback()
            return True
        point.rollback()
        return False


def test_a_table_refuses_changes_until_it_is_dropped(connection: sa.Connection) -> None:
    change, replace = "UPDATE verdict SET word = 'not_met'", "INSERT OR REPLACE INTO verdict VALUES (1, 'not_met')"
    assert not refused(connection, change)
    refuse_changes("verdict")
    assert refused(connection, change)
    assert refused(connection, replace)  # PostgreSQL does not know the words
    assert not refused(connection, "INSERT INTO verdict VALUES (2, 'not_met')")
    assert not refused(connection, "DELETE FROM verdict")
    connection.execute(sa.text("DROP TABLE verdict"))
    refuse_no_more("verdict")


def test_a_table_can_refuse_to_lose_rows_as_well(connection: sa.Connection) -> None:
    refuse_changes("verdict", and_delete=True)
    assert refused(connection, "DELETE FROM verdict")


def test_a_check_learns_words_and_forgets_them_and_the_rows_stay(connection: sa.Connection) -> None:
    new = "INSERT INTO verdict VALUES (2, 'withdrawn')"
    assert refused(connection, new)
    rewrite_check("verdict", CHECK, one_of("word", BEFORE), one_of("word", AFTER))
    assert not refused(connection, new)
    assert refused(connection, "INSERT INTO verdict VALUES (2, 'something_else')")
    rewrite_check("verdict", CHECK, one_of("word", AFTER), one_of("word", BEFORE))
    assert refused(connection, new)
    rewrite_check("verdict", CHECK, one_of("word", BEFORE), "")
    assert not refused(connection, new)
    rewrite_check("verdict", CHECK, "", one_of("word", BEFORE))
    assert refused(connection, new)
    assert connection.scalar(sa.text("SELECT word FROM verdict WHERE id = 1")) == "met"


def test_a_check_that_is_not_as_it_should_be_is_not_touched(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        with pytest.raises(RuntimeError, match=CHECK):
            rewrite_check("verdict", CHECK, "word = 'other'", "word = 'more'")
    else:
        with pytest.raises(DBAPIError), connection.begin_nested():
            rewrite_check("verdict", "ck_verdict_other", "word = 'other'", "word = 'more'")


def test_a_table_is_built_anew_with_its_rows_and_indexes(connection: sa.Connection) -> None:
    if connection.dialect.name != "sqlite":
        return  # which has statements of its own for it
    connection.execute(sa.text("CREATE UNIQUE INDEX uq_verdict_word ON verdict (word)"))
    with pytest.raises(RuntimeError, match="not as it should be"):
        build_anew("verdict", {"nothing of it": "x"})
    build_anew("verdict", {"word VARCHAR(20) NOT NULL": "word VARCHAR(20), by_id INTEGER"})
    assert connection.execute(sa.text("SELECT id, word, by_id FROM verdict")).all() == [(1, "met", None)]
    assert not refused(connection, "INSERT INTO verdict VALUES (2, NULL, 7)")
    assert refused(connection, "INSERT INTO verdict VALUES (2, 'met', 7)")
    assert refused(connection, "INSERT INTO verdict VALUES (2, 'other', 7)")
