"""Beginning and ending to be told: the public by a letter they answer, an organisation by a registrant who names it.

What an address hears from the page is always the same, so that nobody learns whether it follows already.
"""

from __future__ import annotations

from datetime import timedelta

from accounts.addresses import Address
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from register import publication, queries
from register.following import letters, links, policy
from register.following.changes import OVER, facts_of, is_over
from register.following.models import EndedBy, Follower, Why
from register.publication import PublicEntry

LONGEST_NAME = 120


def _entry(number: str) -> tuple[int, PublicEntry]:
    entry_id = queries.entry_ids([number]).get(number)
    entry = publication.public_entry(number)
    if entry_id is None or entry is None:
        raise Missing("There is no entry with this number that we may show. Check the number, or search by name.")
    return entry_id, entry


def _begin(
    entry_id: int, entry: PublicEntry, address: Address, why: Why, organisation: str = ""
) -> tuple[Follower, str]:
    lock, box = locks.new_lock()
    secret, now = locks.new_secret(), clock.now()
    row = Follower(
        entry_id=entry_id,
        why=why,
        lock_id=lock.id,
        sealed=box.seal_json(
            {"email": address.text, "secret": secret, "organisation": organisation, "name": entry.name}
        ),
        address_key=links.key_of(address),
        secret_hash=locks.secret_hash(secret),
        begun_at=now,
        confirmed_at=now if why is Why.NAMED else None,
        facts={OVER: False} if why is Why.NAMED else {},
        told=0,
    )
    db.session.add(row)
    db.session.flush()
    return row, secret


@operation
def ask(number: str, address: Address) -> None:
    """Somebody wants to follow an entry: a letter asks the address whether it is so. The page says the same always.

    No letter goes to who said stop not long ago, nor to who had letters today that nobody said yes to.

    Raises:
        Missing: there is no entry of that number to show.
    """
    audit.take_turn()
    entry_id, entry = _entry(number)
    key = links.key_of(address)
    unanswered = links.unanswered_today(key) + letters.said_full(key)
    if links.said_stop(entry_id, Why.FOLLOWS, key) or unanswered >= policy.ASKED_DAILY.value():
        return
    held = links.standing(entry_id, Why.FOLLOWS, key)
    if held is None and links.count_of(key, confirmed=False) >= policy.MOST.value():
        letters.full(key, to=address.text, entry=entry, most=policy.MOST.value())
        return
    if held is None:
        held, secret = _begin(entry_id, entry, address, Why.FOLLOWS)
    else:
        secret = links.opened([held])[held.id].secret
    held.asked_at = clock.now()
    if held.confirmed_at is None:
        letters.confirm(held, to=address.text, secret=secret, entry=entry, days=policy.UNCONFIRMED.value())
    else:
        letters.already(held, to=address.text, secret=secret, entry=entry)


@operation
def say_yes(typed: str) -> None:
    """They said yes by the link in the letter. A second yes changes nothing.

    Raises:
        Missing: the link is over, or the entry is not shown any more.
        Refused: the address follows as many as it may.
    """
    audit.take_turn()
    row = links.by_secret(typed)
    if row.confirmed_at is not None:
        return
    entry = publication.public_entries([row.entry_id]).get(row.entry_id)
    if entry is None:
        raise Missing("The register does not show this entry any more.")
    most = policy.MOST.value()
    if links.count_of(row.address_key, confirmed=True) >= most:
        raise Refused(f"You follow {most} entries already. Stop one of them first, by the link in its letter.")
    row.confirmed_at, row.facts = clock.now(), facts_of(entry)
    audit.record(action="following.begun", subject=("follower", row.id), by=SYSTEM)


@operation
def stop(typed: str) -> None:
    """They want no more letters.

    Raises:
        Missing: the link is over.
    """
    audit.take_turn()
    row = links.by_secret(typed)
    row.end(EndedBy.ADDRESS)
    audit.record(action="following.ended", subject=("follower", row.id), by=SYSTEM)


# ------------------------------------------------------------------------------------------ whom a registrant names


def _mine(by: Actor) -> str:
    number = queries.entry_of_account(by.id) if by.id is not None else None
    if number is None:
        raise NotAllowed("Only somebody with an entry can do this.")
    return number


@operation
def name(organisation: str, address: Address, *, by: Actor) -> None:
    """A registrant names an organisation that is to be told; it gets one letter that says so. Whoever was taken off and
    is named again within thirty days of that letter gets no other one: the link in it holds again.

    Raises:
        NotAllowed: they hold no entry.
        Refused: it is named already, or said stop not long ago, or as many are named as may be.
    """
    number = _mine(by)
    organisation = " ".join(organisation.split())
    if not organisation or len(organisation) > LONGEST_NAME:
        raise Refused(f"Type the name of the organisation, in at most {LONGEST_NAME} signs.")
    audit.take_turn()
    entry_id, entry = _entry(number)
    if is_over(entry):
        raise Refused("You are not on the register now, so there is nothing to tell them of.")
    key = links.key_of(address)
    if links.said_stop(entry_id, Why.NAMED, key):
        raise Refused("We cannot write to that address about you.", at="email")
    if links.standing(entry_id, Why.NAMED, key) is not None:
        raise Refused("You named this address already.", at="email")
    most = policy.NAMED_MOST.value()
    if len(links.named_by(entry_id)) >= most:
        raise Refused(f"You can name {most}. Take one off first.")
    before = links.taken_off(entry_id, key, since=clock.now() - timedelta(days=policy.NAMED_AGAIN.value()))
    if before is not None:
        _name_again(before, organisation)
        _note_named(entry_id, before, by)
        return
    if len(links.named_by(entry_id, ever=True)) >= 2 * most:
        raise Refused("You named and took off many in a short time. Please try again in a month.")
    row, secret = _begin(entry_id, entry, address, Why.NAMED, organisation)
    days = policy.NAMED_AFTER.value()
    letters.named(row, to=address.text, organisation=organisation, secret=secret, entry=entry, days=days)
    _note_named(entry_id, row, by)


def _note_named(entry_id: int, row: Follower, by: Actor) -> None:
    audit.record(action="following.named", subject=("entry", entry_id), by=by, detail={"follower": row.id})


def _name_again(row: Follower, organisation: str) -> None:
    box = locks.box_of(row.lock_id)
    row.sealed = box.seal_json({**box.open_json(row.sealed), "organisation": organisation})
    row.ended_at = row.ended_by = None
    row.facts = {OVER: False}


@operation
def take_off(follower_id: int, *, by: Actor) -> None:
    """A registrant takes somebody off again. Once more changes nothing.

    Raises:
        NotAllowed: they hold no entry.
        Missing: it is not theirs.
    """
    number = _mine(by)
    audit.take_turn()
    entry_id = queries.entry_ids([number])[number]
    row = db.session.get(Follower, follower_id)
    if row is None or row.entry_id != entry_id or row.why is not Why.NAMED:
        raise Missing("There is no such organisation on your list.")
    if row.ended_at is None:
        row.end(EndedBy.REGISTRANT)
        audit.record(action="following.taken_off", subject=("entry", entry_id), by=by, detail={"follower": row.id})
