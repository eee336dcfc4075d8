"""Reading complaints about our service: each question one statement."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from concerns.own_service.models import ServiceComplaint
from foundation.database import db
from foundation.errors import Missing
from foundation.evidence import Owner, StoredFile, belonging

#: How many answered ones the list shows.
ANSWERED_SHOWN = 100


def find(reference: str) -> ServiceComplaint | None:
    """The complaint of a reference."""
    return db.session.scalar(select(ServiceComplaint).where(ServiceComplaint.reference == reference))


def get(reference: str) -> ServiceComplaint:
    """The complaint of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing("There is no complaint with that reference.")
    return found


def files(complaint_id: int) -> list[StoredFile]:
    """What came with a complaint."""
    return belonging.files_of(owner(complaint_id))


def owner(complaint_id: int) -> Owner:
    """Whose files they are, in the words of the file store."""
    return ("service_complaint", str(complaint_id))


def waiting() -> list[ServiceComplaint]:
    """Those that wait for an answer of ours, what is due first first."""
    second = ServiceComplaint.again_on.is_not(None) & ServiceComplaint.second_on.is_(None)
    found = db.session.scalars(select(ServiceComplaint).where(or_(ServiceComplaint.first_on.is_(None), second))).all()
    return sorted(found, key=lambda one: (one.answer_due_on or one.due_on, one.id))


def answered() -> Sequence[ServiceComplaint]:
    """The last that were answered and wait for nobody."""
    over = or_(ServiceComplaint.again_on.is_(None), ServiceComplaint.second_on.is_not(None))
    statement = select(ServiceComplaint).where(ServiceComplaint.first_on.is_not(None), over)
    return db.session.scalars(statement.order_by(ServiceComplaint.id.desc()).limit(ANSWERED_SHOWN)).all()
