"""Who is signed in: server-side sessions behind a random token in a cookie.

The cookie carries the token and the moment it was last used, signed; the database keeps only the token's hash, so
neither a copy of the database nor an old signing key opens anything. Each realm has a cookie of its own, and one never
opens the other. Knowing who is signed in costs one statement a request, and none for somebody without a cookie.

Refuses: a session that ended or outlived its time, a closed account, a cookie left idle for too long or signed with a
key that is no longer ours.
"""

from __future__ import annotations

import enum
import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask, current_app, g, request
from flask import Response as FlaskResponse
from flask_login import LoginManager
from itsdangerous import BadSignature, TimestampSigner
from sqlalchemy import BindParameter, and_, bindparam, or_, select
from werkzeug.wrappers import Response

from accounts.models import Account, Realm, Role, RoleGrant, Session
from foundation import clock
from foundation.audit import Actor
from foundation.database import AwareMoment, db
from foundation.errors import NotAllowed
from foundation.settings import Settings

#: The cookie is written anew when the moment in it is older than this.
_REFRESH = timedelta(minutes=1)
_PATHS = {Realm.PUBLIC: "/", Realm.STAFF: "/staff"}
_NAMES = {Realm.PUBLIC: "register_account", Realm.STAFF: "register_staff"}
#: A browser refuses a cookie of these names that did not come over TLS; the first also ties it to this very host.
_NAMES_WITH_TLS = {Realm.PUBLIC: "__Host-register_account", Realm.STAFF: "__Secure-register_staff"}


@dataclass(frozen=True)
class SignedIn:
    """Somebody at the keyboard, as they are at this request: roles taken away a moment ago are gone."""

    session_id: int
    account_id: int
    realm: Realm
    name: str
    email: str
    roles: frozenset[Role]
    second_factor: bool
    signed_in_at: datetime
    #: Without a sign of life the session is over at this moment; with one, at `expires_at` at the latest.
    idle_at: datetime
    expires_at: datetime

    # What Flask-Login asks of a user.
    is_authenticated = True
    is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """The account, as Flask-Login wants it."""
        return str(self.account_id)

    @property
    def actor(self) -> Actor:
        """Who is acting, for records and for the audit trail."""
        return Actor("account", self.account_id, self.name)


class WhyNot(enum.StrEnum):
    """Why a cookie did not open anything."""

    NONE = "none"
    #: No cookie of ours: cut short, or signed with a key that is no longer accepted.
    UNREADABLE = "unreadable"
    ENDED = "ended"
    IDLE = "idle"


@dataclass(frozen=True)
class Reading:
    """What a request's cookie says. `owner_id` is whose session it was, also when it is over."""

    who: SignedIn | None
    why_not: WhyNot | None = None
    owner_id: int | None = None
    session_id: int | None = None


_TOKEN: BindParameter[str] = bindparam("token_hash")
_NOW: BindParameter[datetime] = bindparam("now", type_=AwareMoment())
_WHO = (
    select(
        Session.id,
        Session.account_id,
        Session.began_at,
        Session.idle_minutes,
        Session.expires_at,
        Session.second_factor_at,
        Session.ended_at,
        Account.realm,
        Account.name,
        Account.email,
        Account.closed_at,
        RoleGrant.role,
    )
    .join(Account, Account.id == Session.account_id)
    .outerjoin(
        RoleGrant,
        and_(
            RoleGrant.account_id == Account.id,
            RoleGrant.ended_at.is_(None),
            RoleGrant.granted_at <= _NOW,
            or_(RoleGrant.until.is_(None), RoleGrant.until > _NOW),
        ),
    )
    .where(Session.token_hash == _TOKEN)
)


def signed_in(realm: Realm) -> SignedIn | None:
    """Who is signed in to a realm at this request, or nobody."""
    return reading(realm).who


def require(realm: Realm) -> SignedIn:
    """Who is signed in to a realm, for code behind the guard.

    Raises:
        NotAllowed: nobody is.
    """
    who = signed_in(realm)
    if who is None:
        raise NotAllowed("Sign in first.")
    return who


def reading(realm: Realm) -> Reading:
    """What the request's cookie of a realm says; asked of the database once a request."""
    held: dict[Realm, Reading] = g.setdefault("signed_in", {})
    if realm not in held:
        held[realm] = _read(realm)
    return held[realm]


def _read(realm: Realm) -> Reading:
    cookie = request.cookies.get(cookie_name(realm))
    if not cookie:
        return Reading(None, WhyNot.NONE)
    try:
        token, used_at = _signer(realm).unsign(cookie, return_timestamp=True)
    except BadSignature:
        return Reading(None, WhyNot.UNREADABLE)
    now = clock.now()
    asked = {"token_hash": hash_token(token.decode("ascii")), "now": now}
    rows = db.session.connection().execute(_WHO, asked).all()
    if not rows or rows[0].realm is not realm:
        return Reading(None, WhyNot.UNREADABLE)
    row = rows[0]
    if row.ended_at is not None or row.closed_at is not None or row.expires_at <= now:
        return Reading(None, WhyNot.ENDED, row.account_id, row.id)
    idle = timedelta(minutes=row.idle_minutes)
    if used_at + idle <= now:
        return Reading(None, WhyNot.IDLE, row.account_id, row.id)
    if now - used_at >= _REFRESH:
        g.setdefault("cookies_to_refresh", {})[realm] = token.decode("ascii")
    who = SignedIn(
        session_id=row.id,
        account_id=row.account_id,
        realm=realm,
        name=row.name,
        email=row.email,
        roles=frozenset(one.role for one in rows if one.role is not None),
        second_factor=row.second_factor_at is not None,
        signed_in_at=row.began_at,
        idle_at=min(now + idle, row.expires_at),
        expires_at=row.expires_at,
    )
    return Reading(who, None, row.account_id, row.id)


def new_token() -> str:
    """A new secret for a cookie or a link: 256 bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What the database keeps of a secret that nobody could guess."""
    return hashlib.sha256(token.encode("utf-8")).hexdigest()


def cookie_name(realm: Realm) -> str:
    """The name of a realm's cookie."""
    return (_NAMES_WITH_TLS if _settings().production else _NAMES)[realm]


def give_cookie(response: Response, realm: Realm, token: str) -> None:
    """Let the browser keep its session's token until it closes. No script can read it."""
    response.set_cookie(
        cookie_name(realm),
        _signer(realm).sign(token).decode("ascii"),
        path=_path(realm),
        httponly=True,
        secure=_settings().production,
        samesite="Lax",
    )


def take_cookie(response: Response, realm: Realm) -> None:
    """Make the browser forget its session."""
    response.delete_cookie(
        cookie_name(realm), path=_path(realm), httponly=True, secure=_settings().production, samesite="Lax"
    )


def _path(realm: Realm) -> str:
    return _PATHS[realm]


def _signer(realm: Realm) -> TimestampSigner:
    """Signs with today's key and accepts the last one too, so that a change of keys signs nobody out."""
    settings = _settings()
    keys = [key for key in (settings.secret_key_before, settings.secret_key) if key]
    return TimestampSigner(keys, salt=f"accounts.session.{realm.value}", digest_method=hashlib.sha256)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def install(app: Flask) -> None:
    """Let Flask-Login know who is signed in, and keep the moment in the cookies fresh."""
    manager = LoginManager()
    manager.session_protection = None  # the session is ours, not Flask's cookie
    manager.request_loader(lambda asked: signed_in(_realm_of(asked.path)))
    manager.init_app(app)

    @app.after_request
    def refresh(response: FlaskResponse) -> FlaskResponse:
        waiting: dict[Realm, str] = g.get("cookies_to_refresh", {})
        set_already = " ".join(response.headers.getlist("Set-Cookie"))
        for realm, token in waiting.items():
            if f"{cookie_name(realm)}=" not in set_already:
                give_cookie(response, realm, token)
        return response


def _realm_of(path: str) -> Realm:
    return Realm.STAFF if path == "/staff" or path.startswith("/staff/") else Realm.PUBLIC
