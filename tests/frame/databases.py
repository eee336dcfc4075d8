"""Databases for the tests: made by the migrations once, then copied for every test.

An operation really commits, so a test cannot simply be rolled back. Each test gets a fresh copy of a template instead:
a file copy on SQLite, `CREATE DATABASE … TEMPLATE` on PostgreSQL. There are two templates: `empty` (just migrated) and
`sample` (the people
of tests/frame/cast.py). Worker processes share them; the first one to need a template makes it while the others wait.
"""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, Protocol

from sqlalchemy import NullPool, create_engine, text

from tests.frame.postgresql import address

Dialect = Literal["sqlite", "postgresql"]
Template = Literal["empty", "sample"]


class Store(Protocol):
    """One test database of one worker, and the templates it is copied from."""

    url: str

    def ensure(self, template: Template, fill: Callable[[str], None]) -> None:
        """Make a template when no worker has made it yet."""

    def restore(self, template: Template) -> None:
        """Make the test database equal to a template. Nobody may be connected."""

    def new(self, name: str) -> str:
        """The address of one more, empty database, for tests of the migrations."""


class SqliteStore:
    """Files in a folder that all workers share."""

    def __init__(self, folder: Path, worker: str) -> None:
        self._folder = folder
        self._worker = worker
        self._file = folder / f"{worker}.sqlite"
        self.url = f"sqlite:///{self._file}"

    def ensure(self, template: Template, fill: Callable[[str], None]) -> None:
        """Make a template when no worker has made it yet."""
        made = self._folder / f"{template}.sqlite"
        with one_worker(self._folder / f"sqlite-{template}.lock"):
            if not made.exists():
                draft = made.with_suffix(".draft")
                fill(f"sqlite:///{draft}")
                assert not list(self._folder.glob(f"{draft.name}-wal")), "somebody is still connected to the template"
                draft.rename(made)

    def restore(self, template: Template) -> None:
        """Copy the template over the test database."""
        _remove(self._file)
        shutil.copyfile(self._folder / f"{template}.sqlite", self._file)

    def new(self, name: str) -> str:
        """The address of one more, empty database."""
        file = self._folder / f"{self._worker}-{name}.sqlite"
        _remove(file)
        return f"sqlite:///{file}"


class PostgresqlStore:
    """Databases of one server that all workers share."""

    def __init__(self, server: Path, folder: Path, worker: str) -> None:
        self._server = server
        self._folder = folder
        self._name = f"test_{worker}"
        self._admin = create_engine(address(server, "postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
        self.url = address(server, self._name)

    def ensure(self, template: Template, fill: Callable[[str], None]) -> None:
        """Make a template when no worker has made it yet."""
        done = self._folder / f"postgresql-{template}.made"
        with one_worker(self._folder / f"postgresql-{template}.lock"):
            if not done.exists():
                self._create(f"template_{template}")
                fill(address(self._server, f"template_{template}"))
                done.touch()

    def restore(self, template: Template) -> None:
        """Drop the test database and copy the template."""
        self._create(self._name, f"template_{template}")

    def new(self, name: str) -> str:
        """The address of one more, empty database."""
        self._create(f"{self._name}_{name}")
        return address(self._server, f"{self._name}_{name}")

    def _create(self, name: str, template: str = "template0") -> None:
        with self._admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)


@contextmanager
def one_worker(lock: Path) -> Iterator[None]:
    """Only one worker process is inside at a time."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
