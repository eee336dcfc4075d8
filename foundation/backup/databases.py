"""A copy of a database as it stood at one moment, made by the database's own means, and put back.

SQLite copies itself while others write; PostgreSQL is copied with `pg_dump` and put back with `pg_restore`, which have
to be installed where the service runs, in the server's version or a newer one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, inspect, text

from foundation.backup.sums import Unusable
from foundation.database import is_sqlite

SQLITE, POSTGRESQL = "register.sqlite", "register.pgdump"


def file_of(engine: Engine) -> str:
    """What the copy of this kind of database is called."""
    return SQLITE if is_sqlite(engine) else POSTGRESQL


@contextmanager
def copied(engine: Engine, folder: Path) -> Iterator[Connection]:
    """Copy a database into a folder; yields a connection that reads the very state that was copied.

    Raises:
        Unusable: the tools of PostgreSQL are missing, or failed.
    """
    target = folder / file_of(engine)
    if is_sqlite(engine):
        with closing(sqlite3.connect(str(engine.url.database))) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        held = create_engine(f"sqlite:///{target}", poolclass=NullPool)
        with held.connect() as connection:
            yield connection
        return
    with engine.connect().execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True) as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        _run(engine, "pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        yield connection


def problems(path: Path) -> list[str]:
    """What is wrong with the copy of a database, read as a whole."""
    if path.name == POSTGRESQL:
        program = _program("pg_restore")
        done = subprocess.run([program, f"--file={os.devnull}", str(path)], check=False, capture_output=True)
        return [] if done.returncode == 0 else ["pg_restore cannot read the copy of the database."]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        try:
            said = [row[0] for row in copy.execute("PRAGMA integrity_check")]
            lost = copy.execute("PRAGMA foreign_key_check").fetchone()
        except sqlite3.DatabaseError:
            return ["The copy of the database cannot be read."]
    found = [] if said == ["ok"] else ["The copy of the database is damaged."]
    return [*found, "The copy of the database has rows that lead nowhere."] if lost else found


def put_back(engine: Engine, folder: Path) -> None:
    """Fill an empty database from a copy.

    Raises:
        Unusable: the copy is of another kind of database, the database is not empty, or PostgreSQL's tools failed.
    """
    source = folder / file_of(engine)
    if not source.is_file():
        raise Unusable(f"This backup has no {source.name}: it is of another kind of database than DATABASE_URL names.")
    if inspect(engine).get_table_names():
        raise Unusable("The database is not empty. Name a new one in DATABASE_URL: nothing is written over.")
    engine.dispose()
    if is_sqlite(engine):
        with closing(sqlite3.connect(source)) as copy, closing(sqlite3.connect(str(engine.url.database))) as target:
            copy.backup(target)
        return
    _run(engine, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(source))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise Unusable(f"{name} is not installed here. It comes with PostgreSQL.")
    return found


def _run(engine: Engine, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools; the password goes by the environment, which others cannot read."""
    where = engine.url.set(drivername="postgresql", password=None).render_as_string()
    secret = {"PGPASSWORD": engine.url.password} if isinstance(engine.url.password, str) else {}
    done = subprocess.run(
        [_program(name), f"--dbname={where}", *arguments],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, **secret},
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["no reason given"]
        raise Unusable(f"{name} failed: {said[-1]}")
