"""What an officer writes: to the reporter in the mailbox, of a call, why something is late, and for colleagues.

The same page sent twice is one message, one contact, one note. What is written to the reporter and what is written for
colleagues go to different tables; nothing moves from one to the other.
"""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select, update

from concerns import clocks, emails, policy, queries, rules
from concerns.emails import News
from concerns.models import Concern, Delay, Message, Note, Subject
from concerns.models.internal import Contact
from concerns.operations.desk import ALL_HANDS, said_before, sit_down
from concerns.operations.steps import note_step
from concerns.vocabulary import ClockName, Direction, StepKind, Way
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.evidence import StoredFile
from foundation.words import say_day

#: Files wait under this owner from their upload until the page they came with is sent.
WAITING_FILES = "outgoing"
EMPTY = "Write something first."


@operation
def write_message(reference: str, words: str, *, once: str, by: Actor) -> None:
    """Write to the reporter. Files that wait for `once` go with it. What they wrote before counts as read.

    Raises:
        Refused: nothing is written, or nobody has the concern.
    """
    desk = sit_down(reference, by=by)
    if db.session.scalar(select(Message.id).where(Message.once == once)) is not None:
        return
    rules.check_has_officer(desk.concern)
    message = Message(
        concern_id=desk.concern.id,
        direction=Direction.FROM_US,
        words_sealed=desk.needs(words, EMPTY),
        sent_on=clock.today(),
        sent_at=clock.now(),
        by_account_id=by.id,
        once=once,
    )
    db.session.add(message)
    db.session.flush()
    evidence.move((WAITING_FILES, once), ("message", str(message.id)))
    _have_read(desk.concern)
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.WROTE)
    desk.record("message_written")


@operation
def mark_read(reference: str, *, by: Actor) -> None:
    """Note that the reporter's messages were read."""
    desk = sit_down(reference, by=by)
    if _have_read(desk.concern):
        desk.record("messages_read")


def _have_read(concern: Concern) -> int:
    read = db.session.scalars(
        update(Message)
        .where(
            Message.concern_id == concern.id,
            Message.direction == Direction.TO_US,
            Message.read_on.is_(None),
        )
        .values(read_on=clock.today())
        .returning(Message.id)
    ).all()
    return len(read)


@operation
def record_contact(reference: str, *, way: Way, made_on: date, words: str, once: str, by: Actor) -> None:
    """Record that we reached the reporter by telephone, letter or in person.

    Raises:
        Refused: a day that cannot be, or nothing said of it.
    """
    desk = sit_down(reference, by=by)
    if said_before(Contact, once):
        return
    if way is Way.MAILBOX:
        raise Refused("Write in the mailbox: that counts by itself.")
    if not desk.concern.received_on <= made_on <= clock.today():
        raise Refused("Choose a day between the one on which the concern reached us and today.")
    if not words.strip():
        raise Refused("Say in a few words what was said.")
    first = desk.concern.replied_on is None
    desk.was_in_touch(way, on=made_on, words=words.strip(), once=once)
    if not first:
        note_step(desk.concern, StepKind.CONTACTED, by=by, detail={"way": way.value})


@operation
def write_note(reference: str, words: str, *, once: str, by: Actor) -> None:
    """Write for colleagues. The reporter never sees it. Files that wait for `once` go with it.

    Raises:
        Refused: nothing is written.
    """
    desk = sit_down(reference, by=by, may=ALL_HANDS)
    if said_before(Note, once):
        return
    note = Note(
        concern_id=desk.concern.id,
        words_sealed=desk.needs(words, EMPTY),
        written_at=clock.now(),
        written_by_id=desk.account_id,
        once=once,
    )
    db.session.add(note)
    db.session.flush()
    evidence.move((WAITING_FILES, once), ("note", str(note.id)))
    desk.record("note_written")


@operation
def explain_delay(
    reference: str,
    *,
    clock_name: ClockName,
    words: str,
    expected_on: date,
    version: int,
    by: Actor,
    for_registrant: str = "",
) -> None:
    """Tell the reporter why something takes longer, and by when it will be there. The clock does not stop for it.

    `for_registrant` says why in words of their own to those registrants who know of the concern.

    Raises:
        Refused: that clock does not run, the day has passed, or there are no reasons.
    """
    desk = sit_down(reference, by=by, version=version)
    rules.check_open(desk.concern)
    rules.check_has_officer(desk.concern)
    if clock_name is ClockName.REPLY and desk.concern.replied_on is not None:
        raise Refused("They have had their first reply.")
    if clock_name not in (ClockName.REPLY, ClockName.CONTACT) and not any(
        due.name is clock_name for due in clocks.running(queries.facts([desk.concern])[desk.concern.id])
    ):
        raise Refused("Nothing is waited for there now.")
    if expected_on <= clock.today():
        raise Refused("Choose a day that is still to come.")
    # What the institute opened itself promised nobody outside a message, but its registrant waits as any other does.
    days = desk.concern.contact_days or policy.CONTACT.value(clock.today())
    latest = clock.today() + timedelta(days=days)
    if clock_name is ClockName.CONTACT and expected_on > latest:
        raise Refused(f"Nobody waits longer for a message. Choose a day up to {say_day(latest)}.")
    db.session.add(
        Delay(
            concern_id=desk.concern.id,
            clock=clock_name,
            words_sealed=desk.needs(words, "Say why, in words the reporter can follow."),
            registrant_sealed=desk.box.seal(for_registrant.strip()) if for_registrant.strip() else None,
            expected_on=expected_on,
            told_at=clock.now(),
            told_by_id=desk.account_id,
        )
    )
    desk.was_in_touch(Way.MAILBOX, replies=clock_name is not ClockName.REPLY)
    note_step(desk.concern, StepKind.DELAY_EXPLAINED, by=by, detail={"clock": clock_name.value})
    desk.send_word(emails.LONGER)
    for about in desk.concern.subjects if for_registrant.strip() else ():
        _tell_registrant(desk.concern, about, emails.NEWS if clock_name is ClockName.CONTACT else emails.LATER)
    desk.touch()


def _tell_registrant(concern: Concern, about: Subject, news: News) -> None:
    """Who has no account yet is sent the same words by post: that is a word from us too."""
    if not emails.registrant(about, concern, news) and about.told_on is not None:
        emails.note_word(about)


@operation
def sweep_waiting_files() -> int:
    """Shred files that came with a page which was never sent; says how many."""
    before = clock.today() - timedelta(days=1)
    statement = select(StoredFile.owner_id).where(StoredFile.owner_kind == WAITING_FILES, StoredFile.kept_on < before)
    owners = set(db.session.scalars(statement))
    return sum(evidence.destroy_all((WAITING_FILES, one)) for one in owners)
