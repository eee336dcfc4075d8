"""Rate limits that several workers share, counted in the database.

Counts are short-lived and never evidence, so on SQLite they live in a file of their own that is not synced: a burst of
visitors must not wait for the register's write lock, and a long import must not hold up a visitor. Addresses are kept
as keyed hashes only. If counting fails, the page is still answered.
"""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
import threading
import time
from ipaddress import IPv4Address, IPv6Network, ip_address
from pathlib import Path
from typing import Any

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse
from limits.storage import Storage
from sqlalchemy import BigInteger, Engine, String, Table, create_engine, event, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateIndex, CreateTable

from foundation import postgresql
from foundation.database import Model

#: What one household or office is given of the IPv6 addresses.
NETWORK = 64


def visitor() -> str:
    """Who is counted: an IPv4 address, or the network of an IPv6 one, since everybody has very many of those."""
    try:
        address = ip_address(get_remote_address())
    except ValueError:
        return get_remote_address()  # a socket of this machine has no address
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address.packed, NETWORK), strict=False))


limiter = Limiter(key_func=visitor, strategy="fixed-window", swallow_errors=True, headers_enabled=False)


def is_over(scope: str, rate: str) -> bool:
    """Count one more of something for the visitor, and say whether it is more than the rate. Refuses nothing itself.

    For pages that must open to whoever is right, however often somebody else was wrong.
    """
    if not current_app.config["RATELIMIT_ENABLED"]:
        return False
    try:
        return not limiter.limiter.hit(parse(rate), scope, visitor())
    except Exception:
        return False  # counting failed: the page is still answered


class RateWindow(Model):
    """How often something was asked for within a window."""

    __tablename__ = "rate_window"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]
    #: Seconds since 1970.
    ends: Mapped[int] = mapped_column(BigInteger(), index=True)


class DatabaseWindows(Storage):
    """Storage for the `limits` library: one upsert a hit, on SQLite and PostgreSQL alike."""

    STORAGE_SCHEME = ["register"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._engine: Engine = options["engine"]
        self._secret: bytes = options["secret"]
        self._hits = 0
        self._lock = threading.Lock()

    @property
    def base_exceptions(self) -> type[Exception]:
        """What counts as a failing store."""
        return Exception

    def _name(self, key: str) -> str:
        return hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count a hit in the window that is open, or open a new one."""
        now = int(time.time())
        with self._engine.begin() as connection:
            count = connection.execute(
                text(
                    "INSERT INTO rate_window (key, count, ends) VALUES (:key, :amount, :ends) "
                    "ON CONFLICT (key) DO UPDATE SET "
                    "count = CASE WHEN rate_window.ends <= :now THEN :amount ELSE rate_window.count + :amount END, "
                    "ends = CASE WHEN rate_window.ends <= :now THEN :ends ELSE rate_window.ends END RETURNING count"
                ),
                {"key": self._name(key), "amount": amount, "ends": now + int(expiry), "now": now},
            ).scalar_one()
        self._sweep_now_and_then()
        return int(count)

    def _sweep_now_and_then(self) -> None:
        with self._lock:
            self._hits += 1
            due = self._hits % 500 == 0
        if due:
            self.sweep()

    def sweep(self) -> None:
        """Forget the windows that have ended: even a keyed hash of an address is kept no longer than it counts."""
        with self._engine.begin() as connection:
            connection.execute(text("DELETE FROM rate_window WHERE ends <= :now"), {"now": int(time.time())})

    def get(self, key: str) -> int:
        """The count of the open window."""
        with self._engine.connect() as connection:
            found = connection.execute(
                text("SELECT count FROM rate_window WHERE key = :key AND ends > :now"),
                {"key": self._name(key), "now": int(time.time())},
            ).scalar()
        return int(found or 0)

    def get_expiry(self, key: str) -> float:
        """When the open window ends, in seconds since 1970."""
        with self._engine.connect() as connection:
            found = connection.execute(
                text("SELECT ends FROM rate_window WHERE key = :key"), {"key": self._name(key)}
            ).scalar()
        return float(found or time.time())

    def check(self) -> bool:
        """Whether the store answers."""
        with self._engine.connect() as connection:
            return connection.execute(text("SELECT 1")).scalar() == 1

    def reset(self) -> int | None:
        """Forget everything."""
        with self._engine.begin() as connection:
            return int(connection.execute(text("DELETE FROM rate_window")).rowcount)

    def clear(self, key: str) -> None:
        """Forget one key."""
        with self._engine.begin() as connection:
            connection.execute(text("DELETE FROM rate_window WHERE key = :key"), {"key": self._name(key)})


def install(app: Flask, *, database_url: str, secret: str, enabled: bool) -> None:
    """Give an app its limits. `enabled` False lifts them, for measurements."""
    app.config["RATELIMIT_ENABLED"] = enabled
    app.config["RATELIMIT_STORAGE_URI"] = "register://"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = (
        {"engine": _engine(database_url), "secret": secret.encode()} if enabled else {}
    )
    if not enabled:
        app.config["RATELIMIT_STORAGE_URI"] = "memory://"
    limiter.init_app(app)


def forget_ended() -> None:
    """Delete every count whose window has ended, as the hourly job does on a quiet site."""
    storage = limiter.storage if current_app.config["RATELIMIT_ENABLED"] else None
    if isinstance(storage, DatabaseWindows):
        storage.sweep()


def _engine(database_url: str) -> Engine:
    if not database_url.startswith("sqlite"):
        engine = create_engine(database_url, pool_size=2, max_overflow=2, isolation_level="AUTOCOMMIT")
        event.listen(engine, "connect", _unwaited)
        postgresql.prepare(engine)
        return engine
    register = database_url.removeprefix("sqlite:///")
    path = Path(register).with_name(Path(register).stem + "-limits.sqlite")
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"timeout": 2})
    event.listen(engine, "connect", _unsynced)
    table = RateWindow.__table__
    assert isinstance(table, Table)
    with engine.begin() as connection:  # several workers may start in the same moment
        connection.execute(CreateTable(table, if_not_exists=True))
        for index in table.indexes:
            connection.execute(CreateIndex(index, if_not_exists=True))
    return engine


def _unwaited(connection: Any, _record: object) -> None:
    # Each hit is one statement, and one that a power cut takes back harms nobody: no page waits for the disk.
    connection.autocommit = True
    connection.execute("SET SESSION synchronous_commit = off")


def _unsynced(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = OFF")
