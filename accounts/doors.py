"""The two doors, public and staff: addresses, words, and what a request tells about where it comes from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request, session
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.wrappers import Response

from accounts import sessions
from accounts.addresses import network_of
from accounts.codes import Ticket
from accounts.models import Realm
from accounts.operations.sessions import Begun, Visit
from accounts.operations.signing_in import Half
from foundation import clock

_BROWSER_COOKIE = "register_browser"
_BROWSER_LASTS = timedelta(days=365)
_HALF_LASTS = timedelta(minutes=30)
_CONFIRMED_LASTS = timedelta(minutes=15)


@dataclass(frozen=True)
class Door:
    """One of the two ways in, as pages name it."""

    realm: Realm
    prefix: str
    #: The heading of its sign-in page.
    title: str
    home: str

    @property
    def staff(self) -> bool:
        """Whether this is the door for staff."""
        return self.realm is Realm.STAFF


DOORS = {
    Realm.PUBLIC: Door(Realm.PUBLIC, "/account", "Sign in to your account", "/account"),
    Realm.STAFF: Door(Realm.STAFF, "/staff", "Staff sign-in", "/staff"),
}

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def describe_browser(said: str) -> str:
    """A browser in words, from what it says of itself."""
    browser = next((words for sign, words in _BROWSERS if sign in said), "A browser")
    system = next((words for sign, words in _SYSTEMS if sign in said), "")
    return f"{browser} on {system}" if system else browser


def visit(realm: Realm) -> Visit:
    """Where this request comes from."""
    return Visit(
        network=network_of(request.remote_addr),
        browser=describe_browser(request.headers.get("User-Agent", "")),
        browser_token=_browser_token(),
        session_id=sessions.reading(realm).session_id,
    )


def _browser_token() -> str | None:
    try:
        token: str = _browser_signer().loads(request.cookies.get(_BROWSER_COOKIE, ""))
    except BadSignature:
        return None
    return token


def _browser_signer() -> URLSafeSerializer:
    settings = current_app.config["SETTINGS"]
    keys = [key for key in (settings.secret_key_before, settings.secret_key) if key]
    return URLSafeSerializer(keys, salt="accounts.browser", signer_kwargs={"digest_method": hashlib.sha256})


def let_in(response: Response, begun: Begun) -> Response:
    """Give the browser its session, and forget all that led up to it."""
    session.clear()
    session[f"confirmed_{begun.realm.value}"] = {"session": begun.session_id, "at": clock.now().isoformat()}
    sessions.give_cookie(response, begun.realm, begun.token)
    response.set_cookie(
        _BROWSER_COOKIE,
        str(_browser_signer().dumps(begun.browser_token)),
        max_age=_BROWSER_LASTS,
        httponly=True,
        secure=current_app.config["SETTINGS"].production,
        samesite="Lax",
    )
    return response


# What a browser carries between two pages, signed: never a secret that opens anything by itself.


def keep_half(half: Half, *, wanted: str) -> None:
    """Remember that the first half was proved."""
    session[f"half_{half.realm.value}"] = {
        "account": half.account_id,
        "stamp": half.stamp,
        "second": half.second_factor,
        "next": wanted,
        "at": clock.now().isoformat(),
    }


def held_half(realm: Realm) -> tuple[Half, str] | None:
    """Who proved the first half in this browser within the last half hour, and where they want to go."""
    kept: dict[str, Any] | None = session.get(f"half_{realm.value}")
    if kept is None or _older(kept["at"], _HALF_LASTS):
        return None
    return Half(kept["account"], realm, kept["stamp"], kept["second"]), kept["next"]


def keep_ticket(name: str, ticket: Ticket) -> None:
    """Remember the ticket of a code that was asked for."""
    session[name] = {"code": ticket.code_id, "secret": ticket.secret, "email": ticket.email}


def held_ticket(name: str) -> Ticket | None:
    """The ticket of a code that this browser asked for."""
    kept: dict[str, Any] | None = session.get(name)
    return None if kept is None else Ticket(kept["code"], kept["secret"], kept["email"])


def confirm(who: sessions.SignedIn) -> None:
    """Remember that the owner has just shown that they still sit there."""
    session[f"confirmed_{who.realm.value}"] = {"session": who.session_id, "at": clock.now().isoformat()}


def is_confirmed(who: sessions.SignedIn) -> bool:
    """Whether they did so within the last quarter of an hour, in this very session."""
    kept: dict[str, Any] | None = session.get(f"confirmed_{who.realm.value}")
    return kept is not None and kept["session"] == who.session_id and not _older(kept["at"], _CONFIRMED_LASTS)


def _older(moment: str, than: timedelta) -> bool:
    return datetime.fromisoformat(moment) + than <= clock.now()
