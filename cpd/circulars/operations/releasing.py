"""The second person: they see what is to go out, and to whom, and release it or send it back. And the stop."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from cpd.circulars import queries
from cpd.circulars.models import Circular, Recipient
from cpd.circulars.operations.steps import move, note, sit_down
from cpd.circulars.vocabulary import REACHED, Fate, Happened
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed
from foundation.outbox import Letter
from foundation.outbox import Standing as Waits
from register.post import writing as post

_CHUNK = 500


def check_is_second(circular: Circular, *, by: Actor) -> None:
    """Refuse whoever had a hand in the letter or in its list."""
    if by.id in queries.hands_in(circular.id):
        raise NotAllowed("You had a hand in this letter, so somebody else releases it.")


@operation
def release(circular_id: int, *, version: int, by: Actor) -> None:
    """Let it go out.

    Raises:
        NotAllowed: they had a hand in it.
        Refused: nobody asked for it, or it changed since they looked.
    """
    circular = sit_down(circular_id, version=version, by=by)
    check_is_second(circular, by=by)
    move(circular, "release")
    circular.released_by_id, circular.released_at = by.id, clock.now()
    note(circular, Happened.RELEASED, by=by)


@operation
def send_back(circular_id: int, *, version: int, by: Actor) -> None:
    """Give it back to its writer, or take it back oneself, to be changed."""
    circular = sit_down(circular_id, version=version, by=by)
    move(circular, "send_back")
    note(circular, Happened.SENT_BACK, by=by)


@operation
def stop(circular_id: int, *, by: Actor) -> None:
    """Stop it while it goes out: nobody else is written to, and what was not sent yet is called back.

    A stop never waits for a fresh page.
    """
    circular = sit_down(circular_id, version=None, by=by)
    move(circular, "stop")
    _call_back(circular)
    note(circular, Happened.STOPPED, by=by)


def _call_back(circular: Circular) -> None:
    """Throw away the letters that the mail server does not have yet, and those on paper that are not posted."""
    reached = (Recipient.circular_id == circular.id, Recipient.fate.in_(REACHED), Recipient.letter_key.is_not(None))
    keys = [str(one) for one in db.session.scalars(select(Recipient.letter_key).where(*reached))]
    waits = (Letter.standing.in_([Waits.WAITING, Waits.GIVEN_UP]), ~post.posted_instead())
    for start in range(0, len(keys), _CHUNK):
        some = keys[start : start + _CHUNK]
        unsent = db.session.scalars(select(Letter.once).where(*waits, Letter.once.in_(some)).with_for_update()).all()
        db.session.execute(delete(Letter).where(Letter.once.in_(unsent)))
        called_back = {*unsent, *post.call_back_keys(some)}
        back = update(Recipient).where(Recipient.circular_id == circular.id, Recipient.letter_key.in_(called_back))
        db.session.execute(back.values(fate=Fate.CALLED_BACK, written_at=None))
