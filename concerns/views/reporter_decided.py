"""What was decided, and which hearings are to come, as the reporter may know it.

They read what the public will read, from the moment on at which the letter goes to both sides; nothing that is private,
about health, meant for the registrant alone, or said by a draft or a vote, and never what the registrant answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns import bad_news
from concerns.models import Appeal, Concern, Order
from concerns.panels import effects
from concerns.panels import queries as panels
from concerns.vocabulary import Decided, HearingKind
from foundation import clock
from foundation.locks import Box
from register.vocabulary import OrderKind
from register.wording import last_day

#: A hearing about a temporary measure is told of only once the measure is in force.
_TOLD_OF = {
    HearingKind.FINAL: "A panel hears it",
    HearingKind.APPEAL: "Three other people hear the appeal",
    HearingKind.REVIEW: "A panel looks at the order again",
}
_PRIVATE = {
    "none": "It ends here, and nothing is on the register.",
    "advice": "We gave them advice. It is between us and them, and nothing is on the register.",
}
_KINDS = {"none": "No further action", "advice": "Advice"} | {one.value: one.label for one in OrderKind}
_HEALTH = "The reasons are private. There can be many causes for that, and it says nothing about you."
_INTERIM = "This is for the time while we look into it. Nothing has been found."
_WAITS = "The case manager appealed. The decision waits until that is answered."
_GOES_ON = "The case manager appealed. {} goes on until that is answered."
_FELL = {
    Decided.OVERTURNED: "It was appealed, and does not stand any more.",
    Decided.HEAR_AGAIN: "It was appealed. A new panel hears it again.",
    Decided.DISMISSED: "It was appealed, and stands.",
}


@dataclass(frozen=True)
class ToldHearing:
    """A hearing to come."""

    words: str
    on: date
    private: bool


@dataclass(frozen=True)
class ToldDecision:
    """One decision."""

    title: str
    on: date
    words: str
    #: What the public reads; empty when that is nothing.
    wording: str
    starts_on: date | None
    ends_on: date | None
    #: Whether the public can read it already.
    public: bool
    appeal_until: date | None


@dataclass(frozen=True)
class ToldOutcome:
    """All of it."""

    hearings: tuple[ToldHearing, ...]
    decisions: tuple[ToldDecision, ...]


def outcome(concern: Concern, box: Box) -> ToldOutcome:
    """What the reporter may know, in three statements."""
    today = clock.today()
    appeals = panels.appeals(concern.id)
    hearings = tuple(
        ToldHearing(_TOLD_OF[one.kind], one.on, one.private)
        for one in panels.hearings(concern.id)
        if one.kind in _TOLD_OF
        and bad_news.day_is_out(one.notice_on)
        and one.called_off_at is None
        and one.decided_on is None
        and one.on >= today
    )
    decisions = tuple(
        _decision(one, appeals.get(one.id), box, today)
        for one in panels.orders(concern.id)
        if one.id in appeals or (one.told_on is not None and _is_out(one))
    )
    return ToldOutcome(hearings, decisions)


def _is_out(row: Order) -> bool:
    """Whether the letter of it is out; that of a temporary measure goes at once."""
    return row.kind in panels.INTERIM or bad_news.day_is_out(row.told_on)


def _decision(row: Order, appeal: Appeal | None, box: Box, today: date) -> ToldDecision:
    beside = appeal is not None and panels.is_beside(row, appeal)
    waits = appeal is not None and appeal.decided is None and not beside
    # One that a review ended stood until then; one that fell stands on the register no more.
    fell = row.ended_on is not None and row.restriction_id is None and row.kind not in panels.INTERIM
    # What a panel wrote of a temporary measure, the public does not read: it reads that nothing was found.
    may_read = row.kind not in (*_PRIVATE, *panels.INTERIM) and not row.about_health and not waits and not fell
    length = f", {row.months} months" if row.months and not row.about_health else ""
    starts = clock.day_of(row.starts_at) if row.starts_at is not None else None
    return ToldDecision(
        title="It was taken back" if fell else _KINDS.get(row.kind, "A decision") + length,
        on=row.decided_on,
        words=_words(row, appeal),
        wording=_public_words(row, box) if may_read else "",
        starts_on=starts,
        ends_on=last_day(row.ends_at) if row.ends_at is not None else None,
        public=row.starts_at is not None and row.starts_at <= clock.now(),
        appeal_until=row.appeal_until if row.appeal_until is not None and row.appeal_until >= today else None,
    )


def _words(row: Order, appeal: Appeal | None) -> str:
    interim, said = row.kind in panels.INTERIM, []
    if appeal is not None and appeal.decided is None:
        what = "The measure" if interim else "The order"
        said.append(_GOES_ON.format(what) if panels.is_beside(row, appeal) else _WAITS)
    elif appeal is not None and appeal.decided is not None and not panels.is_beside(row, appeal):
        said.append(_FELL.get(appeal.decided, ""))
    if interim:
        said.append(_INTERIM)
    said.append(_PRIVATE.get(row.kind, ""))
    if row.about_health:
        said.append(_HEALTH)
    return " ".join(one for one in said if one)


def _public_words(row: Order, box: Box) -> str:
    """What the public reads, once it was released; of a temporary measure the one sentence that all of them have."""
    if row.kind in panels.INTERIM:
        return effects.NEUTRAL
    return box.open(row.wording_sealed) if row.effected_at is not None else ""
