"""Reading requests about data: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from concerns.data_requests.models import DataMessage, DataRequest
from concerns.data_requests.vocabulary import DataStanding
from concerns.vocabulary import Direction
from foundation.database import db
from foundation.errors import Missing

#: How many closed ones the list shows.
CLOSED_SHOWN = 100


def find(reference: str) -> DataRequest | None:
    """The request of a reference."""
    return db.session.scalar(select(DataRequest).where(DataRequest.reference == reference))


def get(reference: str) -> DataRequest:
    """The request of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing("There is no request with that reference.")
    return found


def open_ones() -> Sequence[DataRequest]:
    """Every request that is not closed, by the day that comes first."""
    statement = select(DataRequest).where(DataRequest.standing != DataStanding.CLOSED)
    return db.session.scalars(statement.order_by(DataRequest.due_on, DataRequest.id)).all()


def closed_ones() -> Sequence[DataRequest]:
    """The last ones that were closed."""
    statement = select(DataRequest).where(DataRequest.standing == DataStanding.CLOSED)
    return db.session.scalars(statement.order_by(DataRequest.id.desc()).limit(CLOSED_SHOWN)).all()


def messages(request_id: int) -> Sequence[DataMessage]:
    """What was written both ways, oldest first."""
    return db.session.scalars(
        select(DataMessage).where(DataMessage.request_id == request_id).order_by(DataMessage.id)
    ).all()


def unread(request_id: int, direction: Direction) -> Sequence[DataMessage]:
    """What the other side has not opened yet."""
    statement = select(DataMessage).where(
        DataMessage.request_id == request_id, DataMessage.direction == direction, DataMessage.read_on.is_(None)
    )
    return db.session.scalars(statement).all()


def message_of_page(request_id: int, once: str) -> DataMessage | None:
    """The message that a page was sent as before."""
    return db.session.scalar(select(DataMessage).where(DataMessage.once == once, DataMessage.request_id == request_id))
