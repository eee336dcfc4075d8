"""The letters about accounts, one function each. They write to the outbox; `jobs deliver-mail` sends them.

Codes and links stand in these letters and nowhere else: not in the log, not in the audit trail.
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import Account, Realm
from foundation import outbox

PREFIX = {Realm.PUBLIC: "/account", Realm.STAFF: "/staff"}


def sign_up_code(to: str, *, digits: str, minutes: int) -> None:
    """The code that proves an address."""
    outbox.write("account_sign_up_code", to=to, digits=digits, minutes=minutes)


def sign_up_known(account: Account) -> None:
    """To somebody who has an account and asked for one: nobody else learns that they do."""
    outbox.write("account_sign_up_known", to=account.email, name=account.name)


def address_code(to: str, *, digits: str, minutes: int) -> None:
    """The code that proves the new address of an account."""
    outbox.write("account_address_code", to=to, digits=digits, minutes=minutes)


def address_taken(account: Account) -> None:
    """To somebody whose address another account wanted: nobody else learns that they have one."""
    outbox.write("account_address_taken", to=account.email, name=account.name)


def address_changed(to: str, *, name: str) -> None:
    """An account has a new address: the old one and the new one are told."""
    outbox.write("account_address_changed", to=to, name=name)


def reset_link(account: Account, *, token: str, minutes: int) -> None:
    """The link to choose a new password."""
    prefix = PREFIX[account.realm]
    outbox.write("account_reset_link", to=account.email, name=account.name, prefix=prefix, token=token, minutes=minutes)


def reset_unknown(to: str, *, realm: Realm) -> None:
    """To an address without an account, so that its owner need not wait for a link."""
    outbox.write("account_reset_unknown", to=to, prefix=PREFIX[realm], staff=realm is Realm.STAFF)


def password_changed(account: Account) -> None:
    """The password was changed: a stranger's change is noticed."""
    outbox.write("account_password_changed", to=account.email, name=account.name)


def way_changed(account: Account, *, what: str) -> None:
    """A way of signing in was added or taken away. `what` is a whole sentence."""
    outbox.write("account_way_changed", to=account.email, name=account.name, what=what)


def new_browser(account: Account, *, browser: str, at: datetime) -> None:
    """Somebody signed in from a browser we had not seen before."""
    outbox.write("account_new_browser", to=account.email, name=account.name, browser=browser, at=at)


def set_up(account: Account, *, token: str, until: datetime) -> None:
    """The invitation to a member of staff."""
    outbox.write(
        "account_set_up", to=account.email, name=account.name, prefix=PREFIX[account.realm], token=token, until=until
    )


def recovery_started(account: Account) -> None:
    """Somebody rang and asked us to let them back in: the owner hears of it before it happens."""
    outbox.write("account_recovery_started", to=account.email, name=account.name)


def recovery_link(account: Account, *, token: str, until: datetime) -> None:
    """The link of an approved recovery."""
    outbox.write(
        "account_recovery_link",
        to=account.email,
        name=account.name,
        prefix=PREFIX[account.realm],
        token=token,
        until=until,
    )


def recovery_refused(account: Account) -> None:
    """A recovery was not approved."""
    outbox.write("account_recovery_refused", to=account.email, name=account.name)
