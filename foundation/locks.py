"""Encryption at rest: each private record is sealed with a key of its own, and the keys are wrapped with the service's.

A copy of the database alone opens nothing, a change of the service's key rewrites keys and not records, and deleting a
key shreds everything that was sealed with it, in backups too once they roll off. What only its owner shall read (the
unsent draft of somebody without an account) is sealed with a key made from a secret that we do not keep.

Refuses to open what no key fits, and anything whose key was destroyed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Mapped
from sqlalchemy.orm.attributes import InstrumentedAttribute

from foundation import clock, erasures
from foundation.database import Day, Key, Long, Model, as_json, db, in_operation, operation, reads_once
from foundation.erasures import ErasedKind
from foundation.errors import Missing
from foundation.references import SAYABLE, sayable_code
from foundation.settings import Settings

#: 20 signs of 27 are 95 bits: nobody guesses it, so its hash needs no salt and no slow function.
SECRET_LENGTH = 20
_GROUP = 4
#: Every Fernet token says in plain figures when it was made. Ours all say 1970: the hour at which somebody without a
#: name typed their words is nobody's business.
_NO_TIME = 0


class Lock(Model):
    """The key of one record, wrapped. Deleting the row shreds the record."""

    __tablename__ = "lock"

    id: Mapped[Key]
    wrapped: Mapped[Long]
    made_on: Mapped[Day]


class Box:
    """What one key seals and opens."""

    def __init__(self, key: bytes) -> None:
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def seal(self, words: str) -> str:
        """Encrypt words."""
        return self._fernet.encrypt_at_time(words.encode("utf-8"), _NO_TIME).decode("ascii")

    def open(self, sealed: str) -> str:
        """Read sealed words.

        Raises:
            Missing: they were sealed with another key, or altered.
        """
        try:
            return self._fernet.decrypt(sealed.encode("ascii")).decode("utf-8")
        except InvalidToken as error:
            raise Missing("That record can no longer be opened.") from error

    def seal_json(self, value: Any) -> str:
        """Encrypt plain values."""
        return self.seal(as_json(value))

    def open_json(self, sealed: str) -> Any:
        """Read sealed values."""
        return json.loads(self.open(sealed))


# ------------------------------------------------------------------------------------------------ the service's keys

_wrapped: list[InstrumentedAttribute[Any]] = []


def wrap(secret: bytes) -> str:
    """Encrypt a key with the service's newest."""
    return _service().encrypt_at_time(secret, _NO_TIME).decode("ascii")


def unwrap(wrapped: str) -> bytes:
    """Read a wrapped key.

    Raises:
        Missing: no key of the service fits.
    """
    try:
        return _service().decrypt(wrapped.encode("ascii"))
    except InvalidToken as error:
        raise Missing("That record can no longer be opened.") from error


def _service() -> MultiFernet:
    held: MultiFernet | None = current_app.extensions.get("foundation.locks")
    if held is None:
        settings: Settings = current_app.config["SETTINGS"]
        own = [key.strip() for key in settings.data_key.split(",")]
        keys = [key for key in (*own, settings.secret_key, settings.secret_key_before) if key]
        held = MultiFernet([Fernet(base64.urlsafe_b64encode(_derive(key.encode("utf-8"), "lock"))) for key in keys])
        current_app.extensions["foundation.locks"] = held
    return held


def _derive(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), 32, None, f"register {purpose}".encode()).derive(secret)


def declare_wrapped(column: InstrumentedAttribute[Any]) -> None:
    """Name a column that holds wrapped keys, so that `renew` finds it."""
    _wrapped.append(column)


declare_wrapped(Lock.wrapped)


@dataclass(frozen=True)
class Renewed:
    """How many keys are wrapped with the newest of the service's keys, and how many none of them could read."""

    done: int
    lost: int


@operation
def renew() -> Renewed:
    """Wrap every key again with the service's newest one. Records themselves stay as they are."""
    box, done, lost = _service(), 0, 0
    for column in _wrapped:
        table = column.class_
        rows = db.session.execute(select(table.id, column).where(column.is_not(None)).with_for_update()).all()
        for row_id, held in rows:
            try:
                again = box.rotate(held.encode("ascii")).decode("ascii")
            except InvalidToken:
                lost += 1
                continue
            db.session.execute(update(table).where(table.id == row_id).values({column: again}))
            done += 1
    return Renewed(done, lost)


# ------------------------------------------------------------------------------------------------------ keys of records


def new_lock() -> tuple[Lock, Box]:
    """A key for a new record, inside the operation that makes it."""
    if not in_operation():
        raise RuntimeError("a lock is made inside the operation that uses it")
    key = secrets.token_bytes(32)
    lock = Lock(wrapped=wrap(key), made_on=clock.today())
    db.session.add(lock)
    db.session.flush()
    return lock, Box(key)


def new_locks(count: int) -> list[tuple[Lock, Box]]:
    """Keys for many new records, in one statement."""
    if not in_operation():
        raise RuntimeError("a lock is made inside the operation that uses it")
    keys = [secrets.token_bytes(32) for _ in range(count)]
    made = [Lock(wrapped=wrap(key), made_on=clock.today()) for key in keys]
    db.session.add_all(made)
    db.session.flush()
    return [(lock, Box(key)) for lock, key in zip(made, keys, strict=True)]


#: Statements made once.
_WRAPPED = select(Lock.wrapped).where(Lock.id == bindparam("lock_id"))
_ALL_WRAPPED = select(Lock.id, Lock.wrapped).where(Lock.id.in_(bindparam("ids", expanding=True)))


@reads_once
def box_of(lock_id: int | None) -> Box:
    """The box of a record's key.

    Raises:
        Missing: the key was destroyed, or fits no key of the service.
    """
    wrapped = db.session.scalar(_WRAPPED, {"lock_id": lock_id}) if lock_id is not None else None
    if wrapped is None:
        raise Missing("That record was deleted.")
    return Box(unwrap(wrapped))


def boxes_of(lock_ids: Collection[int]) -> dict[int, Box]:
    """The boxes of many records in one statement; those whose key was destroyed are left out."""
    if not lock_ids:
        return {}
    rows = db.session.execute(_ALL_WRAPPED, {"ids": list(lock_ids)})
    return {lock_id: Box(unwrap(wrapped)) for lock_id, wrapped in rows}


def destroy_lock(lock_id: int) -> None:
    """Shred everything that was sealed with a key. Whatever points at the row lets go of it first."""
    if not in_operation():
        raise RuntimeError("a lock is destroyed inside an operation")
    if db.session.execute(delete(Lock).where(Lock.id == lock_id)).rowcount:  # type: ignore[attr-defined]  # a DELETE counts
        erasures.note(ErasedKind.LOCK, lock_id)


def shut(lock_id: int) -> None:
    """Give a lock a key that opens nothing: what was sealed with it is gone, though rows still point at it."""
    if not in_operation():
        raise RuntimeError("a lock is shut inside an operation")
    db.session.execute(update(Lock).where(Lock.id == lock_id).values(wrapped=wrap(secrets.token_bytes(32))))


# -------------------------------------------------------------------------------------------- secrets that people keep


def new_secret() -> str:
    """A secret that a person can write down and say aloud: `K7P2-9XWD-…`, 95 bits."""
    code = sayable_code(SECRET_LENGTH)
    return "-".join(code[place : place + _GROUP] for place in range(0, SECRET_LENGTH, _GROUP))


def read_secret(typed: str) -> str | None:
    """A typed secret in the one spelling, or None when it cannot be one. Case, spaces and hyphens do not matter."""
    tidy = re.sub(r"[^0-9A-Z]", "", typed.upper())
    if len(tidy) != SECRET_LENGTH or any(sign not in SAYABLE for sign in tidy):
        return None
    return "-".join(tidy[place : place + _GROUP] for place in range(0, SECRET_LENGTH, _GROUP))


def secret_hash(secret: str) -> str:
    """What we keep of a secret."""
    return hashlib.sha256(f"register secret {secret}".encode()).hexdigest()


def is_secret(held_hash: str | None, typed: str) -> bool:
    """Whether what was typed is the secret of a hash. A missing hash costs the same and is never right."""
    secret = read_secret(typed)
    given = secret_hash(secret or "")
    return hmac.compare_digest(held_hash or secret_hash("nobody's"), given) and secret is not None


def box_from_secret(secret: str, purpose: str) -> Box:
    """A box that only the holder of a secret opens: we keep its hash, and cannot make this key from that."""
    return Box(_derive(secret.encode("utf-8"), f"secret {purpose}"))
