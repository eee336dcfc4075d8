"""Work kept when somebody's session had ended before their form arrived, and where they are sent to sign in.

The cookie still says whose session it was, so what was typed can be kept for that person alone: after signing in they
see it and send it with one press. Passwords, codes and files are never kept. Refuses forms sent from another site.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from accounts import sessions
from accounts.models import Realm
from accounts.operations import sessions as operations
from foundation.journey.reading import tame, tame_line

SIGN_IN_PATH = {Realm.PUBLIC: "/account/sign-in", Realm.STAFF: "/staff/sign-in"}
SECOND_FACTOR_PATH = {Realm.PUBLIC: "/account/security/second-factor", Realm.STAFF: "/staff/security/second-factor"}
HOME_PATH = {Realm.PUBLIC: "/account", Realm.STAFF: "/staff"}

#: Never kept, never shown again.
_SECRET = ("password", "secret", "code", "token", "csrf", "kept_id")
#: What a page writes into a form of its own: goes along, and is not shown.
_SIGNS = frozenset({"once", "version", "go", "next", "looked", "found_for", "up_to"})
_MARK = re.compile(r"[0-9a-f]{32}")
_MOST_CHARACTERS = 200_000
_SCHEMES = frozenset({""})


def turn_away(realm: Realm) -> Response:
    """Send somebody who is not signed in to sign in, keeping what they typed when we know who they were."""
    read = sessions.reading(realm)
    if request.method == "POST" and read.owner_id is not None and from_this_site():
        operations.keep_form(read.owner_id, path=request.path, fields=typed(request.form))
    arguments: dict[str, Any] = {}
    if request.method in {"GET", "HEAD"}:
        arguments["next"] = request.full_path.rstrip("?")
    if read.why_not in {sessions.WhyNot.IDLE, sessions.WhyNot.ENDED, sessions.WhyNot.UNREADABLE}:
        session["signed_out"] = read.why_not.value
    return redirect(url_for(f"{realm.value}_sign_in.start", **arguments), 303)


def typed(form: MultiDict[str, str], *, most: int = _MOST_CHARACTERS) -> list[list[str]]:
    """What may be kept of a form, without what no person types; nothing of one with more characters than `most`."""
    pairs = [
        [tame_line(name), tame(value)]
        for name, value in form.items(multi=True)
        if not any(word in name.casefold() for word in _SECRET)
    ]
    return pairs if sum(len(value) for _, value in pairs) <= most else []


def by_hand(fields: Iterable[Sequence[str]]) -> list[tuple[str, str]]:
    """What a person typed or chose, of the fields of a form, with their names: not the signs of the page itself."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, value in fields
        if value.strip() and name not in _SIGNS and _MARK.fullmatch(value) is None
    ]


def from_this_site() -> bool:
    """Whether the browser says that the request comes from one of our own pages."""
    said = request.headers.get("Origin")
    if said is None:
        return request.headers.get("Sec-Fetch-Site") == "same-origin"
    return urlsplit(said).netloc == request.host


def safe_next(wanted: str | None, realm: Realm) -> str:
    """Where to go after signing in: a page of this site behind the same door, else that door's home."""
    home = HOME_PATH[realm]
    if not wanted or len(wanted) > 2000 or any(ord(sign) < 32 or sign == "\\" for sign in wanted):
        return home
    split = urlsplit(wanted)
    if split.scheme not in _SCHEMES or split.netloc or not wanted.startswith("/") or wanted.startswith("//"):
        return home
    behind = split.path == home or split.path.startswith(home + "/")
    return wanted if behind and not split.path.startswith(SIGN_IN_PATH[realm]) else home
