"""Reading entries and their facts: always the same number of statements, however many entries are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, or_, select
from sqlalchemy.orm import aliased

from foundation.database import db
from register.models import (
    Contact,
    Ending,
    Entry,
    Event,
    EventKind,
    Hold,
    Holder,
    Insurance,
    OtherRegistration,
    Particulars,
    Period,
    Restriction,
    Withholding,
)
from register.models.entry import Fact
from register.rules import (
    EndingFact,
    OtherRegistrationFact,
    ParticularsFact,
    PeriodFact,
    Record,
    RestrictionFact,
)
from register.vocabulary import EndingKind, OrderKind

_COLUMNS: dict[Any, tuple[Any, ...]] = {
    Particulars: tuple(getattr(Particulars, name) for name in ParticularsFact._fields),
    Period: tuple(getattr(Period, name) for name in PeriodFact._fields),
    Restriction: tuple(getattr(Restriction, name) for name in RestrictionFact._fields),
    Ending: tuple(getattr(Ending, name) for name in EndingFact._fields),
    OtherRegistration: tuple(getattr(OtherRegistration, name) for name in OtherRegistrationFact._fields),
    Insurance: (Insurance.confirmed_to,),
    Withholding: (Withholding.part,),
}


def live(kind: type[Fact], known_at: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a fact stands: not void, and not superseded (as far as was recorded by `known_at`)."""
    later = aliased(kind)
    superseding = select(later.id).where(later.supersedes_id == kind.id)
    if known_at is None:
        return and_(kind.void.is_(False), ~exists(superseding))
    superseding = superseding.join(Event, Event.id == later.event_id).where(Event.recorded_at <= known_at)
    recorded = select(Event.id).where(Event.id == kind.event_id, Event.recorded_at <= known_at)
    return and_(kind.void.is_(False), ~exists(superseding), exists(recorded))


#: Statements made once: building them anew would cost more than running them.
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NUMBERS = select(Entry.id, Entry.number).where(Entry.id.in_(_IDS))
_ID_OF = select(Entry.number, Entry.id).where(Entry.number.in_(_IDS))
#: Nobody reads what is written to somebody who has died: no letter of any part finds an address.
_DEAD = select(Ending.id).where(Ending.entry_id == Contact.entry_id, Ending.kind == EndingKind.DECEASED, live(Ending))
_EMAILS = (
    select(Contact.entry_id, Contact.email)
    .where(Contact.entry_id.in_(_IDS), live(Contact), ~_DEAD.exists())
    .order_by(Contact.id)
)
_HOLDERS = select(Holder.entry_id, Holder.account_id).where(Holder.entry_id.in_(_IDS), Holder.ended_at.is_(None))
_LIVE: dict[Any, Select[Any]] = {
    kind: select(kind.entry_id, *columns).where(kind.entry_id.in_(_IDS), live(kind)).order_by(kind.id)
    for kind, columns in _COLUMNS.items()
}
#: Most people have nothing of these. Of one entry the statement that reads its number says of which it has any.
_SELDOM = (Restriction, Ending, OtherRegistration, Insurance, Withholding)
_NUMBER_AND_WHAT = select(
    Entry.id, Entry.number, *(exists().where(kind.entry_id == Entry.id) for kind in _SELDOM)
).where(Entry.id.in_(_IDS))


def records(
    entry_ids: Collection[int], *, known_at: datetime | None = None, besides: Collection[Any] = ()
) -> dict[int, Record]:
    """The records of these entries by id, as known now or as recorded by a moment.

    Entries without particulars at that time are left out, and all facts of the kinds in `besides`.
    """
    if not entry_ids:
        return {}
    asked = {"ids": list(entry_ids)}
    connection = db.session.connection()
    alone = bool(besides) and len(entry_ids) == 1
    entries = connection.execute(_NUMBER_AND_WHAT if alone else _NUMBERS, asked).all()
    found = {row[0]: Record(row[0], row[1]) for row in entries}
    has = [kind for row in entries for kind, some in zip(_SELDOM, row[2:], strict=alone) if some]

    def rows(kind: Any) -> Iterable[Any]:
        if kind in besides or (alone and kind in _SELDOM and kind not in has):
            return ()
        if known_at is None:
            return connection.execute(_LIVE[kind], asked)
        columns = select(kind.entry_id, *_COLUMNS[kind]).order_by(kind.id)
        return connection.execute(columns.where(kind.entry_id.in_(_IDS), live(kind, known_at)), asked)

    for row in rows(Particulars):
        found[row[0]].particulars.append(ParticularsFact._make(row[1:]))
    for row in rows(Period):
        found[row[0]].periods.append(PeriodFact._make(row[1:]))
    for row in rows(Restriction):
        found[row[0]].restrictions.append(RestrictionFact._make(row[1:]))
    for row in rows(Ending):
        found[row[0]].endings.append(EndingFact._make(row[1:]))
    for row in rows(OtherRegistration):
        found[row[0]].other_registrations.append(OtherRegistrationFact._make(row[1:]))
    for row in rows(Insurance):
        held: date | None = found[row[0]].insured_to
        found[row[0]].insured_to = row[1] if held is None else max(held, row[1])
    for row in rows(Withholding):
        found[row[0]].withheld |= {row[1]}
    return {entry_id: record for entry_id, record in found.items() if record.particulars}


def who_and_how(entry_ids: Collection[int]) -> dict[int, Record]:
    """Who these entries are and how they stand: records without insurance and other registrations.

    Of one alone the first statement says of what there is nothing, and the page of a concern reads nothing of that.
    """
    return records(entry_ids, besides=(Insurance, OtherRegistration))


def named(entry_ids: Collection[int]) -> dict[int, Record]:
    """Who these entries are and were, in two statements: records with their particulars alone.

    Nothing of how they stand can be read from them.
    """
    if not entry_ids:
        return {}
    asked, connection = {"ids": list(entry_ids)}, db.session.connection()
    found = {row[0]: Record(row[0], row[1]) for row in connection.execute(_NUMBERS, asked)}
    for row in connection.execute(_LIVE[Particulars], asked):
        found[row[0]].particulars.append(ParticularsFact._make(row[1:]))
    return {entry_id: record for entry_id, record in found.items() if record.particulars}


def entry_ids(numbers: Collection[str]) -> dict[str, int]:
    """The ids of the entries with these registration numbers."""
    if not numbers:
        return {}
    return {row[0]: row[1] for row in db.session.connection().execute(_ID_OF, {"ids": list(numbers)})}


def entry(number: str) -> Entry | None:
    """The entry of a registration number, to work on inside an operation."""
    return db.session.scalar(select(Entry).where(Entry.number == number))


def live_facts(kind: type[Any], entry_id: int) -> Sequence[Any]:
    """The standing facts of one kind about an entry, oldest first, as rows to supersede."""
    statement = select(kind).where(kind.entry_id == entry_id, live(kind)).order_by(kind.id)
    return db.session.scalars(statement).all()


def restriction(restriction_id: int) -> Restriction:
    """One order as it was recorded."""
    return db.session.get_one(Restriction, restriction_id)


def restrictions_standing(restriction_ids: Collection[int]) -> dict[int, Restriction]:
    """Those of these orders that stand: not taken back, and with no other in their place."""
    statement = select(Restriction).where(Restriction.id.in_(restriction_ids), live(Restriction))
    return {one.id: one for one in db.session.scalars(statement)}


def every_restriction(*, at_a_time: int) -> Iterator[list[tuple[Restriction, str]]]:
    """Every order that stands, with the number of its entry, so many at a time."""
    last = 0
    while True:
        statement = (
            select(Restriction, Entry.number)
            .join(Entry, Entry.id == Restriction.entry_id)
            .where(Restriction.id > last, live(Restriction))
            .order_by(Restriction.id)
            .limit(at_a_time)
        )
        found = [(one, number) for one, number in db.session.execute(statement)]
        if not found:
            return
        yield found
        last = found[-1][0].id


def numbers_of(entry_ids: Collection[int]) -> dict[int, str]:
    """The registration numbers of these entries."""
    return {row[0]: row[1] for row in db.session.connection().execute(_NUMBERS, {"ids": list(entry_ids)})}


def restriction_in_place_of(entry_id: int, restriction_id: int) -> int:
    """The order that stands now where an earlier one stood, which is the same one while nothing superseded it."""
    after = dict(
        db.session.execute(
            select(Restriction.supersedes_id, Restriction.id).where(
                Restriction.entry_id == entry_id, Restriction.supersedes_id.is_not(None)
            )
        ).all()
    )
    found = restriction_id
    while found in after:
        found = after[found]
    return found


def restored_in_place() -> dict[int, int]:
    """The removals that a restoration brought again with another last day: the new row by the one it stands for."""
    rows = db.session.execute(
        select(Restriction.supersedes_id, Restriction.id)
        .join(Event, Event.id == Restriction.event_id)
        .where(Event.kind == EventKind.RESTORED, Restriction.supersedes_id.is_not(None))
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def history(entry_id: int) -> Sequence[Event]:
    """Everything that happened to an entry, newest first."""
    statement = select(Event).where(Event.entry_id == entry_id).order_by(Event.recorded_at.desc(), Event.id.desc())
    return db.session.scalars(statement).all()


def is_held(entry_id: int) -> bool:
    """Whether something must be settled before the person can leave."""
    return db.session.scalar(select(Hold.id).where(Hold.entry_id == entry_id, live(Hold)).limit(1)) is not None


def email_of(entry_id: int) -> str | None:
    """The address the institute writes to; none for somebody who has died. Never for a public page."""
    return emails_of([entry_id]).get(entry_id)


def emails_of(entry_ids: Collection[int]) -> dict[int, str]:
    """The addresses the institute writes to, of those who have one and live. Never for a public page."""
    if not entry_ids:
        return {}
    # Oldest first: of two standing addresses the newer one counts.
    return {row[0]: row[1] for row in db.session.connection().execute(_EMAILS, {"ids": list(entry_ids)})}


def holders_of(entry_ids: Collection[int]) -> dict[int, int]:
    """The accounts that look after these entries, of those that are looked after."""
    if not entry_ids:
        return {}
    return {row[0]: row[1] for row in db.session.connection().execute(_HOLDERS, {"ids": list(entry_ids)})}


def period_recorded_at(entry_id: int, starts_on: date) -> datetime | None:
    """When the standing period that begins on a day was recorded."""
    statement = (
        select(Event.recorded_at)
        .join(Period, Period.event_id == Event.id)
        .where(Period.entry_id == entry_id, Period.starts_on == starts_on, live(Period))
    )
    return db.session.scalar(statement.limit(1))


def entries_after(entry_id: int, *, limit: int) -> list[int]:
    """The next entry ids in order, for walks over the whole register in bounded memory."""
    statement = select(Entry.id).where(Entry.id > entry_id).order_by(Entry.id).limit(limit)
    return list(db.session.scalars(statement))


def is_empty() -> bool:
    """Whether the register was never used."""
    return db.session.scalar(select(Entry.id).limit(1)) is None


def under_orders(kinds: Collection[OrderKind], at: datetime) -> frozenset[int]:
    """The ids of entries under an order of these kinds that is in force at a moment and may be shown."""
    statement = (
        select(Restriction.entry_id)
        .where(live(Restriction), Restriction.kind.in_(list(kinds)), Restriction.starts_at <= at)
        .where(or_(Restriction.ends_at.is_(None), Restriction.ends_at > at))
        .where(or_(Restriction.published_until.is_(None), Restriction.published_until > at))
    )
    return frozenset(db.session.connection().scalars(statement))


def holder_of(entry_id: int) -> int | None:
    """The account that looks after an entry."""
    return db.session.scalar(select(Holder.account_id).where(Holder.entry_id == entry_id, Holder.ended_at.is_(None)))


def entry_of_account(account_id: int) -> str | None:
    """The number of the entry that an account looks after."""
    statement = select(Entry.number).join(Holder, Holder.entry_id == Entry.id)
    return db.session.scalar(statement.where(Holder.account_id == account_id, Holder.ended_at.is_(None)))
