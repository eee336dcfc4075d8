"""Who is written to on paper, and where. An address is sealed, and is nobody's but theirs and the office's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, exists, func, select

from accounts.rules import check_may, check_may_one
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from foundation.locks import Box
from foundation.outbox import ADDRESS_IS_BAD, Letter, Standing
from register import queries
from register.models import Ending
from register.post import moved
from register.post.desks import CONCERNS, OFFICE, kept_from
from register.post.models import PostBatch, PostLetter, PostReader
from register.queries import live
from register.vocabulary import EndingKind

#: Who looks after addresses: whoever prints letters to them.
MAY = (OFFICE.may, CONCERNS.may)
LINES = 7
LONGEST_LINE = 60


@dataclass(frozen=True)
class Reached:
    """How somebody is reached by post."""

    lines: tuple[str, ...]
    on_paper: bool
    version: int


NOWHERE = Reached((), on_paper=False, version=0)


def reached(entry_id: int) -> Reached:
    """Where we post to somebody; `NOWHERE` when nothing is known."""
    held = db.session.scalar(select(PostReader).where(PostReader.entry_id == entry_id))
    if held is None:
        return NOWHERE
    lines = locks.box_of(held.lock_id).open_json(held.address_sealed) if held.address_sealed else []
    return Reached(tuple(lines), held.on_paper, held.version)


@operation
def open_address(entry_id: int, *, by: Actor) -> Reached:
    """Where we post to somebody, for staff to see: a line in the trail each time.

    Raises:
        NotAllowed: their work is elsewhere, or something ties them to somebody in a concern of theirs.
    """
    _check_may_look(entry_id, by)
    found = reached(entry_id)
    if found.lines:
        audit.record(action="post.address_opened", subject=("entry", entry_id), by=by)
    return found


def _check_may_look(entry_id: int, by: Actor) -> None:
    check_may_one(by, MAY)
    try:
        check_may(by, OFFICE.may)
    except NotAllowed:  # it is the private desk that lets them in
        if kept_from(by, [entry_id]):
            raise NotAllowed("You have a conflict of interest here. Another officer looks after this.") from None


def known(entry_ids: Collection[int]) -> frozenset[int]:
    """Those whose postal address we know; none is opened."""
    held = PostReader.entry_id.in_(entry_ids), PostReader.address_sealed.is_not(None)
    return frozenset(db.session.scalars(select(PostReader.entry_id).where(*held)))


def addresses(entry_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The postal addresses that we know, by entry: two statements."""
    found = select(PostReader.entry_id, PostReader.lock_id, PostReader.address_sealed).where(
        PostReader.entry_id.in_(entry_ids), PostReader.address_sealed.is_not(None)
    )
    rows = db.session.execute(found).all()
    boxes = locks.boxes_of([row[1] for row in rows])
    return {row[0]: tuple(boxes[row[1]].open_json(str(row[2]))) for row in rows if row[1] in boxes}


def moved_letters(batch_id: int, *, since: datetime) -> dict[int, datetime]:
    """The letters of a batch whose reader's address changed after a moment, and when it did."""
    newer = PostLetter.batch_id == batch_id, PostReader.changed_at > since
    both = select(PostLetter.id, PostReader.changed_at).join(PostReader, PostReader.entry_id == PostLetter.entry_id)
    return {row[0]: row[1] for row in db.session.execute(both.where(*newer))}


#: Whether somebody asked for paper, and whether their address ever refused a letter: a statement made once.
_ONE = select(
    exists().where(PostReader.entry_id == bindparam("entry_id"), PostReader.on_paper),
    exists().where(
        Letter.recipient == bindparam("email"),
        Letter.standing == Standing.GIVEN_UP,
        Letter.problem.in_(ADDRESS_IS_BAD),
    ),
)


def goes_on_paper(entry_id: int, email: str) -> bool:
    """`on_paper` for one person: asked once a letter, so for most in one statement."""
    if not email:
        return True
    wished, refused = db.session.execute(_ONE, {"entry_id": entry_id, "email": email}).one()
    return bool(wished) or (bool(refused) and bool(_refused({email})))


def on_paper(emails: Mapping[int, str]) -> frozenset[int]:
    """Of these entries with their email addresses, those whose letters go on paper: in two statements."""
    asked = select(PostReader.entry_id).where(PostReader.entry_id.in_(emails), PostReader.on_paper)
    wished = set(db.session.scalars(asked))
    bad = _refused({email for email in emails.values() if email})
    return frozenset(one for one, email in emails.items() if not email or one in wished or email in bad)


def _refused(addresses: Collection[str]) -> frozenset[str]:
    """Addresses that refused a letter, or sent one back, after the last one they took."""
    if not addresses:
        return frozenset()
    of = Letter.recipient.in_(addresses)
    # What was taken while another letter was on its way back says nothing.
    bad = select(Letter.recipient, func.max(func.coalesce(Letter.returned_at, Letter.written_at))).where(
        of, Letter.standing == Standing.GIVEN_UP, Letter.problem.in_(ADDRESS_IS_BAD)
    )
    refused = {row[0]: row[1] for row in db.session.execute(bad.group_by(Letter.recipient))}
    if not refused:
        return frozenset()
    good = select(Letter.recipient, func.max(Letter.sent_at)).where(of, Letter.standing == Standing.SENT)
    taken = {row[0]: row[1] for row in db.session.execute(good.group_by(Letter.recipient))}
    return frozenset(one for one, at in refused.items() if (last := taken.get(one)) is None or last < at)


def has_died(entry_id: int) -> bool:
    """Whether they have died: nobody is written to any more."""
    found = select(Ending.id).where(Ending.entry_id == entry_id, Ending.kind == EndingKind.DECEASED, live(Ending))
    return db.session.scalar(found.limit(1)) is not None


def died() -> ColumnElement[bool]:
    """Whether the reader of a letter on paper has died, in a statement about such letters."""
    ended = select(Ending.id).where(
        Ending.entry_id == PostLetter.entry_id, Ending.kind == EndingKind.DECEASED, live(Ending)
    )
    return ended.exists()


def box_for(entry_id: int) -> Box:
    """What seals somebody's letters and address; it is made when it is not there. Inside an operation that took its
    turn.
    """
    held = db.session.scalar(select(PostReader).where(PostReader.entry_id == entry_id))
    return locks.box_of(held.lock_id) if held is not None else _new(entry_id)[1]


def _new(entry_id: int) -> tuple[PostReader, Box]:
    lock, box = locks.new_lock()
    made = PostReader(entry_id=entry_id, lock_id=lock.id, on_paper=False, changed_at=clock.now())
    db.session.add(made)
    db.session.flush()
    return made, box


@operation
def keep(entry_id: int, typed: str, *, on_paper: bool, version: int | None = None, by: Actor) -> None:
    """Keep where we post to somebody, and whether all their letters go there.

    Raises:
        NotAllowed: their work is elsewhere, or something ties them to somebody in a concern of theirs.
        Refused: the address has too many or too long lines, or it changed since the page was opened.
    """
    _check_may_look(entry_id, by)
    _keep(entry_id, typed, on_paper=on_paper, version=version, by=by)


def keep_own(entry_id: int, typed: str, *, version: int | None = None, tells_first: bool = False, by: Actor) -> bool:
    """Keep where somebody told us that post reaches them, inside the operation in which they did. Whether their letters
    go there stays as it is. They are told if it changed, and if asked of the first address too. Says whether anything
    changed.

    Raises:
        Refused: the address has too many or too long lines, or it changed since the page was opened.
    """
    return _keep(entry_id, typed, on_paper=None, version=version, tells_first=tells_first, by=by)


def _read(typed: str) -> list[str]:
    """The lines of an address that fits an envelope."""
    lines = [" ".join(line.split()) for line in typed.replace(",\n", "\n").split("\n") if line.strip()]
    if len(lines) > LINES:
        raise Refused(f"Use at most {LINES} lines, so that it fits in the window of the envelope.")
    if any(len(line) > LONGEST_LINE for line in lines):
        raise Refused(f"One line is longer than {LONGEST_LINE} signs. Put it on two lines.")
    return lines


def _keep(
    entry_id: int, typed: str, *, on_paper: bool | None, version: int | None, tells_first: bool = False, by: Actor
) -> bool:
    lines = _read(typed)
    audit.take_turn()
    held = db.session.scalar(select(PostReader).where(PostReader.entry_id == entry_id))
    if version is not None and version != (held.version if held is not None else 0):
        raise Refused("Somebody else changed this meanwhile. Look at it again, then try once more.")
    paper = on_paper if on_paper is not None else held is not None and held.on_paper
    if paper and not lines:
        raise Refused("Type the address first. Without it no letter can go on paper.")
    if held is None:
        held, box = _new(entry_id)
    else:
        box = locks.box_of(held.lock_id)
    before = box.open_json(held.address_sealed) if held.address_sealed else []
    if lines == before and paper == held.on_paper:
        return False
    if lines != before:
        if (before or tells_first) and not has_died(entry_id):
            went = goes_on_paper(entry_id, queries.email_of(entry_id) or "")
            moved.tell(entry_id, before, box=box, on_paper=went or paper, by_us=queries.holder_of(entry_id) != by.id)
        held.address_sealed, held.changed_at = box.seal_json(lines) if lines else None, clock.now()
        _touch_batches(entry_id)
    held.on_paper = paper
    audit.record(action="post.address_kept", subject=("entry", entry_id), by=by, detail={"on_paper": paper})
    return True


def _touch_batches(entry_id: int) -> None:
    """A page that shows their letters printed, with the old address, cannot say any more that they were posted."""
    lie = select(PostLetter.batch_id).where(PostLetter.entry_id == entry_id, PostLetter.called_back_at.is_(None))
    for batch in db.session.scalars(select(PostBatch).where(PostBatch.id.in_(lie), PostBatch.posted_on.is_(None))):
        batch.version += 1


@dataclass(frozen=True)
class Words:
    """What a letter says; `to` are the lines that it goes to, where those are not the ones that hold now."""

    subject: str
    body: str
    to: tuple[str, ...] = ()


def opened(letters: Collection[PostLetter]) -> dict[int, Words]:
    """What these letters say, by their numbers: two statements. What was shredded is left out."""
    entries = {one.entry_id for one in letters}
    rows = db.session.execute(select(PostReader.entry_id, PostReader.lock_id).where(PostReader.entry_id.in_(entries)))
    locked: dict[int, int] = {row[0]: row[1] for row in rows}
    boxes = locks.boxes_of(locked.values())
    found = {}
    for one in letters:
        box = boxes.get(locked.get(one.entry_id, 0))
        if box is not None:
            said = box.open_json(one.sealed)
            if not said["body"]:  # it is deleted, and waits only to be taken out
                continue
            found[one.id] = Words(said["subject"], said["body"], tuple(said.get("to", ())))
    return found


def letters_of(entry_id: int) -> list[tuple[PostLetter, str, str]]:
    """Every letter on paper to somebody with its subject and words, oldest first."""
    rows = db.session.scalars(select(PostLetter).where(PostLetter.entry_id == entry_id).order_by(PostLetter.id)).all()
    words = opened(rows)
    return [(one, words[one.id].subject, words[one.id].body) for one in rows if one.id in words]
