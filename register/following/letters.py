"""The letters to those who rely on an entry, one function each. They say nothing that the entry does not."""

from __future__ import annotations

from collections.abc import Sequence

from foundation import clock, outbox
from register.following.models import Follower
from register.publication import PublicEntry


def confirm(row: Follower, *, to: str, secret: str, entry: PublicEntry, days: int) -> None:
    """Is it true that you want to follow? Once a day, however often somebody asks."""
    once = f"{row.letter_key}confirm {clock.today()}"
    outbox.write("follow_confirm", to=to, once=once, name=entry.name, number=entry.number, secret=secret, days=days)


def already(row: Follower, *, to: str, secret: str, entry: PublicEntry) -> None:
    """You follow it already; how to stop. Once a day."""
    once = f"{row.letter_key}already {clock.today()}"
    outbox.write("follow_already", to=to, once=once, name=entry.name, number=entry.number, secret=secret)


def full(key: str, *, to: str, entry: PublicEntry, most: int) -> None:
    """You follow as many as one address may. Once a day."""
    outbox.write("follow_full", to=to, once=_full(key), name=entry.name, number=entry.number, most=most)


def said_full(key: str) -> bool:
    """Whether that letter went to this address today."""
    return outbox.is_written(_full(key))


def _full(key: str) -> str:
    return f"follower {key[:32]} full {clock.today()}"


def changed(
    row: Follower,
    *,
    to: str,
    secret: str,
    name: str,
    number: str,
    changes: Sequence[str],
    sentence: str | None,
) -> bool:
    """The entry changed: how, and what it says now; None when it is not shown any more. Says whether it was written."""
    letter = outbox.write(
        "follow_changed",
        to=to,
        once=f"{row.letter_key}told {row.told + 1}",
        name=name,
        number=number,
        secret=secret,
        changes=changes,
        sentence=sentence,
    )
    return letter is not None


def named(row: Follower, *, to: str, organisation: str, secret: str, entry: PublicEntry, days: int) -> None:
    """A registrant named you: what you will be told, and how to stop."""
    outbox.write(
        "follow_named",
        to=to,
        once=f"{row.letter_key}named",
        organisation=organisation,
        name=entry.name,
        number=entry.number,
        secret=secret,
        days=days,
    )


def no_more(
    row: Follower, *, to: str, organisation: str, secret: str, name: str, number: str, sentence: str | None
) -> bool:
    """Whoever named you is no registrant any more, or is one again. Says whether it was written."""
    letter = outbox.write(
        "follow_no_more",
        to=to,
        once=f"{row.letter_key}told {row.told + 1}",
        organisation=organisation,
        name=name,
        number=number,
        secret=secret,
        sentence=sentence,
    )
    return letter is not None
