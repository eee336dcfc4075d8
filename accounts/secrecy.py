"""Keyed hashes and encryption of small secrets. Keys come from the service's own, the last one still works.

Short-lived things (codes in letters, counts of failures) are only hashed. The secret of an authenticator app has to be
read again, so it is encrypted as keys of records are (`foundation.locks`, renewed by `flask locks renew`).
"""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app

from foundation import locks
from foundation.errors import Missing
from foundation.settings import Settings


def keyed(purpose: str, *parts: str) -> str:
    """A hash that only this service can make."""
    return _keyed(_settings().secret_key, purpose, parts)


def keyed_each(purpose: str, *parts: str) -> list[str]:
    """The hash as today's key makes it, and as the last one did: for finding rows by it."""
    settings = _settings()
    return [_keyed(key, purpose, parts) for key in (settings.secret_key, settings.secret_key_before) if key]


def keyed_same(held: str, purpose: str, *parts: str) -> bool:
    """Whether a keyed hash is of these parts, made with today's key or the last one."""
    return any(hmac.compare_digest(held, one) for one in keyed_each(purpose, *parts))


def _keyed(key: str, purpose: str, parts: tuple[str, ...]) -> str:
    said = "\0".join((purpose, *parts)).encode("utf-8")
    return hmac.new(key.encode("utf-8"), said, hashlib.sha256).hexdigest()


def seal(words: str) -> str:
    """Encrypt a secret that has to be read again."""
    return locks.wrap(words.encode("utf-8"))


def unseal(sealed: str) -> str | None:
    """Read what was encrypted with one of the service's keys; None when none fits."""
    try:
        return locks.unwrap(sealed).decode("utf-8")
    except Missing:
        return None


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
