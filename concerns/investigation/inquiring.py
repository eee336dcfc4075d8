"""Asking people and organisations for information, in the shape of everything we wait for."""

from __future__ import annotations

from datetime import date

from concerns import policy
from concerns.investigation import queries
from concerns.investigation.working import begin
from concerns.models import Inquiry
from concerns.operations.desk import Desk
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation


@operation
def ask(reference: str, *, whom: str, words: str, version: int, by: Actor) -> int:
    """Record what we ask somebody for; gives its number. How they are reached stands in `whom`."""
    desk = begin(reference, version, by)
    today = clock.today()
    row = Inquiry(
        concern_id=desk.concern.id,
        number=queries.next_number(Inquiry, desk.concern.id),
        whom_sealed=desk.needs(whom, "Say whom you ask, and how they are reached."),
        words_sealed=desk.needs(words, "Say what you ask for, and why."),
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    row.ask(today, days=policy.INFORMATION.value(today))
    db.session.add(row)
    desk.record("inquiry_made", inquiry=row.number)
    desk.touch()
    return row.number


@operation
def ask_again(reference: str, inquiry_id: int, *, version: int, by: Actor) -> date:
    """Ask once more: the time begins anew; says until when."""
    desk = begin(reference, version, by)
    row = _row(desk, inquiry_id)
    today = clock.today()
    row.ask(today, days=policy.INFORMATION.value(today))
    desk.record("inquiry_made_again", inquiry=row.number)
    desk.touch()
    assert row.due_on is not None
    return row.due_on


@operation
def receive(reference: str, inquiry_id: int, *, words: str, version: int, by: Actor) -> None:
    """What was asked for came: what it is. Late counts too, once asked again. Documents become exhibits."""
    desk = begin(reference, version, by)
    row = _row(desk, inquiry_id)
    row.receive(clock.today())
    _close(desk, row, words, "Say what came.")


@operation
def call_off(reference: str, inquiry_id: int, *, words: str, version: int, by: Actor) -> None:
    """It is not needed any more, or will not come: why."""
    desk = begin(reference, version, by)
    row = _row(desk, inquiry_id)
    row.call_off(clock.today())
    _close(desk, row, words, "Say why it is not needed, or will not come.")


def _row(desk: Desk, inquiry_id: int) -> Inquiry:
    found: Inquiry = queries.one(Inquiry, desk.concern.id, inquiry_id)
    return found


def _close(desk: Desk, row: Inquiry, words: str, sentence: str) -> None:
    row.answer_sealed = desk.needs(words, sentence)
    row.closed_at, row.closed_by_id = clock.now(), desk.account_id
    desk.record("inquiry_closed", inquiry=row.number)
    desk.touch()
