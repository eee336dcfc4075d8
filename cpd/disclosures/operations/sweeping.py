"""What the clock does: delete the words of what was told in error, and what came to nothing once its time is over.

Each may run twice, at any time, on several machines; what one night missed the next one does.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, select

from cpd import legal_holds, registrants
from cpd.disclosures import emails, policy, rules
from cpd.disclosures.models import Disclosure, DisclosureMessage, DisclosureReview, DisclosureStep
from cpd.disclosures.operations.steps import note
from cpd.disclosures.vocabulary import Channel, Outcome, Stage
from cpd.panels.models import PanelFound, PanelPlace
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation

Shred = Callable[[tuple[str, str]], object]
#: How many are worked on under one lock.
BATCH = 100
_HANGS_ON_IT = (DisclosureMessage, DisclosureReview, DisclosureStep)


def run(*, shred: Shred) -> str:
    """All of it; says in a sentence what it came to."""
    words = _until_done(lambda: delete_words(shred=shred))
    whole = _until_done(lambda: delete_over(shred=shred))
    left = walk(lambda after: delete_left(after, shred=shred))
    return (
        f"Telling us: the words of {words} told in error were deleted, {whole} that came to nothing, and {left} of "
        "people who left long ago."
    )


def _until_done(batch: Callable[[], int]) -> int:
    done = 0
    while (found := batch()) > 0:
        done += found
    return done


@operation
def delete_words(*, shred: Shred) -> int:
    """Delete the words and files of what was told in error, some days after; says how many. The row stays as proof."""
    audit.take_turn()
    over = db.session.scalars(
        select(Disclosure)
        .where(
            Disclosure.stage == Stage.TAKEN_BACK,
            Disclosure.sealed.is_not(None),
            Disclosure.delete_on <= clock.today(),
        )
        .order_by(Disclosure.id)
        .limit(BATCH)
    ).all()
    for disclosure in over:
        _empty(disclosure, shred)
        note(disclosure, "words_deleted", by=SYSTEM)
        emails.words_deleted(disclosure, rules.registrant_of(disclosure))
    return len(over)


def _empty(disclosure: Disclosure, shred: Shred) -> None:
    """Destroy the key and what it sealed."""
    shred(rules.key(disclosure))
    lock_id = disclosure.lock_id
    disclosure.sealed = disclosure.lock_id = None
    db.session.flush()
    for table in (DisclosureMessage, DisclosureReview):
        db.session.execute(delete(table).where(table.disclosure_id == disclosure.id))
    kind, matter_id = rules.key(disclosure)
    db.session.execute(delete(PanelFound).where(PanelFound.matter_kind == kind, PanelFound.matter_id == matter_id))
    if lock_id is not None:
        locks.destroy_lock(lock_id)


@operation
def delete_over(*, shred: Shred) -> int:
    """Delete what came to nothing once its time is over, and rows whose words went long ago; says how many.

    What led to advice or to a concern goes later (`delete_left`).
    """
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.CLEAR_KEPT.value(today))
    nothing = (Disclosure.outcome == Outcome.CLEAR) | (
        (Disclosure.stage == Stage.TAKEN_BACK) & Disclosure.sealed.is_(None)
    )
    over = db.session.scalars(
        select(Disclosure)
        .where(nothing, Disclosure.closed_on < before, Disclosure.entry_id.not_in(legal_holds.held()))
        .order_by(Disclosure.id)
        .limit(BATCH)
    ).all()
    for disclosure in over:
        _delete(disclosure, shred)
    return len(over)


@operation
def delete_left(after: int, *, shred: Shred) -> tuple[int, int]:
    """One batch of all that is over, of people whose last day on the register was so many years ago."""
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.WORRYING_KEPT.value(today))
    # Closed before that day too: so a night looks at few of those who are still here.
    rows = db.session.scalars(
        select(Disclosure)
        .where(Disclosure.id > after, Disclosure.closed_on < before, Disclosure.entry_id.not_in(legal_holds.held()))
        .order_by(Disclosure.id)
        .limit(BATCH)
    ).all()
    following = rows[-1].id if len(rows) == BATCH else NO_MORE
    people = registrants.many({one.entry_id for one in rows})
    last = {entry_id: who.ends_on for entry_id, who in people.items()}
    gone = [one for one in rows if (day := last.get(one.entry_id)) is None or day < before]
    for disclosure in gone:
        _delete(disclosure, shred)
    return len(gone), following


def _delete(disclosure: Disclosure, shred: Shred) -> None:
    kind, matter_id = rules.key(disclosure)
    lock_id, disclosure_id = disclosure.lock_id, disclosure.id
    shred((kind, matter_id))
    note(disclosure, "deleted", by=SYSTEM, detail={"channel": Channel(disclosure.channel).value})
    db.session.flush()
    for place in (PanelFound, PanelPlace):
        db.session.execute(delete(place).where(place.matter_kind == kind, place.matter_id == matter_id))
    for table in _HANGS_ON_IT:
        db.session.execute(delete(table).where(table.disclosure_id == disclosure_id))
    db.session.expunge(disclosure)
    db.session.execute(delete(Disclosure).where(Disclosure.id == disclosure_id))
    if lock_id is not None:
        locks.destroy_lock(lock_id)
