"""Drafts as rows: what somebody has written so far, kept until they send it, throw it away, or leave it for too long.

A draft without an account is sealed with a key made from the secret that its writer holds, of which we keep only the
hash: nobody here can read it before it is sent. A draft of an account is sealed with a key of its own. Only days are
kept, no times. Saving one page merges it into what is there, under the write lock, so that two tabs lose nothing.

Refuses to open a draft without its secret or its owner, and refuses to change one that was sent.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, bindparam, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from foundation import clock, locks, outbox
from foundation.database import Day, Key, Long, Model, db, in_operation, operation
from foundation.errors import Missing, Refused
from foundation.journey.pages import Content
from foundation.locks import Box
from foundation.policy import Policy, declare

_PURPOSE = "draft"


def _positive(value: int) -> bool:
    return 0 < value < 10_000


KEPT = declare(Policy("drafts.kept", 180, "days", "A draft that nobody touches is kept for", "rules 6.11", _positive))
FIRST_WARNING = declare(
    Policy(
        "drafts.warning.first", 150, "days", "Its writer is reminded for the first time after", "rules 6.2", _positive
    )
)
SECOND_WARNING = declare(
    Policy("drafts.warning.second", 170, "days", "Its writer is reminded once more after", "rules 6.2", _positive)
)
#: How long a sent draft answers "this was sent" to a second press. Nothing of what it said is in it.
REMEMBERED = timedelta(days=7)


class Draft(Model):
    """Something that somebody is writing."""

    __tablename__ = "draft"
    __table_args__ = (
        CheckConstraint("(secret_hash IS NULL) <> (owner IS NULL)", name="secret_or_owner"),
        CheckConstraint("(sent_as IS NULL) = (sealed IS NOT NULL)", name="sent_is_empty"),
        CheckConstraint("sent_as IS NULL OR reminder_sealed IS NULL", name="sent_reminds_nobody"),
        Index("ix_draft_owner", "owner", "journey"),
        Index("ix_draft_delete_on", "delete_on"),
        Index("ix_draft_touched_on", "touched_on"),
        # Files, letters and the trail name drafts by their id: that of a deleted one must never come again.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[Key]
    #: Counts changes.
    version: Mapped[int] = mapped_column()
    journey: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    #: What opens it, as a hash; or the account it belongs to, as "account:12".
    secret_hash: Mapped[str | None] = mapped_column(String(64))
    owner: Mapped[str | None] = mapped_column(String(40))
    #: The key of an owned draft, and of the address that a reminder goes to.
    lock_id: Mapped[int | None] = mapped_column(ForeignKey("lock.id"))
    sealed: Mapped[Long | None]
    reminder_sealed: Mapped[Long | None]
    reminders: Mapped[int] = mapped_column(default=0)
    begun_on: Mapped[Day]
    touched_on: Mapped[Day]
    delete_on: Mapped[Day]
    #: The reference of what it became. What was written is gone from here then.
    sent_as: Mapped[str | None] = mapped_column(String(20))

    __mapper_args__ = {"version_id_col": version}


@dataclass(frozen=True)
class Hand:
    """What opens a draft: its reference, with the secret that its writer holds or the account it belongs to."""

    reference: str
    secret: str | None = None
    owner: str | None = None


@dataclass(frozen=True)
class Opened:
    """A draft that was opened."""

    id: int
    hand: Hand
    content: Content
    begun_on: date
    delete_on: date
    reminds: bool
    sent_as: str | None

    @property
    def files(self) -> tuple[str, str]:
        """What its files belong to."""
        return files_of(self.id)


@dataclass(frozen=True)
class Unfinished:
    """A draft of an account, as a list shows it."""

    reference: str
    touched_on: date
    delete_on: date


def files_of(draft_id: int) -> tuple[str, str]:
    """The owner of a draft's files."""
    return (_PURPOSE, str(draft_id))


# ------------------------------------------------------------------------------------------ while it is written


@operation
def start(journey: str, *, reference: str, owner: str | None = None, content: Content | None = None) -> Hand:
    """Start a draft; gives what opens it. The secret is shown to its writer and kept nowhere here."""
    today = clock.today()
    first = content or Content()
    secret = None if owner else locks.new_secret()
    if secret is not None:
        lock_id, box = None, locks.box_from_secret(secret, _PURPOSE)
    else:
        lock, box = locks.new_lock()
        lock_id = lock.id
    db.session.add(
        Draft(
            journey=journey,
            reference=reference,
            secret_hash=locks.secret_hash(secret) if secret else None,
            owner=owner,
            lock_id=lock_id,
            sealed=box.seal_json(first.as_json()),
            begun_on=today,
            touched_on=today,
            delete_on=today + timedelta(days=KEPT.value(today)),
        )
    )
    return Hand(reference, secret, owner)


def is_taken(reference: str) -> bool:
    """Whether a draft has that reference."""
    return db.session.scalar(select(Draft.id).where(Draft.reference == reference)) is not None


def open_draft(hand: Hand) -> Opened:
    """Open a draft to read it.

    Raises:
        Missing: there is none, or what was given does not open it. Both cost and say the same.
    """
    draft = db.session.connection().execute(_OPEN, {"reference": hand.reference}).one_or_none()
    _check_hand(draft, hand)
    return _opened(draft, hand, _read(draft, hand)[0])


def read_content(hand: Hand) -> Content:
    """What stands in a draft."""
    return open_draft(hand).content


@operation
def change(hand: Hand, edit: Callable[[Content], object]) -> Opened:
    """Change what stands in a draft: `edit` is given the newest state, under the write lock.

    Raises:
        Missing: it cannot be opened.
        Refused: it was sent.
    """
    draft = _find(hand)
    content, box = _read(draft, hand)
    _check_not_sent(draft)
    edit(content)
    draft.sealed = box.seal_json(content.as_json())
    _touch(draft)
    db.session.flush()
    return _opened(draft, hand, content)


@operation
def remind_at(hand: Hand, email: str) -> None:
    """Send reminders to an address before the draft is deleted; an empty one sends none any more."""
    draft = _find(hand)
    _check_not_sent(draft)
    if not email:
        draft.reminder_sealed = None
        return
    if draft.lock_id is None:
        lock, box = locks.new_lock()
        draft.lock_id = lock.id
    else:
        box = locks.box_of(draft.lock_id)
    draft.reminder_sealed = box.seal(email)
    _touch(draft)


@operation
def throw_away(hand: Hand, *, shred: Callable[[tuple[str, str]], object]) -> None:
    """Delete a draft at its writer's wish, with its files."""
    draft = _find(hand)
    _check_not_sent(draft)
    shred(files_of(draft.id))
    _remove([draft])


# -------------------------------------------------------------------------------------------------------------- sending


def open_to_send(hand: Hand) -> Opened:
    """Open a draft under the write lock, inside the operation that sends it. `sent_as` says that it was sent before."""
    if not in_operation():
        raise RuntimeError("a draft is sent inside the operation that takes it in")
    draft = _find(hand)
    return _opened(draft, hand, _read(draft, hand)[0])


def check_open(hand: Hand) -> None:
    """Refuse, under the write lock, to add to a draft that is gone or was sent meanwhile.

    Raises:
        Missing: it cannot be opened.
        Refused: it was sent.
    """
    _check_not_sent(_find(hand))


def finish(draft_id: int, *, sent_as: str) -> None:
    """Empty a draft that was sent, inside the same operation. A mark stays for a while, for who presses twice."""
    if not in_operation():
        raise RuntimeError("a draft is finished inside the operation that takes it in")
    draft = db.session.get_one(Draft, draft_id)
    draft.sealed = draft.reminder_sealed = None
    draft.sent_as = sent_as
    draft.delete_on = clock.today() + REMEMBERED
    lock_id, draft.lock_id = draft.lock_id, None
    db.session.flush()
    if lock_id is not None:
        locks.destroy_lock(lock_id)


# -------------------------------------------------------------------------------------------------- lists and the clock


def unfinished(owner: str, journey: str) -> Sequence[Unfinished]:
    """The drafts of an account that were not sent, the last touched first."""
    rows = db.session.execute(
        select(Draft.reference, Draft.touched_on, Draft.delete_on)
        .where(Draft.owner == owner, Draft.journey == journey, Draft.sent_as.is_(None))
        .order_by(Draft.touched_on.desc(), Draft.id.desc())
        .limit(50)
    )
    return [Unfinished(*row) for row in rows]


@operation
def remind() -> int:
    """Write the reminders that are due, each once; says how many."""
    today, written = clock.today(), 0
    # The later one first: whoever is due for both, since the job stood still, gets one letter and not two.
    for number, policy in ((2, SECOND_WARNING), (1, FIRST_WARNING)):
        due = (
            select(Draft)
            .where(
                Draft.reminder_sealed.is_not(None),
                Draft.reminders < number,
                Draft.touched_on <= today - timedelta(days=policy.value(today)),
                Draft.delete_on > today,
            )
            .with_for_update()
        )
        for draft in db.session.scalars(due).all():
            address = locks.box_of(draft.lock_id).open(draft.reminder_sealed or "")
            # No `once`: the count below keeps it to one, and a key would tie this address to what is sent later.
            outbox.write("quiet_draft", to=address, delete_on=draft.delete_on)
            draft.reminders = number
            written += 1
    return written


@operation
def sweep(*, shred: Callable[[tuple[str, str]], object]) -> int:
    """Delete the drafts whose day has come, with their files; says how many. `shred` destroys the files of an owner."""
    # Under a lock, so that one which its writer saves in this very moment is looked at again, and kept.
    over = db.session.scalars(select(Draft).where(Draft.delete_on <= clock.today()).with_for_update()).all()
    for draft in over:
        shred(files_of(draft.id))
    _remove(over)
    return len(over)


# ------------------------------------------------------------------------------------------------------------- the rows


#: Opening a page asks this and nothing else; plain columns come much faster than a mapped row.
_OPEN = select(Draft.__table__).where(Draft.reference == bindparam("reference"))


def _find(hand: Hand) -> Draft:
    statement = select(Draft).where(Draft.reference == hand.reference).with_for_update()
    draft = db.session.scalar(statement.execution_options(populate_existing=True))
    _check_hand(draft, hand)
    assert draft is not None
    return draft


def _check_hand(draft: Any, hand: Hand) -> None:
    """Refuse a hand that does not fit a draft, or no draft at all; both cost and say the same."""
    if hand.owner is not None:
        right = draft is not None and draft.owner == hand.owner
    else:
        right = locks.is_secret(draft.secret_hash if draft is not None else None, hand.secret or "")
    if draft is None or not right:
        raise Missing("The reference and the secret do not fit together.")


def _read(draft: Any, hand: Hand) -> tuple[Content, Box]:
    box = locks.box_of(draft.lock_id) if hand.owner is not None and draft.sealed else _box(hand)
    return (Content.from_json(box.open_json(draft.sealed)) if draft.sealed else Content()), box


def _box(hand: Hand) -> Box:
    return locks.box_from_secret(locks.read_secret(hand.secret or "") or "", _PURPOSE)


def _opened(draft: Any, hand: Hand, content: Content) -> Opened:
    reminds = draft.reminder_sealed is not None
    return Opened(draft.id, hand, content, draft.begun_on, draft.delete_on, reminds, draft.sent_as)


def _check_not_sent(draft: Draft) -> None:
    if draft.sent_as is not None:
        raise Refused("This was sent already. We have it. Add to it in your mailbox.")


def _touch(draft: Draft) -> None:
    today = clock.today()
    if draft.touched_on != today:
        draft.touched_on = today
        draft.delete_on = today + timedelta(days=KEPT.value(today))
        draft.reminders = 0


def _remove(over: Sequence[Draft]) -> None:
    held = [draft.lock_id for draft in over if draft.lock_id is not None]
    if over:
        db.session.execute(delete(Draft).where(Draft.id.in_([draft.id for draft in over])))
    for lock_id in held:
        locks.destroy_lock(lock_id)
