"""The page of those who publish: what waits, what is public and comes down next, and the proof of what is gone.

References and registration numbers, and nobody's name. A fixed number of statements for each list; each list ends.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import selectinload

from concerns.models import Concern, Order
from concerns.panels import queries as panels
from concerns.publishing import health, looking_again, no_finding, queries, texts
from concerns.views import publishing_view
from concerns.views.one_line import order_words
from concerns.vocabulary import Stage
from foundation import clock
from foundation.database import db
from register import coming_down, reconciliation
from register import queries as register

_MOST = 200
SOON = timedelta(days=60)


@dataclass(frozen=True)
class Step:
    """Something to do: in which concern, what, by when, and the address of the act."""

    reference: str
    words: str
    button: str
    address: str
    on: date | None
    late: bool


@dataclass(frozen=True)
class Public:
    """An order on the register, or about to be."""

    reference: str
    number: str
    words: str
    order_id: int
    shown: bool
    #: Whether somebody wrote words of it that can be hidden.
    worded: bool
    #: The day on which it comes down; None when no end is known.
    until: date | None


@dataclass(frozen=True)
class Gone:
    """The proof of one that came down."""

    address: str
    urgent: bool
    due_at: datetime
    checked_at: datetime
    answers: tuple[tuple[str, bool], ...]
    gone: bool


@dataclass(frozen=True)
class Publishing:
    """All of it."""

    steps: tuple[Step, ...]
    public: tuple[Public, ...]
    soon: tuple[Public, ...]
    gone: tuple[Gone, ...]
    #: Entries that say that nothing was found, because the registrant asked: number, until when, and where to stop it.
    no_finding: tuple[tuple[str, date, str], ...]
    checked_at: datetime | None
    problems: tuple[tuple[str, str], ...]


def publishing(path: str) -> Publishing:
    """What those who publish see first."""
    public = _public()
    limit = clock.today() + SOON
    soon = [one for one in public if one.until is not None and one.until <= limit]
    check = reconciliation.last_check()
    return Publishing(
        steps=_steps(path),
        public=tuple(public),
        soon=tuple(sorted(soon, key=lambda one: (one.until or date.max, one.number))),
        gone=tuple(
            Gone(
                one.address,
                one.because.value == "urgent",
                one.due_at,
                one.checked_at,
                tuple(sorted(one.answers.items())),
                one.gone,
            )
            for one in coming_down.newest(_MOST // 4)
        ),
        no_finding=_no_finding(path),
        checked_at=check.checked_at if check is not None else None,
        problems=tuple((number, problem) for number, problem in check.problems) if check is not None else (),
    )


def _steps(path: str) -> tuple[Step, ...]:
    today, found = clock.today(), list[Step]()
    hidden = exists().where(
        Order.concern_id == Concern.id, Order.words_hidden_at.is_not(None), Order.restriction_id.is_not(None)
    )
    waits = or_(Concern.stage == Stage.OUTCOME, hidden)
    statement = select(Concern).options(selectinload(Concern.affected)).where(waits)
    concerns = db.session.scalars(statement.order_by(Concern.id).limit(_MOST)).all()
    held = queries.held([one.id for one in concerns])
    for concern in concerns:
        for words, act, button, on in publishing_view.steps(concern, held):
            late = on is not None and on < today
            address = f"{path}/{concern.reference}/look/{act}" if act else ""
            found.append(Step(concern.reference, words, button, address, on, late))
    for concern, said in health.concerns_waiting():
        words, on = (
            "Somebody says that a decision is about health. A second person answers.",
            clock.day_of(said.said_at),
        )
        address = f"{path}/{concern.reference}/look/health-answer"
        found.append(Step(concern.reference, words, "Answer", address, on, on < today))
    asked = no_finding.waiting()
    references = _references({one.concern_id for one in asked})
    for wish in asked:
        act, button = ("release", "Release it") if wish.checked_at is not None else ("check", "Look at it")
        words = "A registrant asks us to say that nothing was found."
        address = f"{path}/publishing/no-finding/{wish.id}/{act}"
        found.append(Step(references[wish.concern_id], words, button, address, None, late=False))
    endless = looking_again.due(today)
    references = _references({one.concern_id for one in endless})
    for row in endless:
        reference, on = references[row.concern_id], row.shown_again_on
        words = "Look again at a decision that the public reads for longer than others."
        late = on is not None and on < today
        found.append(Step(reference, words, "Look again", f"{path}/{reference}/look/look-again", on, late))
    return tuple(sorted(found, key=lambda one: (not one.late, one.on or date.max, one.reference)))


def _public() -> list[Public]:
    now = clock.now()
    rows = db.session.execute(
        select(Order, Concern.reference)
        .join(Concern, Concern.id == Order.concern_id)
        .where(Order.restriction_id.is_not(None), or_(Order.shown_until.is_(None), Order.shown_until > now))
        .order_by(Order.starts_at.desc(), Order.id.desc())
        .limit(_MOST)
    ).all()
    numbers = register.numbers_of({row.entry_id for row, _ in rows})
    return [
        Public(
            reference,
            numbers[row.entry_id],
            order_words(row),
            row.id,
            row.starts_at is not None and row.starts_at <= now,
            row.kind not in panels.INTERIM and not row.about_health and not texts.is_hidden(row),
            clock.day_of(row.shown_until) if row.shown_until is not None else None,
        )
        for row, reference in rows
    ]


def _no_finding(path: str) -> tuple[tuple[str, date, str], ...]:
    held = no_finding.public_now()
    numbers = register.numbers_of({one.entry_id for one in held})
    return tuple(
        (numbers[one.entry_id], clock.day_of(one.shown_until), f"{path}/publishing/no-finding/{one.id}/stop")
        for one in held
        if one.shown_until is not None
    )


def _references(concern_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Concern.id, Concern.reference).where(Concern.id.in_(concern_ids)))
    return {row[0]: row[1] for row in rows}


def to_write() -> int:
    """How many decisions wait for an editor."""
    return _count("text", "proofs", "check")


def to_publish() -> int:
    """How many decisions wait for somebody who publishes."""
    return _count("tell", "release", "look-again", "health-answer")


def wrong() -> int:
    """How many entries did not say what is in force, by the last night's check."""
    check = reconciliation.last_check()
    return len(check.problems) if check is not None else 0


def _count(*acts: str) -> int:
    return sum(one.address.endswith(tuple(f"/{act}" for act in acts)) for one in _steps(""))
