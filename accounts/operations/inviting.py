"""Inviting somebody to work here: their account, the letter with their link, and their first role, in one step."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import Account, Role
from accounts.operations.roles import propose_role
from accounts.operations.signing_up import invite_staff, make_staff_from_shell
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


@operation
def make_from_shell(
    *, email: str, name: str, wanted: Collection[Role], until: datetime | None, by: Actor
) -> tuple[Account, str]:
    """Make a staff account with roles from the shell of the machine; gives the secret of its one-time link.

    Raises:
        Refused: no address, an account is there already, or a role cannot be given like this.
    """
    account, token = make_staff_from_shell(email=email, name=name, by=by)
    for role in wanted:
        propose_role(account.id, role=role, reason="Made from the shell", until=until, by=by)
    return account, token
