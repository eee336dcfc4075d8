"""Accounts of the demo: a member of staff for each role, or several, and registrants, all with the same password.

Refuses to be used in production.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask import current_app
from sqlalchemy import select

from accounts import roles, second_factors, secrecy
from accounts.addresses import read_address
from accounts.models import Account, App, Realm, Role
from accounts.operations.inviting import make_from_shell
from accounts.passwords import hasher
from accounts.second_factors import new_handle
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused

PASSWORD = "three blue kettles"  # noqa: S105  # of the demo only, and printed by it
#: What the demo's authenticator apps hold: anybody may know it.
APP_SECRET = "DEMODEMODEMODEMODEMODEMODEMODEMO"  # noqa: S105  # see above
_ROLE_LASTS = timedelta(days=365)
_HERE_FOR = timedelta(days=130)
#: Of some the demo has several: two examine a concern, three sit on a panel, and not the same on another.
SEVERAL = {Role.CASE_EXAMINER: 2, Role.PANEL_CHAIR: 2, Role.PANEL_MEMBER: 4, Role.APPEAL_PANEL: 3}


def staff_email(role: Role, number: int = 1) -> str:
    """The address of the demo's member of staff with a role, or of the second, the third, …"""
    return f"{role.value.replace('_', '.')}{f'.{number}' if number > 1 else ''}@ircm.example"


def fill(*, registrants: Iterable[tuple[str, str]] = (), by: Actor) -> dict[str, int]:
    """Make the demo's accounts, unless they are there. `registrants` are names and addresses.

    Gives the ids of the registrants' accounts by address.

    Raises:
        Refused: this is production.
    """
    if current_app.config["SETTINGS"].production:
        raise Refused("Demo accounts do not belong in production.")
    password_hash = hasher().hash(PASSWORD)
    # They have been here for a while, so that the history of the demo can be theirs.
    with clock.played_back(clock.now() - _HERE_FOR):
        for role in Role:
            for number in range(1, SEVERAL.get(role, 1) + 1):
                if _held(Realm.STAFF, staff_email(role, number)) is None:
                    _hire(role, number, password_hash, by)
    return {email: _register(name, email, password_hash) for name, email in registrants}


@operation
def _hire(role: Role, number: int, password_hash: str, by: Actor) -> None:
    until = clock.now() + _ROLE_LASTS if role in roles.TIME_LIMITED else None
    name = f"Demo {roles.LABELS[role].lower()}{f' {number}' if number > 1 else ''}"
    account, _ = make_from_shell(email=staff_email(role, number), name=name, wanted=[role], until=until, by=by)
    now = clock.now()
    account.password_hash, account.password_set_at, account.email_proved_at = password_hash, now, now
    app = App(account_id=account.id, name="Demo app", secret=secrecy.seal(APP_SECRET), added_at=now, last_step=0)
    db.session.add(app)


@operation
def _register(name: str, email: str, password_hash: str) -> int:
    address = read_address(email)
    held = _held(Realm.PUBLIC, email)
    if held is None:
        now = clock.now()
        held = Account(
            realm=Realm.PUBLIC,
            email=address.text,
            email_key=address.key,
            name=name,
            created_at=now,
            email_proved_at=now,
            password_hash=password_hash,
            password_set_at=now,
            handle=new_handle(),
        )
        db.session.add(held)
        db.session.flush()
    return held.id


def _held(realm: Realm, email: str) -> Account | None:
    key = read_address(email).key
    return db.session.scalar(select(Account).where(Account.realm == realm, Account.email_key == key))


def code_for(email: str) -> str | None:
    """The code that a demo account's app shows now; None for any other account, and in production."""
    if current_app.config["SETTINGS"].production:
        return None
    account = _held(Realm.STAFF, email)
    if account is None:
        return None
    for app in db.session.scalars(select(App).where(App.account_id == account.id)):
        if secrecy.unseal(app.secret) == APP_SECRET:
            return second_factors.code_now(APP_SECRET)
    return None


def lines(public_url: str) -> list[str]:
    """How to sign in to the demo, to be printed."""
    url = public_url.rstrip("/")
    shown = (
        Role.REGISTRATION_OFFICER,
        Role.REGISTRAR,
        Role.CONCERNS_OFFICER,
        Role.CONCERNS_MANAGER,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    )
    return [
        f"Everybody of the demo signs in with the password “{PASSWORD}”.",
        f"Staff, at {url}/staff/sign-in (one for each role; for example):",
        *[f"  {staff_email(role)}" for role in shown],
        "  Their six-digit code: flask --app app account app-code ADDRESS",
        f"  or put this key into an authenticator app: {APP_SECRET}",
        f"Registrants, at {url}/account/sign-in:",
    ]
