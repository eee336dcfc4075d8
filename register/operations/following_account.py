"""When somebody changes the address of their account, letters about their entry that went to the old one follow."""

from __future__ import annotations

from accounts.addresses import NoAddress, read_address
from accounts.operations import changing_address
from accounts.operations.changing_address import Moved
from foundation.audit import Actor
from register import queries
from register.operations.particulars import change_contact


def _follow(moved: Moved, by: Actor) -> None:
    number = queries.entry_of_account(moved.account_id)
    if number is None:
        return
    on_file = queries.email_of(queries.entry_ids([number])[number])
    try:
        same = on_file is not None and read_address(on_file).key == moved.before.key
    except NoAddress:
        same = False
    if same:
        reason = "They changed the address of their account"
        change_contact(number, email=moved.after.text, reason=reason, by=by, tell=False)


changing_address.declare(_follow)
