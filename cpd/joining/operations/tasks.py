"""What every verb of a member of staff begins with: the application under the lock, and whether they may, now."""

from __future__ import annotations

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.rules import check_may, check_no_conflict
from accounts.separation import Part
from cpd.joining import rules
from cpd.joining.matters import matter
from cpd.joining.models import Application
from cpd.joining.operations.steps import to_change
from foundation import locks
from foundation.audit import Actor
from foundation.locks import Box
from register import queries as register


def begin(
    reference: str, permission: Permission, *, by: Actor, part: Part | None = None, version: int | None = None
) -> tuple[Application, Box]:
    """The application to be changed, and its box, for somebody who may; their part is taken.

    Raises:
        NotAllowed: their roles do not give it, they have a tie to somebody in it, or an earlier part excludes it.
        Refused: the page they sent is older than the application.
    """
    check_may(by, permission)
    application = to_change(reference)
    if version is not None:
        rules.check_version(application, version)
    box = locks.box_of(application.lock_id)
    if by.kind == "account" and by.id is not None:
        check_no_conflict(by.id, matter(application, box), called=rules.CALLED)
    if part is not None:
        take(application, part, by=by)
    return application, box


def take(application: Application, part: Part, *, by: Actor) -> None:
    """Take a part in an application."""
    take_part(rules.key(application), part, called=rules.CALLED, about_entry_id=entry_id(application), by=by)


def entry_id(application: Application) -> int | None:
    """The entry of somebody who was on the register before."""
    return register.entry_ids([application.number]).get(application.number) if application.number else None
