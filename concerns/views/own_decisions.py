"""What was set and decided about a registrant, as they read it: hearings of which they had notice, decisions told.

What is bad news stands here from the moment on at which its letter goes (`concerns.bad_news`), and not before.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from concerns import bad_news
from concerns.examiners import offering
from concerns.models import Appeal, Concern, Determination, Hearing, Order, Subject
from concerns.panels import queries as panels
from concerns.views.decided_view import reasons_of
from concerns.vocabulary import AppealGround, Decided, HearingKind
from foundation import clock
from foundation.locks import Box
from register.vocabulary import OrderKind
from register.wording import last_day

#: Of these, nobody needs to be spoken to after reading it.
_GOOD = frozenset({Decided.END, Decided.OVERTURNED, Decided.HEAR_AGAIN, Decided.NO_ORDER})
_KINDS = {"none": "No further action", "advice": "Advice"} | {one.value: one.label for one in OrderKind}


@dataclass(frozen=True)
class Sitting:
    """A hearing of which they had notice."""

    kind: str
    on: date
    private: bool
    told_on: date | None
    moved: bool
    ended: str


@dataclass(frozen=True)
class Decision:
    """What was decided about them, with its reasons."""

    order_id: int | None
    title: str
    on: date
    starts_on: date | None
    ends_on: date | None
    wording: str
    about_health: bool
    interim: bool
    in_force: bool
    #: By when they may appeal; None when they cannot (any more).
    appeal_until: date | None
    appeal: str
    reasons: tuple[tuple[str, str], ...] = ()
    private: str = ""
    #: That the public reads it for longer than other decisions, where a panel ordered that.
    shown: str = ""


def _noticed(concern: Concern, about: Subject) -> list[Hearing]:
    return [one for one in panels.hearings(concern.id) if one.subject_id == about.id and _knows(one)]


def _knows(one: Hearing) -> bool:
    """Whether they had the letter by now: that of a temporary measure goes at once."""
    return one.notice_on is not None and (one.kind.is_interim or bad_news.day_is_out(one.notice_on))


def hearings(concern: Concern, about: Subject) -> tuple[Sitting, ...]:
    """Those of which they had notice."""
    return tuple(_sitting(one) for one in _noticed(concern, about))


def _sitting(one: Hearing) -> Sitting:
    ended = "Called off." if one.called_off_at is not None else "Over." if one.decided_on is not None else ""
    return Sitting(one.kind.label, one.on, one.private, one.notice_on, bool(one.adjourned), ended)


def decisions(concern: Concern, about: Subject, box: Box) -> tuple[Decision, ...]:
    """What they were told of, newest first: orders with their reasons, and what panels decided that made none."""
    signed, appeals = panels.signed(concern.id), panels.appeals(concern.id)
    by_id = {one.id: one for one in signed.values()}
    waits = _answers_not_out(concern.id, signed) if appeals else frozenset()
    orders = panels.orders(concern.id)
    private = offering.private_terms(orders, box)
    found, used = [], set()
    for row in orders:
        if row.subject_id != about.id:
            continue
        used.add(row.determination_id)
        # A temporary measure holds from its first moment, so they read of it in that moment.
        told = bad_news.day_is_out(row.told_on) or (row.told_on is not None and row.kind in panels.INTERIM)
        if told or row.id in appeals or row.ended_on is not None:
            appeal = appeals.get(row.id)
            unsaid = appeal is not None and row.id in waits
            told_of = _order(row, appeal, by_id.get(row.determination_id or 0), box, unsaid=unsaid)
            found.append(replace(told_of, private=private[row.id]) if row.id in private else told_of)
    for hearing in _noticed(concern, about):
        one = signed.get(hearing.id)
        if one is not None and one.id not in used and hearing.kind is not HearingKind.FINAL and _is_out(one):
            found.append(_short(hearing, one, box))
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _is_out(made: Determination) -> bool:
    assert made.signed_at is not None
    return made.decided in _GOOD or bad_news.is_out(made.signed_at)


def _answers_not_out(concern_id: int, signed: dict[int, Determination]) -> frozenset[int]:
    """The orders whose appeal was answered, and the letter of it is not out yet."""
    about = panels.looks_at(concern_id)
    return frozenset(about[one] for one, made in signed.items() if one in about and not _is_out(made))


def _order(
    row: Order, appeal: Appeal | None, made: Determination | None, box: Box, *, unsaid: bool = False
) -> Decision:
    may = row.appeal_until is not None and clock.today() <= row.appeal_until
    length = f", {row.months} months" if row.months else ""
    return Decision(
        order_id=row.id,
        title=_KINDS.get(row.kind, row.kind) + length,
        on=row.decided_on,
        starts_on=clock.day_of(row.starts_at) if row.starts_at is not None else None,
        ends_on=last_day(row.ends_at) if row.ends_at is not None else None,
        wording=box.open(row.wording_sealed),
        about_health=row.about_health,
        interim=row.kind in panels.INTERIM,
        in_force=panels.in_force(row, clock.now()),
        appeal_until=row.appeal_until if may else None,
        appeal=_appealed(appeal, unsaid=unsaid),
        reasons=_reasons(made, box),
        private=box.open(made.private_sealed) if made is not None and made.private_sealed else "",
        shown=_shown_longer(row),
    )


def _shown_longer(row: Order) -> str:
    """That the public reads a decision for longer than the rules say else; empty when it does not."""
    if row.without_end:
        return "The public reads it without end. We look at that again every ten years."
    if row.shown_months is None:
        return ""
    return f"The public reads it for {row.shown_months} months, which is longer than other decisions."


def _short(hearing: Hearing, made: Determination, box: Box) -> Decision:
    assert made.signed_at is not None
    return Decision(
        order_id=None,
        title=f"{hearing.kind.label}: {made.decided.label if made.decided is not None else ''}",
        on=clock.day_of(made.signed_at),
        starts_on=None,
        ends_on=None,
        wording="",
        about_health=made.about_health,
        interim=hearing.kind.is_interim,
        in_force=False,
        appeal_until=None,
        appeal="",
        reasons=_reasons(made, box),
        private=box.open(made.private_sealed) if made.private_sealed else "",
    )


def _appealed(appeal: Appeal | None, *, unsaid: bool) -> str:
    if appeal is None:
        return ""
    why = ", ".join(AppealGround(one).label for one in appeal.grounds)
    return f"{appeal.decided.label}." if appeal.decided is not None and not unsaid else f"You appealed: {why}."


def _reasons(made: Determination | None, box: Box) -> tuple[tuple[str, str], ...]:
    if made is None:
        return ()
    return tuple(reasons_of(made, box))
