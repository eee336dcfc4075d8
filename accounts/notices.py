"""Letters about staff roles and emergencies, one function each. They write to the outbox."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import Account
from foundation import outbox


def role_given(account: Account, *, role: str, until: datetime | None) -> None:
    """Tell somebody that they hold a role now."""
    outbox.write("staff_role_given", to=account.email, name=account.name, role=role, until=until)


def role_ended(account: Account, *, role: str) -> None:
    """Tell somebody that a role of theirs has ended."""
    outbox.write("staff_role_ended", to=account.email, name=account.name, role=role)


def access_ended(account: Account) -> None:
    """Tell somebody that they can no longer sign in."""
    outbox.write("staff_access_ended", to=account.email, name=account.name)


def glass_broken(leads: Sequence[Account], *, who: str, what: str, reason: str, until: datetime) -> None:
    """Alert every data-protection lead: a closed record was opened in an emergency."""
    for lead in leads:
        outbox.write(
            "staff_glass_broken", to=lead.email, name=lead.name, who=who, what=what, reason=reason, until=until
        )
