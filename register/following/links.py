"""Finding a follower: by the link in their letter, by their address, by the entry."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import func, or_, select

from accounts.addresses import Address
from foundation import clock, locks
from foundation.database import db
from foundation.errors import Missing
from foundation.settings import Settings
from register.following.models import EndedBy, Follower, Why

OVER = "This link does not work any more. Nobody writes to you because of it."


@dataclass(frozen=True)
class Opened:
    """What is sealed of a follower."""

    email: str
    secret: str
    organisation: str
    #: The name that the entry had when it began, for the day on which it is not shown any more.
    name: str


def key_of(address: Address) -> str:
    """The keyed hash by which an address is known again."""
    settings: Settings = current_app.config["SETTINGS"]
    return hmac.new(settings.secret_key.encode(), f"follower {address.key}".encode(), hashlib.sha256).hexdigest()


def by_secret(typed: str) -> Follower:
    """Whose link it is.

    Raises:
        Missing: nobody's, or it is over.
    """
    secret = locks.read_secret(typed)
    found = None
    if secret is not None:
        found = db.session.scalar(select(Follower).where(Follower.secret_hash == locks.secret_hash(secret)))
    if found is None or found.ended_at is not None:
        raise Missing(OVER)
    return found


def opened(rows: Collection[Follower]) -> dict[int, Opened]:
    """What is sealed of these, by their numbers: one statement."""
    boxes = locks.boxes_of({one.lock_id for one in rows})
    return {one.id: Opened(**boxes[one.lock_id].open_json(one.sealed)) for one in rows if one.lock_id in boxes}


def standing(entry_id: int, why: Why, address_key: str) -> Follower | None:
    """The row of an address that is not over."""
    return db.session.scalar(
        select(Follower).where(
            Follower.entry_id == entry_id,
            Follower.why == why,
            Follower.address_key == address_key,
            Follower.ended_at.is_(None),
        )
    )


def said_stop(entry_id: int, why: Why, address_key: str) -> bool:
    """Whether whoever reads that address wanted no letters about this entry, not long ago."""
    found = select(Follower.id).where(
        Follower.entry_id == entry_id,
        Follower.why == why,
        Follower.address_key == address_key,
        Follower.ended_by == EndedBy.ADDRESS,
    )
    return db.session.scalar(found.limit(1)) is not None


def taken_off(entry_id: int, address_key: str, *, since: datetime) -> Follower | None:
    """The row of an address that a registrant named since a moment, and took off again."""
    found = select(Follower).where(
        Follower.entry_id == entry_id,
        Follower.why == Why.NAMED,
        Follower.address_key == address_key,
        Follower.ended_by != EndedBy.ADDRESS,
        Follower.begun_at > since,
    )
    return db.session.scalar(found.order_by(Follower.id.desc()).limit(1))


def unanswered_today(address_key: str) -> int:
    """About how many entries the form wrote to an address today, without a yes since."""
    where = (
        Follower.address_key == address_key,
        Follower.why == Why.FOLLOWS,
        Follower.asked_at >= clock.start_of_day(clock.today()),
        or_(Follower.confirmed_at.is_(None), Follower.confirmed_at < Follower.asked_at),
    )
    return db.session.scalar(select(func.count(Follower.id)).where(*where)) or 0


def count_of(address_key: str, *, confirmed: bool) -> int:
    """How many entries an address follows, or asked to."""
    where = [Follower.address_key == address_key, Follower.why == Why.FOLLOWS, Follower.ended_at.is_(None)]
    if confirmed:
        where.append(Follower.confirmed_at.is_not(None))
    return db.session.scalar(select(func.count(Follower.id)).where(*where)) or 0


def named_by(entry_id: int, *, ever: bool = False) -> Sequence[Follower]:
    """Whom a registrant named, oldest first; with `ever`, those who are over and not yet deleted as well."""
    statement = select(Follower).where(Follower.entry_id == entry_id, Follower.why == Why.NAMED)
    if not ever:
        statement = statement.where(Follower.ended_at.is_(None))
    return db.session.scalars(statement.order_by(Follower.id)).all()
