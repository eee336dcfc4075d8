"""What this browser has open: the mailbox of a concern, or what somebody asked about their data.

Flask's signed session cookie holds the reference and a proof that is bound to the secret's hash, until the browser is
closed: a new secret closes it everywhere. Leaving quickly forgets it. What a registrant opened from their account is
open only while that account is signed in.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

from flask import session

from accounts import sessions
from accounts.models import Realm
from concerns import queries
from concerns.data_requests import queries as data_queries
from concerns.data_requests.models import DataRequest
from concerns.models import Concern
from concerns.routes.remembered import MAILBOX


class NotOpen(Exception):
    """This browser has nothing open, or not any more."""


def remember(reference: str, secret_hash: str, *, account_id: int | None = None) -> None:
    """Open it in this browser, and close what was open before."""
    session[MAILBOX] = {"reference": reference, "proof": _proof(secret_hash), "account": account_id}


def forget() -> None:
    """Close it."""
    session.pop(MAILBOX, None)


def concern() -> Concern:
    """The concern whose mailbox is open here.

    Raises:
        NotOpen: none is.
    """
    held = _held()
    found = queries.find(str(held["reference"]))
    if found is None or not _fits(held, found.secret_hash):
        raise NotOpen
    return found


def data_request() -> DataRequest:
    """The request about data that is open here.

    Raises:
        NotOpen: none is.
    """
    held = _held()
    found = data_queries.find(str(held["reference"]))
    if found is None or not _fits(held, found.secret_hash):
        raise NotOpen
    return found


def holds_data_request() -> bool:
    """Whether what is open is a request about data."""
    return str((session.get(MAILBOX) or {}).get("reference", "")).startswith("DP-")


def keep(name: str, value: str) -> None:
    """Keep something for the next page, beside what is open."""
    session[MAILBOX] = {**_held(), name: value}


def kept(name: str) -> str:
    """What is kept there; it stays."""
    return str(_held().get(name, ""))


def take(name: str) -> str:
    """What is kept there, once."""
    held = dict(_held())
    value = str(held.pop(name, ""))
    if value:
        session[MAILBOX] = held
    return value


def _held() -> dict[str, Any]:
    held = session.get(MAILBOX)
    if not isinstance(held, dict):
        raise NotOpen
    return held


def _fits(held: dict[str, Any], secret_hash: str) -> bool:
    account_id = held.get("account")
    if account_id is not None:
        who = sessions.signed_in(Realm.PUBLIC)
        if who is None or who.account_id != account_id:
            return False
    return hmac.compare_digest(str(held.get("proof", "")), _proof(secret_hash))


def _proof(secret_hash: str) -> str:
    return hashlib.sha256(f"open mailbox {secret_hash}".encode()).hexdigest()
