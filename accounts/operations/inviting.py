"""Inviting somebody to work here: their account, the letter with their link, and their first role, in one step."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Account, Role
from accounts.operations.roles import propose_role
from accounts.operations.signing_up import invite_staff
from accounts.permissions import Permission
from accounts.rules import check_may
from foundation.audit import Actor
from foundation.database import operation


@operation
def invite(
    *, email: str, name: str, role: Role, starts_at: datetime | None, until: datetime | None, reason: str, by: Actor
) -> Account:
    """Invite somebody with one role; a powerful one waits for the second person.

    Raises:
        Refused: no address, an account is there already, or the role cannot be given like this.
    """
    check_may(by, Permission.MANAGE_PEOPLE)
    account = invite_staff(email=email, name=name, by=by)
    propose_role(account.id, role=role, reason=reason, starts_at=starts_at, until=until, by=by)
    return account
