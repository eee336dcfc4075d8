"""The word that goes out with each letter and says, when it comes back, which letter it was.

It stands in the Message-ID and, if the service has an address for returned letters, in the envelope's sender. It holds
the letter's number, its second and how often it came back so far, sealed with the service's key: nobody's name or
address. Whoever did not get the letter cannot make one up.
"""

from __future__ import annotations

import base64
import hmac
import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from flask import current_app

from foundation.settings import Settings

_LABEL = b"returned letters"
_SEAL_BYTES = 10
#: Some servers change capitals on the way.
_TRACE = re.compile(r"(?<![0-9a-z])([0-9]{1,10})-([0-9]{14})-([0-9]{1,3})-([a-z2-7]{16})(?![0-9a-z])", re.IGNORECASE)
_AT_MOST = 50


class Trace(NamedTuple):
    """Which letter, and at which of its journeys."""

    letter_id: int
    #: The second in which it was written: a database may give the number of a deleted letter away again.
    stamp: str
    #: How often it had come back before.
    returns: int


def stamp(moment: datetime) -> str:
    """The second of a moment, as a trace holds it."""
    return f"{moment:%Y%m%d%H%M%S}"


def word(trace: Trace) -> str:
    """The word that goes out."""
    return f"{_said(trace)}-{_seal(trace, _settings().secret_key)}"


def sender(trace: Trace) -> str | None:
    """The envelope's sender for a letter; None when all letters that come back go to the address they came from."""
    back_to = _settings().mail_return
    if not back_to:
        return None
    local, _, domain = back_to.rpartition("@")
    return f"{local}+{word(trace)}@{domain}"


def find(texts: Iterable[str]) -> Trace | None:
    """The first trace in these texts whose seal is ours."""
    looked_at = 0
    for text in texts:
        for found in _TRACE.finditer(text):
            looked_at += 1
            if looked_at > _AT_MOST:
                return None
            trace = Trace(int(found[1]), found[2], int(found[3]))
            if _is_ours(trace, found[4].lower()):
                return trace
    return None


def _is_ours(trace: Trace, seal: str) -> bool:
    settings = _settings()
    known = [one for one in (settings.secret_key, settings.secret_key_before) if one]
    return any(hmac.compare_digest(_seal(trace, key), seal) for key in known)


def _seal(trace: Trace, secret: str) -> str:
    key = hmac.digest(secret.encode(), _LABEL, "sha256")
    sealed = hmac.digest(key, _said(trace).encode(), "sha256")
    return base64.b32encode(sealed[:_SEAL_BYTES]).decode().lower()


def _said(trace: Trace) -> str:
    return f"{trace.letter_id}-{trace.stamp}-{trace.returns}"


def _settings() -> Settings:
    held: Settings = current_app.config["SETTINGS"]
    return held
