"""Writing a letter to somebody on the register: by email, or on paper when no email reaches them.

`write` is `foundation.outbox.write` for whoever has an entry. Emails that failed are put on paper by night.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, func, literal, or_, select, update

from foundation import audit, clock, outbox
from foundation.batches import NO_MORE
from foundation.clock import Division
from foundation.database import db, in_operation, one_at_a_time, operation
from foundation.outbox import FAILED_FOR_GOOD, Letter, Paper, Standing
from register.post import arriving, policy, readers
from register.post.models import DELETED, PostBatch, PostLetter

#: Letters whose template begins so never go on paper: they open something, or are for one mailbox alone.
NEVER = ("account_", "concern_", "data_request_", "entry_claim", "follow_", "quiet_", "referee_", "staff_")
#: An email that failed longer ago is no news any more.
_BACK = timedelta(days=30)
_AT_A_TIME = 100
#: What the session has loaded is not compared row by row: nobody looks at it again.
_AS_IT_IS = {"synchronize_session": False}
#: What the key of an email that failed has after it on paper.
_AGAIN = " again"


#: Writes an email that failed anew for paper: its subject and body, and the day by which it is in the post. None: as it
#: was.
Anew = Callable[[Letter], "tuple[tuple[str, str], date] | None"]
_anew: dict[str, Anew] = {}


def declare_anew(template: str, write_anew: Anew) -> None:
    """Say who writes the failed emails of a template anew for paper, inside the operation that puts them there."""
    _anew[template] = write_anew


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
    in the post by a day, if one is given; if it cannot be there by another one it is not written at all. The same holds
    for an email that fails: only what was written here goes on paper then, and only to the entry it was written to.
    """
    if not readers.goes_on_paper(entry_id, to):
        paper = None if template.startswith(NEVER) else Paper(entry_id, post_by, there_by)
        return outbox.write(template, to=to, once=once, kindly=kindly, paper=paper, **words)
    if not readers.has_died(entry_id):
        _on_paper(template, entry_id, outbox.compose(template, **words), once=once, by=post_by, there_by=there_by)
    return None


def on_paper(
    template: str,
    *,
    entry_id: int,
    once: str | None,
    post_by: date | None = None,
    there_by: date | None = None,
    **words: Any,
) -> bool:
    """Write a letter on paper, whatever email there is; False when that one was written before, or comes too late."""
    if readers.has_died(entry_id):
        return False
    said = outbox.compose(template, **words)
    return _on_paper(template, entry_id, said, once=once, by=post_by, there_by=there_by)


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
    last = arriving.posted_for(there_by) if there_by is not None else None
    if last is not None and clock.working_day_from(today) > last:
        return False
    matter = _matter(once)
    once = f"{once}{_AGAIN}" if again else once
    if once is not None and db.session.scalar(select(PostLetter.id).where(PostLetter.once == once)) is not None:
        return False
    if matter:
        _throw_away(PostLetter.entry_id == entry_id, PostLetter.matter == matter)
    within = clock.add_working_days(today, policy.WITHIN.value(today))
    due_on = within if by is None else min(within, max(by, today))
    box = readers.box_for(entry_id)
    letter = PostLetter(
        entry_id=entry_id,
        template=template,
        once=once,
        matter=matter,
        sealed=box.seal_json({"subject": said[0], "body": said[1]}),
        written_at=clock.now(),
        due_on=due_on if last is None else min(due_on, last),
    )
    db.session.add(letter)
    db.session.flush()
    return True


def _matter(once: str | None) -> str:
    """What a letter is about: its key without the last word, which tells it from the others about the same thing."""
    return (once or "").rpartition(" ")[0]


def _throw_away(*which: ColumnElement[bool]) -> int:
    gone = delete(PostLetter).where(PostLetter.batch_id.is_(None), *which)
    return int(db.session.connection().execute(gone).rowcount)


def _call_back(*which: ColumnElement[bool]) -> int:
    """Throw away letters that are not printed yet, and mark those that lie printed and are not posted, for somebody to
    take them out. Inside an operation that took its turn. Says how many.
    """
    printed = select(PostLetter.id, PostLetter.batch_id).join(PostBatch, PostBatch.id == PostLetter.batch_id)
    lie = printed.where(PostBatch.posted_on.is_(None), PostLetter.called_back_at.is_(None), *which)
    rows = db.session.execute(lie).all()
    if rows:
        marked = update(PostLetter).where(PostLetter.id.in_([row[0] for row in rows]))
        db.session.execute(marked.values(called_back_at=clock.now()), execution_options=_AS_IT_IS)
        # A page that still shows them cannot say that the batch was posted.
        for batch in db.session.scalars(select(PostBatch).where(PostBatch.id.in_({row[1] for row in rows}))):
            batch.version += 1
        db.session.flush()
    return _throw_away(*which) + len(rows)


def _keep_off_paper(*which: ColumnElement[bool]) -> None:
    """Emails of these that fail, or have failed, do not go on paper any more."""
    ended = update(Letter).where(Letter.paper_for.is_not(None), *which).values(paper_for=None)
    db.session.execute(ended, execution_options=_AS_IT_IS)


def is_done(entry_id: int, matter: str) -> int:
    """Nothing more is to be said about a matter: what is not posted yet is called back, and no night puts any of it on
    paper.
    """
    about = Letter.once.startswith(f"{matter} ", autoescape=True)
    _keep_off_paper(Letter.paper_for == entry_id, about)
    return _call_back(PostLetter.entry_id == entry_id, PostLetter.matter == matter)


def are_done(entry_id: int, kinds: Collection[str], *, of: int | None = None, besides: str = "") -> int:
    """`is_done` for every matter of these kinds ("insurance") about an entry, or about one thing `of` theirs, but for
    one that goes on.
    """
    ended = 0
    for kind in kinds:
        begins = f"{kind} {entry_id if of is None else of} "
        about = Letter.once.startswith(begins, autoescape=True)
        still = (~Letter.once.startswith(f"{besides} ", autoescape=True),) if besides else ()
        _keep_off_paper(Letter.paper_for == entry_id, about, *still)
        mine = PostLetter.matter.startswith(begins, autoescape=True)
        ended += _call_back(PostLetter.entry_id == entry_id, mine, PostLetter.matter != besides)
    return ended


def call_off(entry_id: int) -> int:
    """Call back every letter to somebody that is not posted yet, as after their death."""
    _keep_off_paper(Letter.paper_for == entry_id)
    return _call_back(PostLetter.entry_id == entry_id)


def call_back_keys(keys: Collection[str]) -> frozenset[str]:
    """Call back those of these letters that are not posted yet, also where the email failed and went on paper instead,
    or is about to; says which those were.
    """
    of = {key: key for key in keys} | {f"{key}{_AGAIN}": key for key in keys}
    mine = PostLetter.once.in_(of)
    stands = select(PostLetter.once).outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
    found = list(db.session.scalars(stands.where(mine, PostBatch.posted_on.is_(None))))
    _keep_off_paper(Letter.once.in_(keys))
    _call_back(mine)
    return frozenset(of[one] for one in found if one is not None)


def lies(entry_id: int, begins: str) -> bool:
    """Whether a letter to somebody whose matter begins so is still to be posted, or an email that failed is still to be
    put on paper.
    """
    unposted = select(PostLetter.id).outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
    mine = PostLetter.entry_id == entry_id, PostLetter.matter.startswith(begins, autoescape=True)
    waits = unposted.where(*mine, PostBatch.posted_on.is_(None), PostLetter.called_back_at.is_(None))
    fails = select(Letter.id).where(Letter.paper_for == entry_id, *_fails(begins))
    return any(db.session.scalar(one.limit(1)) is not None for one in (waits, fails))


def _fails(begins: str) -> tuple[ColumnElement[bool], ...]:
    """Emails whose matter begins so that failed, and that the night has not put on paper yet."""
    about = Letter.once.startswith(begins, autoescape=True)
    recent = Letter.written_at > clock.now() - _BACK
    return about, recent, Letter.standing == Standing.GIVEN_UP, Letter.paper_for.is_not(None)


def unposted(begins: str) -> list[str]:
    """The matters that begin so, of every letter that `lies`."""
    letters = select(PostLetter.matter, literal(False)).outerjoin(PostBatch, PostBatch.id == PostLetter.batch_id)
    mine = PostLetter.matter.startswith(begins, autoescape=True)
    waits = letters.where(mine, PostBatch.posted_on.is_(None), PostLetter.called_back_at.is_(None))
    fails = select(Letter.once, literal(True)).where(*_fails(begins))
    return [_matter(said) if failed else said for said, failed in db.session.execute(waits.union_all(fails))]


def forget_about(entry_ids: Collection[int], kinds: Collection[str], named: str) -> int:
    """Delete the letters of some kinds that name something, posted or not, as when it is deleted itself. Inside the
    operation that deletes it. Says how many.

    Of one that lies printed stays, until its batch is posted, that somebody has to take it out; and none of its words.
    """
    rows = db.session.scalars(
        select(PostLetter).where(PostLetter.entry_id.in_(entry_ids), PostLetter.template.in_(kinds))
    ).all()
    words = readers.opened(rows)
    ids = [one for one, said in words.items() if named in said.subject or named in said.body]
    mine = PostLetter.id.in_(ids)
    _call_back(mine)
    unposted = PostLetter.batch_id.in_(select(PostBatch.id).where(PostBatch.posted_on.is_(None)))
    for entry_id in set(db.session.scalars(select(PostLetter.entry_id).where(mine, unposted))):
        empty = readers.box_for(entry_id).seal_json({"subject": "", "body": ""})
        erased = update(PostLetter).where(mine, unposted, PostLetter.entry_id == entry_id)
        values = {"template": DELETED, "once": None, "matter": "", "sealed": empty}
        db.session.execute(erased.values(values), execution_options=_AS_IT_IS)
    db.session.execute(delete(PostLetter).where(mine, PostLetter.template != DELETED), execution_options=_AS_IT_IS)
    return len(ids)


def posted_instead() -> ColumnElement[bool]:
    """Whether an email that failed was posted on paper, in a statement about emails."""
    on_paper = select(PostLetter.id).join(PostBatch, PostBatch.id == PostLetter.batch_id)
    return on_paper.where(
        PostLetter.once == Letter.once + _AGAIN, PostBatch.posted_on.is_not(None), PostLetter.called_back_at.is_(None)
    ).exists()


# ---------------------------------------------------------------------------------------- emails that reached nobody


@operation
def put_failed_on_paper(after: int) -> tuple[int, int]:
    """One batch: emails to people on the register that could not be sent. Says how many, and where the next begins.

    Each goes to the entry it was written to, whoever has that address; what is too late or overtaken is not written.
    """
    audit.take_turn()
    one_at_a_time("post of what failed")
    rows = db.session.scalars(_failed(after)).all()
    written = 0
    for one in rows:
        entry_id, one.paper_for = one.paper_for, None
        if entry_id is None or _is_overtaken(entry_id, one) or readers.has_died(entry_id):
            continue
        anew = _anew[one.template](one) if one.template in _anew else None
        said, by = anew or ((one.subject, one.body), one.paper_posted_until)
        written += _on_paper(
            one.template,
            entry_id,
            said,
            once=one.once or f"failed {one.id} letter",
            by=by,
            there_by=one.paper_there_until,
            again=True,
        )
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
            Letter.paper_for.is_not(None),
            or_(Letter.problem.in_(FAILED_FOR_GOOD), Letter.due_at < late),
        )
        .order_by(Letter.id)
        .limit(_AT_A_TIME)
    )


def _is_overtaken(entry_id: int, failed: Letter) -> bool:
    """Whether a newer letter speaks of the same matter: on paper, or by email to an address they gave us since."""
    matter = _matter(failed.once)
    if not matter:
        return False
    elsewhere = select(Letter.id).where(
        Letter.paper_for == entry_id,
        Letter.once.startswith(f"{matter} ", autoescape=True),
        Letter.id > failed.id,
        Letter.standing == Standing.SENT,
        func.lower(Letter.recipient) != failed.recipient.lower(),
    )
    newer = select(PostLetter.id).where(
        PostLetter.entry_id == entry_id, PostLetter.matter == matter, PostLetter.written_at >= failed.written_at
    )
    return any(db.session.scalar(one.limit(1)) is not None for one in (newer, elsewhere))
