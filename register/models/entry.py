"""An entry, its events, and what is known of the person: particulars, periods, insurance, other registers."""

from __future__ import annotations

import enum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from foundation.database import Day, Key, Long, Model, Moment, text_enum
from register.vocabulary import WorksWith


class Entry(Model):
    """A person's place on the register: a number that is never used again, and nothing else."""

    __tablename__ = "entry"

    id: Mapped[Key]
    number: Mapped[str] = mapped_column(String(9), unique=True)
    #: Counts changes, so that a page left open cannot overwrite a newer one.
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class EventKind(enum.StrEnum):
    """What happened to an entry."""

    ADMITTED = "admitted"
    LOADED = "loaded"
    CHANGED = "changed"
    RENEWED = "renewed"
    INSURANCE_CONFIRMED = "insurance_confirmed"
    OTHER_REGISTER_CHECKED = "other_register_checked"
    RESTRICTED = "restricted"
    RESTRICTION_CHANGED = "restriction_changed"
    LEFT = "left"
    RESTORED = "restored"
    HELD = "held"
    HOLD_RELEASED = "hold_released"
    WITHHELD = "withheld"
    WITHHOLDING_ENDED = "withholding_ended"
    CORRECTED = "corrected"

    @property
    def is_of_hold(self) -> bool:
        """Whether it tells of a hold. A concern places one before the registrant may know of it: no word to them."""
        return self in (EventKind.HELD, EventKind.HOLD_RELEASED)


class Event(Model):
    """One change to an entry: when it takes effect, when it was recorded, who recorded it and why. Append-only."""

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_entry_id", "entry_id", "recorded_at"),)

    id: Mapped[Key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("entry.id"))
    kind: Mapped[EventKind] = mapped_column(text_enum(EventKind))
    effective_at: Mapped[Moment]
    recorded_at: Mapped[Moment]
    recorded_by: Mapped[str] = mapped_column(String(200))
    reason: Mapped[Long]


class Fact:
    """What every fact has: its entry, the event that brought it, and the fact it supersedes, if any.

    A `void` fact takes the one it supersedes back and says nothing in its place. Each fact can be superseded once, so
    two people correcting the same fact at once cannot both succeed.
    """

    id: Mapped[Key]
    void: Mapped[bool] = mapped_column(default=False)

    @declared_attr
    def entry_id(cls) -> Mapped[int]:
        """The entry it is about."""
        return mapped_column(ForeignKey("entry.id"), index=True)

    @declared_attr
    def event_id(cls) -> Mapped[int]:
        """The event that recorded it."""
        return mapped_column(ForeignKey("event.id"))

    @declared_attr
    def supersedes_id(cls) -> Mapped[int | None]:
        """The earlier fact of the same kind that this one replaces."""
        return mapped_column(ForeignKey(f"{cls.__tablename__}.id"), unique=True)  # type: ignore[attr-defined]  # each fact is a table


class Particulars(Fact, Model):
    """Name, place and work, from a moment on. The newest that has begun holds."""

    __tablename__ = "particulars"
    __table_args__ = (CheckConstraint("forenames <> '' OR surname <> '' OR known_as <> ''", name="has_a_name"),)

    effective_from: Mapped[Moment]
    title: Mapped[str] = mapped_column(String(40))
    forenames: Mapped[str] = mapped_column(String(200))
    surname: Mapped[str] = mapped_column(String(200))
    known_as: Mapped[str] = mapped_column(String(200))
    previous_names: Mapped[list[str]] = mapped_column(JSON())
    #: Former names are found by search, and shown only when the person allows it (rules 6.1).
    shows_previous_names: Mapped[bool]
    town: Mapped[str] = mapped_column(String(120))
    #: Outward half of a postcode, for distances only; never shown.
    outcode: Mapped[str] = mapped_column(String(4))
    areas: Mapped[list[str]] = mapped_column(JSON())
    works_with: Mapped[WorksWith | None] = mapped_column(text_enum(WorksWith))
    languages: Mapped[list[str]] = mapped_column(JSON())
    organisation: Mapped[str] = mapped_column(String(200))
    holds_certificate: Mapped[bool]
    first_registered_on: Mapped[Day]


class Contact(Fact, Model):
    """Where the institute reaches the person. Never public."""

    __tablename__ = "contact"

    email: Mapped[str] = mapped_column(String(320))


class Period(Fact, Model):
    """A time of registration: both days included; it is over at 23:59 in the UK on its last day."""

    __tablename__ = "period"
    __table_args__ = (CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),)

    starts_on: Mapped[Day]
    ends_on: Mapped[Day]


class Insurance(Fact, Model):
    """Insurance that the institute has seen, up to a day."""

    __tablename__ = "insurance"

    confirmed_to: Mapped[Day]


class OtherRegistration(Fact, Model):
    """A place on another body's register, and when somebody last looked there."""

    __tablename__ = "other_registration"

    body: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(80))
    checked_on: Mapped[Day | None]
