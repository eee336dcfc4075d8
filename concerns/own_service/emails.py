"""The letters about complaints about our service, one function each. What was complained of never stands in one."""

from __future__ import annotations

from concerns.own_service.models import ServiceComplaint
from foundation import outbox


def received(row: ServiceComplaint, email: str) -> None:
    """We have it, and by when we answer."""
    if email:
        outbox.write("service_complaint_received", to=email, reference=row.reference, due=row.due_on)


def answered(row: ServiceComplaint, email: str) -> None:
    """There is an answer to be read. Not late in the day: it may be bad news."""
    if email:
        outbox.write("service_complaint_answered", to=email, kindly="england-and-wales", reference=row.reference)
