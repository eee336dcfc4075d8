"""Writing a letter to somebody on the register: by email, or on paper when no email reaches them.

`write` is `foundation.outbox.write` for whoever has an entry. Emails that failed are put on paper by night.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, not_, or_, select

from foundation import audit, clock, outbox
from foundation.batches import NO_MORE
from foundation.clock import Division
from foundation.database import db, in_operation, one_at_a_time, operation
from foundation.outbox import REFUSED, Letter, Standing
from register.models import Contact
from register.post import policy, readers
from register.post.models import PostLetter
from register.queries import live

#: Letters whose template begins so never go on paper: they open something, or are for one mailbox alone.
NEVER = ("account_", "concern_", "data_request_", "entry_claim", "follow_", "quiet_", "referee_", "staff_")
#: An email that failed longer ago is no news any more.
_BACK = timedelta(days=30)
_AT_A_TIME = 100


def write(
    template: str,
    *,
    entry_id: int,
    to: str,
    once: str | None = None,
    kindly: Division | None = None,
    post_by: date | None = None,
    there_by: date | None = None,
    **words: Any,
) -> Letter | None:
    """Write a letter to somebody with an entry, inside the operation it speaks of: to their address, or on paper.

    Gives the email; None when it goes on paper, was written before, or nobody reads it any more. On paper it is to be
    in the post by a day, if one is given; if it cannot be there by another one it is not written at all.
    """
    if not readers.goes_on_paper(entry_id, to):
        return outbox.write(template, to=to, once=once, kindly=kindly, **words)
    if not readers.has_died(entry_id):
        _on_paper(template, entry_id, outbox.compose(template, **words), once=once, by=post_by, there_by=there_by)
    return None


def on_paper(template: str, *, entry_id: int, once: str, **words: Any) -> bool:
    """Write a letter on paper, whatever email there is; False when that one was written before."""
    if readers.has_died(entry_id):
        return False
    return _on_paper(template, entry_id, outbox.compose(template, **words), once=once)


def _on_paper(
    template: str,
    entry_id: int,
    said: tuple[str, str],
    *,
    once: str | None,
    by: date | None = None,
    there_by: date | None = None,
    again: bool = False,
) -> bool:
    if not in_operation():
        raise RuntimeError("a letter is written inside the operation it speaks of")
    if template.startswith(NEVER):
        raise RuntimeError(f"{template} may not go on paper")
    audit.take_turn()
    today = clock.today()
    if there_by is not None and today + timedelta(days=policy.ARRIVES.value(today)) > there_by:
        return False
    matter = _matter(once)
    once = f"{once} again" if again else once
    if once is not None and db.session.scalar(select(PostLetter.id).where(PostLetter.once == once)) is not None:
        return False
    if matter:
        call_back(PostLetter.entry_id == entry_id, PostLetter.matter == matter)
    within = clock.add_working_days(today, policy.WITHIN.value(today))
    box = readers.box_for(entry_id)
    letter = PostLetter(
        entry_id=entry_id,
        template=template,
        once=once,
        matter=matter,
        sealed=box.seal_json({"subject": said[0], "body": said[1]}),
        written_at=clock.now(),
        due_on=within if by is None else min(within, max(by, today)),
    )
    db.session.add(letter)
    db.session.flush()
    return True


def _matter(once: str | None) -> str:
    """What a letter is about: its key without the last word, which tells it from the others about the same thing."""
    return (once or "").rpartition(" ")[0]


def call_back(*which: ColumnElement[bool]) -> int:
    """Throw away letters that are not printed yet, inside an operation; says how many."""
    gone = delete(PostLetter).where(PostLetter.batch_id.is_(None), *which)
    return int(db.session.connection().execute(gone).rowcount)


def is_done(entry_id: int, matter: str) -> int:
    """Nothing more is to be said about a matter: what is not printed yet is thrown away."""
    return call_back(PostLetter.entry_id == entry_id, PostLetter.matter == matter)


def call_off(entry_id: int) -> int:
    """Throw away every letter to somebody that is not printed yet, as after their death."""
    return call_back(PostLetter.entry_id == entry_id)


def call_back_keys(keys: Collection[str]) -> frozenset[str]:
    """Throw away those of these letters that are not printed yet; says which those were."""
    unprinted = select(PostLetter.once).where(PostLetter.batch_id.is_(None), PostLetter.once.in_(keys))
    found = frozenset(one for one in db.session.scalars(unprinted) if one is not None)
    if found:
        call_back(PostLetter.once.in_(found))
    return found


# ---------------------------------------------------------------------------------------- emails that reached nobody


@operation
def put_failed_on_paper(after: int) -> tuple[int, int]:
    """One batch: emails to people on the register that could not be sent. Says how many, and where the next begins.

    Only where the address is on file for one person alone: a letter does not say for whom of several it was.
    """
    audit.take_turn()
    one_at_a_time("post of what failed")
    rows = db.session.scalars(_failed(after)).all()
    emails = {one.recipient.lower() for one in rows}
    folded = func.lower(Contact.email)
    on_file = select(folded, Contact.entry_id).where(folded.in_(emails), live(Contact))
    whose: dict[str, set[int]] = {}
    for email, entry_id in db.session.execute(on_file):
        whose.setdefault(email, set()).add(entry_id)
    written = 0
    for one in rows:
        found = whose.get(one.recipient.lower(), set())
        if len(found) != 1:
            continue
        [entry_id] = found
        if not _is_overtaken(entry_id, one) and not readers.has_died(entry_id):
            once = one.once or f"failed {one.id}"
            written += _on_paper(one.template, entry_id, (one.subject, one.body), once=once, again=True)
    return written, rows[-1].id if len(rows) == _AT_A_TIME else NO_MORE


def _failed(after: int) -> Any:
    now = clock.now()
    late = now - timedelta(days=policy.GIVEN_UP.value())
    return (
        select(Letter)
        .where(
            Letter.id > after,
            Letter.standing == Standing.GIVEN_UP,
            Letter.written_at > now - _BACK,
            or_(Letter.problem == REFUSED, Letter.due_at < late),
            *(not_(Letter.template.startswith(one, autoescape=True)) for one in NEVER),
        )
        .order_by(Letter.id)
        .limit(_AT_A_TIME)
    )


def _is_overtaken(entry_id: int, failed: Letter) -> bool:
    """Whether a newer letter on paper speaks of the same matter."""
    matter = _matter(failed.once)
    newer = select(PostLetter.id).where(
        PostLetter.entry_id == entry_id, PostLetter.matter == matter, PostLetter.written_at >= failed.written_at
    )
    return bool(matter) and db.session.scalar(newer.limit(1)) is not None
