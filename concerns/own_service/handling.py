"""Complaints about our service: taking one in, answering it, and a second look by somebody else.

Each stage takes twenty working days (rules 6.9). Refuses a second answer by whoever gave the first, and an answer to
what nobody asked. It is apart from every concern: neither waits for the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.permissions import Permission
from accounts.rules import check_may
from concerns import policy
from concerns.own_service import emails, queries
from concerns.own_service.models import ServiceComplaint
from concerns.own_service.vocabulary import ServiceOutcome, ServiceStanding
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.references import service_reference
from foundation.words import say_day

MATTER = "service_complaint"
#: Who acts when the person who complains does.
COMPLAINER = Actor(SYSTEM.kind, None, "the person who complains")


@dataclass(frozen=True)
class Complaint:
    """What somebody complains of, as plain values."""

    words: str
    name: str = ""
    email: str = ""


def new_reference() -> str:
    """A reference that no complaint has."""
    while True:
        reference = service_reference(clock.today().year)
        if queries.find(reference) is None:
            return reference


@operation
def take_in(said: Complaint, *, reference: str, secret: str) -> ServiceComplaint:
    """Take it in under a reference that the person has already. The same page sent twice is one complaint.

    Raises:
        Refused: there are no words, or the reference has something else.
    """
    if not said.words.strip():
        raise Refused("Tell us what happened.")
    audit.take_turn()
    before = queries.find(reference)
    if before is not None:
        if locks.box_of(before.lock_id).open(before.words_sealed) == said.words.strip():
            return before
        raise Refused("There is another complaint with that reference.")
    today = clock.today()
    lock, box = locks.new_lock()
    row = ServiceComplaint(
        reference=reference,
        lock_id=lock.id,
        secret_hash=locks.secret_hash(secret),
        words_sealed=box.seal(said.words.strip()),
        name_sealed=box.seal(said.name) if said.name else None,
        email_sealed=box.seal(said.email) if said.email else None,
        received_on=today,
        received_at=clock.now(),
        due_on=clock.add_working_days(today, policy.SERVICE_ANSWER.value(today)),
    )
    db.session.add(row)
    db.session.flush()
    _record(row, "received", by=COMPLAINER)
    emails.received(row, said.email)
    return row


@operation
def open_complaint(reference: str, *, by: Actor) -> None:
    """Note that somebody on the staff opens a complaint; call it before showing anything of it."""
    check_may(by, Permission.ANSWER_COMPLAINTS)
    audit.take_turn()
    _record(queries.get(reference), "opened", by=by)


@operation
def answer(reference: str, outcome: ServiceOutcome, words: str, *, version: int, by: Actor) -> None:
    """Answer a complaint, or look at it again as another person; the words go to whoever complained.

    Raises:
        NotAllowed: they gave the first answer.
        Refused: nothing waits for an answer, there are no words, or somebody else answered meanwhile.
    """
    check_may(by, Permission.ANSWER_COMPLAINTS)
    audit.take_turn()
    row = queries.get(reference)
    if row.version != version:
        raise Refused("Somebody else changed this complaint meanwhile. Look at it again, then try once more.")
    if row.standing not in (ServiceStanding.FIRST, ServiceStanding.SECOND):
        raise Refused("It was answered, and nobody asks for a second look.")
    if not words.strip():
        raise Refused("Write your answer: what you found, and what we do about it.")
    box, now = locks.box_of(row.lock_id), clock.now()
    sealed = box.seal(words.strip())
    if row.standing is ServiceStanding.FIRST:
        row.first_sealed, row.first_outcome = sealed, outcome
        row.first_on, row.first_at, row.first_by_id = clock.day_of(now), now, by.id
    elif row.first_by_id == by.id:
        raise NotAllowed("You gave the first answer, so somebody else looks at it now.")
    else:
        row.second_sealed, row.second_outcome = sealed, outcome.value
        row.second_on, row.second_at, row.second_by_id = clock.day_of(now), now, by.id
    _record(row, "answered", by=by)
    emails.answered(row, box.open(row.email_sealed) if row.email_sealed else "")


@operation
def ask_again(reference: str, words: str) -> date:
    """Whoever complained asks that another person looks at it; says by when they do. Pressing twice does it once.

    Raises:
        Refused: there is no answer yet, it was looked at twice, the time is over, or there are no words.
    """
    audit.take_turn()
    row = queries.get(reference)
    if row.standing is ServiceStanding.SECOND and row.again_due_on is not None:
        return row.again_due_on
    if row.standing is ServiceStanding.FIRST:
        raise Refused("We have not answered yet, so there is nothing to look at again.")
    if row.standing is ServiceStanding.OVER:
        raise Refused("Two people have looked at it. We cannot look at it a third time.")
    until = again_until(row)
    if until is None or clock.today() > until:
        raise Refused("The time to ask for a second look is over. Call us if something kept you from it.")
    if not words.strip():
        raise Refused("Say what is wrong with our answer.")
    today = clock.today()
    row.again_sealed, row.again_on = locks.box_of(row.lock_id).seal(words.strip()), today
    row.again_due_on = clock.add_working_days(today, policy.SERVICE_AGAIN.value(today))
    _record(row, "asked_again", by=COMPLAINER)
    return row.again_due_on


def again_until(row: ServiceComplaint) -> date | None:
    """Until when a second look may be asked for; None before the first answer."""
    return row.first_on + timedelta(days=policy.SERVICE_AGAIN_ASKED.value(row.first_on)) if row.first_on else None


def check_takes_files(row: ServiceComplaint) -> None:
    """Refuse files for a complaint that nobody of us reads any more.

    Raises:
        Refused: two people have looked at it, or nobody may ask for that any more.
    """
    until = again_until(row)
    over = row.standing is ServiceStanding.ANSWERED and until is not None and clock.today() > until
    if over or row.standing is ServiceStanding.OVER:
        raise Refused("Nobody looks at this complaint any more, so we take no more files for it.")


def says_when(row: ServiceComplaint) -> str:
    """By when we answer, in a sentence; nothing when nothing waits for us."""
    return f"We answer by {say_day(row.answer_due_on)}." if row.answer_due_on is not None else ""


def _record(row: ServiceComplaint, action: str, *, by: Actor) -> None:
    """A line of the audit trail; never with words of the complaint."""
    audit.record(action=f"service.{action}", subject=(MATTER, row.id), by=by)
