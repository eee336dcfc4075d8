"""What has to go from the register at once: an order that should never have been there, or words that should not.

A wrong order (the wrong person, say) falls. Of a right order with wrong words (a name that leads to somebody) only the
words go: it stays in force and on the entry, and new words are written and released by two people as the first were.
One press with a reason. Everybody else who publishes is told by letter in the same moment, so that a second person
looks at it; the proof that every page of an order is gone follows as soon as the change is kept.
"""

from __future__ import annotations

from accounts import authority, roles
from accounts.permissions import Permission
from concerns import emails
from concerns.operations.desk import sit_down
from concerns.operations.triaging import subject
from concerns.panels import effects, orders
from concerns.panels import queries as panels
from concerns.publishing import restored, texts
from foundation import clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Refused
from register import coming_down
from register import queries as register
from register.operations import reword

PUBLISHERS = (Permission.PUBLISH,)


def take_down(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> bool:
    """Take an order off the register now, and prove that it is gone; says whether it is.

    Raises:
        Refused: it is not on the register, or there is no reason.
    """
    _take_down(reference, order_id, reason=reason, version=version, by=by)
    return not coming_down.prove_urgent()


@operation
def _take_down(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> None:
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = panels.order(desk.concern.id, order_id)
    if row.restriction_id is None:
        raise Refused("It is not on the register.")
    desk.needs(reason, "Say why it has to go.")
    desk.note(f"Taken off the register at once: {reason.strip()}")
    number = effects.number_of(row.entry_id)
    restored.follow(row)
    orders.take_off(row, reason="It has to go at once.", by=by)
    row.ended_on = clock.today()
    row.appeal_until = row.words_hidden_at = None
    desk.record("taken_down", order=row.id)
    desk.touch()
    _tell_others(number, desk.account_id)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.TAKEN_DOWN)


@operation
def hide_words(reference: str, order_id: int, *, reason: str, version: int, by: Actor) -> None:
    """Take wrong words off a right order, now: it stands without them until corrected words are released.

    Raises:
        Refused: it is not on the register, nobody wrote words of it, they are hidden already, or there is no reason.
    """
    desk = sit_down(reference, by=by, may=PUBLISHERS, version=version)
    row = panels.order(desk.concern.id, order_id)
    if row.restriction_id is None or row.about_health or row.kind in panels.INTERIM:
        raise Refused("The public reads no words of it that somebody wrote.")
    if texts.is_hidden(row):
        raise Refused("Its words are hidden already. An editor writes them anew.")
    desk.needs(reason, "Say what is wrong with the words.")
    desk.note(f"Words hidden at once: {reason.strip()}")
    restored.follow(row)
    number, notice = effects.number_of(row.entry_id), register.restriction(row.restriction_id).notice
    reword(
        number,
        restriction_id=row.restriction_id,
        wording=texts.HIDDEN,
        notice=texts.HIDDEN_NOTICE if notice is not None else None,
        reason="Its words are put right.",
        by=by,
    )
    row.restriction_id = effects.live_restriction(row.entry_id, row.restriction_id)
    row.wording_sealed = desk.box.seal(texts.HIDDEN)
    row.words_hidden_at = clock.now()
    desk.record("words_hidden", order=row.id)
    desk.touch()
    _tell_others(number, desk.account_id)
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.WORDS_HIDDEN)


def _tell_others(number: str, besides: int) -> None:
    """A second person looks at it: everybody else who may publish."""
    who = {one.id: one for role in roles.holders_of(Permission.PUBLISH) for one in authority.holders(role)}
    for account in who.values():
        if account.id != besides:
            emails.taken_down(
                account.email, name=account.name, number=number, by=authority.names_of({besides})[besides]
            )
