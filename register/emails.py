"""The register's letters, one function each. They write to the outbox; `jobs deliver-mail` sends them."""

from __future__ import annotations

from collections.abc import Sequence

from foundation import clock, outbox
from register import queries

#: So many entries are named in one letter; the page has all of them.
_MOST_NAMED = 20


def entry_changed(entry_id: int, *, number: str, name: str, what: Sequence[str]) -> None:
    """Tell somebody that their public entry changed, so that a change they did not ask for is noticed."""
    to = queries.email_of(entry_id)
    if to is not None:
        outbox.write("entry_changed", to=to, number=number, name=name, what=what)


def contact_changed(*, number: str, name: str, addresses: Sequence[str]) -> None:
    """Tell the old and the new address that the institute now writes to another one."""
    for address in addresses:
        outbox.write("contact_changed", to=address, number=number, name=name)


def post_changed(to: str, *, number: str, name: str, by_us: bool) -> None:
    """Tell an email address that post goes to another place: a stranger's change is noticed."""
    outbox.write("post_changed", to=to, number=number, name=name, by_us=by_us)


def claim_code(*, to: str, number: str, digits: str, minutes: int) -> None:
    """The code that proves that somebody reads the address on file for an entry."""
    outbox.write("entry_claim_code", to=to, number=number, digits=digits, minutes=minutes)


def entry_claimed(*, to: str, number: str, account: str) -> None:
    """Tell the address on file that an account now looks after the entry."""
    outbox.write("entry_claimed", to=to, number=number, account=account)


def public_view_wrong(to: str, *, name: str, account_id: int, found: Sequence[tuple[str, str]]) -> None:
    """Alert somebody who publishes: these entries do not say what is in force. Once a day."""
    outbox.write(
        "staff_public_view_wrong",
        to=to,
        once=f"public view {clock.today()} to {account_id}",
        name=name,
        found=found[:_MOST_NAMED],
        more=max(0, len(found) - _MOST_NAMED),
    )
