"""What stands above a form because it is read first: an offer, why one was not agreed, what a first person said.

The form in which an offer is written anew begins with its words.
"""

from __future__ import annotations

from accounts import authority
from concerns import queries
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.models import Concern, Offer
from concerns.panels import queries as panels
from concerns.publishing import health
from concerns.views.one_line import order_words
from concerns.views.section import Line
from foundation import clock, locks
from foundation.locks import Box
from foundation.words import say_day

WRITES, READS, SECOND = "offer", "read-offer", "health-answer"
HEALTH = "It is about health alone: the public reads no words of it."


def to_read(reference: str, act: str) -> tuple[Line, ...]:
    """What is read before an act; nothing before most."""
    if act not in (WRITES, READS, SECOND):
        return ()
    concern = queries.get(reference)
    box = locks.box_of(concern.lock_id)
    if act == SECOND:
        return _health_said(concern, box)
    return _offer(concern, box) if act == READS else _not_agreed(concern, box)


def _health_said(concern: Concern, box: Box) -> tuple[Line, ...]:
    """Why a first person says that an order is about health."""
    said = health.waiting(concern.id)
    names = authority.names_of({one.said_by_id for one in said})
    return tuple(
        Line(
            order_words(panels.order(concern.id, one.order_id)),
            box.open(one.reason_sealed),
            f"{names[one.said_by_id]} says that it is about health, {say_day(clock.day_of(one.said_at))}",
        )
        for one in said
    )


def _offer(concern: Concern, box: Box) -> tuple[Line, ...]:
    """The offer that waits for the other examiner, word for word."""
    row = offering.written(concern.id)
    if row is None:
        return ()
    found = [Line(f"{row.finding.label}, {row.months} months", box.open(row.terms_sealed))]
    if row.about_health:
        found.append(Line("About health", HEALTH))
    if row.private_sealed:
        found.append(Line("Terms that are private", box.open(row.private_sealed)))
    return (*found, Line("The facts they would admit", box.open(row.facts_sealed)))


def _not_agreed(concern: Concern, box: Box) -> tuple[Line, ...]:
    """Why the other examiner did not agree to the offer that is now written anew."""
    row = _taken_back(concern.id)
    said = offering.read_by_other(concern.id).get(row.id) if row is not None else None
    if said is None or not said.words_sealed:
        return ()
    return (Line("What the other examiner did not agree to", box.open(said.words_sealed)),)


def begun(reference: str, act: str) -> dict[str, str]:
    """What an offer that is written anew begins with: the words of the one that was not agreed to.

    Whether it is about health alone is asked again: to say no by oversight would make it public.
    """
    if act != WRITES:
        return {}
    concern = queries.get(reference)
    row = _taken_back(concern.id)
    if row is None:
        return {}
    box = locks.box_of(concern.lock_id)
    return {
        "terms": box.open(row.terms_sealed),
        "private": box.open(row.private_sealed) if row.private_sealed else "",
        "facts": box.open(row.facts_sealed),
        "months": str(row.months),
    }


def _taken_back(concern_id: int) -> Offer | None:
    """The last offer since both decided, when the other examiner did not agree to it."""
    decided = examining.standing_decision(concern_id)
    held = [one for one in offering.offers(concern_id) if decided is not None and one.made_at >= decided.decided_at]
    return held[-1] if held and held[-1].called_off_on is not None else None
