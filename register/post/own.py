"""Somebody with an entry changes where post reaches them, in their own account."""

from __future__ import annotations

from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import NotAllowed, Refused
from register import queries
from register.post import readers


@operation
def change_address(typed: str, *, version: int, by: Actor) -> bool:
    """Keep their new address. What waits unposted goes there, and they are told, should it not have been they.

    Says whether it is another one than before. Whether all their letters go on paper stays as it is.

    Raises:
        NotAllowed: they look after no entry.
        Refused: there is no address, it does not fit an envelope, or it changed since the page was opened.
    """
    number = queries.entry_of_account(by.id) if by.kind == "account" and by.id is not None else None
    if number is None:
        raise NotAllowed("Your account holds no entry on the register.")
    if not typed.strip():
        raise Refused("Type your postal address.")
    entry_id = queries.entry_ids([number])[number]
    return readers.keep_own(entry_id, typed, version=version, tells_first=True, by=by)
