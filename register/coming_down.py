"""Proof that a decision is gone: its page, its PDF, the list and the entry are asked as anybody would ask them.

Nothing has to run for a decision to go: the register leaves it out from its moment on. This looks, keeps what each
page answered, and says loudly when one still shows it. A night that was missed is made up for in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import aliased

from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.database import db, operation
from register.models import DownBecause, Ending, Entry, Event, Restriction, TakenDown
from register.publication import address_of
from register.queries import live
from register.vocabulary import EndingKind

_GONE = (404, 410)
AGREED = "left-by-agreement"


@dataclass(frozen=True)
class Due:
    """Something that may not be read any more."""

    entry_id: int
    number: str
    address: str
    due_at: datetime
    because: DownBecause
    restriction_id: int | None = None
    ending_id: int | None = None


@dataclass(frozen=True)
class Proved:
    """What one night found: how many are proved to be gone, and which are not."""

    gone: int
    still_there: tuple[str, ...]


def run() -> Proved:
    """Prove that everything is gone that came down, by its day or in a hurry; each once, in its own operation."""
    return _prove(_due(clock.now()))


def prove_urgent() -> tuple[str, ...]:
    """Prove that what was taken off at once is gone; gives the addresses of what is not."""
    return _prove(_taken_back(clock.now())).still_there


def newest(most: int) -> Sequence[TakenDown]:
    """The last proofs, the newest first."""
    return db.session.scalars(select(TakenDown).order_by(TakenDown.id.desc()).limit(most)).all()


def _prove(found: Iterator[Due]) -> Proved:
    # Read to the end first: the pages are asked while no statement of ours is open.
    gone, left = 0, []
    for one in list(found):
        answers = _ask(one)
        is_gone = all(answers.values())
        _keep(one, answers, gone=is_gone)
        gone += is_gone
        if not is_gone:
            left.append(one.address)
    return Proved(gone, tuple(left))


def _due(now: datetime) -> Iterator[Due]:
    yield from _over(now)
    yield from _agreed_over(now)
    yield from _taken_back(now)


def _over(now: datetime) -> Iterator[Due]:
    """Orders whose time to be shown is over."""
    statement = (
        select(Restriction, Entry.number)
        .join(Entry, Entry.id == Restriction.entry_id)
        .where(live(Restriction), Restriction.published_until <= now, Restriction.starts_at <= now)
        .where(~_proved(Restriction.id))
        .order_by(Restriction.id)
    )
    for row, number in db.session.execute(statement).all():
        assert row.published_until is not None
        yield Due(
            row.entry_id, number, _address(row, number), row.published_until, DownBecause.DAY, restriction_id=row.id
        )


def _taken_back(now: datetime) -> Iterator[Due]:
    """Orders that were taken back after the public could read them."""
    back = aliased(Restriction)
    statement = (
        select(Restriction, Entry.number, Event.recorded_at)
        .join(back, back.supersedes_id == Restriction.id)
        .join(Event, Event.id == back.event_id)
        .join(Entry, Entry.id == Restriction.entry_id)
        .where(back.void.is_(True), Restriction.starts_at <= Event.recorded_at, Event.recorded_at <= now)
        .where(or_(Restriction.published_until.is_(None), Restriction.published_until > Event.recorded_at))
        .where(~_proved(Restriction.id))
        .order_by(Restriction.id)
    )
    for row, number, at in db.session.execute(statement).all():
        yield Due(row.entry_id, number, _address(row, number), at, DownBecause.URGENT, restriction_id=row.id)


def _agreed_over(now: datetime) -> Iterator[Due]:
    """Agreed statements whose time is over."""
    proved = exists().where(TakenDown.ending_id == Ending.id, TakenDown.gone.is_(True))
    statement = (
        select(Ending, Entry.number)
        .join(Entry, Entry.id == Ending.entry_id)
        .where(live(Ending), Ending.kind == EndingKind.LEFT_BY_AGREEMENT, Ending.shown_until <= now, ~proved)
        .order_by(Ending.id)
    )
    for row, number in db.session.execute(statement).all():
        address = f"/decisions/{number}/{AGREED}"
        yield Due(row.entry_id, number, address, row.shown_until, DownBecause.DAY, ending_id=row.id)


def _proved(restriction_id: Any) -> ColumnElement[bool]:
    """That it was found to be gone before."""
    return exists().where(TakenDown.restriction_id == restriction_id, TakenDown.gone.is_(True))


def _address(row: Restriction, number: str) -> str:
    return address_of(number, row.kind, clock.day_of(row.starts_at), row.serial)


def _ask(one: Due) -> dict[str, bool]:
    """What each page answers, asked through the whole of this service; True where it is gone."""
    client = current_app.test_client()
    # An address for each, so that the pace of visitors slows nobody who proves many in a night.
    place = (one.restriction_id or 0) + (one.ending_id or 0)
    environ = {"REMOTE_ADDR": f"127.{1 + place // 65536 % 250}.{place // 256 % 256}.{place % 256}"}

    def get(address: str) -> tuple[int, str, str]:
        answer = client.get(address, environ_overrides=environ)
        return answer.status_code, answer.get_data().decode(errors="replace"), answer.headers.get("X-Robots-Tag", "")

    page, pdf = get(one.address), get(f"{one.address}.pdf")
    entry, listed = get(f"/register/{one.number}"), get(f"/decisions?q={one.number}")
    return {
        "page": page[0] in _GONE,
        "pdf": pdf[0] in _GONE,
        "search engines are told to drop both": page[2] == pdf[2] == "noindex",
        "entry": entry[0] in _GONE or (entry[0] == 200 and _leads_nowhere(entry[1], one.address)),
        "list": listed[0] == 200 and _leads_nowhere(listed[1], one.address),
    }


def _leads_nowhere(page: str, address: str) -> bool:
    return f'"{address}"' not in page


@operation
def _keep(one: Due, answers: dict[str, bool], *, gone: bool) -> None:
    db.session.add(
        TakenDown(
            entry_id=one.entry_id,
            restriction_id=one.restriction_id,
            ending_id=one.ending_id,
            address=one.address,
            because=one.because,
            due_at=one.due_at,
            checked_at=clock.now(),
            answers=answers,
            gone=gone,
        )
    )
    audit.record(
        action="decision.gone" if gone else "decision.still_there",
        subject=("entry", one.entry_id),
        by=SYSTEM,
        detail={"address": one.address, "answers": answers},
    )
