"""The letters about requests about data, one function each. What was asked never stands in an email."""

from __future__ import annotations

from concerns.data_requests.models import DataRequest
from concerns.data_requests.vocabulary import DataKind
from foundation import outbox


def received(request: DataRequest, email: str) -> None:
    """We have it, and what happens by when."""
    if email:
        outbox.write(
            "data_request_received",
            to=email,
            reference=request.reference,
            due=request.due_on,
            complaint=request.kind is DataKind.COMPLAINT,
        )


def message_waiting(request: DataRequest, email: str) -> None:
    """We wrote something."""
    if email:
        outbox.write("data_request_message", to=email, reference=request.reference)
