"""Beginning and ending sessions. Password hashes are never made in here: a hash must not hold up the database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, select, update

from accounts import emails, policy
from accounts.models import Account, Browser, Ended, KeptForm, Realm, Session
from accounts.sessions import SignedIn, hash_token, new_token
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

#: Built once: building it anew would cost more than running it.
_KNOWN = select(Browser.id).where(
    Browser.account_id == bindparam("account_id"), Browser.token_hash == bindparam("token_hash")
)


@dataclass(frozen=True)
class Visit:
    """Where somebody is signing in from."""

    #: The network address, for slowing down only; it is never kept as it is.
    network: str
    #: The browser in words, such as "Firefox on Windows".
    browser: str
    #: The token by which this browser may be known, if it brought one.
    browser_token: str | None = None
    #: The session that this browser was in before.
    session_id: int | None = None


@dataclass(frozen=True)
class Begun:
    """A session that has begun: what the browser is given, and who it is."""

    realm: Realm
    token: str
    browser_token: str
    account_id: int
    session_id: int


def begin(account: Account, *, second_factor: bool, visit: Visit) -> Begun:
    """Begin a session, inside the operation that proved who it is."""
    now = clock.now()
    staff = account.realm is Realm.STAFF
    if visit.session_id is not None:
        _end([visit.session_id], because=Ended.SIGNED_IN_AGAIN)
    token = new_token()
    session = Session(
        account_id=account.id,
        token_hash=hash_token(token),
        browser=visit.browser,
        began_at=now,
        idle_minutes=policy.STAFF_IDLE.value() if staff else policy.PUBLIC_IDLE.value() * 60,
        expires_at=now + timedelta(hours=(policy.STAFF_LONGEST if staff else policy.PUBLIC_LONGEST).value()),
        second_factor_at=now if second_factor else None,
    )
    db.session.add(session)
    browser_token = _know_browser(account, visit)
    db.session.flush()
    audit.record(
        action="account.sign_in",
        subject=("account", account.id),
        by=Actor("account", account.id, account.name),
        detail={"session": session.id, "second_factor": second_factor},
    )
    return Begun(account.realm, token, browser_token, account.id, session.id)


def _know_browser(account: Account, visit: Visit) -> str:
    """Note that this browser belongs to the account; tell the owner when it is a new one beside others."""
    token = visit.browser_token or new_token()
    token_hash = hash_token(token)
    asked = {"account_id": account.id, "token_hash": token_hash}
    known = db.session.connection().scalar(_KNOWN, asked)
    if known is None:
        others = db.session.scalar(select(Browser.id).where(Browser.account_id == account.id).limit(1))
        now = clock.now()
        db.session.add(Browser(account_id=account.id, token_hash=token_hash, first_at=now))
        if others is not None:
            emails.new_browser(account, browser=visit.browser, at=now)
    return token


@operation
def sign_out(who: SignedIn) -> None:
    """End the session somebody is in."""
    _end([who.session_id], because=Ended.SIGNED_OUT)
    audit.record(action="account.sign_out", subject=("account", who.account_id), by=who.actor)


@operation
def end_one(session_id: int, *, who: SignedIn) -> None:
    """End one of one's own sessions.

    Raises:
        Refused: it is not there any more, or somebody else's.
    """
    owner = db.session.scalar(select(Session.account_id).where(Session.id == session_id, Session.ended_at.is_(None)))
    if owner != who.account_id:
        raise Refused("That session has ended already.")
    _end([session_id], because=Ended.BY_OWNER)
    audit.record(
        action="account.session_ended",
        subject=("account", who.account_id),
        by=who.actor,
        detail={"session": session_id},
    )


@operation
def end_others(who: SignedIn) -> int:
    """End all of one's own sessions but this one; says how many."""
    ended = end_all(who.account_id, because=Ended.BY_OWNER, except_for=who.session_id)
    audit.record(
        action="account.sessions_ended", subject=("account", who.account_id), by=who.actor, detail={"count": ended}
    )
    return ended


def end_all(account_id: int, *, because: Ended, except_for: int | None = None) -> int:
    """End the sessions of an account, inside the operation that gives the reason; says how many."""
    ids = db.session.scalars(
        select(Session.id).where(Session.account_id == account_id, Session.ended_at.is_(None))
    ).all()
    return _end([one for one in ids if one != except_for], because=because)


def _end(session_ids: list[int], *, because: Ended) -> int:
    ended = update(Session).where(Session.id.in_(session_ids), Session.ended_at.is_(None))
    done = db.session.connection().execute(ended.values(ended_at=clock.now(), ended_because=because))
    return int(done.rowcount)


@operation
def keep_form(account_id: int, *, path: str, fields: list[list[str]]) -> None:
    """Keep what somebody typed into a page whose session had ended. The newest five are kept."""
    db.session.add(KeptForm(account_id=account_id, path=path, fields=fields, kept_at=clock.now()))
    db.session.flush()
    older = db.session.scalars(
        select(KeptForm).where(KeptForm.account_id == account_id).order_by(KeptForm.id.desc()).offset(5)
    ).all()
    for one in older:
        db.session.delete(one)


@operation
def drop_kept(kept_id: int, *, account_id: int) -> None:
    """Let go of what was kept, once it was sent or is not wanted."""
    held = db.session.get(KeptForm, kept_id)
    if held is not None and held.account_id == account_id:
        db.session.delete(held)
