"""Setting a day for a panel: a hearing, an interim order, a review or an appeal; and telling the registrant in time.

Notice is 28 days, for interim hearings seven, and shorter only for those and with reasons. It counts from the day on
which the letter goes, or is there by post: that of a final hearing is bad news and waits for a kind hour. A panel meets
on a working day. Nothing of a hearing is public before what rules 6.8 say.
"""

from __future__ import annotations

from datetime import date, timedelta

from concerns import emails, reached, rules, targets
from concerns.models import Hearing, HearingAbout, InterimDecision, Order, Subject
from concerns.operations import calling_off
from concerns.operations.desk import MANAGERS, Desk, sit_down
from concerns.operations.seating import ALLOCATORS
from concerns.operations.steps import note_step
from concerns.operations.triaging import subject
from concerns.panels import queries
from concerns.reached import Days
from concerns.vocabulary import Band, HearingKind, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.words import say_day

_REVIEWS = (HearingKind.REVIEW, HearingKind.INTERIM_REVIEW, HearingKind.APPEAL)


@operation
def decide_interim(reference: str, *, apply: bool, reasons: str, version: int, by: Actor) -> None:
    """Decide whether to ask a panel for an interim order: for what is red, within two working days (rules 6.7).

    Raises:
        Refused: it is not red, it is closed, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=MANAGERS, version=version)
    rules.check_open(desk.concern)
    rules.check_rated(desk.concern)
    if apply and desk.concern.risk is not Band.RED:
        raise Refused("Only what is red goes to an interim panel. Rate the risk again if it is greater.")
    now = clock.now()
    db.session.add(
        InterimDecision(
            concern_id=desk.concern.id,
            applies=apply,
            reasons_sealed=desk.needs(reasons, "Write your reasons."),
            decided_on=clock.day_of(now),
            decided_at=now,
            decided_by_id=desk.account_id,
        )
    )
    desk.record("interim_decided", apply=apply)
    desk.touch()


@operation
def list_hearing(
    reference: str,
    subject_id: int,
    kind: HearingKind,
    *,
    on: date,
    private: bool = False,
    order_id: int | None = None,
    late: str = "",
    version: int,
    by: Actor,
) -> int:
    """Set a day; gives the hearing's id. Reviews and appeals name the order they look at.

    `late` says why an interim hearing is later than the rules say, where it is; that is kept and reported.

    Raises:
        Refused: the concern stands elsewhere, one is listed already, or the day is past, a day off, or too late without
            a reason.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    about = subject(desk, subject_id)
    if about.entry_id is None:
        raise Refused("Only somebody on the register is heard.")
    if on < clock.today():
        raise Refused("Choose a day that is still to come.", at="on")
    _check_works(on)
    _check_place(desk, kind, order_id)
    if any(one.kind is kind and not one.called_off_at and not one.decided_on for one in _of(desk, subject_id)):
        raise Refused("Such a hearing is listed already.")
    row = Hearing(
        concern_id=desk.concern.id,
        subject_id=subject_id,
        kind=kind,
        on=on,
        late_sealed=_late(desk, kind, on, late),
        private=private,
        listed_at=clock.now(),
        listed_by_id=desk.account_id,
        adjourned=0,
    )
    db.session.add(row)
    db.session.flush()
    if order_id is not None:
        appeal = queries.appeal(order_id) if kind is HearingKind.APPEAL else None
        db.session.add(
            HearingAbout(hearing_id=row.id, order_id=order_id, appeal_id=appeal.id if appeal is not None else None)
        )
    if kind is HearingKind.FINAL:
        note_step(desk.concern, StepKind.HEARING_LISTED, by=by)
    desk.record("hearing_listed", hearing=row.id, kind=kind.value)
    desk.touch()
    return row.id


@operation
def give_notice(reference: str, hearing_id: int, *, shortened: str = "", version: int, by: Actor) -> None:
    """Tell the registrant of the day. They always know of the concern by then.

    Raises:
        Refused: they were told of the day before, there is too little time, or they do not know of the concern.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    rules.check_open(desk.concern)
    row = _ahead(desk, hearing_id)
    about = subject(desk, row.subject_id)
    if about.told_on is None:
        raise Refused("Tell them of the concern first: before a hearing, always.")
    if row.notice_on is not None:
        raise Refused("They were told of the day already.")
    interim, needed = reached.is_urgent(row), reached.notice_needed(row, clock.today())
    goes_on = reached.counts_from(about, at_once=interim)
    enough_on = goes_on + timedelta(days=needed)
    short = row.on < enough_on
    if short and not interim:
        earliest = say_day(clock.working_day_from(enough_on))
        raise Refused(
            f"They need {needed} days’ notice from their letter, which {_reaches(about)} {say_day(goes_on)}. "
            f"Choose {earliest} or a later day."
        )
    too_late = goes_on > row.on
    if short:
        why = f"They have less than {needed} days. Say why that has to be."
        if too_late:
            why = (
                "Their letter cannot be there by then. Call them, and write who told them, when, and why it has to be."
            )
        row.shortened_sealed = desk.needs(shortened, why, at="shortened")
    row.notice_on, row.notice_by_id = clock.today() if too_late else goes_on, desk.account_id
    news = emails.NOTICE_OF_DAYS if interim else emails.NOTICE
    # What they were told otherwise, and not by the letter, counts from now, whenever that is posted.
    emails.registrant(about, desk.concern, news, days=None if too_late else (Days.NOTICE, row.id))
    desk.record("notice_given", hearing=row.id, shortened=short)
    desk.touch()


@operation
def adjourn(reference: str, hearing_id: int, *, to: date, reasons: str, version: int, by: Actor) -> None:
    """Move a hearing to a later day, also one that has begun: what was heard stays heard, by the same people.

    Raises:
        Refused: the day is not later or a day off, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    rules.check_open(desk.concern)
    row = _ahead(desk, hearing_id)
    if to <= max(row.on, clock.today()):
        raise Refused("Choose a later day.", at="to")
    _check_works(to)
    row.adjourned_sealed = desk.needs(reasons, "Say why.")
    row.late_sealed = _late(desk, row.kind, to, reasons) or row.late_sealed
    row.on, row.adjourned = to, row.adjourned + 1
    emails.registrant(subject(desk, row.subject_id), desk.concern, emails.NOTICE)
    desk.record("adjourned", hearing=row.id)
    desk.touch()


@operation
def call_off(reference: str, hearing_id: int, *, reasons: str, version: int, by: Actor) -> None:
    """Call a hearing off. The registrant who was told of it, and everybody listed to sit, have a letter.

    Raises:
        Refused: it is over, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=ALLOCATORS, version=version)
    row = _ahead(desk, hearing_id)
    calling_off.call_off(desk, row, desk.needs(reasons, "Say why."))
    desk.touch()


def _reaches(about: Subject) -> str:
    return "goes on" if reached.address(about) else "goes by post and counts as there on"


def _check_works(day: date) -> None:
    if not clock.is_working_day(day):
        following = say_day(clock.working_day_from(day))
        raise Refused(f"A panel meets on a working day. Choose {following}, or another.", at="on")


def _late(desk: Desk, kind: HearingKind, on: date, reasons: str) -> str | None:
    """Why an interim hearing is later than the rules say; None where it is not."""
    decision = queries.interim_decision(desk.concern.id) if kind is HearingKind.INTERIM else None
    if decision is None:
        return None
    by = targets.interim_by(desk.concern.received_on, decision.decided_on)
    if on <= by:
        return None
    why = f"An interim hearing is held by {say_day(by)}. Choose an earlier day, or say why it is late."
    return desk.needs(reasons, why, at="late")


def _of(desk: Desk, subject_id: int) -> list[Hearing]:
    return [one for one in queries.hearings(desk.concern.id) if one.subject_id == subject_id]


def _ahead(desk: Desk, hearing_id: int) -> Hearing:
    row = queries.hearing(desk.concern.id, hearing_id)
    if row.called_off_at is not None or row.decided_on is not None:
        raise Refused("That hearing is over.")
    return row


def _check_appealed(desk: Desk, held: Order) -> None:
    appeal = queries.appeal(held.id)
    waiting = appeal is not None and appeal.decided is None
    if held.kind in queries.INTERIM and not (waiting and queries.in_force(held, clock.now())):
        raise Refused("Nobody appeals that measure now.")
    if appeal is None or not queries.is_beside(held, appeal):
        rules.check_stage(desk.concern, Stage.APPEAL)
    if not waiting:
        raise Refused("Nobody appeals that decision now. Choose the one that was appealed.")


def _check_place(desk: Desk, kind: HearingKind, order_id: int | None) -> None:
    if (order_id is not None) != (kind in _REVIEWS):
        raise Refused("A review or an appeal names the order it looks at, and nothing else does.", at="order")
    if kind is HearingKind.FINAL:
        rules.check_stage(desk.concern, Stage.PANEL)
    elif kind is HearingKind.INTERIM:
        rules.check_open(desk.concern)
        if desk.concern.risk is not Band.RED:
            raise Refused("Only what is red goes to an interim panel.")
        decided = queries.interim_decision(desk.concern.id)
        if decided is None or not decided.applies:
            raise Refused("A manager has to decide first to ask for an interim order.")
    elif order_id is not None:
        held = queries.order(desk.concern.id, order_id)
        if kind is HearingKind.APPEAL:
            _check_appealed(desk, held)
        elif not queries.in_force(held, clock.now()):
            raise Refused("That order is not in force.")
        elif (held.kind in queries.INTERIM) != (kind is HearingKind.INTERIM_REVIEW):
            raise Refused("An interim order is reviewed as one, and every other order as what it is.")
