"""Reading what registrants told us: a fixed number of statements, however much there is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from accounts.secrecy import keyed_each
from cpd.disclosures.models import Disclosure, DisclosureMessage, DisclosureReview, DisclosureStep
from cpd.disclosures.telling import PRESS
from cpd.disclosures.vocabulary import OPEN, Channel, Stage
from foundation.database import db
from foundation.errors import Missing

NONE = "There is nothing with that reference."


def find(reference: str) -> Disclosure | None:
    """What has a reference, if anything."""
    return db.session.scalar(select(Disclosure).where(Disclosure.reference == reference))


def get(reference: str) -> Disclosure:
    """What has a reference.

    Raises:
        Missing: nothing has.
    """
    found = find(reference)
    if found is None:
        raise Missing(NONE)
    return found


def by_press(pressed: Collection[str]) -> Disclosure | None:
    """What a press of the button has made already, by its hash."""
    return db.session.scalar(select(Disclosure).where(Disclosure.pressed.in_(pressed)))


def of_entry(entry_id: int) -> Sequence[Disclosure]:
    """All that somebody told us, newest first."""
    statement = select(Disclosure).where(Disclosure.entry_id == entry_id)
    return db.session.scalars(statement.order_by(Disclosure.told_at.desc(), Disclosure.id.desc())).all()


def in_doubt(entry_ids: Collection[int]) -> frozenset[int]:
    """Of these, the entries whose renewal declared something that is still looked at: it went through provisionally."""
    if not entry_ids:
        return frozenset()
    statement = select(Disclosure.entry_id).where(
        Disclosure.entry_id.in_(entry_ids), Disclosure.channel == Channel.RENEWAL, Disclosure.stage.in_(sorted(OPEN))
    )
    return frozenset(db.session.scalars(statement))


def taken_back(
    entry_id: int, said: Collection[tuple[str, str]], *, over_on: date | None = None
) -> set[tuple[str, str]]:
    """Of answers that somebody gave when they renewed, those that were told in error: nobody reads them any more.

    Each is the renewal as `open_from_renewal` was told it, and the code of the question. With `over_on`, only those
    whose words are to be gone by that day.
    """
    statement = select(Disclosure.pressed).where(
        Disclosure.entry_id == entry_id, Disclosure.channel == Channel.RENEWAL, Disclosure.stage == Stage.TAKEN_BACK
    )
    if over_on is not None:
        statement = statement.where(Disclosure.delete_on <= over_on)
    pressed = frozenset(db.session.scalars(statement))
    return {one for one in said if pressed and not pressed.isdisjoint(keyed_each(PRESS, *one))}


def with_words(said: Collection[tuple[str, str]]) -> set[tuple[str, str]]:
    """Of answers that somebody gave when they renewed, those whose matter is here and still has its words."""
    names = {one: frozenset(keyed_each(PRESS, *one)) for one in said}
    every = frozenset().union(*names.values())
    if not every:
        return set()
    statement = select(Disclosure.pressed).where(Disclosure.pressed.in_(every), Disclosure.sealed.is_not(None))
    held = frozenset(db.session.scalars(statement))
    return {one for one, pressed in names.items() if not pressed.isdisjoint(held)}


def entries_to_empty(over_on: date, *, after: int, limit: int) -> Sequence[int]:
    """Entries with something of a renewal that was told in error and whose words are to be gone by a day, in order."""
    statement = select(Disclosure.entry_id).where(
        Disclosure.channel == Channel.RENEWAL,
        Disclosure.stage == Stage.TAKEN_BACK,
        Disclosure.delete_on <= over_on,
        Disclosure.entry_id > after,
    )
    return db.session.scalars(statement.distinct().order_by(Disclosure.entry_id).limit(limit)).all()


def steps(disclosure_id: int) -> Sequence[DisclosureStep]:
    """Its timeline, oldest first."""
    statement = select(DisclosureStep).where(DisclosureStep.disclosure_id == disclosure_id)
    return db.session.scalars(statement.order_by(DisclosureStep.id)).all()


def reviews(disclosure_id: int) -> Sequence[DisclosureReview]:
    """What was found, oldest first."""
    statement = select(DisclosureReview).where(DisclosureReview.disclosure_id == disclosure_id)
    return db.session.scalars(statement.order_by(DisclosureReview.id)).all()


def messages(disclosure_id: int) -> Sequence[DisclosureMessage]:
    """What was asked and added, oldest first."""
    return messages_of([disclosure_id]).get(disclosure_id, [])


def messages_of(disclosure_ids: Collection[int]) -> dict[int, list[DisclosureMessage]]:
    """What was asked and added to each of these, oldest first; one statement."""
    found: dict[int, list[DisclosureMessage]] = {}
    if disclosure_ids:
        statement = select(DisclosureMessage).where(DisclosureMessage.disclosure_id.in_(disclosure_ids))
        for one in db.session.scalars(statement.order_by(DisclosureMessage.id)):
            found.setdefault(one.disclosure_id, []).append(one)
    return found
