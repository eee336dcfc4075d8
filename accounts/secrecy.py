"""Keyed hashes and encryption of small secrets. Keys come from the service's own, the last one still works.

Short-lived things (codes in letters, counts of failures) are only hashed. The secret of an authenticator app has to be
read again, so it is encrypted; `flask account renew-keys` encrypts all of them with today's key before the last one
is thrown away.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app

from foundation.settings import Settings


def keyed(purpose: str, *parts: str) -> str:
    """A hash that only this service can make."""
    return _keyed(_settings().secret_key, purpose, parts)


def keyed_same(held: str, purpose: str, *parts: str) -> bool:
    """Whether a keyed hash is of these parts, made with today's key or the last one."""
    settings = _settings()
    keys = [key for key in (settings.secret_key, settings.secret_key_before) if key]
    return any(hmac.compare_digest(held, _keyed(key, purpose, parts)) for key in keys)


def _keyed(key: str, purpose: str, parts: tuple[str, ...]) -> str:
    said = "\0".join((purpose, *parts)).encode("utf-8")
    return hmac.new(key.encode("utf-8"), said, hashlib.sha256).hexdigest()


def seal(words: str) -> str:
    """Encrypt with today's key."""
    return _box().encrypt(words.encode("utf-8")).decode("ascii")


def unseal(sealed: str) -> str | None:
    """Read what was encrypted with today's key or the last one; None when neither fits."""
    try:
        return _box().decrypt(sealed.encode("ascii")).decode("utf-8")
    except (InvalidToken, UnicodeError):
        return None


def _box() -> MultiFernet:
    settings = _settings()
    return MultiFernet([_fernet(key) for key in (settings.secret_key, settings.secret_key_before) if key])


def _fernet(key: str) -> Fernet:
    digest = hmac.new(key.encode("utf-8"), b"accounts.sealed", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings
