"""The three kinds of records whose time ends in one and the same way: concerns, complaints about our own service, and
requests and complaints about data. Everything else in this room asks here what a record is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlalchemy import ColumnElement, Select, Table, and_, exists, func, or_, select

from concerns import queries, rules
from concerns.data_requests.models import DataRequest
from concerns.models import Concern, Erasure, LegalHold, Subject, Tombstone
from concerns.own_service.models import ServiceComplaint
from concerns.vocabulary import Stage
from concerns.vocabulary.retention import Disposal, RetentionRule
from foundation.database import Base, db
from foundation.errors import Missing
from foundation.references import read_concern_reference, read_data_reference, read_service_reference
from foundation.words import say_day

Row = Concern | ServiceComplaint | DataRequest


@dataclass(frozen=True)
class Kind:
    """One kind of records."""

    model: type[Concern] | type[ServiceComplaint] | type[DataRequest]
    #: The column of an erasure or a hold that leads to a record of this kind.
    column: str
    #: How the trail and parts call a record, and how its lines begin.
    matter: str
    trail: str
    #: Reads a typed reference; None when it is none of this kind.
    read: Callable[[str], str | None]
    #: Which records of it are over, and since when, as the database sees it.
    closed_on: ColumnElement[date]
    closed: ColumnElement[bool]
    #: The line of the table of retention; a concern's follows from how it ended.
    rule: RetentionRule | None = None

    @property
    def table(self) -> Table:
        """Where its records stand."""
        return Base.metadata.tables[self.model.__tablename__]

    def of(self, row: type[Erasure] | type[LegalHold]) -> ColumnElement[int]:
        """That column of erasures or of holds."""
        return cast(ColumnElement[int], getattr(row, self.column))


CONCERNS = Kind(
    Concern,
    "concern_id",
    rules.MATTER,
    "concern",
    read_concern_reference,
    cast(ColumnElement[date], Concern.closed_on),
    Concern.stage == Stage.CLOSED,
)
COMPLAINTS = Kind(
    ServiceComplaint,
    "complaint_id",
    "service_complaint",
    "service",
    read_service_reference,
    func.coalesce(ServiceComplaint.second_on, ServiceComplaint.first_on),
    or_(
        ServiceComplaint.second_on.is_not(None),
        and_(ServiceComplaint.first_on.is_not(None), ServiceComplaint.again_on.is_(None)),
    ),
    RetentionRule.SERVICE,
)
REQUESTS = Kind(
    DataRequest,
    "request_id",
    "data_request",
    "data",
    read_data_reference,
    cast(ColumnElement[date], DataRequest.closed_on),
    DataRequest.closed_on.is_not(None),
    RetentionRule.DATA,
)
KINDS = (CONCERNS, COMPLAINTS, REQUESTS)


def kind_of(row: Row) -> Kind:
    """Which kind a record is of."""
    return next(one for one in KINDS if isinstance(row, one.model))


def read_reference(typed: str) -> str | None:
    """A typed reference of any kind, as we write it; None when it is none."""
    return next((found for one in KINDS if (found := one.read(typed)) is not None), None)


def find(reference: str) -> Row | None:
    """The record of a reference."""
    kind = next((one for one in KINDS if one.read(reference) is not None), CONCERNS)
    if kind is CONCERNS:
        return queries.find(reference)
    return cast(Row | None, db.session.scalar(select(kind.model).where(kind.model.reference == reference)))


def get(reference: str) -> Row:
    """The record of a reference.

    Raises:
        Missing: there is none, or it was deleted.
    """
    found = find(reference)
    if found is None:
        raise no_such(reference)
    return found


def no_such(reference: str) -> Missing:
    """What to say of a reference that leads nowhere: that there is none, or that it was deleted, and when."""
    if read_concern_reference(reference) is not None:
        return queries.no_such(reference)
    stone = tombstone(reference)
    if stone is None or stone.how is not Disposal.DELETE:
        return Missing("There is no record with that reference.")
    return Missing(f"This record was deleted under our rules on {say_day(stone.done_on)}.")


def erasure(row: Row) -> Erasure | None:
    """What the night has found of a record."""
    return db.session.scalar(select(Erasure).where(kind_of(row).of(Erasure) == row.id))


def hold(row: Row) -> LegalHold | None:
    """The hold that keeps a record."""
    return db.session.scalar(
        select(LegalHold).where(kind_of(row).of(LegalHold) == row.id, LegalHold.lifted_at.is_(None))
    )


def entries_held() -> Select[int]:
    """Asks for the entries that a concern with a hold is about, as part of another statement."""
    held = select(Subject.entry_id).join(LegalHold, LegalHold.concern_id == Subject.concern_id)
    return cast(Select[int], held.where(LegalHold.lifted_at.is_(None), Subject.entry_id.is_not(None)))


def tombstone(reference: str) -> Tombstone | None:
    """What stays of a record that was deleted or minimised."""
    return db.session.scalar(select(Tombstone).where(Tombstone.reference == reference))


def to_look_at(kind: Kind, before: date, *, after_id: int, at_most: int) -> Sequence[Row]:
    """Records closed before a day that are not listed, held or minimised yet, the lowest id first."""
    model = kind.model
    statement = (
        select(model)
        .where(kind.closed, kind.closed_on <= before, model.id > after_id)
        .where(~exists().where(kind.of(Erasure) == model.id))
        .where(~exists().where(kind.of(LegalHold) == model.id, LegalHold.lifted_at.is_(None)))
        .where(~exists().where(Tombstone.reference == model.reference))
    )
    return cast(Sequence[Row], db.session.scalars(statement.order_by(model.id).limit(at_most)).all())
