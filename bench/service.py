"""The real server for measurements and trials: its databases, its files, and gunicorn that can be killed and come back.

Everything is durable before it is acknowledged, as in production: SQLite stands on a disk with full syncs, PostgreSQL
syncs each commit. Rate limits are on; each browser has an address of its own, told by the proxy that it comes through.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from flask import Flask
from sqlalchemy import create_engine, text

from app import create_app
from bench.load import free_port
from bench.pages import KEY, fill
from foundation.settings import ROOT, Settings
from tests.frame.postgresql import PostgresqlServer, address

DATABASES = ("sqlite", "postgresql")
WITHIN = 60.0


@dataclass(frozen=True)
class Place:
    """A database, a folder for files, and some people on the register."""

    folder: Path
    database_url: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        """What the server is told."""
        return {
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": KEY,
            "EVIDENCE_URL": str(self.folder / "evidence"),
            "VAR_FOLDER": str(self.folder / "var"),
            "TRUSTED_PROXIES": "1",
        }

    def app(self) -> Flask:
        """The application over the same database and files, to look at them."""
        return create_app(Settings.from_environment(self.environment))

    def take_stock(self) -> None:
        """Let PostgreSQL tidy and count what was put in by bulk, as it does by itself some minutes later."""
        if not self.database_url.startswith("sqlite"):
            engine = create_engine(self.database_url, isolation_level="AUTOCOMMIT")
            with engine.connect() as connection:
                connection.execute(text("VACUUM ANALYZE"))
            engine.dispose()


@contextmanager
def place(kind: str, *, people: int = 200, folder: str | None = None) -> Iterator[Place]:
    """A place on a real disk, with so many people on the register; gone afterwards."""
    with tempfile.TemporaryDirectory(dir=folder, prefix="register-") as held, _database(kind, Path(held)) as url:
        numbers, names = fill(url, size=people, seed=1)
        yield Place(Path(held), url, tuple(numbers), tuple(names))


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'register.sqlite'}"
        return
    server = PostgresqlServer(durable=True)
    try:
        server.start()
        yield address(server.folder, "postgres")
    finally:
        server.stop()


@dataclass
class Service:
    """gunicorn over a place, always at the same port. What it says goes to a file."""

    environment: dict[str, str]
    log: Path
    workers: int = 2
    port: int = field(default_factory=free_port)
    started: int = 0
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        command = [
            sys.executable, "-m", "gunicorn", "app:create_app()", "--bind", f"127.0.0.1:{self.port}",
            "--workers", str(self.workers), "--log-level", "error", "--timeout", "120",
        ]  # fmt: skip
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # so that all of it can be killed at once
            )
        self.started += 1
        self._wait()

    def _wait(self) -> None:
        last = time.monotonic() + WITHIN
        while time.monotonic() < last:
            if self._process is not None and self._process.poll() is not None:
                break
            if self.answers():
                return
            time.sleep(0.05)
        raise RuntimeError(f"the server did not start:\n{self.said()}")

    def answers(self) -> bool:
        """Whether it is there."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """As a power cut does it: all of it, in the middle of anything."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """In order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None

    def said(self) -> str:
        """What it wrote to its log."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def processes(self) -> list[int]:
        """The numbers of its processes: gunicorn's own first, then its workers."""
        if self._process is None:
            return []
        own = self._process.pid
        children = Path(f"/proc/{own}/task/{own}/children").read_text(encoding="ascii").split()
        return [own, *map(int, children)]


@contextmanager
def running(where: Place, *, workers: int = 2, more: dict[str, str] | None = None) -> Iterator[Service]:
    """A server over a place, started."""
    service = Service({**where.environment, **(more or {})}, where.folder / "server.log", workers)
    service.start()
    try:
        yield service
    finally:
        service.kill()
