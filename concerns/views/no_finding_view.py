"""That a concern ended without a finding, as the registrant may ask for it, and as staff see to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns.models import Concern, Subject
from concerns.publishing import no_finding
from foundation import clock
from foundation.words import say_day
from register import policy as register_policy
from register import queries as register


@dataclass(frozen=True)
class OwnWish:
    """What the registrant may ask, or has asked; `said` is where that stands."""

    words: str
    months: int
    #: The last day on which they may ask; None when they asked.
    until: date | None
    said: str


@dataclass(frozen=True)
class Wish:
    """One wish as staff see it: the entry, and the very words; nothing of the concern."""

    id: int
    reference: str
    version: int
    number: str
    words: str
    asked_on: date
    checked: bool
    shown_until: date | None
    over: bool


def own(concern: Concern, about: Subject) -> OwnWish | None:
    """What a registrant reads of it; None when their concern did not end like that, or it is too late to ask."""
    heard, until = no_finding.ended_without(concern, about), no_finding.asked_until(concern)
    if heard is None or until is None:
        return None
    months = register_policy.NO_FINDING_SHOWN.value(clock.today())
    row = no_finding.standing(concern, about)
    if row is None:
        return OwnWish(no_finding.WORDS[heard], months, until, "") if clock.today() <= until else None
    if row.shown_until is None:
        said = f"You asked for this on {say_day(row.asked_on)}. Two people of our staff see to it."
    elif row.shown_until > clock.now():
        said = f"The public reads it until {say_day(clock.day_of(row.shown_until))}."
    else:
        said = f"The public read it until {say_day(clock.day_of(row.shown_until))}."
    return OwnWish(no_finding.WORDS[heard], months, None, said)


def for_staff(wish_id: int) -> Wish:
    """One wish.

    Raises:
        Missing: there is none.
    """
    concern, row = no_finding.one(wish_id)
    return Wish(
        id=row.id,
        reference=concern.reference,
        version=concern.version,
        number=register.numbers_of({row.entry_id})[row.entry_id],
        words=no_finding.WORDS[row.heard],
        asked_on=row.asked_on,
        checked=row.checked_at is not None,
        shown_until=clock.day_of(row.shown_until) if row.shown_until is not None else None,
        over=row.taken_back_on is not None,
    )
