"""What stands above, and already in, the forms in which two examiners agree on an offer: its words, to be read."""

from __future__ import annotations

from concerns import queries
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.models import Offer
from concerns.views.section import Line
from foundation import locks

WRITES, READS = "offer", "read-offer"
HEALTH = "It is about health alone: the public reads no words of it."


def to_read(reference: str, act: str) -> tuple[Line, ...]:
    """The offer that somebody is asked about, or why the one before was not agreed to; nothing beside other acts."""
    if act not in (WRITES, READS):
        return ()
    concern = queries.get(reference)
    box = locks.box_of(concern.lock_id)
    row = offering.written(concern.id) if act == READS else _taken_back(concern.id)
    if row is None:
        return ()
    if act == WRITES:
        said = offering.read_by_other(concern.id).get(row.id)
        words = box.open(said.words_sealed) if said is not None and said.words_sealed else ""
        return (Line("What the other examiner did not agree to", words),) if words else ()
    found = [Line(f"{row.finding.label}, {row.months} months", box.open(row.terms_sealed))]
    if row.about_health:
        found.append(Line("About health", HEALTH))
    if row.private_sealed:
        found.append(Line("Terms that are private", box.open(row.private_sealed)))
    return (*found, Line("The facts they would admit", box.open(row.facts_sealed)))


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
