"""Opening a file of an application, for staff who may read it; pictures of identity papers for fewer of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from accounts import authority
from accounts.operations.breaking_glass import read_through_glass
from cpd.joining import queries, rules
from cpd.joining.matters import matter
from cpd.joining.models import Appeal, InformationRequest
from cpd.joining.operations.information import IDENTITY_TOPIC
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed
from foundation.evidence import StoredFile

IDENTITY = "application_identity"
_NOT_THERE = "There is no such file in this application."


@operation
def open_file(reference: str, token: str, *, by: Actor) -> int:
    """Check that somebody may open a file of an application; says which it is. `foundation.evidence` records it.

    Raises:
        Missing: no such file in this application.
        NotAllowed: not with these roles or ties; or a picture of an identity paper, for officers and the registrar.
    """
    application = queries.get(reference)
    file = evidence.find(token)
    if not _belongs(application.id, file):
        raise Missing(_NOT_THERE)
    rules.check_may_read(application, by, matter(application))
    glass = by.id is not None and authority.glass_open(by.id, rules.key(application), clock.now()) is not None
    if glass:
        read_through_glass(rules.key(application), ("file", file.id), by=by)
    if _shows_identity(file) and not (glass or rules.sees_all(by)):
        raise NotAllowed("Pictures of identity papers are for officers and the registrar.")
    return file.id


@operation
def open_own_file(reference: str, token: str, *, by: Actor) -> int:
    """Check that it is a file of one's own application; says which it is. What was told in error is gone from there.

    Raises:
        Missing: no such file in this application.
        NotAllowed: somebody else's application.
    """
    application = queries.get(reference)
    rules.check_own(application, by)
    file = evidence.find(token)
    if not _belongs(application.id, file):
        raise Missing(_NOT_THERE)
    return file.id


def _shows_identity(file: StoredFile) -> bool:
    """Whether it may be a picture of an identity paper: also one that was sent because we asked for it."""
    if file.owner_kind == "information":
        request = db.session.get(InformationRequest, int(file.owner_id))
        return request is not None and IDENTITY_TOPIC in request.topics
    return file.owner_kind == IDENTITY


def _belongs(application_id: int, file: StoredFile) -> bool:
    if file.owner_kind in ("application", IDENTITY):
        return file.owner_id == str(application_id)
    kinds: dict[str, Any] = {"information": InformationRequest, "appeal": Appeal}
    kind = kinds.get(file.owner_kind)
    if kind is None or not file.owner_id.isdecimal():
        return False
    statement = select(kind.id).where(kind.id == int(file.owner_id), kind.application_id == application_id)
    return db.session.scalar(statement) is not None
