"""What a registrant or a reporter reads beside the decision: a proof copy of the facts alone, and advice.

A proof copy says until when they may answer, and what they said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns import bad_news
from concerns.examiners import deciding as examining
from concerns.models import Concern, OrderText, Proof, Subject
from concerns.panels import queries as panels
from concerns.publishing import proofs, queries, texts
from concerns.threshold import deciding as threshold
from concerns.vocabulary import Finding, ProofTo, Stage
from foundation import clock
from foundation.locks import Box


@dataclass(frozen=True)
class ToCheck:
    """One proof copy."""

    id: int
    facts: str
    until: date
    open: bool
    #: None while they have not answered.
    right: bool | None
    words: str


def of_registrant(concern: Concern, about: Subject, box: Box) -> tuple[ToCheck, ...]:
    """The proof copies for one registrant, the newest first."""
    return _shown(
        concern, [one for one, _ in proofs.of_subject(concern, about) if not one.by_hand and _is_out(one)], box
    )


def of_reporter(concern: Concern, box: Box) -> tuple[ToCheck, ...]:
    """The proof copies in a mailbox, the newest first; none of what turned out to be about health."""
    theirs = [one for one in queries.proofs_of(concern.id) if one.goes_to is ProofTo.REPORTER and _is_out(one)]
    if theirs:
        private = {one.id for one in panels.orders(concern.id) if one.about_health}
        theirs = [one for one in theirs if one.order_id not in private]
    return _shown(concern, theirs, box)


def _is_out(one: Proof) -> bool:
    return bad_news.day_is_out(one.asked_on)


def _shown(concern: Concern, held: list[Proof], box: Box) -> tuple[ToCheck, ...]:
    if not held:
        return ()
    written = {one.id: one for one in queries.texts_of(concern.id)}
    return tuple(_one(one, written[one.text_id], box) for one in reversed(held))


def _one(one: Proof, text: OrderText, box: Box) -> ToCheck:
    assert one.due_on is not None
    return ToCheck(
        id=one.id,
        facts=texts.shown_facts(text, box),
        until=one.due_on,
        open=one.waited.waits(clock.today()),
        right=one.right,
        words=box.open(one.words_sealed) if one.words_sealed else "",
    )


def advice(concern: Concern, box: Box) -> str:
    """What a closing advises the registrant: from the threshold, or from both examiners. Nothing follows from it."""
    if concern.stage is not Stage.CLOSED:
        return ""
    found = examining.standing_decision(concern.id)
    if found is not None and found.finding is Finding.ADVICE:
        held = [one.terms_sealed for one in examining.views(concern.id, found.round) if one.terms_sealed]
        return "\n\n".join(dict.fromkeys(box.open(one) for one in held))
    decided = threshold.decision(concern.id)
    if found is None and decided is not None and decided.advice_sealed and not decided.investigates:
        return box.open(decided.advice_sealed)
    return ""
